#!/usr/bin/env bash
# Whether the tests notice when a rule is another: cargo-mutants changes one rule of blocking, roles or enrollments after
# the other, in a copy of the tree, and runs the tests of the service that are about it. Each mutant is built and tried
# in a minute or more, so a run takes one share of them, another one each day; SHARD=2/6 names it, SHARD=0/1 takes all.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")/..
for part in checkout process packages toolchain postgres redis rabbitmq services databases; do
  # shellcheck source=/dev/null
  . "$here/lib/$part.sh"
done

VERSION=27.1.0
OUT=$DIR/check/mutants
SHARES=6
SHARD=${SHARD:-$(($(date +%j | sed 's/^0*//') % SHARES))/$SHARES}
# Where the rules are, and the tests that are about them; the rest of a file is SQL, words and wiring.
RULES=(block.rs account/role.rs account/standing.rs account/status.rs enrollment/policy.rs enrollment/change.rs)
TESTS=(block:: account:: enrollment:: instructor_application::)

ensure_mutants() {
  local tool=$CACHE/tools/bin/cargo-mutants
  [[ -x $tool && $("$tool" mutants --version) == "cargo-mutants $VERSION" ]] && return
  say "Installing cargo-mutants $VERSION (some minutes, once) …"
  (cd / && CARGO_TARGET_DIR=$CACHE/tools/build cargo install cargo-mutants --version "$VERSION" --locked --force --root "$CACHE/tools") >&2
  rm -rf "$CACHE/tools/build"
}

main() {
  local files=() rule
  cd "$ROOT"
  mkdir -p "$OUT"
  ensure_toolchain
  ensure_mutants
  use_services "${SERVICES[@]}"
  create_database matricula_test 2>/dev/null || true
  for rule in "${RULES[@]}"; do files+=(--file "server/service/src/$rule"); done
  say "Share $SHARD of the mutants of ${RULES[*]}"
  # Its copies are built in a folder of their own: what is built here stays built.
  DATABASE_URL=$(database_url matricula_test) CARGO_TARGET_DIR=$CACHE/mutants \
    PATH=$CACHE/tools/bin:$PATH cargo mutants --package service --shard "$SHARD" "${files[@]}" \
    --output "$OUT" --timeout 300 --baseline run --no-shuffle -- --lib -- "${TESTS[@]}"
}
main "$@"
