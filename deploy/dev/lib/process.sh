# shellcheck shell=bash
# Processes that a folder owns. A pid file is a hint, never a proof: a process is ours when its name
# fits and it works in our folder, so a pid that another program got since is left alone.

# is_ours PID NAME FOLDER
is_ours() {
  local name
  [[ $1 =~ ^[0-9]+$ ]] && read -r name <"/proc/$1/comm" && [[ $name == "$2" ]] || return 1
  # The 0 is said: in a trap a bare `return` gives what was there before it.
  [[ $(readlink "/proc/$1/cwd") == "$3" ]] && return 0
  # Inside a container root may not read another user's working folder, but may read its arguments.
  tr '\0' '\n' <"/proc/$1/cmdline" | grep -Fxq -- "$3"
} 2>/dev/null

# find_ours NAME FOLDER: every such pid, oldest first.
find_ours() {
  local path
  for path in $(printf '%s\n' /proc/[0-9]* | sort -t/ -k3 -n); do
    is_ours "${path#/proc/}" "$1" "$2" && echo "${path#/proc/}"
  done
  return 0
}

# live_pid PIDFILE NAME FOLDER: the pid if it runs, mending a missing or stale pid file.
live_pid() {
  local pid
  pid=$(head -n 1 "$1" 2>/dev/null || true)
  if ! is_ours "$pid" "$2" "$3"; then
    rm -f "$1"
    pid=$(find_ours "$2" "$3" | head -n 1)
    [[ -n $pid ]] || return 1
    echo "$pid" >"$1"
  fi
  echo "$pid"
}

# launch PIDFILE LOGFILE FOLDER COMMAND…: detached, in a session of its own, so Ctrl-C does not reach it.
launch() {
  local pidfile=$1 log=$2 folder=$3
  shift 3
  (cd "$folder" && exec setsid "$@" >>"$log" 2>&1 </dev/null {LOCK_FD}>&-) &
  echo $! >"$pidfile"
}

# runs PID: and is not a zombie that nobody has collected yet.
runs() { grep -q '^State:[[:space:]]*[^ZX]' "/proc/$1/status"; } 2>/dev/null

# terminate PID SIGNAL SECONDS: asks, waits, and insists at the end.
terminate() {
  local tries=$(($3 * 10))
  kill -s "$2" "$1" 2>/dev/null || return 0
  while runs "$1"; do
    ((tries-- > 0)) || { kill -s KILL "$1"; return; }
    sleep 0.1
  done
}

# await SECONDS PID COMMAND…: until the command succeeds; fails at once when the process ends.
await() {
  local tries=$(($1 * 10)) pid=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    runs "$pid" && ((tries-- > 0)) || return 1
    sleep 0.1
  done
}

port_open() { (exec 3<>"/dev/tcp/$1/$2") 2>/dev/null; }

# Below the range that outgoing connections get their ports from.
free_port() {
  local port
  while :; do
    port=$((20000 + (RANDOM << 15 | RANDOM) % 12000))
    port_open 127.0.0.1 "$port" || { echo "$port"; return; }
  done
}

# remembered_port FILE: the same port as last time, unless somebody else has taken it since.
remembered_port() {
  local port
  port=$(cat "$1" 2>/dev/null || true)
  if ! [[ $port =~ ^[0-9]+$ ]] || port_open 127.0.0.1 "$port"; then
    port=$(free_port)
    echo "$port" >"$1"
  fi
  echo "$port"
}
