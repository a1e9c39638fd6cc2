#!/usr/bin/env bash
# Makes an image that can stand in for the official node image where no registry answers:
# stand-in-node.sh TAG. It holds the Node.js of node_modules with the libraries it loads, the npm of this machine with
# its settings and cache, a static busybox and the certificates.
set -euo pipefail
tag=$1
busybox=$(command -v busybox)
node=$(node_modules/.bin/node -p process.execPath)
npm=$(dirname "$(dirname "$(readlink -f "$(command -v npm)")")")
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

mkdir -p "$root"/{bin,tmp,root,home/node,app,etc/ssl/certs,usr/local/bin,usr/local/lib/node_modules}
chmod 1777 "$root/tmp"
cp "$busybox" "$root/bin/busybox"
for applet in $("$busybox" --list | grep -vx busybox); do ln -s busybox "$root/bin/$applet"; done
mkdir -p "$root/usr/bin"
ln -s ../../bin/env "$root/usr/bin/env"
printf 'root:x:0:0:root:/root:/bin/sh\nnode:x:1000:1000:node:/home/node:/bin/sh\n' >"$root/etc/passwd"
printf 'root:x:0:\nnode:x:1000:\n' >"$root/etc/group"
chown 1000:1000 "$root/home/node"
cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"

# The loader and the libraries of Node.js, and those that the compilers in npm packages load besides.
cp "$node" "$root/usr/local/bin/node"
ldconfig_path=$(command -v ldconfig || echo /sbin/ldconfig)
{
  ldd "$node" | grep -oE '/[^ ]+'
  "$ldconfig_path" -p | grep -oE '/[^ ]*/(libgcc_s\.so\.1|libresolv\.so\.2|librt\.so\.1|libutil\.so\.1|libnss_dns\.so\.2|libnss_files\.so\.2)$' |
    grep "$(uname -m)" || true
} | sort -u | while read -r library; do
  mkdir -p "$root$(dirname "$library")"
  cp -L "$library" "$root$library"
done
echo 'hosts: files dns' >"$root/etc/nsswitch.conf"

cp -a "$npm" "$root/usr/local/lib/node_modules/npm"
ln -s ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/local/bin/npm"
ln -s ../lib/node_modules/npm/bin/npx-cli.js "$root/usr/local/bin/npx"
cache=$(npm config get cache)
if [ -d "$cache/_cacache" ]; then
  mkdir -p "$root/root/.npm"
  cp -al "$cache/_cacache" "$root/root/.npm/" 2>/dev/null || cp -a "$cache/_cacache" "$root/root/.npm/"
fi

tar -C "$root" -c . | docker import \
  --change 'ENV PATH=/usr/local/bin:/usr/bin:/bin HOME=/root NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt' \
  --change "ENV npm_config_registry=$(npm config get registry) npm_config_prefer_offline=true npm_config_update_notifier=false" \
  --change 'WORKDIR /app' - "$tag" >/dev/null
docker image inspect --format 'Stand-in for node: {{.Size}} bytes' "$tag"
