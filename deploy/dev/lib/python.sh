# shellcheck shell=bash
# What comes from PyPI: exactly what deploy/checks/requirements.txt says, in an environment of its own.

PYTHON_TOOLS=$CACHE/tools/python

python_missing() { python3 -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv; }

ensure_python_tools() {
  local wanted=$ROOT/deploy/checks/requirements.txt stamp=$PYTHON_TOOLS/.installed current missing=()
  current=$(fingerprint "$wanted")
  [[ $(cat "$stamp" 2>/dev/null) != "$current" ]] || return 0
  mapfile -t missing < <(python_missing)
  ((${#missing[@]} == 0)) || install_packages "${missing[@]}"
  say "Installing what deploy/checks/requirements.txt says …"
  rm -rf "$PYTHON_TOOLS"
  python3 -m venv "$PYTHON_TOOLS"
  "$PYTHON_TOOLS/bin/pip" install --quiet --no-deps --disable-pip-version-check --requirement "$wanted" >&2 ||
    die "pip install failed."
  echo "$current" >"$stamp"
}
