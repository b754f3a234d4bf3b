#!/usr/bin/env bash
# The OpenAPI document, read by somebody else's linter (Redocly) with the rules of deploy/checks/redocly.yaml.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")/..
for part in checkout process packages toolchain npm services; do
  # shellcheck source=/dev/null
  . "$here/lib/$part.sh"
done

OUT=$DIR/check/openapi
CHECKS=$ROOT/deploy/checks
# It asks nobody for a newer version of itself, and tells nobody what it read.
export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true

main() {
  cd "$ROOT"
  mkdir -p "$OUT"
  ensure_toolchain
  npm_install deploy/checks
  cargo build "${HOST_CRATES[@]}" --quiet
  "$CARGO_TARGET_DIR/debug/server" openapi >"$OUT/openapi.json"
  "$CHECKS/node_modules/.bin/redocly" lint --config "$CHECKS/redocly.yaml" --format stylish "$OUT/openapi.json"
}
main "$@"
