#!/bin/sh
# Runs while the image is built: what was compiled for the Node.js outside is compiled anew where this one cannot load it. That needs a
# network for the compiler's packages, and a minute. Nothing is done where all of it loads.

set -eu

loads() {
  node --eval "$1" > /dev/null 2>&1
}

sqlite_loads() {
  loads "new (require('better-sqlite3'))(':memory:').close()"
}

raw_ip_loads() {
  loads "require('./stack/sctp-transport/native/build/Release/raw_ip.node')"
}

if sqlite_loads && raw_ip_loads; then exit 0; fi

apt-get update
apt-get install -y --no-install-recommends python3 make g++
# The folder above bin/ has the headers of this very Node.js.
home=$(dirname "$(dirname "$(readlink -f "$(command -v node)")")")
node_gyp=$home/lib/node_modules/npm/node_modules/node-gyp/bin/node-gyp.js
if ! sqlite_loads; then
  node "$node_gyp" rebuild --release --directory node_modules/better-sqlite3 --nodedir "$home"
  sqlite_loads
fi
if ! raw_ip_loads; then
  node stack/sctp-transport/native/build.js --strict
fi
# What compiling leaves behind is of no use later.
find node_modules/better-sqlite3/build stack/sctp-transport/native/build -type f ! -name '*.node' -delete
