#!/usr/bin/env bash
# Schemathesis against a running server: it knows of it only what the server's own OpenAPI document says, and holds
# every answer against that, as a student and as an admin. How, and what it is told not to expect, is in
# deploy/checks/schemathesis.toml. Some four minutes.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")/..
for part in checkout process packages toolchain python postgres redis rabbitmq services databases own_server; do
  # shellcheck source=/dev/null
  . "$here/lib/$part.sh"
done

OUT=$DIR/check/strangers
# For each caller; whoever wants to look longer says so.
SECONDS_EACH=${SECONDS_EACH:-100}
# Enough people for lists of several pages.
SEEDED=200

# try_as EMAIL: with the token of this demo account.
try_as() {
  local token status=0
  token=$(token_of "$1") || return
  say "As $1:"
  CHECKS=$ROOT/deploy/checks TOKEN=$token "$PYTHON_TOOLS/bin/schemathesis" --no-color \
    --config-file "$ROOT/deploy/checks/schemathesis.toml" run "$BASE_URL/api/v1/openapi.json" \
    --max-time "$SECONDS_EACH" || status=$?
  return "$status"
}

try_all() {
  local email failed=0
  "$CARGO_TARGET_DIR/debug/server" seed --users "$SEEDED"
  for email in ada@example.test alan@example.test; do try_as "$email" || failed=1; done
  return "$failed"
}

main() {
  cd "$ROOT"
  mkdir -p "$OUT"
  ensure_toolchain
  ensure_python_tools
  use_services "${SERVICES[@]}"
  # It tells as storage does, too.
  export STORAGE_WEBHOOK_TOKEN=what-storage-proves-itself-with-here
  (cd "$OUT" && with_own_server strangers try_all)
}
main "$@"
