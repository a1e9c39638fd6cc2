#!/usr/bin/env bash
# Makes an image that can stand in for the official one of a backend where no registry answers:
# stand-in-program.sh TAG PROGRAM DATA_DIRECTORY. It holds one static program of this machine, a static busybox for the
# health check, and a data directory of the user "nobody".
set -euo pipefail
tag=$1 program=$2 data=$3
busybox=$(command -v busybox)
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

mkdir -p "$root"/{bin,tmp,etc} "$root$data"
chmod 1777 "$root/tmp"
cp "$busybox" "$root/bin/busybox"
for applet in sh wget; do ln -s busybox "$root/bin/$applet"; done
printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/tmp:/bin/sh\n' >"$root/etc/passwd"
cp "$program" "$root/bin/program"
chown 65534:65534 "$root$data"

tar -C "$root" -c . | docker import --change 'ENV PATH=/bin' --change 'USER 65534' \
  --change 'ENTRYPOINT ["/bin/program"]' - "$tag" >/dev/null
docker image inspect --format "Stand-in for $(basename "$program"): {{.Size}} bytes" "$tag"
