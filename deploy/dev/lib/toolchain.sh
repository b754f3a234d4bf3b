# shellcheck shell=bash
# What the Rust code is built with.

WASM_TARGET=wasm32-unknown-unknown

ensure_toolchain() {
  have cargo || die "cargo is missing: install Rust with rustup."
  have cc || install_packages build-essential
  ensure_rust_part "target $WASM_TARGET" test -d "$(rustc --print sysroot)/lib/rustlib/$WASM_TARGET"
}

# With what only the lints need.
ensure_lint_toolchain() {
  ensure_toolchain
  ensure_rust_part 'component clippy' cargo clippy --version
  ensure_rust_part 'component rustfmt' cargo fmt --version
}

# ensure_rust_part "KIND NAME" TEST…
ensure_rust_part() {
  local kind=${1% *} name=${1#* }
  shift
  "$@" >/dev/null 2>&1 && return
  have rustup || die "The Rust $kind $name is missing, and so is rustup to add it."
  rustup "$kind" add "$name" >&2
}
