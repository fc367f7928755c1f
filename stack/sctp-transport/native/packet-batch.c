#include "packet-batch.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "arguments.h"
#include "crc32c.h"
#include "raw-socket.h"

enum {
  MOST_PACKETS = 64,
  ADDRESS_OCTETS = 16,
  COMMON_HEADER = 12,
  CHECKSUM_AT = 8,
  SMALLEST_SLOT = 128,
  LARGEST_SLOT = 1 << 20,
  REFUSED = -1,
};

/* As the core's PacketBatch has them. */
enum checksum_state { CHECKSUM_ABSENT = 0, CHECKSUM_GOOD = 1, CHECKSUM_BAD = 2 };

union socket_address {
  struct sockaddr any;
  struct sockaddr_in v4;
  struct sockaddr_in6 v6;
};

struct inbound {
  struct octets arena;
  uint32_t slot_octets;
  struct int32s offset;
  struct int32s length;
  struct octets source;
  struct octets checksum;
  uint32_t slots;
};

struct outbound {
  struct octets arena;
  struct int32s offset;
  struct int32s length;
  struct octets checksum;
  struct int32s destination;
  struct octets addresses;
  struct int32s outcome;
};

static bool read_inbound(napi_env env, const napi_value *arguments, struct inbound *batch);
static uint32_t receive_datagrams(const struct raw_socket *socket, const struct inbound *batch);
static void enter_datagram(const struct raw_socket *socket, const struct inbound *batch, uint32_t index, size_t length,
                           const union socket_address *source);
static size_t ip_header_length(const struct raw_socket *socket, const uint8_t *datagram, size_t length);
static bool read_outbound(napi_env env, const napi_value *arguments, struct outbound *batch, uint32_t *first, uint32_t *end);
static bool demand_within(napi_env env, const struct outbound *batch, uint32_t index);
static void send_group(const struct raw_socket *socket, const struct outbound *batch, uint32_t first, uint32_t end);
static void set_address(union socket_address *address, int family, const uint8_t *octets);

napi_value packet_batch_receive(napi_env env, napi_callback_info info) {
  napi_value arguments[7], result;
  struct inbound batch;
  if (!read_arguments(env, info, 7, arguments)) return NULL;
  const struct raw_socket *socket = raw_socket_of(env, arguments[0]);
  if (socket == NULL || !read_inbound(env, arguments, &batch)) return NULL;

  return napi_create_uint32(env, receive_datagrams(socket, &batch), &result) == napi_ok ? result : NULL;
}

napi_value packet_batch_send(napi_env env, napi_callback_info info) {
  napi_value arguments[10];
  struct outbound batch;
  uint32_t first, end;
  if (!read_arguments(env, info, 10, arguments)) return NULL;
  const struct raw_socket *socket = raw_socket_of(env, arguments[0]);
  if (socket == NULL || !read_outbound(env, arguments, &batch, &first, &end)) return NULL;
  /* All of them are looked at before one is sent: a batch is either sound or refused. */
  for (uint32_t i = first; i < end; i++) {
    if (!demand_within(env, &batch, i)) return NULL;
  }
  for (uint32_t i = first; i < end; i += MOST_PACKETS) {
    send_group(socket, &batch, i, end - i > MOST_PACKETS ? i + MOST_PACKETS : end);
  }
  return NULL;
}

static bool read_inbound(napi_env env, const napi_value *arguments, struct inbound *batch) {
  bool whole = read_octets(env, arguments[1], "arena", &batch->arena) &&
               read_whole_number(env, arguments[2], "slotOctets", SMALLEST_SLOT, LARGEST_SLOT, &batch->slot_octets) &&
               read_int32s(env, arguments[3], "offset", &batch->offset) && read_int32s(env, arguments[4], "length", &batch->length) &&
               read_octets(env, arguments[5], "source", &batch->source) && read_octets(env, arguments[6], "checksum", &batch->checksum);
  if (!whole) return false;
  size_t slots = batch->arena.count / batch->slot_octets;
  if (slots > MOST_PACKETS) slots = MOST_PACKETS;
  if (slots == 0) return refuse_argument(env, "arena must have room for one slot at least");
  if (batch->offset.count < slots || batch->length.count < slots || batch->source.count < slots * ADDRESS_OCTETS ||
      batch->checksum.count < slots) {
    return refuse_argument(env, "offset, length, source and checksum must have room for %zu packets", slots);
  }
  batch->slots = (uint32_t)slots;
  return true;
}

static uint32_t receive_datagrams(const struct raw_socket *socket, const struct inbound *batch) {
  struct mmsghdr messages[MOST_PACKETS];
  struct iovec parts[MOST_PACKETS];
  union socket_address sources[MOST_PACKETS];
  memset(messages, 0, batch->slots * sizeof messages[0]);
  for (uint32_t i = 0; i < batch->slots; i++) {
    parts[i].iov_base = batch->arena.at + (size_t)i * batch->slot_octets;
    parts[i].iov_len = batch->slot_octets;
    messages[i].msg_hdr.msg_iov = &parts[i];
    messages[i].msg_hdr.msg_iovlen = 1;
    messages[i].msg_hdr.msg_name = &sources[i];
    messages[i].msg_hdr.msg_namelen = sizeof sources[i];
  }

  int arrived;
  do {
    arrived = recvmmsg(socket->descriptor, messages, batch->slots, MSG_DONTWAIT, NULL);
  } while (arrived < 0 && errno == EINTR);
  /* Mostly there is nothing. An error of the socket is cleared by having been told, and the event loop asks again. */
  if (arrived < 0) return 0;

  for (int i = 0; i < arrived; i++) {
    const struct msghdr *header = &messages[i].msg_hdr;
    bool is_whole = (header->msg_flags & MSG_TRUNC) == 0 && header->msg_namelen > 0;
    batch->length.at[i] = REFUSED;
    if (is_whole) enter_datagram(socket, batch, (uint32_t)i, messages[i].msg_len, &sources[i]);
  }
  return (uint32_t)arrived;
}

/* Writes down where datagram `index` lies; leaves it refused when it is none of this socket's protocol. */
static void enter_datagram(const struct raw_socket *socket, const struct inbound *batch, uint32_t index, size_t length,
                           const union socket_address *source) {
  size_t from = (size_t)index * batch->slot_octets;
  size_t header_length = ip_header_length(socket, batch->arena.at + from, length);
  if (header_length > length || source->any.sa_family != socket->family) return;
  const uint8_t *packet = batch->arena.at + from + header_length;
  length -= header_length;

  enum checksum_state state = CHECKSUM_ABSENT;
  if (socket->protocol == PROTOCOL_SCTP) {
    if (length < COMMON_HEADER) return;
    /* RFC 9260 §6.8: verified before anything else is believed; the core is told, and discards. */
    state = crc32c_of_packet(packet, length) == crc32c_read(packet) ? CHECKSUM_GOOD : CHECKSUM_BAD;
  }
  uint8_t *to = batch->source.at + (size_t)index * ADDRESS_OCTETS;
  memset(to, 0, ADDRESS_OCTETS);
  if (socket->family == AF_INET6) memcpy(to, &source->v6.sin6_addr, ADDRESS_OCTETS);
  else memcpy(to, &source->v4.sin_addr, sizeof source->v4.sin_addr);
  batch->offset.at[index] = (int32_t)(from + header_length);
  batch->length.at[index] = (int32_t)length;
  batch->checksum.at[index] = (uint8_t)state;
}

/* IPv4 comes with its header, options and all (raw(7)); IPv6 without (RFC 3542 §3). More than `length` for what is no IPv4 of ours. */
static size_t ip_header_length(const struct raw_socket *socket, const uint8_t *datagram, size_t length) {
  if (socket->family == AF_INET6) return 0;
  if (length < 20 || datagram[0] >> 4 != 4 || datagram[9] != socket->protocol) return SIZE_MAX;
  size_t header_length = (size_t)(datagram[0] & 0x0f) * 4;
  return header_length < 20 ? SIZE_MAX : header_length;
}

static bool read_outbound(napi_env env, const napi_value *arguments, struct outbound *batch, uint32_t *first, uint32_t *end) {
  uint32_t count;
  bool whole = read_octets(env, arguments[1], "arena", &batch->arena) && read_int32s(env, arguments[2], "offset", &batch->offset) &&
               read_int32s(env, arguments[3], "length", &batch->length) && read_octets(env, arguments[4], "checksum", &batch->checksum) &&
               read_int32s(env, arguments[5], "destination", &batch->destination) &&
               read_octets(env, arguments[6], "addressOctets", &batch->addresses) &&
               read_whole_number(env, arguments[7], "first", 0, INT32_MAX, first) &&
               read_whole_number(env, arguments[8], "count", 0, INT32_MAX, &count) &&
               read_int32s(env, arguments[9], "outcome", &batch->outcome);
  if (!whole) return false;
  *end = *first + count;
  if (batch->offset.count < *end || batch->length.count < *end || batch->checksum.count < *end || batch->destination.count < *end ||
      batch->outcome.count < *end) {
    return refuse_argument(env, "offset, length, checksum, destination and outcome must have %u entries", *end);
  }
  return true;
}

static bool demand_within(napi_env env, const struct outbound *batch, uint32_t index) {
  int64_t offset = batch->offset.at[index];
  int64_t length = batch->length.at[index];
  int64_t destination = batch->destination.at[index];
  if (offset < 0 || length < 0 || (uint64_t)(offset + length) > batch->arena.count) {
    return refuse_argument(env, "packet %u lies outside the arena", index);
  }
  if (destination < 0 || (uint64_t)(destination + 1) * ADDRESS_OCTETS > batch->addresses.count) {
    return refuse_argument(env, "packet %u has a destination that addressOctets has not", index);
  }
  return true;
}

/* At most MOST_PACKETS. A packet that the system refuses does not keep back those behind it. */
static void send_group(const struct raw_socket *socket, const struct outbound *batch, uint32_t first, uint32_t end) {
  struct mmsghdr messages[MOST_PACKETS];
  struct iovec parts[MOST_PACKETS][3];
  union socket_address destinations[MOST_PACKETS];
  uint8_t checksums[MOST_PACKETS][4];
  uint32_t index_of[MOST_PACKETS];
  unsigned int count = 0;
  bool is_sctp = socket->protocol == PROTOCOL_SCTP;

  memset(messages, 0, (end - first) * sizeof messages[0]);
  for (uint32_t i = first; i < end; i++) {
    size_t length = (size_t)batch->length.at[i];
    uint8_t *packet = batch->arena.at + batch->offset.at[i];
    struct msghdr *header = &messages[count].msg_hdr;
    batch->outcome.at[i] = is_sctp && length < COMMON_HEADER ? EINVAL : 0;
    if (batch->outcome.at[i] != 0) continue;
    /* A packet that has its checksum leaves as it is: it may have been spoilt on purpose since. */
    bool is_filled_in = is_sctp && batch->checksum.at[i] == CHECKSUM_ABSENT;
    parts[count][0] = (struct iovec){.iov_base = packet, .iov_len = is_filled_in ? CHECKSUM_AT : length};
    if (is_filled_in) {
      /* In three pieces, the checksum field taken from elsewhere: what was lent is neither copied nor changed. */
      crc32c_write(checksums[count], crc32c_of_packet(packet, length));
      parts[count][1] = (struct iovec){.iov_base = checksums[count], .iov_len = sizeof checksums[count]};
      parts[count][2] = (struct iovec){.iov_base = packet + COMMON_HEADER, .iov_len = length - COMMON_HEADER};
    }
    header->msg_iov = parts[count];
    header->msg_iovlen = is_filled_in ? 3 : 1;
    header->msg_name = &destinations[count];
    header->msg_namelen = socket->family == AF_INET6 ? sizeof destinations[count].v6 : sizeof destinations[count].v4;
    set_address(&destinations[count], socket->family, batch->addresses.at + (size_t)batch->destination.at[i] * ADDRESS_OCTETS);
    index_of[count++] = i;
  }

  bool is_second_try = false;
  for (unsigned int done = 0; done < count;) {
    int sent = sendmmsg(socket->descriptor, messages + done, count - done, MSG_DONTWAIT);
    int reason = errno;
    if (sent > 0) {
      done += (unsigned int)sent;
      is_second_try = false;
      continue;
    }
    if (reason == EINTR) continue;
    if (reason == EAGAIN || reason == EWOULDBLOCK) {
      /* A full socket buffer is full for all that is left: dropped, SCTP retransmits. */
      for (; done < count; done++) batch->outcome.at[index_of[done]] = reason;
    } else if (!is_second_try) {
      /* It may be the fate of an earlier packet that is told now (IPV6_RECVERR); told, it is forgotten. */
      is_second_try = true;
    } else {
      batch->outcome.at[index_of[done++]] = reason;
      is_second_try = false;
    }
  }
}

static void set_address(union socket_address *address, int family, const uint8_t *octets) {
  memset(address, 0, sizeof *address);
  if (family == AF_INET6) {
    address->v6.sin6_family = AF_INET6;
    memcpy(&address->v6.sin6_addr, octets, sizeof address->v6.sin6_addr);
  } else {
    address->v4.sin_family = AF_INET;
    memcpy(&address->v4.sin_addr, octets, sizeof address->v4.sin_addr);
  }
}
