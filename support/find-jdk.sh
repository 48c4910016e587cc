#!/bin/sh
# Prints the folder of a JDK that is new enough; else says what to install and ends with 2.
set -eu
wanted=25

# Reads the version from the JDK's own note of it: starting Java to ask would take longer.
is_new_enough() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  [ "${version:-0}" -ge "$wanted" ]
}

on_path() {
  java=$(command -v java) && java=$(readlink -f "$java") && printf '%s\n' "${java%/bin/java}"
}

for candidate in "${JAVA_HOME:-}" "$(on_path || true)" \
  /usr/lib/jvm/* /usr/local/lib/jvm/* /opt/*jdk* /opt/java/* "${HOME:-}"/.sdkman/candidates/java/*; do
  if [ -n "$candidate" ] && is_new_enough "$candidate"; then
    printf '%s\n' "$candidate"
    exit 0
  fi
done

cat >&2 <<'END'
A JDK 25 is missing: apt install temurin-25-jdk (from the Adoptium repository)
or, where Debian has it already: apt install openjdk-25-jdk
END
exit 2
