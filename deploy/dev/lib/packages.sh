# shellcheck shell=bash
# Debian packages that a machine lacks.

# install_packages PACKAGE…
install_packages() {
  local as_root=()
  if ((EUID != 0)); then
    have sudo && sudo -n true 2>/dev/null && as_root=(sudo -n)
    ((${#as_root[@]})) || refuse_packages "$@"
  fi
  have apt-get || refuse_packages "$@"
  say "Installing $* …"
  mkdir -p "$CACHE"
  if ! apt_install "$@" >"$CACHE/apt.log" 2>&1; then
    tail -n 20 "$CACHE/apt.log" >&2
    die "apt-get could not install $*; the whole log is $CACHE/apt.log."
  fi
}

refuse_packages() {
  die "Missing packages: $*. Install them (apt-get install $*), or run the services from deploy/compose.yaml and name them in DATABASE_URL, REDIS_URL and RABBITMQ_URL."
}

# The subshell makes the trap fire here, also when apt-get is interrupted.
apt_install() (
  guard=/usr/sbin/policy-rc.d
  # The packages' own daemons would take the well-known ports: this tells dpkg not to start them.
  if [[ ! -e $guard ]]; then
    trap '"${as_root[@]}" rm -f "$guard"' EXIT
    trap 'exit 130' INT TERM
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$guard" >/dev/null
    "${as_root[@]}" chmod 755 "$guard"
  fi
  "${as_root[@]}" apt-get update -q -o DPkg::Lock::Timeout=300
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
    -o DPkg::Lock::Timeout=300 "$@"
)
