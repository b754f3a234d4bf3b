# shellcheck shell=bash
# What comes from npm: exactly what the lock file says, and again only when that changed.

# npm_install FOLDER
npm_install() {
  local stamp=$ROOT/$1/node_modules/.installed current
  have npm || die "npm is missing: install Node.js 20 or later."
  current=$(fingerprint "$ROOT/$1/package-lock.json")
  [[ $(cat "$stamp" 2>/dev/null) != "$current" ]] || return 0
  say "Installing the npm packages of $1 …"
  # Browsers come from the distribution; Playwright must not bring its own.
  (cd "$ROOT/$1" && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --loglevel=error >&2) || die "npm ci failed in $1/."
  echo "$current" >"$stamp"
}
