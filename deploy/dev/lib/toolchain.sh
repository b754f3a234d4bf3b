# shellcheck shell=bash
# What the Rust code is built with.

WASM_TARGET=wasm32-unknown-unknown
# A whole test builds some 15 GB; cargo itself never takes away what no build asks for any more.
TARGET_KIB_MAX=$((30 * 1024 * 1024))

ensure_toolchain() {
  have cargo || die "cargo is missing: install Rust with rustup."
  have cc || install_packages build-essential
  claim_target
  ensure_rust_part "target $WASM_TARGET" test -d "$(rustc --print sysroot)/lib/rustlib/$WASM_TARGET"
}

# Checkouts share one target folder, where cargo tells the crates of one from those of another by the
# age of their files alone. Whoever comes anew is the youngest: all that is outside of it stays built.
claim_target() {
  local owner=$CARGO_TARGET_DIR/checkout
  [[ $(cat "$owner" 2>/dev/null) != "$ROOT" ]] || return 0
  mkdir -p "$CARGO_TARGET_DIR"
  find "$ROOT" \( -name .git -o -name .dev -o -name node_modules -o -path "$ROOT/target" \) -prune -o \
    -type f \( -name '*.rs' -o -name '*.toml' -o -name '*.json' -o -name '*.sql' \) -exec touch {} +
  printf '%s\n' "$ROOT" >"$owner"
}

# Our own crates are what builds differ in; where that is not enough, dependencies were raised often.
trim_target() {
  target_is_large || return 0
  (cd "$ROOT" && cargo clean --workspace) >&2
  ! target_is_large || (cd "$ROOT" && cargo clean) >&2
}

target_is_large() { [[ -d $CARGO_TARGET_DIR ]] && (($(du -sk "$CARGO_TARGET_DIR" | cut -f1) > TARGET_KIB_MAX)); }

# With what only the lints need, and with room for everything that a whole test builds.
ensure_lint_toolchain() {
  ensure_toolchain
  trim_target
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
