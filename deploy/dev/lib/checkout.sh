# shellcheck shell=bash disable=SC2034
# Where things are, and how the scripts speak: what people read goes to stderr, stdout is for values.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd -P)
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/matricula
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$CACHE/target}
SITE_DIR=$ROOT/target/site
# What `make run` starts and what `make test` tests: one feature set, so that nothing is compiled twice.
HOST_CRATES=(--workspace --exclude frontend --features server/dev --locked)

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# One hash over the names and contents of files and folders; missing ones count as missing.
fingerprint() {
  local path
  for path in "$@"; do
    if [[ -e $path ]]; then find "$path" -type f -not -name '*.tmp' -print0; else printf 'missing %s\0' "$path"; fi
  done | sort -z | xargs -0 -r sha256sum 2>&1 | sha256sum | cut -d' ' -f1
}
