#!/usr/bin/env bash
# Every page of the product by Lighthouse (deploy/checks/pages.mjs: a table of scores, 95 or more in each) and by axe. Axe
# looks at every state of every page, in both languages, both themes and two widths: those journeys are end2end's
# (looks.spec.ts), and are run here against the same server. `AXE=0` leaves them to `make test`.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")/..
for part in checkout process packages toolchain npm postgres redis rabbitmq services databases own_server journeys; do
  # shellcheck source=/dev/null
  . "$here/lib/$part.sh"
done

OUT=$DIR/check/pages

look() {
  local failed=0
  APPLICANT_TOKEN=$(token_of mina@example.test) || return
  export APPLICANT_TOKEN
  (cd "$ROOT/deploy/checks" && node pages.mjs) || failed=1
  [[ ${AXE:-1} != 1 ]] || by_axe || failed=1
  return "$failed"
}

by_axe() {
  make_journey_photo || return
  JOURNEY_REPORT=$OUT/journeys.json playwright looks.spec.ts --project js --output "$OUT/axe"
}

main() {
  local missing=()
  cd "$ROOT"
  mkdir -p "$OUT"
  mapfile -t missing < <(journeys_missing)
  ((${#missing[@]} == 0)) || install_packages "${missing[@]}"
  ensure_toolchain
  npm_install deploy/checks
  npm_install end2end
  "$ROOT/deploy/dev/site.sh"
  use_services "${SERVICES[@]}"
  with_own_server pages look
}
main "$@"
