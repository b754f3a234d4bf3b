#!/usr/bin/env bash
# Everybody works while one part after the other goes down: server/tests/soak, with two replicas, a worker and parts of
# its own, some two minutes. Prints what each fault cost. The logs of its processes are in the target folder, tmp/soak.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")/..
for part in checkout process packages toolchain postgres redis rabbitmq services; do
  # shellcheck source=/dev/null
  . "$here/lib/$part.sh"
done

LONGEST_S=290
# Where the test has its parts and its processes work.
PARTS=$DIR/test/faults/soak
PROCESSES=$CARGO_TARGET_DIR/tmp/soak

# What an interrupted run has left; one that ends has left nothing.
finish() {
  local pid
  for pid in $(find_ours server "$PROCESSES"); do terminate "$pid" TERM 10; done
  [[ ! -d $PARTS ]] || "$ROOT/deploy/dev/services.sh" stop --dir "$PARTS"
}

main() {
  local missing=()
  cd "$ROOT"
  for service in "${SERVICES[@]}"; do mapfile -t -O "${#missing[@]}" missing < <("${service}_missing"); done
  ((${#missing[@]} == 0)) || install_packages "${missing[@]}"
  ensure_toolchain
  cargo test "${HOST_CRATES[@]}" --test soak --no-run
  trap finish EXIT
  trap 'exit 130' INT TERM
  timeout "$LONGEST_S" cargo test "${HOST_CRATES[@]}" --test soak -- --nocapture
}
main "$@"
