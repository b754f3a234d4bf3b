#!/usr/bin/env bash
# Rebuilds and reloads on every change, with cargo-leptos. It clears its site folder and knows neither the
# font nor the icons, so it gets a site of its own, without hash.txt: names that stay the same reload faster.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
for part in checkout process packages toolchain postgres redis rabbitmq services; do
  # shellcheck source=/dev/null
  . "$here/lib/$part.sh"
done

cd "$ROOT"
have cargo-leptos || die "make watch needs cargo-leptos: cargo install cargo-leptos --version 0.3.10 --locked"
use_services "${SERVICES[@]}"
deploy/dev/site.sh
mkdir -p target/watch-assets
cp -r public/. target/site/fonts target/site/icons.svg target/watch-assets/
export LEPTOS_SITE_ROOT=target/watch LEPTOS_ASSETS_DIR=target/watch-assets SITE_ROOT=$ROOT/target/watch
# The tools that are here already, before it downloads its own.
export PATH=$ROOT/style/node_modules/.bin:$CACHE/tools/bin:$PATH
exec cargo leptos watch -- dev
