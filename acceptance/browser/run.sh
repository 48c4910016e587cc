#!/bin/sh
# Runs one of the scripts here with its arguments; fetches what they need first, if that changed.
set -eu
cd "$(dirname "$0")"
installed=node_modules/installed-lock.json
if ! cmp -s package-lock.json "$installed"; then
  npm ci --no-audit --no-fund --loglevel=error
  cp package-lock.json "$installed"
fi
exec node "$@"
