# shellcheck shell=bash disable=SC2034
# A private PostgreSQL: superuser and database `matricula`, no password, reachable from this machine only.

POSTGRES_VARIABLE=DATABASE_URL
POSTGRES_DEFAULT_PORT=5432

postgres_missing() { postgres_bin >/dev/null || echo postgresql; }

postgres_bin() {
  local server
  server=$(printf '%s\n' /usr/lib/postgresql/*/bin/postgres | sort -V | tail -n 1)
  [[ -x $server ]] || server=$(readlink -f "$(command -v postgres)") || return
  [[ -n $server ]] && dirname "$server"
}

postgres_url() { echo "postgres://matricula@127.0.0.1:$(<"$DIR/postgres.port")/matricula"; }

# PostgreSQL refuses to run as root, so root hands it to the package's own user.
AS_POSTGRES=()
((EUID != 0)) || AS_POSTGRES=(setpriv --reuid=postgres --regid=postgres --init-groups)
as_postgres() { "${AS_POSTGRES[@]}" "$@"; }

# The data must lie where the server's user can reach it: beside the other services, else under /var/tmp.
# The choice is written down, or data would seem lost when a folder above changes its mode.
postgres_home() {
  if [[ ! -s $DIR/postgres.home ]]; then
    local home=$DIR/postgres
    postgres_claim "$home" || home=/var/tmp/matricula-$(printf %s "$DIR" | sha256sum | cut -c1-12)/postgres
    postgres_claim "$home" || die "PostgreSQL's user cannot reach $home: open the folders above it with chmod o+x."
    echo "$home" >"$DIR/postgres.home"
  fi
  postgres_claim "$(<"$DIR/postgres.home")" || die "$(<"$DIR/postgres.home") belongs to another user: run as that user, or remove $DIR."
  cat "$DIR/postgres.home"
}

postgres_claim() {
  mkdir -p "$1" && chmod 700 "$1" && { ((EUID != 0)) || chown postgres: "$1"; } && as_postgres test -w "$1" -a -x "$1"
} 2>/dev/null

postgres_pid() {
  local data
  data=$(cat "$DIR/postgres.home" 2>/dev/null)/data
  # Children of the server fit the description too; the server names itself in its own file.
  is_ours "$(head -n 1 "$DIR/postgres.pid" 2>/dev/null)" postgres "$data" ||
    head -n 1 "$data/postmaster.pid" 2>/dev/null >"$DIR/postgres.pid"
  is_ours "$(head -n 1 "$DIR/postgres.pid" 2>/dev/null)" postgres "$data" || { rm -f "$DIR/postgres.pid"; return 1; }
  head -n 1 "$DIR/postgres.pid"
}

postgres_launch() {
  local home port durability=()
  home=$(postgres_home) || exit
  postgres_initialise "$home"
  postgres_clear_crash "$home/data"
  port=$(remembered_port "$DIR/postgres.port")
  # For throw-away instances only: a crash of the machine may lose the data.
  [[ ${PG_FAST:-0} != 1 ]] || durability=(-c fsync=off -c synchronous_commit=off -c full_page_writes=off)
  launch "$DIR/postgres.pid" "$DIR/postgres.log" / "${AS_POSTGRES[@]}" "$(postgres_bin)/postgres" -D "$home/data" \
    -c listen_addresses=127.0.0.1 -c port="$port" -c unix_socket_directories= -c max_connections=200 \
    -c shared_buffers=256MB -c jit=off -c log_min_messages=warning "${durability[@]}"
}

# An interrupted initdb leaves its folder under another name, so `data` is whole or absent.
postgres_initialise() {
  [[ ! -d $1/data ]] || return 0
  rm -rf "$1/data.new"
  (cd "$1" && as_postgres "$(postgres_bin)/initdb" -D "$1/data.new" -U matricula -A trust -E UTF8 --locale=C.UTF-8 \
    >>"$DIR/postgres.log" 2>&1) || die "initdb failed; its log is $DIR/postgres.log."
  mv "$1/data.new" "$1/data"
}

# After a SIGKILL the server's children live on for a moment, and its lock file names a pid that may
# be somebody else's by now. The file goes only after the last of them: it guards the data from two servers.
postgres_clear_crash() {
  local tries=100 pid
  [[ -e $1/postmaster.pid ]] || return 0
  while pid=$(as_postgres bash -c "$(declare -f is_ours find_ours); find_ours postgres '$1'" | head -n 1); [[ -n $pid ]]; do
    ((tries-- > 0)) || kill -s KILL "$pid"
    sleep 0.1
  done
  rm -f "$1/postmaster.pid"
}

postgres_ready() { PGCONNECT_TIMEOUT=5 psql -XqAt "$(postgres_url | sed 's,/[^/]*$,/postgres,')" -c 'SELECT 1'; }

postgres_prepare() {
  local admin
  admin=$(postgres_url | sed 's,/[^/]*$,/postgres,')
  [[ $(psql -XqAt "$admin" -c "SELECT 1 FROM pg_database WHERE datname = 'matricula'") == 1 ]] ||
    psql -XqAt "$admin" -c 'CREATE DATABASE matricula'
}

# SIGINT: roll back what is open and end; SIGTERM would wait for every client to leave.
postgres_stop() { terminate "$1" INT 30; }
