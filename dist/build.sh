#!/bin/sh
# Makes target/contentgremlin-VERSION-linux-x86_64 and the archive of it: programs, Java and all.
# Run by Maven, which has put the jars into target/jars; runs alone too: sh build.sh 0.1.0
set -eu
cd "$(dirname "$0")"
version=$1
jdk=$(sh ../support/find-jdk.sh)
name=contentgremlin-$version-linux-x86_64
package=target/$name
# All files carry this time: the AOT cache is good only for jars with the times it has seen.
time=2026-01-01T00:00:00Z

main() {
  if is_up_to_date; then
    return
  fi
  rm -rf "$package" "$package.tar.gz"
  mkdir -p "$package/bin" "$package/lib"
  copy_files
  link_runtime
  find "$package" -exec touch -h -d "$time" {} +
  train
  pack
  echo "Made dist/$package and its .tar.gz" >&2
}

is_up_to_date() {
  [ -f "$package.tar.gz" ] \
    && [ -z "$(find build.sh gremlin.sh train.mjs train-probe.mjs licences share ../LICENSE ../support ../programs/target/programs \
      ../extensions/target/jars target/jars -newer "$package.tar.gz" -print -quit)" ]
}

copy_files() {
  cp target/jars/*.jar "$package/lib/"
  mkdir "$package/extensions"
  cp ../extensions/target/jars/*.jar "$package/extensions/"
  cp -R ../programs/target/programs "$package/programs"
  cp -R licences "$package/licences"
  cp ../LICENSE "$package/LICENSE"
  cp -R share "$package/share"
  # Java accepts a cache only for the same jars in the same order: so their names stand in the script.
  jars=$(find "$package/lib" -name '*.jar' -printf '%f\n' | LC_ALL=C sort | tr '\n' ' ')
  options=$(sed '/^#/d' ../support/java-options | tr '\n' ' ')
  sed -e "s|@JARS@|$jars|" -e "s|@OPTIONS@|$options|" gremlin.sh > "$package/bin/gremlin"
  chmod 755 "$package/bin/gremlin"
}

link_runtime() {
  # jdeps prints warnings beside the answer, which is the last line. Only a part of Jackson that asks
  # first needs java.desktop: left out with its 20 MB.
  modules=$("$jdk/bin/jdeps" --print-module-deps --ignore-missing-deps --multi-release 25 \
    "$package"/lib/*.jar 2>/dev/null | tail -n 1 | tr ',' '\n' | grep -vx java.desktop | tr '\n' ',')
  # jdeps does not see what is looked up by name: the character sets of old tags, O_DIRECT.
  "$jdk/bin/jlink" --output "$package/runtime" --add-modules "${modules}jdk.charsets,jdk.unsupported" \
    --strip-debug --no-header-files --no-man-pages
}

# Runs the real server through a few requests; what it loaded then is kept in the cache.
train() {
  home=$(mktemp -d)
  trap 'rm -rf "$home"' EXIT
  GREMLIN_JAVA_OPTIONS="-XX:AOTCacheOutput=$package/lib/gremlin.aot" \
    "$package/bin/gremlin" serve --home "$home/training" --listen 127.0.0.1:0 > target/training.log 2>&1 &
  server=$!
  node train.mjs target/training.log "$home/training" "$server" || fail_training
  "$package/bin/gremlin" stop --home "$home/training" > /dev/null || fail_training
  wait "$server" || fail_training
  [ -f "$package/lib/gremlin.aot" ] || fail_training
  train_probe "$home/training-music" >> target/training.log 2>&1 || fail_training
  rm -rf "$home"
}

# The same for the helpers that read files. What a cache depends on is as in process/Programs.
train_probe() {
  jars=$(find "$PWD/$package/lib" -name '*.jar' | LC_ALL=C sort | tr '\n' ':')
  node train-probe.mjs "$1" "$package/runtime/bin/java" -Xmx96m -Xss512k -XX:+UseSerialGC \
    -XX:TieredStopAtLevel=1 -XX:CompressedClassSpaceSize=32m --enable-native-access=ALL-UNNAMED \
    "-XX:AOTCacheOutput=$package/lib/probe.aot" -cp "${jars%:}" contentgremlin.probe.Main
  [ -f "$package/lib/probe.aot" ]
}

fail_training() {
  kill "$server" 2>/dev/null || true
  cat target/training.log >&2
  echo "The program could not be run to make its AOT cache; see above." >&2
  exit 1
}

pack() {
  # Only the cache differs from build to build: it holds what the virtual machine made of that run.
  (cd target && LC_ALL=C tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="$time" \
    -cf - "$name") | gzip -n > "$package.tar.gz"
}

main
