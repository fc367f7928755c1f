/*
 * Packets by the batch: up to MOST_PACKETS cross the border to the kernel in one system call (recvmmsg, sendmmsg), straight from and
 * to the arena that JavaScript lends for the length of the call. Checksums are verified and filled in on the way.
 */
#ifndef SIGBED_PACKET_BATCH_H
#define SIGBED_PACKET_BATCH_H

#include <node_api.h>

/*
 * receive(socket, arena, slotOctets, offset, length, source, checksum): how many datagrams arrived
 *
 * The arena is cut into slots of slotOctets. Datagram i lies at offset[i], length[i] octets long, its IP header left out; length[i] is
 * -1 for one that was longer than its slot, or is not what its IP header says, or too short for SCTP. source has 16 octets a
 * datagram, of which IPv4 uses 4. checksum is 1 (good) or 2 (bad), 0 but for SCTP. Fewer datagrams than slots: there were no more.
 */
napi_value packet_batch_receive(napi_env env, napi_callback_info info);

/*
 * send(socket, arena, offset, length, checksum, destination, addressOctets, first, count, outcome)
 *
 * Sends the packets first to first + count - 1. destination[i] is the place of an address in addressOctets, 16 octets each, of which
 * IPv4 uses 4. outcome[i] becomes 0, or the system's error number. SCTP packets whose checksum[i] is 0 (absent) get theirs on the way,
 * and the arena is left as it is; all others, and what a socket of another protocol sends, go as they are.
 */
napi_value packet_batch_send(napi_env env, napi_callback_info info);

#endif
