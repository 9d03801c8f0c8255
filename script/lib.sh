# What the scripts have in common. To be sourced; it goes to the root of the repository.
# shellcheck shell=bash disable=SC2034

set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

# What the scripts keep for themselves.
tools=$root/.tools
export DEBIAN_FRONTEND=noninteractive

say() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; }

fail() {
  say "$@"
  exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

# need_packages COMMAND=PACKAGE…: makes sure that each command is there, from its Debian package if need be.
need_packages() {
  local pair missing=()
  for pair in "$@"; do
    has "${pair%%=*}" || missing+=("${pair#*=}")
  done
  if ((${#missing[@]} == 0)); then return; fi
  if ! has apt-get; then
    fail "please install what Debian calls: ${missing[*]}"
  fi
  if ((EUID != 0)); then
    fail "please install what is missing: sudo apt-get install ${missing[*]}"
  fi
  say "installing ${missing[*]}"
  apt-get update -qq
  # The packages' own services are not wanted: the tests start theirs.
  RUNLEVEL=1 apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null
}

# newer VERSION LEAST: whether the first version is at least the second.
newer() { [[ $(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1) == "$2" ]]; }

# checksum PATH…: one line that changes when a file below the paths does. Ignored files count as well as tracked ones.
checksum() {
  find "$@" -type f -not -path '*/node_modules/*' -print0 2>/dev/null |
    sort -z | xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1
}

# unchanged STAMP CHECKSUM: whether the stamp file holds this checksum.
unchanged() { [[ -f $1 && $(<"$1") == "$2" ]]; }

# app_packages: the app's packages, as package-lock.json pins them.
app_packages() {
  local now stamp=$root/app/node_modules/.installed
  now=$(checksum app/package.json app/package-lock.json)
  if unchanged "$stamp" "$now"; then return; fi
  say "installing the app's packages"
  (cd app && npm ci --no-audit --no-fund --loglevel=error) || return
  echo "$now" >"$stamp"
}

# web_build: the app as the web server embeds it, in app/dist/web.
web_build() {
  local now stamp=$root/app/dist/web.built
  app_packages || return
  now=$(find app -maxdepth 1 -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum)
  now+=$(checksum app/src app/public app/scripts)
  if [[ -d app/dist/web ]] && unchanged "$stamp" "$now"; then return; fi
  say "building the app for the web"
  (cd app && npm run --silent export:web) || return
  # What is embedded is read when this file is compiled; Cargo does not know that the folder has changed.
  touch crates/server/src/web_app/mod.rs
  echo "$now" >"$stamp"
}

# free_port: a loopback port on which nothing listens, below those that the kernel gives to clients.
free_port() {
  local port
  while true; do
    port=$((20000 + RANDOM % 12000))
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      echo "$port"
      return
    fi
  done
}
