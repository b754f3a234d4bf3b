#!/usr/bin/env bash
# The long checks, by tools that know nothing of Matricula: check.sh [PART…], all without arguments.
# Each part is a script in check/ and runs alone too; what it printed is in .dev/check/PART.log.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
for part in checkout process services; do
  # shellcheck source=/dev/null
  . "$here/lib/$part.sh"
done

# In the order in which a mistake is cheapest to find.
ALL=(deploy monitoring openapi dependencies strangers pages soak mutants)
LOGS=$DIR/check

# check PART: says how it went and how long it took.
check() {
  local log=$LOGS/$1.log started=$SECONDS status=0
  printf '%-14s' "$1"
  "$here/check/$1.sh" >"$log" 2>&1 </dev/null || status=$?
  printf '%s  %d s\n' "$( ((status == 0)) && echo ok || echo FAILED)" $((SECONDS - started))
  ((status == 0)) || tail -n 60 "$log" | sed 's/^/    /'
  return "$status"
}

main() {
  local part failed=()
  cd "$ROOT"
  mkdir -p "$LOGS"
  (($# > 0)) || set -- "${ALL[@]}"
  for part; do
    [[ -x $here/check/$part.sh ]] || die "There is no check '$part': ${ALL[*]}"
  done
  for part; do check "$part" || failed+=("$part"); done
  ((${#failed[@]} == 0)) || die "Failed: ${failed[*]}"
}
main "$@"
