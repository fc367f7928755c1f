#!/usr/bin/env bash
# Puts `docker compose` (v2) into FOLDER/cli-plugins, on a Debian that is too old to have it: with DOCKER_CONFIG=FOLDER the command
# `docker` finds it there.
#
#   compose-plugin.sh FOLDER
#
# It is the program in Debian 13's package docker-compose, which needs nothing but a C library as old as Debian 12's. apt fetches it by
# a list of sources of its own and checks its signature; nothing else of the system is touched. Wants root.

set -eu -o pipefail

readonly SUITE=trixie KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg MIRROR=${MIRROR:-http://deb.debian.org/debian}

[[ $# -eq 1 ]] || { sed -n 's/^#   //p' "$0" >&2; exit 2; }
folder=$(realpath -m "$1")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# apt fetches as a user of its own.
chmod 755 "$scratch"
mkdir -p "$scratch"/{lists,cache,none,package}
touch "$scratch/status"
echo "deb [signed-by=$KEYRING] $MIRROR $SUITE main" > "$scratch/sources.list"

own_apt() {
  apt-get -q -o Acquire::Retries=3 -o Acquire::Languages=none -o APT::Sandbox::User=root \
    -o Dir::Etc::SourceList="$scratch/sources.list" -o Dir::Etc::SourceParts="$scratch/none" -o Dir::Etc::PreferencesParts="$scratch/none" \
    -o Dir::State::Lists="$scratch/lists" -o Dir::State::status="$scratch/status" -o Dir::Cache="$scratch/cache" "$@"
}

own_apt update > "$scratch/log" 2>&1 && (cd "$scratch" && own_apt download docker-compose >> "$scratch/log" 2>&1) || {
  tail -n 5 "$scratch/log" >&2
  exit 1
}
dpkg-deb --extract "$scratch"/docker-compose_*.deb "$scratch/package"
program=$(find "$scratch/package" -type f -path '*/cli-plugins/docker-compose')
install -D -m 755 "$program" "$folder/cli-plugins/docker-compose"
DOCKER_CONFIG=$folder docker compose version
