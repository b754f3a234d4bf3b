# shellcheck shell=bash
# The committed answers of the database to every checked query (.sqlx), so that a build needs no database.
# The macros write them while they compile against a live one.

# What the answers depend on.
queries_fingerprint() { fingerprint "$ROOT/.sqlx" "$ROOT/migrations" "$ROOT/Cargo.lock" "$ROOT/server/service"; }

# with_live_queries FOLDER COMMAND…: runs cargo so that it writes the answers to FOLDER.
with_live_queries() {
  local folder=$1 database=matricula_check_$$ status=0
  shift
  rm -rf "$folder"
  mkdir -p "$folder"
  create_database "$database"
  migrate_database "$database"
  # Cargo sees no change in a database: without this it would not run the macros again.
  touch "$ROOT/server/service/src/lib.rs"
  SQLX_OFFLINE=false SQLX_OFFLINE_DIR=$folder DATABASE_URL=$(database_url "$database") "$@" || status=$?
  drop_database "$database"
  return "$status"
}
