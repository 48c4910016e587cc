#!/bin/sh
# Adds libvips to target/programs and makes ffmpeg executable. Run by Maven; runs alone too.
set -eu
cd "$(dirname "$0")"
programs=target/programs

# npm takes a second even if there is nothing to do.
if ! cmp -s package-lock.json target/vips.lock; then
  npm ci --silent --ignore-scripts --no-audit --no-fund
  mkdir -p "$programs/vips"
  cp node_modules/@img/sharp-libvips-linux-x64/lib/libvips-cpp.so.* "$programs/vips/"
  cp node_modules/@img/sharp-libvips-linux-x64/versions.json "$programs/vips/"
  cp package-lock.json target/vips.lock
fi

# Unpacking a jar loses the mode bits.
chmod 755 "$programs/ffmpeg/ffmpeg" "$programs/ffmpeg/ffprobe"
