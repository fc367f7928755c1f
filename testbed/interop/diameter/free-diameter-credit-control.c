/*
 * A freeDiameter extension for the tests: it speaks credit control (RFC 8506 in the words of its predecessor, dict_dcca.fdx) both ways.
 *
 *   LoadExtension = "free-diameter-credit-control.fdx" : "REALM COUNT";
 *
 * Every Credit-Control-Request is answered with DIAMETER_SUCCESS, its CC-Request-Type and its CC-Request-Number. On SIGUSR1 it sends COUNT
 * requests of its own to REALM; each answer is a line on standard output: "ANSWER <CC-Request-Number> <Result-Code>".
 */
#include <freeDiameter/extension.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>

static struct dict_object *request_command, *session_id, *origin_host, *origin_realm, *destination_realm, *auth_application_id,
    *service_context_id, *request_type, *request_number, *result_code;
static struct disp_hdl *handler;
static char realm[256];
static int requests_per_signal = 1;
static uint32_t next_number = 0;

static int add_octets(struct msg *message, struct dict_object *model, const char *text) {
  struct avp *avp;
  union avp_value value;
  value.os.data = (uint8_t *)text;
  value.os.len = strlen(text);
  CHECK_FCT(fd_msg_avp_new(model, 0, &avp));
  CHECK_FCT(fd_msg_avp_setvalue(avp, &value));
  return fd_msg_avp_add(message, MSG_BRW_LAST_CHILD, avp);
}

static int add_number(struct msg *message, struct dict_object *model, uint32_t number) {
  struct avp *avp;
  union avp_value value;
  value.u32 = number;
  CHECK_FCT(fd_msg_avp_new(model, 0, &avp));
  CHECK_FCT(fd_msg_avp_setvalue(avp, &value));
  return fd_msg_avp_add(message, MSG_BRW_LAST_CHILD, avp);
}

/* The value of an Unsigned32 or Enumerated of the message; 0 when it has none. */
static uint32_t number_of(struct msg *message, struct dict_object *model) {
  struct avp *avp = NULL;
  struct avp_hdr *header;
  if (fd_msg_search_avp(message, model, &avp) != 0 || avp == NULL || fd_msg_avp_hdr(avp, &header) != 0 || header->avp_value == NULL) return 0;
  return header->avp_value->u32;
}

static int answer_request(struct msg **message, struct avp *avp, struct session *session, void *opaque, enum disp_action *action) {
  (void)avp, (void)session, (void)opaque;
  uint32_t type = number_of(*message, request_type), number = number_of(*message, request_number);
  CHECK_FCT(fd_msg_new_answer_from_req(fd_g_config->cnf_dict, message, 0));
  CHECK_FCT(fd_msg_rescode_set(*message, "DIAMETER_SUCCESS", NULL, NULL, 1));
  CHECK_FCT(add_number(*message, auth_application_id, 4));
  CHECK_FCT(add_number(*message, request_type, type));
  CHECK_FCT(add_number(*message, request_number, number));
  *action = DISP_ACT_SEND;
  return 0;
}

static void take_answer(void *number, struct msg **message) {
  printf("ANSWER %" PRIuPTR " %" PRIu32 "\n", (uintptr_t)number, number_of(*message, result_code));
  fflush(stdout);
  fd_msg_free(*message);
  *message = NULL;
}

static int send_request(uint32_t number) {
  struct msg *request;
  CHECK_FCT(fd_msg_new(request_command, MSGFL_ALLOC_ETEID, &request));
  CHECK_FCT(fd_msg_new_session(request, NULL, 0));
  CHECK_FCT(fd_msg_add_origin(request, 0));
  CHECK_FCT(add_octets(request, destination_realm, realm));
  CHECK_FCT(add_number(request, auth_application_id, 4));
  CHECK_FCT(add_octets(request, service_context_id, "interop@example.net"));
  CHECK_FCT(add_number(request, request_type, 4));
  CHECK_FCT(add_number(request, request_number, number));
  return fd_msg_send(&request, take_answer, (void *)(uintptr_t)number);
}

static void send_requests(void) {
  for (int i = 0; i < requests_per_signal; i++) {
    if (send_request(next_number++) != 0) {
      printf("SEND FAILED\n");
      fflush(stdout);
    }
  }
}

static int find(enum dict_object_type type, int criteria, const char *name, struct dict_object **found) {
  return fd_dict_search(fd_g_config->cnf_dict, type, criteria, name, found, ENOENT);
}

static int begin(char *arguments) {
  if (arguments != NULL) sscanf(arguments, "%255s %d", realm, &requests_per_signal);
  struct dict_object *application;
  application_id_t id = 4;
  CHECK_FCT(fd_dict_search(fd_g_config->cnf_dict, DICT_APPLICATION, APPLICATION_BY_ID, &id, &application, ENOENT));
  CHECK_FCT(find(DICT_COMMAND, CMD_BY_NAME, "Credit-Control-Request", &request_command));
  CHECK_FCT(find(DICT_AVP, AVP_BY_NAME, "Session-Id", &session_id));
  CHECK_FCT(find(DICT_AVP, AVP_BY_NAME, "Origin-Host", &origin_host));
  CHECK_FCT(find(DICT_AVP, AVP_BY_NAME, "Origin-Realm", &origin_realm));
  CHECK_FCT(find(DICT_AVP, AVP_BY_NAME, "Destination-Realm", &destination_realm));
  CHECK_FCT(find(DICT_AVP, AVP_BY_NAME, "Auth-Application-Id", &auth_application_id));
  CHECK_FCT(find(DICT_AVP, AVP_BY_NAME, "Service-Context-Id", &service_context_id));
  CHECK_FCT(find(DICT_AVP, AVP_BY_NAME, "CC-Request-Type", &request_type));
  CHECK_FCT(find(DICT_AVP, AVP_BY_NAME, "CC-Request-Number", &request_number));
  CHECK_FCT(find(DICT_AVP, AVP_BY_NAME, "Result-Code", &result_code));

  struct disp_when when;
  memset(&when, 0, sizeof(when));
  when.app = application;
  when.command = request_command;
  CHECK_FCT(fd_disp_register(answer_request, DISP_HOW_CC, &when, NULL, &handler));
  CHECK_FCT(fd_disp_app_support(application, NULL, 1, 0));
  return fd_event_trig_regcb(SIGUSR1, "free-diameter-credit-control", send_requests);
}

EXTENSION_ENTRY("free-diameter-credit-control", begin, "dict_dcca");
