#!/usr/bin/env bash
# Runs the server against the development services: server.sh [--site] ARGUMENT…
# With --site what browsers load is built first.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
for part in checkout process packages toolchain postgres redis rabbitmq services; do
  # shellcheck source=/dev/null
  . "$here/lib/$part.sh"
done

cd "$ROOT"
ensure_toolchain
with_site=0
[[ ${1:-} != --site ]] || { with_site=1; shift; }
use_services "${SERVICES[@]}"
export SITE_ROOT=${SITE_ROOT:-$SITE_DIR}
((with_site == 0)) || deploy/dev/site.sh
cargo build "${HOST_CRATES[@]}"
# In place of this shell, so that Ctrl-C and kill reach the server itself.
exec "$CARGO_TARGET_DIR/debug/server" "$@"
