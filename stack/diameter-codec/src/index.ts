export {
  AVP_HEADER_LENGTH,
  AVP_HEADER_WITH_VENDOR_LENGTH,
  avpHeaderLength,
  MANDATORY_FLAG,
  PROTECTED_FLAG,
  VENDOR_FLAG,
  writeAvpHeader,
} from './avp-header.js'
export { AvpCursor } from './avp-reader.js'
export { type AvpKey, AvpWriter, singleAvp } from './avp-writer.js'
export type { DiameterAddress, NonIpAddress } from './data-format/address.js'
export type { DataFormat } from './data-format/data-format.js'
export { DATA_FORMATS, type DataFormatName, type ValueOfFormat } from './data-format/data-formats.js'
export { isDiameterIdentity } from './data-format/diameter-identity.js'
export { type DiameterUri, formatDiameterUri, parseDiameterUri } from './data-format/diameter-uri.js'
export type { Enumeration } from './data-format/enumerated.js'
export { DEEPEST_GROUP } from './data-format/grouped.js'
export { readUtf8, utf8Length, writeUtf8 } from './data-format/utf8-string.js'
export { type DecodeFault, decodeFault, isDecodeFault } from './decode-fault.js'
export { ALL_APPLICATIONS, type DiameterApplication, findApplication } from './dictionary/all-applications.js'
export { ANY_AVP, type Grammar, type GrammarRule, parseGrammar } from './dictionary/command-code-format.js'
export { CX, CX_AVPS } from './dictionary/cx.js'
export {
  CX_APPLICATION_ID,
  CX_COMMANDS,
  LOCATION_INFO,
  MULTIMEDIA_AUTH,
  PUSH_PROFILE,
  REGISTRATION_TERMINATION,
  SERVER_ASSIGNMENT,
  USER_AUTHORIZATION,
} from './dictionary/cx-commands.js'
export {
  type ArbitraryAvp,
  type AvpAsReceived,
  type AvpDefinition,
  type AvpOf,
  type AvpRow,
  type AvpTable,
  type AvpValue,
  type CommandDefinition,
  type CommandRow,
  type CommandTable,
  Dictionary,
} from './dictionary/dictionary.js'
export { ExperimentalResultCode3gpp } from './dictionary/experimental-result-3gpp.js'
export { GX, GX_APPLICATION_ID, GX_COMMANDS, GxResultCode } from './dictionary/gx.js'
export { GY } from './dictionary/gy.js'
export { AA_REQUEST, NASREQ, NASREQ_APPLICATION_ID, NASREQ_COMMANDS } from './dictionary/nasreq.js'
export { POLICY_AND_CHARGING_AVPS } from './dictionary/policy-and-charging.js'
export { RFC6733, RFC6733_AVPS } from './dictionary/rfc6733.js'
export {
  ABORT_SESSION,
  ACCOUNTING,
  ACCOUNTING_APPLICATION_ID,
  BASE_APPLICATION_ID,
  CAPABILITIES_EXCHANGE,
  DEVICE_WATCHDOG,
  DISCONNECT_PEER,
  RE_AUTH,
  RELAY_APPLICATION_ID,
  RFC6733_COMMANDS,
  SESSION_TERMINATION,
} from './dictionary/rfc6733-commands.js'
export { OLR_DEFAULT_ALGO, RFC7683 } from './dictionary/rfc7683.js'
export { CREDIT_CONTROL, CREDIT_CONTROL_APPLICATION_ID, CreditControlResultCode, RFC8506_COMMANDS } from './dictionary/rfc8506-commands.js'
export { RX, RX_APPLICATION_ID, RX_COMMANDS, RxResultCode } from './dictionary/rx.js'
export { S6A, S6A_AVPS } from './dictionary/s6a.js'
export {
  AUTHENTICATION_INFORMATION,
  CANCEL_LOCATION,
  DELETE_SUBSCRIBER_DATA,
  INSERT_SUBSCRIBER_DATA,
  NOTIFY,
  PURGE_UE,
  RESET,
  S6A_APPLICATION_ID,
  S6A_COMMANDS,
  UPDATE_LOCATION,
} from './dictionary/s6a-commands.js'
export {
  DIAMETER_ERROR_EQUIPMENT_UNKNOWN,
  ME_IDENTITY_CHECK,
  S13,
  S13_APPLICATION_ID,
  S13_AVPS,
  S13_COMMANDS,
} from './dictionary/s13.js'
export { SH, SH_AVPS } from './dictionary/sh.js'
export {
  PROFILE_UPDATE,
  PUSH_NOTIFICATION,
  SH_APPLICATION_ID,
  SH_COMMANDS,
  SUBSCRIBE_NOTIFICATIONS,
  USER_DATA,
} from './dictionary/sh-commands.js'
export { SWX, SWX_AVPS } from './dictionary/swx.js'
export { SWX_APPLICATION_ID, SWX_COMMANDS } from './dictionary/swx-commands.js'
export {
  SPENDING_LIMIT,
  SPENDING_STATUS_NOTIFICATION,
  SY,
  SY_APPLICATION_ID,
  SY_COMMANDS,
  SyResultCode,
} from './dictionary/sy.js'
export { VENDOR_3GPP } from './dictionary/vendor-3gpp.js'
export { exampleAvp } from './failed-avp.js'
export { type DecodeMode, MOST_FAULTS } from './judgement.js'
export {
  avpValue,
  avpValues,
  type DecodeOptions,
  DiameterEncodingError,
  type DiameterMessage,
  decodeEnteredMessage,
  decodeMessage,
  type EncodeOptions,
  encodeMessage,
  writeAvps,
  writeMessage,
} from './message-codec.js'
export {
  ERROR_FLAG,
  MAXIMUM_MESSAGE_LENGTH,
  MESSAGE_HEADER_LENGTH,
  MessageHeader,
  PROXIABLE_FLAG,
  REQUEST_FLAG,
  RESERVED_FLAGS,
  RETRANSMITTED_FLAG,
  readMessageHeader,
  writeMessageHeader,
} from './message-header.js'
export { messageTree } from './message-tree.js'
export { ResultCode, type ResultCodeClass, type ResultCodeName, resultCodeClass, resultCodeName } from './result-code.js'
export { valueFromText, whatValueTakes } from './value-from-text.js'
