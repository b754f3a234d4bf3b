#!/usr/bin/env bash
# Builds what browsers load into target/site: WASM, style sheet, icons, font and public files, with hashed
# names and compressed copies. Each step is skipped while its inputs are the same as last time.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
for part in checkout packages toolchain npm; do
  # shellcheck source=/dev/null
  . "$here/lib/$part.sh"
done

BUILD=$ROOT/target/site-build
STYLE=$ROOT/style

# step NAME FINGERPRINT COMMAND…: runs the command unless it succeeded with this fingerprint before.
step() {
  local stamp=$BUILD/$1.stamp current=$2
  shift 2
  [[ $(cat "$stamp" 2>/dev/null) != "$current" ]] || return 0
  rm -f "$stamp"
  "$@"
  echo "$current" >"$stamp"
}

build_wasm() {
  (cd "$ROOT" && cargo build -p frontend --target "$WASM_TARGET" --profile wasm-release --locked >&2)
}

# The tool and the library speak a private language: their versions must be equal.
bindgen_version() {
  awk '$0 == "name = \"wasm-bindgen\"" { getline; gsub(/[^0-9.]/, ""); print; exit }' "$ROOT/Cargo.lock"
}

ensure_bindgen() {
  local version tool
  version=$(bindgen_version)
  for tool in "$CACHE/tools/bin/wasm-bindgen" "$(command -v wasm-bindgen || true)"; do
    [[ -x $tool && $("$tool" --version) == "wasm-bindgen $version" ]] && { BINDGEN=$tool; return; }
  done
  say "Installing wasm-bindgen-cli $version (some minutes, once) …"
  # Not --locked: its own lock file pins crates that have been withdrawn since.
  (cd / && CARGO_TARGET_DIR=$CACHE/tools/build cargo install wasm-bindgen-cli --version "$version" --force --root "$CACHE/tools") >&2
  rm -rf "$CACHE/tools/build"
  BINDGEN=$CACHE/tools/bin/wasm-bindgen
}

bind_wasm() {
  rm -rf "$BUILD/pkg"
  "$BINDGEN" --target web --no-typescript --out-name matricula --out-dir "$BUILD/pkg" "$1"
  # The features that rustc emits for this target; without them wasm-opt refuses its output.
  "$STYLE/node_modules/.bin/wasm-opt" -Oz --enable-bulk-memory --enable-bulk-memory-opt --enable-multivalue \
    --enable-mutable-globals --enable-nontrapping-float-to-int --enable-reference-types --enable-sign-ext \
    "$BUILD/pkg/matricula_bg.wasm" -o "$BUILD/matricula.wasm"
  "$STYLE/node_modules/.bin/terser" --module --compress passes=2 --mangle -o "$BUILD/matricula.js" "$BUILD/pkg/matricula.js"
}

build_css() {
  (cd "$STYLE" && node_modules/.bin/tailwindcss --input main.css --output "$BUILD/matricula.css" --minify >"$BUILD/css.log" 2>&1) ||
    { cat "$BUILD/css.log" >&2; return 1; }
}

copy_font() {
  mkdir -p "$BUILD/fonts"
  cp "$STYLE/node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2" "$BUILD/fonts/inter-latin.woff2"
}

main() {
  local wasm=$CARGO_TARGET_DIR/$WASM_TARGET/wasm-release/frontend.wasm packages
  mkdir -p "$BUILD" "$SITE_DIR"
  exec {SITE_LOCK}>"$BUILD/lock"
  flock "$SITE_LOCK"
  ensure_toolchain
  npm_install style
  ensure_bindgen
  build_wasm
  packages=$(fingerprint "$STYLE/package-lock.json" "${BASH_SOURCE[0]}")
  step wasm "$packages $("$BINDGEN" --version) $(fingerprint "$wasm")" bind_wasm "$wasm"
  step css "$packages $(fingerprint "$STYLE"/{.,components}/*.css "$ROOT/app/src")" build_css
  step icons "$packages $(fingerprint "$STYLE/icons.txt" "$STYLE/build/icons.mjs")" \
    node "$STYLE/build/icons.mjs" "$STYLE/icons.txt" "$BUILD/icons.svg"
  step fonts "$packages" copy_font
  [[ -s $SITE_DIR/hash.txt ]] || rm -f "$BUILD/publish.stamp"
  step publish "$(cat "$BUILD"/{wasm,css,icons,fonts}.stamp | sha256sum) $(fingerprint "$ROOT/public" "$STYLE/build/publish.mjs")" \
    node "$STYLE/build/publish.mjs" "$BUILD" "$ROOT/public" "$SITE_DIR" >&2
}
main "$@"
