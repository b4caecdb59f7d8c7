#!/usr/bin/env bash
# Prints the directory of the jars of Apache Kafka; has Maven fetch them the first time (43 MB, about a minute; checksums as Maven checks them),
# then takes them from the cache.
set -euo pipefail
version=4.1.1
cache="${XDG_CACHE_HOME:-$HOME/.cache}/taizhang"
directory="$cache/kafka-$version"
if [ ! -d "$directory" ]; then
  here="$(cd "$(dirname "$0")" && pwd)"
  mkdir -p "$cache"
  fetched="$(mktemp -d "$cache/kafka.XXXXXX")"
  trap 'rm -rf "$fetched"' EXIT
  mvn --batch-mode --quiet --strict-checksums --file "$here/broker/pom.xml" dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$fetched/jars" >&2
  # A renamed directory is whole; whoever comes second finds the same and leaves it.
  mv -T "$fetched/jars" "$directory" || [ -d "$directory" ]
fi
echo "$directory"
