#!/bin/sh
# Builds the addon with AddressSanitizer and UndefinedBehaviorSanitizer, apart from the one in use, and puts it through exercise.cjs.
# Wants root, gcc with its sanitizer libraries, and the headers of the Node that runs. Takes 15 to 45 seconds.
set -eu
cd "$(dirname "$0")"
node=$(node -p 'process.execPath')
include=${NODE_INCLUDE:-$(node -p "require('node:path').join(process.execPath, '..', '..', 'include', 'node')")}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

gcc -shared -fPIC -std=gnu11 -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined \
  -Wall -Wextra -Wshadow -Wvla -Werror -DNAPI_VERSION=8 -D_GNU_SOURCE -I"$include" \
  module.c raw-socket.c packet-batch.c arguments.c crc32c.c -o "$folder/raw_ip.node"

# No leak detection: every allocation of ours has Node below it on the stack, so Node's own could not be told from them.
LD_PRELOAD="$(gcc -print-file-name=libasan.so) $(gcc -print-file-name=libubsan.so)" \
  ASAN_OPTIONS=detect_leaks=0:abort_on_error=1 UBSAN_OPTIONS=print_stacktrace=1 \
  "$node" --expose-gc exercise.cjs "$folder/raw_ip.node"
