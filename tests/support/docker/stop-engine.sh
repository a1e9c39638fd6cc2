#!/usr/bin/env bash
# Ends the engine that start-engine.sh DIRECTORY started, and only that one: stop-engine.sh DIRECTORY.
set -euo pipefail
pidfile=$1/dockerd.pid
[ -f "$pidfile" ] || exit 0
pid=$(cat "$pidfile")
kill -TERM "$pid" 2>/dev/null || exit 0
for _ in $(seq 60); do
  kill -0 "$pid" 2>/dev/null || exit 0
  sleep 0.5
done
echo "dockerd ($pid) did not stop within 30 s." >&2
exit 1
