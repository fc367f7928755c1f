import { M3UA_HEADER_LENGTH, writeM3uaHeader } from './common-header.js'
import type { DecodeFault } from './decode-fault.js'
import { infoStringLength, LONG_INFO_STRING, LONGEST_INFO_STRING, readInfoString, writeInfoString } from './info-string.js'
import { MESSAGE_CODE } from './message-class.js'
import {
  PARAMETER_TAG,
  type ParameterCursor,
  parameterLength,
  parameterSet,
  U32_PARAMETER_LENGTH,
  WRONG_LENGTH,
  writeOctetsParameter,
  writeU32Parameter,
} from './parameter.js'

/**
 * ASP state maintenance (ASPSM). RFC 4666 §3.5.1, §3.5.2, §3.5.3, §3.5.4, §3.5.5 and §3.5.6, one a message. Null where a parameter is left out. INFO and heartbeat data are copies.
 */
export type AspStateMaintenanceMessage =
  | { readonly kind: 'ASPUP'; readonly aspIdentifier: number | null; readonly info: string | null }
  | { readonly kind: 'ASPUP ACK'; readonly aspIdentifier: number | null; readonly info: string | null }
  | { readonly kind: 'ASPDN'; readonly info: string | null }
  | { readonly kind: 'ASPDN ACK'; readonly info: string | null }
  | { readonly kind: 'BEAT'; readonly heartbeatData: Uint8Array | null }
  | { readonly kind: 'BEAT ACK'; readonly heartbeatData: Uint8Array | null }

/** Reads the parameters from `at` to `end`, those after the header of a message of class 3. */
export function readAspStateMaintenanceMessage(
  kind: AspStateMaintenanceMessage['kind'],
  octets: Uint8Array,
  at: number,
  end: number,
  cursor: ParameterCursor,
): AspStateMaintenanceMessage | DecodeFault {
  let aspIdentifier: number | null = null
  let info: string | null = null
  let heartbeatData: Uint8Array | null = null
  cursor.start(octets, at, end, PARAMETERS[kind])
  while (cursor.next()) {
    switch (cursor.tag) {
      case PARAMETER_TAG.ASP_IDENTIFIER:
        if (!cursor.isU32()) return WRONG_LENGTH
        aspIdentifier = cursor.u32()
        break
      case PARAMETER_TAG.INFO_STRING:
        if (cursor.valueLength > LONGEST_INFO_STRING) return LONG_INFO_STRING
        info = readInfoString(octets, cursor.valueAt, cursor.valueLength)
        break
      case PARAMETER_TAG.HEARTBEAT_DATA:
        heartbeatData = cursor.copyValue()
        break
    }
  }
  if (cursor.fault !== null) return cursor.fault
  switch (kind) {
    case 'ASPUP':
    case 'ASPUP ACK':
      return { kind, aspIdentifier, info }
    case 'ASPDN':
    case 'ASPDN ACK':
      return { kind, info }
    case 'BEAT':
    case 'BEAT ACK':
      return { kind, heartbeatData }
    default:
      return kind satisfies never
  }
}

export function aspStateMaintenanceMessageLength(message: AspStateMaintenanceMessage): number {
  switch (message.kind) {
    case 'ASPUP':
    case 'ASPUP ACK':
      return M3UA_HEADER_LENGTH + (message.aspIdentifier === null ? 0 : U32_PARAMETER_LENGTH) + infoStringLength(message.info)
    case 'ASPDN':
    case 'ASPDN ACK':
      return M3UA_HEADER_LENGTH + infoStringLength(message.info)
    case 'BEAT':
    case 'BEAT ACK':
      return M3UA_HEADER_LENGTH + (message.heartbeatData === null ? 0 : parameterLength(message.heartbeatData.length))
    default:
      return message satisfies never
  }
}

/** Writes the message at `at` and returns the offset after it. The caller has checked the room. */
export function writeAspStateMaintenanceMessage(octets: Uint8Array, at: number, message: AspStateMaintenanceMessage): number {
  let to = writeM3uaHeader(octets, at, MESSAGE_CODE[message.kind], aspStateMaintenanceMessageLength(message))
  switch (message.kind) {
    case 'ASPUP':
    case 'ASPUP ACK':
      if (message.aspIdentifier !== null) to = writeU32Parameter(octets, to, PARAMETER_TAG.ASP_IDENTIFIER, message.aspIdentifier)
      return writeInfoString(octets, to, message.info)
    case 'ASPDN':
    case 'ASPDN ACK':
      return writeInfoString(octets, to, message.info)
    case 'BEAT':
    case 'BEAT ACK':
      if (message.heartbeatData === null) return to
      return writeOctetsParameter(octets, to, PARAMETER_TAG.HEARTBEAT_DATA, message.heartbeatData)
    default:
      return message satisfies never
  }
}

const UP_PARAMETERS = parameterSet(PARAMETER_TAG.ASP_IDENTIFIER, PARAMETER_TAG.INFO_STRING)
const DOWN_PARAMETERS = parameterSet(PARAMETER_TAG.INFO_STRING)
const HEARTBEAT_PARAMETERS = parameterSet(PARAMETER_TAG.HEARTBEAT_DATA)
const PARAMETERS = {
  ASPUP: UP_PARAMETERS,
  'ASPUP ACK': UP_PARAMETERS,
  ASPDN: DOWN_PARAMETERS,
  'ASPDN ACK': DOWN_PARAMETERS,
  BEAT: HEARTBEAT_PARAMETERS,
  'BEAT ACK': HEARTBEAT_PARAMETERS,
} as const
