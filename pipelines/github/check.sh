#!/usr/bin/env bash
# The configuration alone, and against the one that it is to replace: HEAD is the merge, its first parent the base.
set -euo pipefail

config=${MAILZONE_CONFIG:-domains.yaml}
base=$(mktemp -d)/${config##*/}
if git show "HEAD^1:$config" >"$base" 2>/dev/null; then
  npx --no-install mailzone check --base "$base"
else
  npx --no-install mailzone check
fi
