/** The Error Codes of an ERR message. RFC 4666 §3.8.1; the values left out there are reserved for other adaptation layers. */
export const ERROR_CODE = {
  INVALID_VERSION: 0x01,
  UNSUPPORTED_MESSAGE_CLASS: 0x03,
  UNSUPPORTED_MESSAGE_TYPE: 0x04,
  UNSUPPORTED_TRAFFIC_MODE_TYPE: 0x05,
  UNEXPECTED_MESSAGE: 0x06,
  PROTOCOL_ERROR: 0x07,
  INVALID_STREAM_IDENTIFIER: 0x09,
  REFUSED_MANAGEMENT_BLOCKING: 0x0d,
  ASP_IDENTIFIER_REQUIRED: 0x0e,
  INVALID_ASP_IDENTIFIER: 0x0f,
  INVALID_PARAMETER_VALUE: 0x11,
  PARAMETER_FIELD_ERROR: 0x12,
  UNEXPECTED_PARAMETER: 0x13,
  DESTINATION_STATUS_UNKNOWN: 0x14,
  INVALID_NETWORK_APPEARANCE: 0x15,
  MISSING_PARAMETER: 0x16,
  INVALID_ROUTING_CONTEXT: 0x19,
  NO_CONFIGURED_AS_FOR_ASP: 0x1a,
} as const

export type ErrorCode = (typeof ERROR_CODE)[keyof typeof ERROR_CODE]

/** The RFC's words for a code, for people; an unknown code is shown as a number. */
export function errorCodeName(errorCode: number): string {
  return NAMES.get(errorCode) ?? `Error Code 0x${errorCode.toString(16).padStart(2, '0')}`
}

const NAMES: ReadonlyMap<number, string> = new Map([
  [ERROR_CODE.INVALID_VERSION, 'Invalid Version'],
  [ERROR_CODE.UNSUPPORTED_MESSAGE_CLASS, 'Unsupported Message Class'],
  [ERROR_CODE.UNSUPPORTED_MESSAGE_TYPE, 'Unsupported Message Type'],
  [ERROR_CODE.UNSUPPORTED_TRAFFIC_MODE_TYPE, 'Unsupported Traffic Mode Type'],
  [ERROR_CODE.UNEXPECTED_MESSAGE, 'Unexpected Message'],
  [ERROR_CODE.PROTOCOL_ERROR, 'Protocol Error'],
  [ERROR_CODE.INVALID_STREAM_IDENTIFIER, 'Invalid Stream Identifier'],
  [ERROR_CODE.REFUSED_MANAGEMENT_BLOCKING, 'Refused - Management Blocking'],
  [ERROR_CODE.ASP_IDENTIFIER_REQUIRED, 'ASP Identifier Required'],
  [ERROR_CODE.INVALID_ASP_IDENTIFIER, 'Invalid ASP Identifier'],
  [ERROR_CODE.INVALID_PARAMETER_VALUE, 'Invalid Parameter Value'],
  [ERROR_CODE.PARAMETER_FIELD_ERROR, 'Parameter Field Error'],
  [ERROR_CODE.UNEXPECTED_PARAMETER, 'Unexpected Parameter'],
  [ERROR_CODE.DESTINATION_STATUS_UNKNOWN, 'Destination Status Unknown'],
  [ERROR_CODE.INVALID_NETWORK_APPEARANCE, 'Invalid Network Appearance'],
  [ERROR_CODE.MISSING_PARAMETER, 'Missing Parameter'],
  [ERROR_CODE.INVALID_ROUTING_CONTEXT, 'Invalid Routing Context'],
  [ERROR_CODE.NO_CONFIGURED_AS_FOR_ASP, 'No Configured AS for ASP'],
])
