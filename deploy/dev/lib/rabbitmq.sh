# shellcheck shell=bash disable=SC2034
# A private RabbitMQ with a port mapper (epmd), cookie and node name of its own.

RABBITMQ_VARIABLE=RABBITMQ_URL
RABBITMQ_DEFAULT_PORT=5672
RABBITMQ_NODE=matricula@localhost

rabbitmq_missing() { [[ -x $(rabbitmq_sbin)/rabbitmq-server ]] || echo rabbitmq-server; }

# The packaged commands on PATH insist on the system's own broker; the release's own do not.
rabbitmq_sbin() { printf '%s\n' /usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin | sort -V | tail -n 1; }

rabbitmq_url() { echo "amqp://guest:guest@127.0.0.1:$(<"$DIR/rabbitmq.port")/${1:-%2f}"; }
rabbitmq_pid() { live_pid "$DIR/rabbitmq.pid" beam.smp "$DIR/rabbitmq"; }

# rabbitmq_run COMMAND…: with the environment of our node.
rabbitmq_run() {
  env HOME="$DIR/rabbitmq" ERL_EPMD_ADDRESS=127.0.0.1 ERL_EPMD_PORT="$(<"$DIR/epmd.port")" \
    RABBITMQ_NODENAME=$RABBITMQ_NODE RABBITMQ_CONF_ENV_FILE="$DIR/rabbitmq/environment" "$@"
}

rabbitmq_launch() {
  local home=$DIR/rabbitmq
  mkdir -p "$home"
  remembered_port "$DIR/rabbitmq.port" >/dev/null
  rabbitmq_epmd
  rabbitmq_configure "$home"
  # `RUNNING_UNDER_SYSTEMD` makes the script become the broker instead of guarding it: the pid is the
  # broker's own. Schedulers that have no work sleep at once: this machine has other things to do.
  launch "$DIR/rabbitmq.pid" "$DIR/rabbitmq.log" "$home" env RUNNING_UNDER_SYSTEMD=true \
    HOME="$home" ERL_EPMD_ADDRESS=127.0.0.1 ERL_EPMD_PORT="$(<"$DIR/epmd.port")" \
    RABBITMQ_NODENAME=$RABBITMQ_NODE RABBITMQ_CONF_ENV_FILE="$home/environment" \
    RABBITMQ_NODE_PORT="$(<"$DIR/rabbitmq.port")" RABBITMQ_DIST_PORT="$(free_port)" \
    RABBITMQ_CONFIG_FILE="$home/rabbitmq.conf" RABBITMQ_ENABLED_PLUGINS_FILE="$home/plugins" \
    RABBITMQ_MNESIA_BASE="$home/mnesia" RABBITMQ_LOG_BASE="$home/log" \
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='+sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1}' \
    "$(rabbitmq_sbin)/rabbitmq-server"
}

rabbitmq_epmd() {
  local pid
  live_pid "$DIR/epmd.pid" epmd "$DIR/rabbitmq" >/dev/null && return
  remembered_port "$DIR/epmd.port" >/dev/null
  launch "$DIR/epmd.pid" "$DIR/rabbitmq.log" "$DIR/rabbitmq" epmd -address 127.0.0.1 -port "$(<"$DIR/epmd.port")"
  pid=$(<"$DIR/epmd.pid")
  await 10 "$pid" port_open 127.0.0.1 "$(<"$DIR/epmd.port")" || return
}

# Virtual hosts come from a file that the broker reads while it starts: each call of rabbitmqctl takes seconds.
rabbitmq_configure() {
  : >"$1/environment"
  echo '[].' >"$1/plugins"
  cat >"$1/rabbitmq.conf" <<CONF
listeners.tcp.local = 127.0.0.1:$(<"$DIR/rabbitmq.port")
load_definitions = $1/definitions.json
log.console = false
log.file.level = warning
CONF
  cat >"$1/definitions.json" <<'JSON'
{
  "users": [{ "name": "guest", "password": "guest", "tags": "administrator" }],
  "vhosts": [{ "name": "/" }, { "name": "matricula-test" }, { "name": "matricula-e2e" }],
  "permissions": [
    { "user": "guest", "vhost": "/", "configure": ".*", "write": ".*", "read": ".*" },
    { "user": "guest", "vhost": "matricula-test", "configure": ".*", "write": ".*", "read": ".*" },
    { "user": "guest", "vhost": "matricula-e2e", "configure": ".*", "write": ".*", "read": ".*" }
  ]
}
JSON
}

# The port opens before the broker can answer: wait for its first frame (type 1, Connection.Start).
rabbitmq_ready() {
  local first=
  exec 3<>"/dev/tcp/127.0.0.1/$(<"$DIR/rabbitmq.port")" || return
  printf 'AMQP\0\0\11\1' >&3
  read -r -t 2 -N 1 first <&3
  exec 3>&-
  [[ $first == $'\1' ]]
} 2>/dev/null

rabbitmq_prepare() { :; }

rabbitmq_drop_vhost() { rabbitmq_run "$(rabbitmq_sbin)/rabbitmqctl" -q delete_vhost "$1" 2>/dev/null || true; }

# rabbitmq_empty_vhost NAME: a virtual host as on its first day.
rabbitmq_empty_vhost() {
  local ctl
  ctl=$(rabbitmq_sbin)/rabbitmqctl
  rabbitmq_drop_vhost "$1"
  rabbitmq_run "$ctl" -q add_vhost "$1"
  rabbitmq_run "$ctl" -q set_permissions -p "$1" guest '.*' '.*' '.*'
}

rabbitmq_stop() {
  local epmd
  terminate "$1" TERM 30
  epmd=$(live_pid "$DIR/epmd.pid" epmd "$DIR/rabbitmq") && terminate "$epmd" TERM 5
  rm -f "$DIR/epmd.pid"
}
