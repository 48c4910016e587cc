#!/bin/sh
# Bundles the pages' scripts and styles into target/classes. Run by Maven; runs alone too.
set -eu
cd "$(dirname "$0")"
mkdir -p target/classes
