#!/usr/bin/env bash
# Makes an image that can stand in for the official golang image where no registry answers:
# stand-in-golang.sh TAG MODULE_FOLDER... It holds the Go of this machine, a static busybox, the certificates,
# the modules that the programs in MODULE_FOLDER need, and this machine's build cache, so that a build in the
# image is as warm as one outside.
set -euo pipefail
tag=$1
shift
busybox=$(command -v busybox)
root=$(mktemp -d)
# The module cache is write-protected; its folders are copies here, its files are hard links.
trap 'find "$root" -type d -exec chmod u+w {} + && rm -rf "$root"' EXIT

link() {
  mkdir -p "$(dirname "$2")"
  cp -al "$1" "$2" 2>/dev/null || cp -a "$1" "$2"
}

mkdir -p "$root"/{bin,tmp,etc/ssl/certs}
chmod 1777 "$root/tmp"
cp "$busybox" "$root/bin/busybox"
for applet in $("$busybox" --list | grep -vx busybox); do ln -s busybox "$root/bin/$applet"; done
if ! chroot "$root" /bin/true 2>/dev/null && [ "$(id -u)" = 0 ]; then
  echo "$busybox does not run alone: it is not static. Install busybox-static." >&2
  exit 1
fi
echo 'root:x:0:0:root:/root:/bin/sh' >"$root/etc/passwd"
echo 'root:x:0:' >"$root/etc/group"
cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"

link "$(go env GOROOT)" "$root/usr/local/go"
modules=$(go env GOMODCACHE)
for folder in "$@"; do
  (cd "$folder" && go list -deps -f '{{with .Module}}{{.Dir}}{{end}}' ./...) | grep "^$modules/" || true
done | sort -u | while read -r module; do
  target=$root/go/pkg/mod/${module#"$modules/"}
  [ -d "$target" ] || link "$module" "$target"
done
if [ -d "$modules/cache/download" ]; then link "$modules/cache/download" "$root/go/pkg/mod/cache/download"; fi
if [ -d "$(go env GOCACHE)" ]; then link "$(go env GOCACHE)" "$root/root/.cache/go-build"; fi

tar -C "$root" --exclude='*.zip' -c . | docker import \
  --change 'ENV PATH=/usr/local/go/bin:/go/bin:/bin GOPATH=/go HOME=/root' \
  --change "ENV GOPROXY=$(go env GOPROXY) GOSUMDB=$(go env GOSUMDB) GOTOOLCHAIN=local GOFLAGS=-buildvcs=false" \
  --change 'WORKDIR /go' - "$tag" >/dev/null
docker image inspect --format 'Stand-in for golang: {{.Size}} bytes' "$tag"
