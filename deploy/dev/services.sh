#!/usr/bin/env bash
# PostgreSQL, Redis and RabbitMQ for development and tests.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
for part in checkout process packages postgres redis rabbitmq services; do
  # shellcheck source=/dev/null
  . "$here/lib/$part.sh"
done

usage() {
  cat <<'TEXT'
usage: services.sh start [--private] [--dir DIR] [SERVICE…]   starts what the environment does not name
       services.sh stop  [--dir DIR] [SERVICE…]               ends what was started under DIR
       services.sh kill  [--dir DIR] SERVICE                  ends it without warning (fault tests)
       services.sh env   [--private] [--dir DIR] [SERVICE…]   prints KEY=value lines for `eval`

SERVICE is postgres, redis or rabbitmq; all three when none is given. DIR is .dev in the checkout.
A service that DATABASE_URL, REDIS_URL or RABBITMQ_URL names is used as it is and never started or
stopped; --private starts one of our own all the same. PG_FAST=1 gives up durability for speed.
TEXT
}

main() {
  local verb=${1:-help} chosen=()
  shift || true
  while (($#)); do
    case $1 in
      --private) export PRIVATE=1 ;;
      --dir) DIR=${2:?--dir needs a folder}; shift ;;
      postgres | redis | rabbitmq) chosen+=("$1") ;;
      *) usage >&2; exit 2 ;;
    esac
    shift
  done
  ((${#chosen[@]})) || [[ $verb == kill ]] || chosen=("${SERVICES[@]}")
  [[ ! -d $DIR ]] || DIR=$(cd "$DIR" && pwd -P)
  case $verb in
    start) start_services "${chosen[@]}" ;;
    stop) [[ ! -d $DIR ]] || stop_services "${chosen[@]}" ;;
    kill) kill_service "${chosen[0]:?kill needs a service}" ;;
    env) print_environment "${chosen[@]}" ;;
    help | --help) usage ;;
    *) usage >&2; exit 2 ;;
  esac
}
main "$@"
