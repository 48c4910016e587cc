#!/bin/sh
# Starts Contentgremlin from the directory that this file is in, wherever that was moved to.
set -eu

self=$0
while [ -h "$self" ]; do
  target=$(readlink "$self")
  case $target in
    /*) self=$target ;;
    *) self=${self%/*}/$target ;;
  esac
done
case $self in
  */*) ;;
  *) self=./$self ;;
esac
root=$(cd "${self%/*}/.." && pwd -P)

# File names of any script: without a UTF-8 locale Java could not open them.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
  *[Uu][Tt][Ff]*) ;;
  *) LC_ALL=C.UTF-8; export LC_ALL ;;
esac

jars=
# shellcheck disable=SC2043 # the build puts all names here
for jar in @JARS@; do
  jars=$jars:$root/lib/$jar
done

cache=
if [ -f "$root/lib/gremlin.aot" ]; then
  # If it does not fit, the program starts without it, only slower; that is nothing to report.
  cache="-XX:AOTCache=$root/lib/gremlin.aot"
fi

# shellcheck disable=SC2086 # one option per word
exec "$root/runtime/bin/java" @OPTIONS@ -Xlog:disable ${cache:+"$cache"} ${GREMLIN_JAVA_OPTIONS:-} \
  "-Dcontentgremlin.probe.cache=$root/lib/probe.aot" \
  "-Dcontentgremlin.extensions=$root/extensions" "-Dcontentgremlin.programs=$root/programs" "-Dorg.sqlite.lib.path=$root/programs/sqlite" \
  -cp "${jars#:}" contentgremlin.app.Main "$@"
