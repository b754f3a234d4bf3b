#!/usr/bin/env bash
# Every dependency: its licence, where it comes from, and whether it may be here (deny.toml). Known
# weaknesses only where ADVISORY_DB names a folder with a copy of RustSec's database: nothing is downloaded
# but from package registries, and the database is in none.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")/../lib
for part in checkout process packages toolchain; do
  # shellcheck source=/dev/null
  . "$here/$part.sh"
done

DENY_VERSION=0.20.2
DENY=$CACHE/tools/bin/cargo-deny

# Once a version; it takes some minutes.
ensure_deny() {
  [[ $("$DENY" --version 2>/dev/null) != "cargo-deny $DENY_VERSION" ]] || return 0
  CARGO_TARGET_DIR=$CACHE/tools/build cargo install cargo-deny --version "$DENY_VERSION" --locked --root "$CACHE/tools"
  rm -rf "$CACHE/tools/build"
}

# deny CHECK…: in the whole workspace, with all features.
deny() { "$DENY" --locked --offline check --hide-inclusion-graph --show-stats "$@"; }

# known_weaknesses FOLDER: a copy of RustSec's advisory-db, a git checkout or the bare files. It is read
# through a checkout of our own, so that it stays as it is.
known_weaknesses() {
  local databases=$CACHE/advisories
  # The name that cargo-deny gives to what it would have downloaded from there.
  local copy=$databases/advisory-db-3157b0e258782691
  [[ -d $1/crates ]] || die "ADVISORY_DB=$1 has no folder 'crates': it is no copy of RustSec's database."
  rm -rf "$databases"
  mkdir -p "$copy"
  cp -r "$1/crates" "$copy"
  (cd "$copy" && git init -q -b main && git add -A &&
    git -c user.name=copy -c user.email=copy@localhost commit -qm 'A copy')
  sed "s|^\[advisories\]|&\ndb-path = \"$databases\"|" deny.toml >"$databases/deny.toml"
  "$DENY" --locked --offline --config "$databases/deny.toml" check --hide-inclusion-graph advisories
}

main() {
  cd "$ROOT"
  ensure_toolchain
  ensure_deny
  # What the sources say is read from the registry's copies on this machine.
  cargo fetch --locked
  deny licenses sources bans
  if [[ -n ${ADVISORY_DB:-} ]]; then
    known_weaknesses "$ADVISORY_DB"
  else
    say "Known weaknesses were left out: ADVISORY_DB names no copy of RustSec's database."
  fi
}
main
