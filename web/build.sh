#!/bin/sh
# Bundles the pages' scripts and styles into target/classes/assets, and the table of places beside
# them. Run by Maven; runs alone too.
# Does nothing when nothing changed since the last time.
set -eu
cd "$(dirname "$0")"

bundled=target/bundled.stamp
if [ -f "$bundled" ] && [ -f target/classes/assets/manifest.json ] &&
  [ -z "$(find src build.sh bundle.mjs places.mjs styles.mjs package.json package-lock.json tsconfig.json -newer "$bundled" | head -n 1)" ]; then
  exit 0
fi

# By content, not by time: a checkout touches files without changing them.
installed=node_modules/installed-lock.json
if ! cmp -s package-lock.json "$installed"; then
  npm ci --no-audit --no-fund --loglevel=error
  cp package-lock.json "$installed"
fi

mkdir -p target
# Taken before the work: what is edited meanwhile is newer than the stamp, and built next time.
touch target/started.stamp
node_modules/.bin/tsc --noEmit
node bundle.mjs
node places.mjs
mv target/started.stamp "$bundled"
