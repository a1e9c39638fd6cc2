#!/usr/bin/env bash
# Starts a container engine when none answers: start-engine.sh DIRECTORY. Everything it keeps is in DIRECTORY;
# stop-engine.sh DIRECTORY ends it. Exits 0 when an engine answers afterwards, 1 with the reason when none does.
set -euo pipefail
directory=$1

answers() { docker version --format '{{.Server.Version}}' >/dev/null 2>&1; }

if answers; then
  echo "A container engine already answers: $(docker version --format '{{.Server.Version}}')"
  exit 0
fi
if ! command -v dockerd >/dev/null; then
  echo 'No container engine answers and dockerd is not installed.' >&2
  exit 1
fi
mkdir -p "$directory"
setsid dockerd --data-root "$directory/data" --exec-root "$directory/exec" \
  --pidfile "$directory/dockerd.pid" >"$directory/dockerd.log" 2>&1 </dev/null &
for _ in $(seq 60); do
  if answers; then
    echo "Started a container engine: $(docker version --format '{{.Server.Version}}')"
    exit 0
  fi
  sleep 0.5
done
echo 'dockerd did not answer within 30 s. Its last lines:' >&2
tail -5 "$directory/dockerd.log" >&2
exit 1
