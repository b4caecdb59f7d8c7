#!/usr/bin/env bash
# Prints the path of versitygw, an S3 gateway over a directory; builds it with Go from the module proxy the first time (some minutes, 600 MB of modules
# and objects that are removed again), then takes it from the cache.
set -euo pipefail
version=v1.8.0
directory="${XDG_CACHE_HOME:-$HOME/.cache}/taizhang/versitygw-$version"
if [ ! -x "$directory/versitygw" ]; then
  build="$(mktemp -d)"
  # Modules are written read-only.
  trap 'chmod -R u+w "$build"; rm -rf "$build"' EXIT
  # A renamed file is whole; whoever comes second replaces it with the same.
  GOBIN="$build/bin" GOMODCACHE="$build/modules" GOCACHE="$build/objects" CGO_ENABLED=0 go install -ldflags='-s -w' "github.com/versity/versitygw/cmd/versitygw@$version" >&2
  mkdir -p "$directory"
  mv "$build/bin/versitygw" "$directory/versitygw.$$"
  mv "$directory/versitygw.$$" "$directory/versitygw"
fi
echo "$directory/versitygw"
