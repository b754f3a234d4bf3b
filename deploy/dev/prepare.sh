#!/usr/bin/env bash
# Regenerates .sqlx from the migrations and the queries in the code.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
for part in checkout process packages toolchain postgres redis rabbitmq services databases queries; do
  # shellcheck source=/dev/null
  . "$here/lib/$part.sh"
done

cd "$ROOT"
ensure_toolchain
use_services postgres
fresh=$DIR/sqlx
with_live_queries "$fresh" cargo check --locked -p service --all-targets
# Only a complete set replaces the old one.
rm -rf .sqlx
mv "$fresh" .sqlx
say "$(find .sqlx -name 'query-*.json' | wc -l) queries in .sqlx"
