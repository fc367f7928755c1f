#include "arguments.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <uv.h>

static bool read_typed_array(napi_env env, napi_value value, const char *name, napi_typedarray_type wanted, const char *wanted_name,
                             void **at, size_t *count);

bool read_arguments(napi_env env, napi_callback_info info, size_t count, napi_value *into) {
  size_t given = count;
  if (napi_get_cb_info(env, info, &given, into, NULL, NULL) != napi_ok) return refuse_argument(env, "the arguments cannot be read");
  if (given < count) return refuse_argument(env, "%zu arguments are wanted, not %zu", count, given);
  return true;
}

bool read_whole_number(napi_env env, napi_value value, const char *name, uint32_t least, uint32_t most, uint32_t *into) {
  double number = 0;
  /* As a double, and not as the integer that Node-API would make of 1.5, 2^32 or NaN. The comparison refuses NaN, too. */
  bool is_number = napi_get_value_double(env, value, &number) == napi_ok;
  if (!is_number || !(number >= least && number <= most) || number != (uint32_t)number) {
    return refuse_argument(env, "%s must be a whole number from %u to %u", name, least, most);
  }
  *into = (uint32_t)number;
  return true;
}

bool read_boolean(napi_env env, napi_value value, const char *name, bool *into) {
  if (napi_get_value_bool(env, value, into) != napi_ok) return refuse_argument(env, "%s must be true or false", name);
  return true;
}

bool read_octets(napi_env env, napi_value value, const char *name, struct octets *into) {
  void *at = NULL;
  if (!read_typed_array(env, value, name, napi_uint8_array, "Uint8Array", &at, &into->count)) return false;
  into->at = at;
  return true;
}

bool read_int32s(napi_env env, napi_value value, const char *name, struct int32s *into) {
  void *at = NULL;
  if (!read_typed_array(env, value, name, napi_int32_array, "Int32Array", &at, &into->count)) return false;
  into->at = at;
  return true;
}

bool read_text(napi_env env, napi_value value, const char *name, char *into, size_t room) {
  size_t length = 0;
  if (napi_get_value_string_utf8(env, value, NULL, 0, &length) != napi_ok) return refuse_argument(env, "%s must be a string", name);
  if (length >= room) return refuse_argument(env, "%s must have at most %zu octets", name, room - 1);
  if (napi_get_value_string_utf8(env, value, into, room, &length) != napi_ok) return refuse_argument(env, "%s cannot be read", name);
  if (strlen(into) != length) return refuse_argument(env, "%s must not hold a zero octet", name);
  return true;
}

bool read_function(napi_env env, napi_value value, const char *name, napi_value *into) {
  napi_valuetype type = napi_undefined;
  if (napi_typeof(env, value, &type) != napi_ok || type != napi_function) return refuse_argument(env, "%s must be a function", name);
  *into = value;
  return true;
}

bool read_property(napi_env env, napi_value object, const char *name, napi_value *into) {
  napi_valuetype type = napi_undefined;
  if (napi_typeof(env, object, &type) != napi_ok || type != napi_object) return refuse_argument(env, "the options must be an object");
  /* A getter may have thrown: its exception is the one to travel. */
  return napi_get_named_property(env, object, name, into) == napi_ok;
}

bool refuse_argument(napi_env env, const char *format, ...) {
  char message[160];
  va_list values;
  va_start(values, format);
  vsnprintf(message, sizeof message, format, values);
  va_end(values);
  napi_throw_type_error(env, "ERR_INVALID_ARG_VALUE", message);
  return false;
}

void throw_system_error(napi_env env, const char *call, int system_error) {
  char name[32];
  char reason[96];
  char message[160];
  int number = uv_translate_sys_error(system_error);
  uv_err_name_r(number, name, sizeof name);
  uv_strerror_r(number, reason, sizeof reason);
  snprintf(message, sizeof message, "%s: %s (%s)", call, reason, name);
  napi_throw_error(env, name, message);
}

static bool read_typed_array(napi_env env, napi_value value, const char *name, napi_typedarray_type wanted, const char *wanted_name,
                             void **at, size_t *count) {
  napi_typedarray_type type = napi_int8_array;
  /* What is no typed array at all is refused by the question itself. */
  if (napi_get_typedarray_info(env, value, &type, count, at, NULL, NULL) != napi_ok || type != wanted) {
    return refuse_argument(env, "%s must be a %s", name, wanted_name);
  }
  /* The memory of a detached buffer is gone, whatever the pointer says. */
  if (*at == NULL) *count = 0;
  return true;
}
