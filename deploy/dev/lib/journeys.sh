# shellcheck shell=bash
# The browser journeys, against a server of their own with an empty database.

journeys_missing() { [[ -x ${CHROMIUM:-/usr/bin/chromium-headless-shell} ]] || echo chromium-headless-shell; }

# redis_number N: REDIS_URL with another database number.
redis_number() {
  [[ $REDIS_URL =~ ^([a-z]+://[^/?]*)(/[0-9]*)?(\?.*)?$ ]] || die "REDIS_URL is not of the form redis://host:port."
  echo "${BASH_REMATCH[1]}/$1${BASH_REMATCH[3]}"
}

# virtual_host NAME: on our own broker; one that the environment names is used as it is.
virtual_host() { if [[ -n ${PRIVATE_SERVICES[rabbitmq]} ]]; then rabbitmq_url "$1"; else echo "$RABBITMQ_URL"; fi; }

journeys() {
  local database=matricula_e2e_$$ status=0
  create_database "$database" || return
  journey_environment "$database"
  [[ -z ${PRIVATE_SERVICES[rabbitmq]} ]] || rabbitmq_empty_vhost matricula-e2e || return
  make_journey_photo || return
  start_journey_server || return
  (cd "$ROOT/end2end" && node_modules/.bin/playwright test) || status=$?
  stop_journey_server
  return "$status"
}

# What the server and the journeys are told.
journey_environment() {
  export PORT DEV_AUTH_PORT DEV_STORAGE_PORT METRICS_PORT
  PORT=$(free_port) DEV_AUTH_PORT=$(free_port) DEV_STORAGE_PORT=$(free_port) METRICS_PORT=$(free_port)
  export DATABASE_URL REDIS_URL RABBITMQ_URL
  export HOST=127.0.0.1 PUBLIC_URL=http://localhost:$PORT SITE_ROOT=$SITE_DIR
  export BASE_URL=$PUBLIC_URL DEV_AUTH_URL=http://localhost:$DEV_AUTH_PORT
  DATABASE_URL=$(database_url "$1")
  REDIS_URL=$(redis_number 10)
  RABBITMQ_URL=$(virtual_host matricula-e2e)
  # An earlier run's pictures belong to nobody.
  export DEV_STORAGE_ROOT=$OUT/storage
  rm -rf "$DEV_STORAGE_ROOT"
  # An earlier run's people may have the same ids: nothing of theirs may be read from the cache.
  export REDIS_KEY_PREFIX=$1:
  # A broker that the environment names may serve another Matricula at the same time.
  [[ -n ${PRIVATE_SERVICES[rabbitmq]} ]] || export RABBITMQ_EXCHANGE=lms.events.e2e RABBITMQ_QUEUE=user-service.events.e2e
  export JOURNEY_REPORT=$OUT/journeys.json
}

# What the journeys upload: a large photo, which is made rather than kept.
make_journey_photo() {
  export JOURNEY_PHOTO=$OUT/photo.jpg
  cargo build "${HOST_CRATES[@]}" --example photo && "$CARGO_TARGET_DIR/debug/examples/photo" "$JOURNEY_PHOTO"
}

# Its folder, where nothing else works, is what tells it from the server of `make run`.
start_journey_server() {
  local pid
  cargo build "${HOST_CRATES[@]}" || return
  : >"$OUT/server.log"
  launch "$OUT/server.pid" "$OUT/server.log" "$OUT" "$CARGO_TARGET_DIR/debug/server" dev
  pid=$(<"$OUT/server.pid")
  await 60 "$pid" answers "$PORT" /health/ready || { tail -n 30 "$OUT/server.log"; echo "the server did not become ready"; return 1; }
}

stop_journey_server() {
  local pid
  ! pid=$(live_pid "$OUT/server.pid" server "$OUT") || terminate "$pid" TERM 15
  rm -f "$OUT/server.pid"
}

# answers PORT PATH: with 200.
answers() {
  local status
  exec 3<>"/dev/tcp/127.0.0.1/$1" || return
  printf 'GET %s HTTP/1.0\r\nHost: localhost:%s\r\n\r\n' "$2" "$1" >&3
  read -r -t 5 status <&3
  exec 3>&-
  [[ $status == *' 200'* ]]
} 2>/dev/null
