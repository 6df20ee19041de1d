# Sourced by the other scripts: where things are, how to speak, and how to do a thing once.
# shellcheck shell=bash

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

target=${CARGO_TARGET_DIR:-target}
# shellcheck disable=SC2034  # the scripts that source this use it
mpaka=$target/debug/mpaka
stamps=$target/stamps
mkdir -p "$stamps"

# Queries are checked against the offline data in .sqlx/, unless a script says otherwise.
export SQLX_OFFLINE=${SQLX_OFFLINE:-true}

say() {
  printf '== %s\n' "$*"
}

fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

has() {
  command -v "$1" >/dev/null 2>&1
}

# Installs what the named needs lack, then takes over what the bootstrap found.
bootstrap() {
  scripts/bootstrap "$@"
  # shellcheck source=/dev/null
  . "$target/bootstrap.env"
}

# Succeeds when the stamp $1 was last written with the value $2.
stamped() {
  [ -f "$stamps/$1" ] && [ "$(cat "$stamps/$1")" = "$2" ]
}

stamp() {
  printf '%s\n' "$2" >"$stamps/$1"
}

# One hash over the names and contents of all files under the given paths.
hash_of() {
  find "$@" -type f -not -path '*/node_modules/*' -not -path '*/dist/*' -print0 |
    LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1
}
