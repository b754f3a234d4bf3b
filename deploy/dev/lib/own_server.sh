# shellcheck shell=bash
# A server of one script's own, with all that it does for development, on a database, a virtual host and ports
# of its own. OUT is the script's folder: the server works in it, and nothing else does.

# redis_number N: REDIS_URL with another database number.
redis_number() {
  [[ $REDIS_URL =~ ^([a-z]+://[^/?]*)(/[0-9]*)?(\?.*)?$ ]] || die "REDIS_URL is not of the form redis://host:port."
  echo "${BASH_REMATCH[1]}/$1${BASH_REMATCH[3]}"
}

# virtual_host NAME: on our own broker; one that the environment names is used as it is.
virtual_host() { if [[ -n ${PRIVATE_SERVICES[rabbitmq]} ]]; then rabbitmq_url "$1"; else echo "$RABBITMQ_URL"; fi; }

# own_environment NAME DATABASE: what the server, and whoever calls it, is told.
own_environment() {
  export PORT DEV_AUTH_PORT DEV_STORAGE_PORT METRICS_PORT
  PORT=$(free_port) DEV_AUTH_PORT=$(free_port) DEV_STORAGE_PORT=$(free_port) METRICS_PORT=$(free_port)
  export DATABASE_URL REDIS_URL RABBITMQ_URL
  export HOST=127.0.0.1 PUBLIC_URL=http://localhost:$PORT SITE_ROOT=$SITE_DIR
  export BASE_URL=$PUBLIC_URL DEV_AUTH_URL=http://localhost:$DEV_AUTH_PORT
  DATABASE_URL=$(database_url "$2")
  REDIS_URL=$(redis_number 10)
  RABBITMQ_URL=$(virtual_host "matricula-$1")
  # An earlier run's pictures belong to nobody.
  export DEV_STORAGE_ROOT=$OUT/storage
  rm -rf "$DEV_STORAGE_ROOT"
  # An earlier run's people may have the same ids: nothing of theirs may be read from the cache.
  export REDIS_KEY_PREFIX=$2:
  # A broker that the environment names may serve another Matricula at the same time.
  [[ -n ${PRIVATE_SERVICES[rabbitmq]} ]] || export RABBITMQ_EXCHANGE=lms.events.$1 RABBITMQ_QUEUE=user-service.events.$1
}

# prepare_own_server NAME DATABASE: an empty database and an empty virtual host, named in the environment.
prepare_own_server() {
  create_database "$2" || return
  own_environment "$1" "$2"
  [[ -z ${PRIVATE_SERVICES[rabbitmq]} ]] || rabbitmq_empty_vhost "matricula-$1"
}

# Its folder, where nothing else works, is what tells it from the server of `make run`.
start_own_server() {
  local pid
  cargo build "${HOST_CRATES[@]}" || return
  : >"$OUT/server.log"
  launch "$OUT/server.pid" "$OUT/server.log" "$OUT" "$CARGO_TARGET_DIR/debug/server" dev
  pid=$(<"$OUT/server.pid")
  await 60 "$pid" answers "$PORT" /health/ready || { tail -n 30 "$OUT/server.log"; echo "the server did not become ready"; return 1; }
}

stop_own_server() {
  local pid
  ! pid=$(live_pid "$OUT/server.pid" server "$OUT") || terminate "$pid" TERM 15
  rm -f "$OUT/server.pid"
}

# token_of EMAIL: of a demo account of this server. They arrive as everybody does, a moment after its start.
token_of() {
  await 30 "$(<"$OUT/server.pid")" "$CARGO_TARGET_DIR/debug/server" token "$1" || { say "$1 has not arrived."; return 1; }
  "$CARGO_TARGET_DIR/debug/server" token "$1"
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

# with_own_server NAME COMMAND…: the command beside such a server, which ends with it. OUT must be there.
with_own_server() {
  local name=$1 database=matricula_$1_$$ status=0
  shift
  exec {LOCK_FD}>"$OUT/lock"
  flock -n "$LOCK_FD" || { say "Waiting for another such check in this checkout …"; flock "$LOCK_FD"; }
  # What an interrupted run has left.
  end_own_server "$name" "matricula_${name}_[0-9]+"
  # shellcheck disable=SC2064
  trap "end_own_server '$name' '$database'" EXIT
  trap 'exit 130' INT TERM
  # The subshell keeps what the server is told from what comes after it.
  (prepare_own_server "$name" "$database" && start_own_server && "$@") || status=$?
  return "$status"
}

# end_own_server NAME DATABASE
end_own_server() {
  stop_own_server
  drop_databases "$2"
  [[ -z ${PRIVATE_SERVICES[rabbitmq]} ]] || rabbitmq_drop_vhost "matricula-$1"
}
