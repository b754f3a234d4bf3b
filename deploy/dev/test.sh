#!/usr/bin/env bash
# Every check of the project; the last line says how many passed and failed. It has databases, a Redis
# number, virtual hosts and ports of its own, so it can run beside `make run`. Logs are in .dev/test.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
for part in checkout process packages toolchain npm postgres redis rabbitmq services databases queries own_server journeys; do
  # shellcheck source=/dev/null
  . "$here/lib/$part.sh"
done

OUT=$DIR/test
PASSED=0
FAILED=0

# run NAME COMMAND…: keeps the output for when it is needed.
run() {
  local name=$1 log=$OUT/${1// /-}.log started=$SECONDS status=0
  shift
  printf '%-28s' "$name"
  # The subshell lets go of the lock: a process that a stage leaves behind must not keep it.
  (exec {LOCK_FD}>&-; "$@") >"$log" 2>&1 </dev/null || status=$?
  printf '%s  %d s\n' "$( ((status == 0)) && echo ok || echo FAILED)" $((SECONDS - started))
  ((status == 0)) || tail -n 80 "$log" | sed 's/^/    /'
  return "$status"
}

count() { PASSED=$((PASSED + $1)) FAILED=$((FAILED + $2)); }
lint() { if run "$@"; then count 1 0; else count 0 1; fi; }

clippy() { cargo clippy "${HOST_CRATES[@]}" --all-targets -- -D warnings; }
clippy_wasm() { cargo clippy -p frontend --target "$WASM_TARGET" --locked -- -D warnings; }

# The lints compile every query anyway; against a live database they also write down what it answers.
lint_and_check_queries() {
  local stamp=$OUT/queries.stamp fresh=$OUT/sqlx
  if [[ $(cat "$stamp" 2>/dev/null) == "$(queries_fingerprint)" ]]; then
    lint clippy clippy
    count 1 0
    return
  fi
  rm -f "$stamp"
  lint clippy with_live_queries "$fresh" clippy
  lint queries compare_queries "$fresh"
  ! compare_queries "$fresh" >/dev/null || queries_fingerprint >"$stamp"
}

compare_queries() {
  mkdir -p "$ROOT/.sqlx"
  diff -r "$ROOT/.sqlx" "$1" && return
  echo ".sqlx is not what the migrations and the queries in the code give: run 'make prepare'."
  return 1
}

rust_tests() {
  DATABASE_URL=$(database_url matricula_test) REDIS_URL=$(redis_number 9) \
    RABBITMQ_URL=$(virtual_host matricula-test) cargo test "${HOST_CRATES[@]}" --no-fail-fast
}

# Fails when the code does not compile: nothing after it can mean anything then.
run_rust_tests() {
  local log=$OUT/Rust-tests.log status=0 passed failed
  run 'Rust tests' rust_tests || status=1
  read -r passed failed < <(awk '/^test result:/ { p += $4; f += $6 } END { print p + 0, f + 0 }' "$log")
  # A test program that crashes names no failed test.
  ((status == 0 || failed > 0)) || failed=1
  count "$passed" "$failed"
  ((status == 0)) || grep -q '^test result:' "$log"
}

run_journeys() {
  local passed=0 failed=0 status=0
  run site "$ROOT/deploy/dev/site.sh" || { count 0 1; return; }
  lint 'journey types' npm --prefix "$ROOT/end2end" run --silent check
  rm -f "$OUT/journeys.json"
  run journeys journeys || status=1
  [[ ! -s $OUT/journeys.json ]] ||
    read -r passed failed < <(node -p "const { stats } = require('$OUT/journeys.json'); stats.expected + ' ' + (stats.unexpected + stats.flaky)")
  ((status == 0 || failed > 0)) || failed=1
  count "$passed" "$failed"
}

# Fault tests start services of their own, each in a folder here.
stop_fault_services() {
  local folder
  for folder in "$OUT"/faults/*/; do
    [[ ! -d $folder ]] || "$ROOT/deploy/dev/services.sh" stop --dir "$folder"
  done
  rm -rf "$OUT/faults"
}

finish() {
  stop_own_server
  stop_fault_services
  drop_databases matricula_check_$$ matricula_e2e_$$
}

main() {
  local missing=()
  cd "$ROOT"
  mkdir -p "$OUT"
  mapfile -t missing < <(journeys_missing)
  have promtool || missing+=(prometheus)
  ((${#missing[@]} == 0)) || install_packages "${missing[@]}"
  ensure_lint_toolchain
  npm_install end2end
  use_services "${SERVICES[@]}"
  exec {LOCK_FD}>"$OUT/lock"
  flock -n "$LOCK_FD" || { say "Waiting for the other \`make test\` in this checkout …"; flock "$LOCK_FD"; }
  stop_own_server
  stop_fault_services
  drop_databases 'matricula_(check|e2e)_[0-9]+'
  # A server that the environment names may hold the test databases of others.
  # sqlx keeps a register of its own in matricula_test: they go together.
  [[ -z ${PRIVATE_SERVICES[postgres]} ]] || drop_databases '.*_test_[0-9a-zA-Z_-]+' matricula_test
  create_database matricula_test 2>/dev/null || true
  trap finish EXIT
  trap 'exit 130' INT TERM

  lint format cargo fmt --all --check
  lint_and_check_queries
  lint 'clippy for the browser' clippy_wasm
  run_rust_tests && run_journeys
  finish
  trap - EXIT
  echo "$PASSED passed, $FAILED failed"
  ((FAILED == 0 && PASSED > 0))
}
main "$@"
