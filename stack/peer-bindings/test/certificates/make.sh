#!/usr/bin/env bash
# The certificates of the tests: an authority, the two nodes it vouches for, and a stranger from another authority. Good for a hundred
# years, and for nothing but tests. Wants openssl; run in this folder, only to make them anew.
set -eu
authority() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500 -subj "/CN=$1" -keyout "$1.key" -out "$1.pem"
}
node() {
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=$1" -keyout "$1.key" -out "$1.csr"
  openssl x509 -req -in "$1.csr" -CA "$2.pem" -CAkey "$2.key" -CAcreateserial -days 36500 -out "$1.pem" -extfile <(echo "subjectAltName=DNS:$1")
}
authority test-authority
authority other-authority
node client.example.net test-authority
node server.example.net test-authority
node stranger.example.net other-authority
rm -f ./*.csr ./*.srl test-authority.key other-authority.key
