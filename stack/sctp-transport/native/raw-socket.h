/*
 * One raw IP socket of one local address: opened, watched by the event loop, closed. Protocol 132 carries SCTP; protocols 1 and 58
 * (ICMP, ICMPv6) bring what the network has to say about our packets.
 *
 * The record is shared by two owners: libuv, which has the poll handle inside it until it says the handle is closed, and the
 * JavaScript object, until it is collected. The second to let go frees it. Everything else (descriptor, callback) is let go by close.
 */
#ifndef SIGBED_RAW_SOCKET_H
#define SIGBED_RAW_SOCKET_H

#include <netinet/in.h>
#include <node_api.h>
#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

enum { PROTOCOL_SCTP = 132 };

struct raw_socket {
  napi_env env;
  /* -1 once closed. */
  int descriptor;
  /* AF_INET or AF_INET6. */
  int family;
  int protocol;
  uv_poll_t poll;
  napi_ref on_readable;
  napi_async_cleanup_hook_handle cleanup;
  bool held_by_loop;
  bool held_by_object;
};

/* open({ family, protocol, address, receiveBuffer, sendBuffer, fragmented, networkNamespace, onReadable }): socket */
napi_value raw_socket_open(napi_env env, napi_callback_info info);
/* close(socket): idempotent */
napi_value raw_socket_close(napi_env env, napi_callback_info info);
/* state(socket): { receiveBuffer, sendBuffer, drops } */
napi_value raw_socket_state(napi_env env, napi_callback_info info);

/* The record behind a socket's object, or NULL with a TypeError thrown: when it is none, or when it is closed. */
struct raw_socket *raw_socket_of(napi_env env, napi_value value);

#endif
