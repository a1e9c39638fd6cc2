#!/usr/bin/env bash
# Makes an image that can stand in for the official postgres image where no registry answers: stand-in-postgres.sh TAG.
# It holds the PostgreSQL of this machine with the libraries it loads, and a static busybox. The superuser is
# "postgres", its password POSTGRES_PASSWORD, and the data lies under /var/lib/postgresql, as in the official image.
set -euo pipefail
tag=$1
busybox=$(command -v busybox)
# The newest of those that are installed.
programs=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
version=$(basename "$(dirname "$programs")")
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

mkdir -p "$root"/{bin,tmp,etc,run/postgresql,usr/bin,var/lib/postgresql}
chmod 1777 "$root/tmp"
cp "$busybox" "$root/bin/busybox"
for applet in $("$busybox" --list | grep -vx busybox); do ln -s busybox "$root/bin/$applet"; done
printf 'root:x:0:0:root:/root:/bin/sh\npostgres:x:999:999:postgres:/var/lib/postgresql:/bin/sh\n' >"$root/etc/passwd"
printf 'root:x:0:\npostgres:x:999:\n' >"$root/etc/group"
chown 999:999 "$root/run/postgresql" "$root/var/lib/postgresql"

mkdir -p "$root$programs" "$root/usr/lib/postgresql/$version/lib" "$root/usr/share/postgresql"
for program in initdb postgres pg_ctl pg_isready psql; do cp -L "$programs/$program" "$root$programs/"; done
# Without the compiler for queries, which brings all of LLVM.
cp -a "/usr/lib/postgresql/$version/lib/." "$root/usr/lib/postgresql/$version/lib/"
rm -rf "$root/usr/lib/postgresql/$version/lib/bitcode" "$root/usr/lib/postgresql/$version/lib/"llvmjit*
cp -a "/usr/share/postgresql/$version" "$root/usr/share/postgresql/"
{ find "$root$programs" "$root/usr/lib/postgresql/$version/lib" -type f -exec ldd {} \; 2>/dev/null || true; } |
  grep -oE '/[^ ]+\.so[^ ]*' | sort -u | while read -r library; do
  mkdir -p "$root$(dirname "$library")"
  cp -L "$library" "$root$library"
done

cat >"$root/bin/start" <<'SCRIPT'
#!/bin/sh
set -eu
data=/var/lib/postgresql/data
if [ ! -s "$data/PG_VERSION" ]; then
  echo "$POSTGRES_PASSWORD" >/tmp/password
  initdb --pgdata "$data" --username postgres --pwfile /tmp/password --auth-host scram-sha-256 --auth-local trust \
    --encoding UTF8 --locale C --no-sync
  rm /tmp/password
  echo 'host all all all scram-sha-256' >>"$data/pg_hba.conf"
fi
exec postgres -D "$data" -c listen_addresses='*' -c unix_socket_directories=/run/postgresql -c jit=off
SCRIPT
chmod 755 "$root/bin/start"

tar -C "$root" -c . | docker import --change "ENV PATH=$programs:/bin" --change 'ENV PGHOST=/run/postgresql' \
  --change 'USER 999' --change 'WORKDIR /var/lib/postgresql' \
  --change 'ENTRYPOINT ["/bin/start"]' - "$tag" >/dev/null
docker image inspect --format "Stand-in for postgres $version: {{.Size}} bytes" "$tag"
