# shellcheck shell=bash disable=SC2034
# A private Redis: a cache, so nothing is written to disk.

REDIS_VARIABLE=REDIS_URL
REDIS_DEFAULT_PORT=6379

redis_missing() { have redis-server || echo redis-server; }
redis_url() { echo "redis://127.0.0.1:$(<"$DIR/redis.port")"; }
redis_pid() { live_pid "$DIR/redis.pid" redis-server "$DIR/redis"; }

redis_launch() {
  local port
  mkdir -p "$DIR/redis"
  port=$(remembered_port "$DIR/redis.port")
  launch "$DIR/redis.pid" "$DIR/redis.log" "$DIR/redis" redis-server --bind 127.0.0.1 --port "$port" \
    --save '' --appendonly no --daemonize no --loglevel warning
}

redis_ready() {
  local answer
  exec 3<>"/dev/tcp/127.0.0.1/$(<"$DIR/redis.port")" || return
  printf 'PING\r\n' >&3
  read -r -t 2 answer <&3
  exec 3>&-
  [[ $answer == +PONG* ]]
} 2>/dev/null

redis_prepare() { :; }
redis_stop() { terminate "$1" TERM 10; }
