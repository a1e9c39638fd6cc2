#!/usr/bin/env bash
# Makes `docker compose` and `docker buildx` available: install-compose.sh DIRECTORY. When they are missing, the
# plugins of Debian trixie (static Go programs) are unpacked into DIRECTORY, without touching the packages of
# this machine. The caller sets DOCKER_CONFIG=DIRECTORY.
set -euo pipefail
directory=$1
if docker compose version >/dev/null 2>&1; then exit 0; fi

. /etc/os-release
if ! command -v apt-get >/dev/null; then
  echo "docker compose is missing, and ${PRETTY_NAME:-this system} has no apt-get to fetch it with." >&2
  exit 1
fi
# The mirror that this machine already uses, so that a machine behind a mirror works as well.
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -v security | sort -u | head -n 1)
mkdir -p "$directory/apt/lists" "$directory/apt/cache" "$directory/unpacked" "$directory/cli-plugins"
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror trixie main" >"$directory/apt/sources.list"
options=(-o APT::Sandbox::User=root -o "Dir::Etc::sourcelist=$directory/apt/sources.list" -o Dir::Etc::sourceparts=/dev/null
  -o "Dir::State::lists=$directory/apt/lists" -o "Dir::Cache=$directory/apt/cache")
cd "$directory/apt"
apt-get "${options[@]}" -qq update
apt-get "${options[@]}" -qq download docker-compose docker-buildx
for package in ./*.deb; do dpkg-deb -x "$package" "$directory/unpacked"; done
find "$directory/unpacked" -path '*/cli-plugins/docker-*' -type f -exec cp {} "$directory/cli-plugins/" \;
rm -rf "$directory/apt" "$directory/unpacked"
DOCKER_CONFIG=$directory docker compose version
