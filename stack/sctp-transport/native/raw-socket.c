#include "raw-socket.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/icmp.h>
#include <linux/sock_diag.h>
#include <netinet/icmp6.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "arguments.h"

#ifndef SO_MEMINFO
#define SO_MEMINFO 55
#endif

struct open_options {
  uint32_t family;
  uint32_t protocol;
  struct octets address;
  uint32_t receive_buffer;
  uint32_t send_buffer;
  bool fragmented;
  /* A file that stands for a network namespace, as /run/netns/NAME; empty for the one we are in. */
  char network_namespace[256];
  napi_value on_readable;
};

static bool read_open_options(napi_env env, napi_value object, struct open_options *options);
static int open_descriptor(napi_env env, const struct open_options *options);
static int open_in_present_namespace(const struct open_options *options, const char **failed);
static int bind_to_address(int descriptor, const struct open_options *options);
static int accept_only_errors(int descriptor, uint32_t protocol);
static int choose_fragmentation(int descriptor, const struct open_options *options);
static void grant_buffer(int descriptor, int forced_option, int option, uint32_t octets);
static bool watch(napi_env env, struct raw_socket *socket, napi_value object);
static struct raw_socket *raw_socket_of_any_state(napi_env env, napi_value value);
static void close_socket(struct raw_socket *socket);
static void on_poll(uv_poll_t *poll, int status, int events);
static void clear_errors(int descriptor);
static void on_poll_closed(uv_handle_t *handle);
static void on_object_collected(napi_env env, void *data, void *hint);
static void on_environment_end(napi_async_cleanup_hook_handle handle, void *data);
static void free_when_let_go(struct raw_socket *socket);
static int32_t integer_option(int descriptor, int option);
static bool set_property(napi_env env, napi_value object, const char *name, double value);

/* Random; tells our objects from anybody else's that wrap a pointer, too. */
static const napi_type_tag SOCKET_TAG = {0x53d1f0c28e7b4a96, 0x9a0447e6b35cf218};

napi_value raw_socket_open(napi_env env, napi_callback_info info) {
  napi_value argument;
  struct open_options options;
  if (!read_arguments(env, info, 1, &argument) || !read_open_options(env, argument, &options)) return NULL;
  int descriptor = open_descriptor(env, &options);
  if (descriptor < 0) return NULL;

  struct raw_socket *socket = calloc(1, sizeof *socket);
  napi_value object;
  if (socket == NULL || napi_create_object(env, &object) != napi_ok ||
      napi_create_reference(env, options.on_readable, 1, &socket->on_readable) != napi_ok) {
    close(descriptor);
    free(socket);
    throw_system_error(env, "open", ENOMEM);
    return NULL;
  }
  socket->env = env;
  socket->descriptor = descriptor;
  socket->family = options.family == 6 ? AF_INET6 : AF_INET;
  socket->protocol = (int)options.protocol;
  return watch(env, socket, object) ? object : NULL;
}

napi_value raw_socket_close(napi_env env, napi_callback_info info) {
  napi_value argument;
  if (!read_arguments(env, info, 1, &argument)) return NULL;
  struct raw_socket *socket = raw_socket_of_any_state(env, argument);
  if (socket != NULL) close_socket(socket);
  return NULL;
}

napi_value raw_socket_state(napi_env env, napi_callback_info info) {
  napi_value argument;
  if (!read_arguments(env, info, 1, &argument)) return NULL;
  struct raw_socket *socket = raw_socket_of(env, argument);
  napi_value state;
  if (socket == NULL || napi_create_object(env, &state) != napi_ok) return NULL;

  /* The kernel's own count of what a full receive buffer turned away. SO_RXQ_OVFL would tell the same with every packet received. */
  uint32_t memory[SK_MEMINFO_VARS] = {0};
  socklen_t length = sizeof memory;
  if (getsockopt(socket->descriptor, SOL_SOCKET, SO_MEMINFO, memory, &length) != 0) length = 0;
  uint32_t drops = length > SK_MEMINFO_DROPS * sizeof memory[0] ? memory[SK_MEMINFO_DROPS] : 0;
  bool whole = set_property(env, state, "receiveBuffer", integer_option(socket->descriptor, SO_RCVBUF)) &&
               set_property(env, state, "sendBuffer", integer_option(socket->descriptor, SO_SNDBUF)) &&
               set_property(env, state, "drops", drops);
  return whole ? state : NULL;
}

struct raw_socket *raw_socket_of(napi_env env, napi_value value) {
  struct raw_socket *socket = raw_socket_of_any_state(env, value);
  if (socket != NULL && socket->descriptor < 0) {
    refuse_argument(env, "the socket is closed");
    return NULL;
  }
  return socket;
}

static struct raw_socket *raw_socket_of_any_state(napi_env env, napi_value value) {
  bool is_ours = false;
  void *socket = NULL;
  napi_valuetype type = napi_undefined;
  if (napi_typeof(env, value, &type) != napi_ok || type != napi_object ||
      napi_check_object_type_tag(env, value, &SOCKET_TAG, &is_ours) != napi_ok || !is_ours ||
      napi_unwrap(env, value, &socket) != napi_ok) {
    refuse_argument(env, "socket must be what open returned");
    return NULL;
  }
  return socket;
}

static bool read_open_options(napi_env env, napi_value object, struct open_options *options) {
  napi_value family, protocol, address, receive_buffer, send_buffer, fragmented, network_namespace, on_readable;
  /* All properties first: a getter among them runs JavaScript, and the octets of the address must not move once they are known. */
  bool whole = read_property(env, object, "family", &family) && read_property(env, object, "protocol", &protocol) &&
               read_property(env, object, "address", &address) && read_property(env, object, "receiveBuffer", &receive_buffer) &&
               read_property(env, object, "sendBuffer", &send_buffer) && read_property(env, object, "fragmented", &fragmented) &&
               read_property(env, object, "networkNamespace", &network_namespace) &&
               read_property(env, object, "onReadable", &on_readable) &&
               read_whole_number(env, family, "family", 4, 6, &options->family) &&
               read_whole_number(env, protocol, "protocol", 1, 255, &options->protocol) &&
               read_octets(env, address, "address", &options->address) &&
               read_whole_number(env, receive_buffer, "receiveBuffer", 0, INT32_MAX / 2, &options->receive_buffer) &&
               read_whole_number(env, send_buffer, "sendBuffer", 0, INT32_MAX / 2, &options->send_buffer) &&
               read_boolean(env, fragmented, "fragmented", &options->fragmented) &&
               read_text(env, network_namespace, "networkNamespace", options->network_namespace, sizeof options->network_namespace) &&
               read_function(env, on_readable, "onReadable", &options->on_readable);
  if (!whole) return false;
  if (options->family == 5) return refuse_argument(env, "family must be 4 or 6");
  size_t wanted = options->family == 6 ? 16 : 4;
  if (options->address.count != wanted) return refuse_argument(env, "address must have %zu octets", wanted);
  return true;
}

/* The descriptor, or -1 with the exception thrown. */
static int open_descriptor(napi_env env, const struct open_options *options) {
  const char *failed = "open";
  int home = -1;
  if (options->network_namespace[0] != 0) {
    int away = open(options->network_namespace, O_RDONLY | O_CLOEXEC);
    /* The thread's own and not the process's: in a worker the two need not be the same. */
    if (away >= 0) home = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
    if (away < 0 || home < 0 || setns(away, CLONE_NEWNET) != 0) {
      int reason = errno;
      if (away >= 0) close(away);
      if (home >= 0) close(home);
      throw_system_error(env, "setns", reason);
      return -1;
    }
    close(away);
  }

  int descriptor = open_in_present_namespace(options, &failed);
  int reason = errno;
  if (home >= 0) {
    /* A socket stays in the namespace it was made in. A thread that stayed there, too, would surprise everybody: better no process. */
    if (setns(home, CLONE_NEWNET) != 0) {
      napi_fatal_error("raw_ip", NAPI_AUTO_LENGTH, "cannot return to the network namespace", NAPI_AUTO_LENGTH);
    }
    close(home);
  }
  if (descriptor < 0) throw_system_error(env, failed, reason);
  return descriptor;
}

/* The descriptor, or -1 with the reason in errno and the call's name in `failed`. */
static int open_in_present_namespace(const struct open_options *options, const char **failed) {
  int family = options->family == 6 ? AF_INET6 : AF_INET;
  *failed = "socket";
  int descriptor = socket(family, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, (int)options->protocol);
  if (descriptor < 0) return -1;

  /* Buffers before the address: with the first bind packets begin to come. */
  grant_buffer(descriptor, SO_RCVBUFFORCE, SO_RCVBUF, options->receive_buffer);
  grant_buffer(descriptor, SO_SNDBUFFORCE, SO_SNDBUF, options->send_buffer);
  *failed = "setsockopt";
  if (accept_only_errors(descriptor, options->protocol) == 0 && choose_fragmentation(descriptor, options) == 0) {
    *failed = "bind";
    if (bind_to_address(descriptor, options) == 0) return descriptor;
  }
  int reason = errno;
  close(descriptor);
  errno = reason;
  return -1;
}

static int bind_to_address(int descriptor, const struct open_options *options) {
  if (options->family == 6) {
    struct sockaddr_in6 address = {.sin6_family = AF_INET6};
    memcpy(&address.sin6_addr, options->address.at, sizeof address.sin6_addr);
    return bind(descriptor, (struct sockaddr *)&address, sizeof address);
  }
  struct sockaddr_in address = {.sin_family = AF_INET};
  memcpy(&address.sin_addr, options->address.at, sizeof address.sin_addr);
  return bind(descriptor, (struct sockaddr *)&address, sizeof address);
}

/* RFC 9260 §10: of ICMP, only these types can concern an association. The kernel keeps the rest from us. */
static int accept_only_errors(int descriptor, uint32_t protocol) {
  if (protocol == IPPROTO_ICMP) {
    struct icmp_filter filter = {.data = ~(UINT32_C(1) << ICMP_DEST_UNREACH)};
    return setsockopt(descriptor, SOL_RAW, ICMP_FILTER, &filter, sizeof filter);
  }
  if (protocol == IPPROTO_ICMPV6) {
    struct icmp6_filter filter;
    ICMP6_FILTER_SETBLOCKALL(&filter);
    ICMP6_FILTER_SETPASS(ICMP6_DST_UNREACH, &filter);
    ICMP6_FILTER_SETPASS(ICMP6_PACKET_TOO_BIG, &filter);
    ICMP6_FILTER_SETPASS(ICMP6_PARAM_PROB, &filter);
    return setsockopt(descriptor, IPPROTO_ICMPV6, ICMP6_FILTER, &filter, sizeof filter);
  }
  return 0;
}

/*
 * Fragmented: the kernel keeps the path MTU by what ICMP tells it, sets DF, and cuts what is larger itself. Not fragmented: DF always,
 * and the kernel's knowledge is left out of it, as probes for the path MTU want it (RFC 8899 §4.1).
 */
static int choose_fragmentation(int descriptor, const struct open_options *options) {
  if (options->family == 6) {
    int choice = options->fragmented ? IPV6_PMTUDISC_WANT : IPV6_PMTUDISC_PROBE;
    /* Unlike IPv4, the kernel heeds "packet too big" for a raw socket only where errors are reported to the socket, too. */
    int reported = options->fragmented && options->protocol == PROTOCOL_SCTP;
    if (setsockopt(descriptor, IPPROTO_IPV6, IPV6_RECVERR, &reported, sizeof reported) != 0) return -1;
    return setsockopt(descriptor, IPPROTO_IPV6, IPV6_MTU_DISCOVER, &choice, sizeof choice);
  }
  int choice = options->fragmented ? IP_PMTUDISC_WANT : IP_PMTUDISC_PROBE;
  return setsockopt(descriptor, IPPROTO_IP, IP_MTU_DISCOVER, &choice, sizeof choice);
}

/* Beyond the system's limit where we may (CAP_NET_ADMIN), up to it elsewhere; what came of it is read back by state(). */
static void grant_buffer(int descriptor, int forced_option, int option, uint32_t octets) {
  int wanted = (int)octets;
  if (octets == 0 || setsockopt(descriptor, SOL_SOCKET, forced_option, &wanted, sizeof wanted) == 0) return;
  setsockopt(descriptor, SOL_SOCKET, option, &wanted, sizeof wanted);
}

/* Ties record, object, event loop and environment together. On failure the record is closed and goes its way as any other. */
static bool watch(napi_env env, struct raw_socket *socket, napi_value object) {
  uv_loop_t *loop = NULL;
  if (napi_get_uv_event_loop(env, &loop) != napi_ok || uv_poll_init(loop, &socket->poll, socket->descriptor) != 0) {
    close(socket->descriptor);
    napi_delete_reference(env, socket->on_readable);
    free(socket);
    throw_system_error(env, "poll", EIO);
    return false;
  }
  socket->held_by_loop = true;
  socket->poll.data = socket;
  /* Registered after the environment's own: at its end we are asked to close before it goes, and it waits until we have. */
  if (napi_add_async_cleanup_hook(env, on_environment_end, socket, &socket->cleanup) == napi_ok) {
    socket->held_by_object = napi_wrap(env, object, socket, on_object_collected, NULL, NULL) == napi_ok;
    if (socket->held_by_object && napi_type_tag_object(env, object, &SOCKET_TAG) == napi_ok &&
        uv_poll_start(&socket->poll, UV_READABLE, on_poll) == 0) {
      return true;
    }
  }
  close_socket(socket);
  throw_system_error(env, "poll", EIO);
  return false;
}

static void close_socket(struct raw_socket *socket) {
  if (socket->descriptor < 0) return;
  /* libuv first: it must not poll a number that may be another file's a moment later. */
  uv_poll_stop(&socket->poll);
  uv_close((uv_handle_t *)&socket->poll, on_poll_closed);
  close(socket->descriptor);
  socket->descriptor = -1;
  napi_delete_reference(socket->env, socket->on_readable);
  socket->on_readable = NULL;
}

/* One call a wake-up. Polling is level-triggered: what the callback leaves unread calls it again in the next turn. */
static void on_poll(uv_poll_t *poll, int status, int events) {
  (void)events;
  struct raw_socket *socket = poll->data;
  napi_env env = socket->env;
  if (status < 0) {
    /* libuv stops polling at an error of the socket. It is cleared, and the socket is as good as before: the same comes as ICMP. */
    clear_errors(socket->descriptor);
    uv_poll_start(poll, UV_READABLE, on_poll);
  }

  napi_handle_scope scope;
  if (napi_open_handle_scope(env, &scope) != napi_ok) return;
  napi_value callback, global, result, thrown;
  if (napi_get_reference_value(env, socket->on_readable, &callback) == napi_ok && napi_get_global(env, &global) == napi_ok &&
      napi_make_callback(env, NULL, global, callback, 0, NULL, &result) == napi_pending_exception &&
      napi_get_and_clear_last_exception(env, &thrown) == napi_ok) {
    /* As if thrown in any other callback of the event loop: 'uncaughtException'. */
    napi_fatal_exception(env, thrown);
  }
  napi_close_handle_scope(env, scope);
}

static void clear_errors(int descriptor) {
  struct msghdr nothing = {0};
  while (recvmsg(descriptor, &nothing, MSG_ERRQUEUE | MSG_DONTWAIT) >= 0) memset(&nothing, 0, sizeof nothing);
  integer_option(descriptor, SO_ERROR);
}

static void on_poll_closed(uv_handle_t *handle) {
  struct raw_socket *socket = handle->data;
  if (socket->cleanup != NULL) napi_remove_async_cleanup_hook(socket->cleanup);
  socket->held_by_loop = false;
  free_when_let_go(socket);
}

static void on_object_collected(napi_env env, void *data, void *hint) {
  (void)env;
  (void)hint;
  struct raw_socket *socket = data;
  socket->held_by_object = false;
  close_socket(socket);
  free_when_let_go(socket);
}

static void on_environment_end(napi_async_cleanup_hook_handle handle, void *data) {
  (void)handle;
  close_socket(data);
}

static void free_when_let_go(struct raw_socket *socket) {
  if (!socket->held_by_loop && !socket->held_by_object) free(socket);
}

static int32_t integer_option(int descriptor, int option) {
  int value = 0;
  socklen_t length = sizeof value;
  return getsockopt(descriptor, SOL_SOCKET, option, &value, &length) == 0 ? value : 0;
}

static bool set_property(napi_env env, napi_value object, const char *name, double value) {
  napi_value number;
  return napi_create_double(env, value, &number) == napi_ok && napi_set_named_property(env, object, name, number) == napi_ok;
}
