#!/usr/bin/env bash
# Prints a directory with programs that share nothing with ours: `verifier` of this folder, on Go's own packages, and Tessera's `fsck` verify a transparency log;
# `witnessing` of this folder is a Tessera log and a verifier of proofs on the packages others use, `litewitness` a witness. They are built with Go from the module
# proxy: all but the first once (some minutes; modules and objects are removed again), then they come from the cache.
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
witnessing="$directory/witnessing-$(cat witnessing/go.mod witnessing/go.sum witnessing/main.go | sha256sum | cut -c1-16)"
if [ ! -x "$witnessing/litewitness" ]; then
  mkdir -p "$build/witnessing" "$directory"
  (cd witnessing && GOMODCACHE="$build/modules" GOCACHE="$build/objects" CGO_ENABLED=0 go build -ldflags='-s -w' -o "$build/witnessing/" . tool >&2)
  mkdir -p "$witnessing"
  mv "$build/witnessing/witnessing" "$build/witnessing/litewitness" "$witnessing/"
fi
# The script in an evidence bundle asks for one package of Python's.
if [ ! -x "$directory/python/bin/python3" ]; then
  python3 -m venv "$directory/python.$$" >&2
  "$directory/python.$$/bin/python3" -m pip install --quiet --disable-pip-version-check 'cryptography==46.0.3' >&2
  rm -rf "$directory/python"
  mv "$directory/python.$$" "$directory/python"
fi
ln -sfn "$witnessing/witnessing" "$witnessing/litewitness" "$directory/"
(cd verifier && CGO_ENABLED=0 go build -ldflags='-s -w' -o "$build/verifier" . >&2)
mv "$build/verifier" "$directory/verifier.$$"
mv "$directory/verifier.$$" "$directory/verifier"
echo "$directory"
