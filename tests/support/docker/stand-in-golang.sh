#!/usr/bin/env bash
# Makes an image that can stand in for the official golang image where no registry answers:
# stand-in-golang.sh TAG. It holds the Go of this machine, a static busybox, the certificates, and the module
# and build caches of this machine, so that a build in it is as warm as one outside.
set -euo pipefail
tag=$1
busybox=$(command -v busybox)
if file -L "$busybox" 2>/dev/null | grep -q 'dynamically linked'; then
  echo "$busybox is not static; install busybox-static." >&2
  exit 1
fi
root=$(mktemp -d)
# The module cache is write-protected; its folders are copies here, its files are hard links.
trap 'find "$root" -type d -exec chmod u+w {} + && rm -rf "$root"' EXIT
mkdir -p "$root"/{bin,tmp,root/.cache,go/pkg,usr/local,etc/ssl/certs}
chmod 1777 "$root/tmp"
cp "$busybox" "$root/bin/busybox"
for applet in $("$busybox" --list | grep -vx busybox); do ln -s busybox "$root/bin/$applet"; done
echo 'root:x:0:0:root:/root:/bin/sh' >"$root/etc/passwd"
echo 'root:x:0:' >"$root/etc/group"
cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
goroot=$(go env GOROOT)
link() { if [ -d "$1" ]; then cp -al "$1" "$2" 2>/dev/null || cp -a "$1" "$2"; fi; }
link "$goroot" "$root/usr/local/go"
link "$(go env GOMODCACHE)" "$root/go/pkg/mod"
link "$(go env GOCACHE)" "$root/root/.cache/go-build"
tar -C "$root" --exclude="*.zip" -c . | docker import \
  --change 'ENV PATH=/usr/local/go/bin:/go/bin:/bin GOPATH=/go HOME=/root' \
  --change "ENV GOPROXY=$(go env GOPROXY) GOSUMDB=$(go env GOSUMDB) GOTOOLCHAIN=local GOFLAGS=-buildvcs=false" \
  --change 'WORKDIR /go' - "$tag" >/dev/null
docker image inspect --format 'Stand-in for golang: {{.Size}} bytes' "$tag"
