#!/usr/bin/env bash
# Prints the image that Sigbed's image is to be built on, and makes it where need be:
#
#   docker build --build-arg BASE_IMAGE="$(base-image.sh)" …
#
# That is node:22-bookworm-slim wherever it is here or can be pulled. Where no registry is reached it is a minimal Debian from the
# package mirror, with the tools Sigbed's image wants and this machine's own Node.js, whose version stands in its tag: what was compiled
# for this Node.js fits it. That takes a minute, wants root and the Debian package mmdebstrap. Progress goes to standard error.

set -u -o pipefail

readonly OFFICIAL=node:22-bookworm-slim SUITE=bookworm
readonly TOOLS=iproute2,iptables,nftables,tcpdump

fail() {
  echo "base-image.sh: $1" >&2
  exit 1
}

is_here() {
  docker image inspect "$1" > /dev/null 2>&1
}

# A registry that cannot be reached must not hold anybody up.
pull() {
  timeout 300 docker pull --quiet "$1" > /dev/null 2>&1
}

# NODE TAG
make_from_packages() {
  local node=$1 tag=$2
  command -v mmdebstrap > /dev/null \
    || fail "$OFFICIAL cannot be pulled, and mmdebstrap is not installed to make a stand-in; on Debian: apt-get install mmdebstrap"
  [[ $(id -u) -eq 0 ]] || fail "$OFFICIAL cannot be pulled, and making a stand-in wants root"
  echo "$OFFICIAL cannot be pulled: making $tag from Debian packages, which takes a minute" >&2
  mmdebstrap --quiet --variant=minbase --include="$TOOLS" \
    --aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Retries "3"' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --customize-hook="upload $node /usr/local/bin/node" --customize-hook='chmod 755 "$1/usr/local/bin/node"' \
    --customize-hook='rm -rf "$1"/var/lib/apt/lists/* "$1"/var/cache/apt/*' \
    "$SUITE" - 2> "$SCRATCH/log" \
    | docker import --change 'CMD ["node"]' --change 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' - "$tag" \
      > /dev/null || {
    docker image rm "$tag" > /dev/null 2>&1
    tail -n 20 "$SCRATCH/log" >&2
    fail 'mmdebstrap did not come through; its last lines stand above'
  }
  # A Node.js that is bound to libraries of this machine would not start there.
  docker run --rm --network none "$tag" node --version > "$SCRATCH/version" || {
    docker image rm "$tag" > /dev/null
    fail "this machine's Node.js ($node) does not run in a bare Debian: use one from nodejs.org"
  }
}

node=$(readlink -f "$(command -v node)") || fail 'Node.js is not on the PATH'
tag=sigbed-base:$SUITE-node$(node --print process.versions.node)
SCRATCH=$(mktemp -d)
readonly SCRATCH
trap 'rm -rf "$SCRATCH"' EXIT

if is_here "$OFFICIAL" || { ! is_here "$tag" && pull "$OFFICIAL"; }; then
  echo "$OFFICIAL"
else
  is_here "$tag" || make_from_packages "$node" "$tag"
  echo "$tag"
fi
