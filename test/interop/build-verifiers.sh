#!/usr/bin/env bash
# Prints a directory with two programs that verify a transparency log and share nothing with ours: `verifier` of this folder, on Go's own packages, and Tessera's
# `fsck`. Both are built with Go from the module proxy: fsck once (some minutes; modules and objects are removed again), then it comes from the cache.
set -euo pipefail
cd "$(dirname "$0")"
version=v1.0.4
directory="${XDG_CACHE_HOME:-$HOME/.cache}/taizhang/verifiers-$version"
build="$(mktemp -d)"
# Modules are written read-only.
trap 'chmod -R u+w "$build"; rm -rf "$build"' EXIT
mkdir -p "$directory"
if [ ! -x "$directory/fsck" ]; then
  GOBIN="$build/bin" GOMODCACHE="$build/modules" GOCACHE="$build/objects" CGO_ENABLED=0 go install -ldflags='-s -w' "github.com/transparency-dev/tessera/cmd/fsck@$version" >&2
  # A renamed file is whole; whoever comes second replaces it with the same.
  mv "$build/bin/fsck" "$directory/fsck.$$"
  mv "$directory/fsck.$$" "$directory/fsck"
fi
(cd verifier && CGO_ENABLED=0 go build -ldflags='-s -w' -o "$build/verifier" . >&2)
mv "$build/verifier" "$directory/verifier.$$"
mv "$directory/verifier.$$" "$directory/verifier"
echo "$directory"
