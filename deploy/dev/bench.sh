#!/usr/bin/env bash
# How fast a release server is: bench.sh [SCENARIO…]. Server and load are processes of their own, everything is
# on this machine, and rate limiting is on with a limit that nobody meets.
# Settings: USERS (100000), SECONDS_EACH (10), WARMUP (3), CONNECTIONS (32), READERS (1000: users who are rotated over),
# KEEP=1 (later runs are compared with this one). The run is in .dev/bench/run-USERS.jsonl, a line a scenario.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
for part in checkout process packages toolchain npm postgres redis rabbitmq services databases own_server; do
  # shellcheck source=/dev/null
  . "$here/lib/$part.sh"
done

USERS=${USERS:-100000} SECONDS_EACH=${SECONDS_EACH:-10} WARMUP=${WARMUP:-3} CONNECTIONS=${CONNECTIONS:-32} READERS=${READERS:-1000}
FEW=8 # connections where each request costs the database much
OUT=$DIR/bench
RUN_FILE=$OUT/run-$USERS.jsonl
KEPT_FILE=$OUT/kept-$USERS.jsonl
SEARCHES=(none:1: none:500: name:1:john name:500:john email:1:example.com email:500:example.com)
ALL=(start me enrollments page search_cached search "${SEARCHES[@]/#/find_}" update enroll many)

# measured NAME CONNECTIONS COMMAND…: a warm-up, then the load; what the server's process spent meanwhile.
measured() {
  local name=$1 connections=$2 before after load
  shift 2
  ((WARMUP == 0)) || LOAD_SECONDS=$WARMUP "$@" >/dev/null
  before=$(cpu_ms "$SERVER_PID")
  load=$(LOAD_SECONDS=$SECONDS_EACH "$@")
  after=$(cpu_ms "$SERVER_PID")
  node -p "const load = $load;
    JSON.stringify({ scenario: '$name', users: $USERS, connections: $connections, rate: load.requests / load.seconds, ...load,
      cpu: ($after - $before) / Math.max(1, load.requests), memory: $(pss_mib "$SERVER_PID") })" >>"$RUN_FILE"
}

cpu_ms() { sed 's/.*) //' "/proc/$1/stat" | awk -v hz="$(getconf CLK_TCK)" '{ printf "%d", ($12 + $13) * 1000 / hz }'; }
pss_mib() { awk '$1 == "Pss:" { printf "%d", $2 / 1024 }' "/proc/$1/smaps_rollup"; }

# load KIND TOKENS CONNECTIONS [TARGET]
load() {
  # Courses that no run has taken before.
  RUN=$(($(date +%s%N) / 1000000 % 4000000000)) KIND=$1 TOKENS=$OUT/$2.jwt TARGET=${4:-} HOST_HEADER=127.0.0.1:$PORT \
    wrk -t1 -c"$3" -d"${LOAD_SECONDS}s" --timeout 30s -s "$ROOT/deploy/bench/load.lua" "http://127.0.0.1:$PORT" 2>&1 >/dev/null | tail -n 1
}

many() {
  node "$ROOT/deploy/bench/many.mjs" 10000 500 "$LOAD_SECONDS" "http://127.0.0.1:$PORT/api/v1/users/me" "$OUT/readers.jwt" 2>&1 | tail -n 1
}

# launch_server [VARIABLE=VALUE…]
launch_server() {
  : >"$OUT/server.log"
  launch "$OUT/server.pid" "$OUT/server.log" "$OUT" env "$@" "$CARGO_TARGET_DIR/release/server" serve
  SERVER_PID=$(<"$OUT/server.pid")
  await 60 "$SERVER_PID" answers "$PORT" /health/ready || { tail -n 20 "$OUT/server.log" >&2; die 'the server did not become ready'; }
}

stop_server() {
  [[ -z ${SERVER_PID:-} ]] || terminate "$SERVER_PID" TERM 15
  SERVER_PID=
}

# cold_start: milliseconds from nothing to ready, as a scenario of one request.
cold_start() {
  local began
  stop_server
  began=$(date +%s%N)
  launch_server
  local took=$((($(date +%s%N) - began) / 1000000))
  node -p "JSON.stringify({ scenario: 'start', users: $USERS, connections: 1, rate: 0, requests: 1, seconds: $took / 1000, p50: $took, p95: $took, p99: $took,
    max: $took, failed: 0, broken: 0, cpu: $(cpu_ms "$SERVER_PID"), memory: $(pss_mib "$SERVER_PID") })" >>"$RUN_FILE"
}

# find TERM PAGE: the way of a search that the cache does not know.
find_path() { echo "/api/v1/users?limit=20&sortBy=createdAt&sortOrder=desc&page=$2${1:+&search=$1}"; }

scenario() {
  local kind page term
  case $1 in
    start) cold_start ;;
    me) measured me "$CONNECTIONS" load get readers "$CONNECTIONS" /api/v1/users/me ;;
    enrollments) measured enrollments "$CONNECTIONS" load get readers "$CONNECTIONS" /api/v1/users/me/enrollments ;;
    page) measured page "$CONNECTIONS" load page readers "$CONNECTIONS" "/people/$SOMEBODY" ;;
    search_cached) measured search_cached "$CONNECTIONS" load get admin "$CONNECTIONS" "$(find_path john 1)" ;;
    update) measured update "$CONNECTIONS" load update readers "$CONNECTIONS" ;;
    enroll) measured enroll "$CONNECTIONS" load enroll enrollers "$CONNECTIONS" ;;
    many) measured many 10000 many ;;
    search | find_*)
      stop_server
      launch_server CACHE_TTL_USER_SEARCH=0
      if [[ $1 == search ]]; then
        measured search "$FEW" load get admin "$FEW" "$(find_path john 1)"
      else
        IFS=: read -r kind page term <<<"${1#find_}"
        measured "find $kind, page $page" "$FEW" load get admin "$FEW" "$(find_path "$term" "$page")"
      fi
      stop_server
      launch_server
      ;;
    *) die "There is no scenario '$1': ${ALL[*]}" ;;
  esac
}

prepare() {
  local first database=matricula_bench_$USERS
  mkdir -p "$OUT"
  have wrk || install_packages wrk
  ensure_toolchain
  "$ROOT/deploy/dev/site.sh"
  cargo build --release --locked -p server
  use_services "${SERVICES[@]}"
  create_database "$database" 2>/dev/null || true
  export PORT METRICS_PORT DATABASE_URL REDIS_URL RABBITMQ_URL REDIS_KEY_PREFIX=bench: JWT_SECRET=the-bench-has-a-secret-of-its-own-too
  PORT=$(free_port) METRICS_PORT=$(free_port)
  export HOST=127.0.0.1 PUBLIC_URL=http://localhost:$PORT SITE_ROOT=$SITE_DIR RATE_LIMIT_MAX=1000000000 RATE_LIMIT_PAGES_MAX=1000000000
  export LOG_LEVEL=${LOG_LEVEL:-info}
  DATABASE_URL=$(database_url "$database")
  REDIS_URL=$(redis_number 11)
  RABBITMQ_URL=$(virtual_host matricula-bench)
  [[ -z ${PRIVATE_SERVICES[rabbitmq]} ]] || rabbitmq_empty_vhost matricula-bench
  "$CARGO_TARGET_DIR/release/server" seed --users "$USERS" >&2
  sql "$DATABASE_URL" -c "UPDATE user_profiles SET visibility = 'public' FROM users WHERE users.id = user_id AND email = 'user1@example.com' AND visibility <> 'public'" -c 'VACUUM ANALYZE' >/dev/null
  SOMEBODY=$(sql "$DATABASE_URL" -c "SELECT id FROM users WHERE email = 'user1@example.com'")
  node "$ROOT/deploy/bench/tokens.mjs" 1 "$READERS" >"$OUT/readers.jwt"
  # The first 20,000 have enrollments; lists that are read are not to grow.
  first=$((USERS < 20000 + READERS ? USERS - READERS + 1 : 20001))
  node "$ROOT/deploy/bench/tokens.mjs" "$first" $((first + READERS - 1)) >"$OUT/enrollers.jwt"
  node "$ROOT/deploy/bench/tokens.mjs" 1000 1000 admin >"$OUT/admin.jwt"
}

main() {
  local each
  cd "$ROOT"
  ulimit -n "$(ulimit -Hn)" # `many` opens 10,000 connections
  prepare
  (($# > 0)) || set -- "${ALL[@]}"
  : >"$RUN_FILE"
  trap stop_server EXIT
  trap 'exit 130' INT TERM
  launch_server
  for each; do scenario "$each"; done
  say "$USERS users, $(nproc) cores; compared with the last run that was kept:"
  node "$ROOT/deploy/bench/table.mjs" "$RUN_FILE" "$KEPT_FILE"
  du -cb "$SITE_DIR"/pkg/*.br 2>/dev/null | awk 'END { print "all built files, brotli: " $1 " bytes" }'
  [[ -z ${KEEP:-} ]] || cp "$RUN_FILE" "$KEPT_FILE"
}
main "$@"
