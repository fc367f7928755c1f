/*
 * What JavaScript sees of raw IP: functions over sockets and batches, and CRC32c. Node-API 8 and nothing younger, so that one binary
 * loads on every Node from 20 on, in the main thread and in workers.
 */
#include <node_api.h>

#include "arguments.h"
#include "crc32c.h"
#include "packet-batch.h"
#include "raw-socket.h"

/* Goes up with every change of what is below: a binary built from older sources must not be taken for this one. */
enum { INTERFACE_VERSION = 2 };

static napi_value crc32c_of_octets(napi_env env, napi_callback_info info);
static napi_value crc32c_of_octets_by_table(napi_env env, napi_callback_info info);
static napi_value over_range(napi_env env, napi_callback_info info, uint32_t (*sum)(const uint8_t *, size_t));

NAPI_MODULE_INIT() {
  crc32c_choose();
  napi_value version, kind;
  if (napi_create_uint32(env, INTERFACE_VERSION, &version) != napi_ok ||
      napi_create_string_utf8(env, crc32c_kind(), NAPI_AUTO_LENGTH, &kind) != napi_ok) {
    return NULL;
  }
  const napi_property_descriptor properties[] = {
      {.utf8name = "interfaceVersion", .value = version, .attributes = napi_enumerable},
      {.utf8name = "open", .method = raw_socket_open, .attributes = napi_enumerable},
      {.utf8name = "close", .method = raw_socket_close, .attributes = napi_enumerable},
      {.utf8name = "state", .method = raw_socket_state, .attributes = napi_enumerable},
      {.utf8name = "receive", .method = packet_batch_receive, .attributes = napi_enumerable},
      {.utf8name = "send", .method = packet_batch_send, .attributes = napi_enumerable},
      {.utf8name = "crc32c", .method = crc32c_of_octets, .attributes = napi_enumerable},
      {.utf8name = "crc32cByTable", .method = crc32c_of_octets_by_table, .attributes = napi_enumerable},
      {.utf8name = "crc32cKind", .value = kind, .attributes = napi_enumerable},
  };
  return napi_define_properties(env, exports, sizeof properties / sizeof properties[0], properties) == napi_ok ? exports : NULL;
}

/* crc32c(octets, from, to): of the octets from `from` to before `to` */
static napi_value crc32c_of_octets(napi_env env, napi_callback_info info) {
  return over_range(env, info, crc32c);
}

static napi_value crc32c_of_octets_by_table(napi_env env, napi_callback_info info) {
  return over_range(env, info, crc32c_by_table);
}

static napi_value over_range(napi_env env, napi_callback_info info, uint32_t (*sum)(const uint8_t *, size_t)) {
  napi_value arguments[3], result;
  struct octets octets;
  uint32_t from, to;
  if (!read_arguments(env, info, 3, arguments) || !read_octets(env, arguments[0], "octets", &octets) ||
      !read_whole_number(env, arguments[1], "from", 0, UINT32_MAX, &from) ||
      !read_whole_number(env, arguments[2], "to", 0, UINT32_MAX, &to)) {
    return NULL;
  }
  if (from > to || to > octets.count) {
    refuse_argument(env, "from %u to %u is no range of %zu octets", from, to, octets.count);
    return NULL;
  }
  return napi_create_uint32(env, sum(octets.at + from, to - from), &result) == napi_ok ? result : NULL;
}
