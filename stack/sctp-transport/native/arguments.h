/*
 * Arguments from JavaScript, checked. Each reader returns true and fills `into`, or throws a TypeError that names the argument and
 * returns false: the caller returns NULL at once then, and the exception travels.
 *
 * What points into a typed array is good until the native function returns: nothing here runs JavaScript in between.
 */
#ifndef SIGBED_ARGUMENTS_H
#define SIGBED_ARGUMENTS_H

#include <node_api.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct octets {
  uint8_t *at;
  size_t count;
};

struct int32s {
  int32_t *at;
  size_t count;
};

/* All `count` arguments of a call; too few of them are a TypeError. */
bool read_arguments(napi_env env, napi_callback_info info, size_t count, napi_value *into);

bool read_whole_number(napi_env env, napi_value value, const char *name, uint32_t least, uint32_t most, uint32_t *into);
bool read_boolean(napi_env env, napi_value value, const char *name, bool *into);
bool read_octets(napi_env env, napi_value value, const char *name, struct octets *into);
bool read_int32s(napi_env env, napi_value value, const char *name, struct int32s *into);
/* At most `room` - 1 octets of UTF-8, closed with a zero. */
bool read_text(napi_env env, napi_value value, const char *name, char *into, size_t room);
bool read_function(napi_env env, napi_value value, const char *name, napi_value *into);
bool read_property(napi_env env, napi_value object, const char *name, napi_value *into);

/* Throws a TypeError; false, so that a reader can return it. */
bool refuse_argument(napi_env env, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Throws an Error as Node's own system errors are: `code` as EPERM, the call's name in the message. */
void throw_system_error(napi_env env, const char *call, int system_error);

#endif
