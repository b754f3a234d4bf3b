#!/usr/bin/env bash
# What a deployment is made of, without an engine to run it: scripts (shellcheck), Dockerfile (hadolint), compose file
# (dclint, which knows the Compose Specification), Kubernetes manifests (Kubernetes' own schemas, of the oldest version
# that they are written for and of the newest known), and what no tool knows: that the server takes what they tell it.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")/..
for part in checkout process packages toolchain npm python; do
  # shellcheck source=/dev/null
  . "$here/lib/$part.sh"
done

CHECKS=$ROOT/deploy/checks
KUBERNETES=$ROOT/deploy/kubernetes
# The `sleep` of preStop is there since the first.
KUBERNETES_VERSIONS=(1.30 1.37)

scripts() { find "$ROOT/.ci" "$ROOT/deploy" -name node_modules -prune -o -type f \( -name '*.sh' -o -path '*/.ci/run' \) -print; }

# Those of Kubernetes itself: of kustomizations and of other people's resources it has no schema.
manifests() { find "$KUBERNETES" -name '*.yaml' ! -name kustomization.yaml ! -path '*/prometheus-operator/*' | sort; }

main() {
  local bin version files
  cd "$ROOT"
  ensure_toolchain
  ensure_python_tools
  npm_install deploy/checks
  bin=$PYTHON_TOOLS/bin
  mapfile -t files < <(scripts)
  say "shellcheck: ${#files[@]} scripts"
  # A function of a library is called with arguments from elsewhere.
  "$bin/shellcheck" --severity=style --exclude=SC2119,SC2120 "${files[@]}"
  say "hadolint"
  "$bin/hadolint" --config "$CHECKS/hadolint.yaml" deploy/Dockerfile
  say "dclint"
  "$CHECKS/node_modules/.bin/dclint" --config "$CHECKS/dclint.yaml" --max-warnings 0 deploy/compose.yaml
  mapfile -t files < <(manifests)
  for version in "${KUBERNETES_VERSIONS[@]}"; do
    say "Kubernetes $version: ${#files[@]} files"
    "$bin/kubernetes-validate" --kubernetes-version "$version" --strict --quiet "${files[@]}"
  done
  say "What the server is told"
  cargo build "${HOST_CRATES[@]}" --quiet
  "$bin/python" "$CHECKS/deployment.py" "$ROOT" "$CARGO_TARGET_DIR/debug/server"
}
main "$@"
