#!/bin/sh
# What every container of the image begins with. Where the kernel of the machine has SCTP of its own (module sctp), it takes what comes
# for our endpoints on IP itself for its own affair, knows no such association, and answers with ABORT (RFC 9260 §8.4). What it sends
# belongs to no program's socket; that stays in here. Without CAP_NET_ADMIN there is nothing to be done about it, and a container that has
# no SCTP on IP needs nothing.
nft --file - 2> /dev/null << 'RULES'
table inet sigbed-kernel
delete table inet sigbed-kernel
table inet sigbed-kernel {
  chain leaving {
    type filter hook output priority 0;
    meta l4proto 132 meta skuid >= 0 accept
    meta l4proto 132 drop
  }
}
RULES
exec "$@"
