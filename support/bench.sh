#!/bin/sh
# Runs one benchmark, or all: bench.sh JDK [NAME [ARGUMENTS]]. Each prints ratios of one and the same run.
set -eu
jdk=$1
shift
root=$(cd "$(dirname "$0")/.." && pwd -P)
package=$(echo "$root"/dist/target/contentgremlin-*-linux-x86_64)
sources=$root/bench/src/main/java/contentgremlin/bench

# What is called a server is what a benchmark starts to measure.
names() {
  grep -l 'void main(' "$sources"/*.java | sed 's|.*/||; s|\.java$||' | grep -v 'Server$'
}

run() {
  name=$1
  shift
  echo "== $name =="
  "$jdk/bin/java" --enable-native-access=ALL-UNNAMED \
    "-Dcontentgremlin.package=$package" "-Dcontentgremlin.programs=$package/programs" \
    "-Dorg.sqlite.lib.path=$package/programs/sqlite" \
    -cp "$root/bench/target/classes:$(cat "$root/bench/target/classpath")" \
    "contentgremlin.bench.$name" "$@"
}

if [ $# -gt 0 ]; then
  if [ ! -f "$sources/$1.java" ]; then
    echo "There is no benchmark called $1; there are:" >&2
    names | sed 's|^|  |' >&2
    exit 2
  fi
  run "$@"
else
  names | while read -r benchmark; do
    run "$benchmark" < /dev/null
  done
fi
