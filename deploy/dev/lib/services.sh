# shellcheck shell=bash disable=SC2034
# What every service has in common. Each answers SERVICE_missing, _url, _pid, _launch, _ready, _prepare, _stop.
# DIR is the folder they live under; PRIVATE=1 ignores what the environment names.

SERVICES=(postgres redis rabbitmq)
DIR=${DIR:-$ROOT/.dev}
PRIVATE=${PRIVATE:-0}
declare -A PRIVATE_SERVICES

variable_of() { local name=${1^^}_VARIABLE; echo "${!name}"; }

# named SERVICE: whether the environment names one that is to be used as it is.
named() { local variable; variable=$(variable_of "$1"); [[ $PRIVATE != 1 && -n ${!variable:-} ]]; }

url_of() { local variable; variable=$(variable_of "$1"); if named "$1"; then echo "${!variable}"; else "$1_url"; fi; }

# address_of SERVICE URL: "host port".
address_of() {
  local authority port=${1^^}_DEFAULT_PORT
  port=${!port}
  case $2 in amqps:*) port=5671 ;; esac
  authority=${2#*://}
  authority=${authority%%[/?]*}
  authority=${authority##*@}
  authority=${authority%%,*}
  if [[ $authority =~ ^(.*):([0-9]+)$ ]]; then authority=${BASH_REMATCH[1]} port=${BASH_REMATCH[2]}; fi
  authority=${authority#[}
  echo "${authority%]} $port"
}

# Two commands that start services at the same time share them: the second waits for the first.
lock_services() {
  mkdir -p "$DIR"
  chmod 755 "$DIR"
  DIR=$(cd "$DIR" && pwd -P)
  exec {LOCK_FD}>"$DIR/lock"
  flock "$LOCK_FD"
}
unlock_services() { exec {LOCK_FD}>&-; }

start_services() {
  local service missing=() jobs=() job failed=0
  for service in "$@"; do
    if named "$service"; then check_named "$service"; else mapfile -t -O "${#missing[@]}" missing < <("${service}_missing"); fi
  done
  ((${#missing[@]} == 0)) || install_packages "${missing[@]}"
  lock_services
  for service in "$@"; do
    named "$service" || { start_service "$service" & jobs+=($!); }
  done
  for job in "${jobs[@]}"; do wait "$job" || failed=1; done
  unlock_services
  return "$failed"
}

# use_services SERVICE…: starts them and names them all in the environment.
use_services() {
  local service
  start_services "$@"
  for service in "$@"; do
    PRIVATE_SERVICES[$service]=$(named "$service" || echo 1)
    export "$(variable_of "$service")=$(url_of "$service")"
  done
}

check_named() {
  local host port
  read -r host port <<<"$(address_of "$1" "$(url_of "$1")")"
  timeout 5 bash -c "exec 3<>/dev/tcp/$host/$port" 2>/dev/null ||
    die "$(variable_of "$1") names $host:$port, where nothing answers: start it, or unset $(variable_of "$1") to have one started here."
}

start_service() {
  local attempt pid
  pid=$("$1_pid") && await 60 "$pid" "$1_ready" && { "$1_prepare"; return; }
  for attempt in 1 2 3; do
    "$1_launch"
    await 90 "$(<"$DIR/$1.pid")" "$1_ready" && { "$1_prepare"; say "$1 runs (pid $("$1_pid"), $("$1_url"))"; return; }
    pid=$("$1_pid") && "$1_stop" "$pid"
  done
  tail -n 5 "$DIR/$1.log" >&2
  die "$1 did not start after $attempt tries; its log is $DIR/$1.log."
}

stop_services() {
  local service
  lock_services
  for service in "$@"; do stop_service "$service" & done
  wait
  unlock_services
}

stop_service() {
  local pid
  pid=$("$1_pid") || return 0
  "$1_stop" "$pid"
  rm -f "$DIR/$1.pid"
  say "$1 stopped"
}

# For fault tests: the machine pulls the plug.
kill_service() {
  local pid
  pid=$("$1_pid") || die "$1 does not run under $DIR."
  kill -s KILL "$pid"
  while runs "$pid"; do sleep 0.05; done
}

print_environment() {
  local service
  for service in "$@"; do
    named "$service" || [[ -s $DIR/$service.port ]] || die "$service has not been started under $DIR."
    printf '%s=%q\n' "$(variable_of "$service")" "$(url_of "$service")"
  done
}
