#!/usr/bin/env bash
# Alert rules and their tests (promtool), the dashboard, and that all of it speaks of numbers that the server really has:
# a server of this check's own is called a little, and its /metrics read. Each alert has a section in deploy/RUNBOOK.md.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")/..
for part in checkout process packages toolchain python postgres redis rabbitmq services databases own_server; do
  # shellcheck source=/dev/null
  . "$here/lib/$part.sh"
done

OUT=$DIR/check/monitoring
MONITORING=$ROOT/deploy/monitoring

# What the dashboard asks for, as rules that promtool can read.
check_queries() {
  "$PYTHON_TOOLS/bin/python" "$ROOT/deploy/checks/monitoring.py" queries "$ROOT" >"$OUT/queries.yaml"
  promtool check rules "$OUT/queries.yaml"
}

compare_with_server() {
  local token tries=60
  # The demo accounts come a moment after the server is ready.
  until token=$("$CARGO_TARGET_DIR/debug/server" token ada@example.test 2>"$OUT/token.log"); do
    ((tries-- > 0)) || { cat "$OUT/token.log"; return 1; }
    sleep 0.5
  done
  # Somebody reads and changes a profile, searches, takes a course, and uploads a picture.
  "$PYTHON_TOOLS/bin/python" "$ROOT/deploy/checks/monitoring.py" compare "$ROOT" "$BASE_URL" "$METRICS_PORT" "$token"
}

main() {
  cd "$ROOT"
  mkdir -p "$OUT"
  have promtool || install_packages prometheus
  ensure_toolchain
  ensure_python_tools
  promtool check config "$MONITORING/prometheus.yaml"
  promtool test rules "$MONITORING/alerts.test.yaml"
  "$PYTHON_TOOLS/bin/python" "$ROOT/deploy/checks/monitoring.py" files "$ROOT"
  check_queries
  use_services "${SERVICES[@]}"
  # Parts are looked at, and queues counted, as often as this says.
  export HEALTH_CHECK_INTERVAL=1000
  (cd "$OUT" && with_own_server monitoring compare_with_server)
}
main "$@"
