# shellcheck shell=bash disable=SC2119,SC2120
# The browser journeys, against a server of their own with an empty database.

journeys_missing() { [[ -x ${CHROMIUM:-/usr/bin/chromium-headless-shell} ]] || echo chromium-headless-shell; }

journeys() {
  local status=0
  prepare_own_server e2e "matricula_e2e_$$" || return
  make_journey_photo || return
  start_own_server || return
  JOURNEY_REPORT=$OUT/journeys.json playwright || status=$?
  stop_own_server
  return "$status"
}

# playwright ARGUMENT…: the journeys, or some of them, against the server that the environment names.
playwright() { (cd "$ROOT/end2end" && node_modules/.bin/playwright test "$@"); }

# What the journeys upload: a large photo, which is made rather than kept.
make_journey_photo() {
  export JOURNEY_PHOTO=$OUT/photo.jpg
  cargo build "${HOST_CRATES[@]}" --example photo && "$CARGO_TARGET_DIR/debug/examples/photo" "$JOURNEY_PHOTO"
}
