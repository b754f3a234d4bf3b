# shellcheck shell=bash
# Databases beside the one that DATABASE_URL names, on the same server.

# database_url NAME: DATABASE_URL with another database.
database_url() {
  [[ $DATABASE_URL =~ ^([a-z]+://[^/?]+)(/[^?]*)?(\?.*)?$ ]] || die "DATABASE_URL is not of the form postgres://user@host:port/name."
  echo "${BASH_REMATCH[1]}/$1${BASH_REMATCH[3]}"
}

# sql URL ARGUMENT…
sql() { PGOPTIONS='-c client_min_messages=warning' psql -XqAt -v ON_ERROR_STOP=1 "$@"; }

create_database() { sql "$DATABASE_URL" -c "CREATE DATABASE \"$1\""; }

# A database that somebody uses right now stays.
drop_database() { sql "$DATABASE_URL" -c "DROP DATABASE IF EXISTS \"$1\"" 2>/dev/null || true; }

# drop_databases PATTERN…: what interrupted runs have left.
drop_databases() {
  local pattern name
  for pattern in "$@"; do
    while read -r name; do
      [[ -z $name ]] || drop_database "$name"
    done < <(sql "$DATABASE_URL" -c "SELECT datname FROM pg_database WHERE datname ~ '^$pattern\$'")
  done
}

# migrate_database NAME: with psql, for when the server itself does not compile yet.
migrate_database() {
  local url file whole
  url=$(database_url "$1")
  for file in "$ROOT"/migrations/*.sql; do
    [[ -e $file && $file != *.down.sql ]] || continue
    whole=(-1)
    [[ $(head -n 1 "$file") != '-- no-transaction'* ]] || whole=()
    sql "$url" "${whole[@]}" -f "$file" >&2 || die "${file#"$ROOT"/} cannot be applied to an empty database."
  done
}
