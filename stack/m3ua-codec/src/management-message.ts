import { readU16 } from '@sigbed/octets'
import { type AffectedPointCode, affectedPointCodesLength, readAffectedPointCodes, writeAffectedPointCodes } from './affected-point-code.js'
import { M3UA_HEADER_LENGTH, writeM3uaHeader } from './common-header.js'
import { type DecodeFault, fault } from './decode-fault.js'
import { ERROR_CODE } from './error-code.js'
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
import { readRoutingContexts, routingContextsLength, writeRoutingContexts } from './routing-context.js'

/** Error. RFC 4666 §3.8.1. `errorCode` may be one we have no name for. Diagnostic information is a copy. */
export interface ErrorMessage {
  readonly kind: 'ERR'
  readonly errorCode: number
  readonly routingContexts: readonly number[]
  readonly networkAppearance: number | null
  readonly affectedPointCodes: readonly AffectedPointCode[]
  readonly diagnosticInformation: Uint8Array | null
}

/** Notify. RFC 4666 §3.8.2. */
export interface NotifyMessage {
  readonly kind: 'NTFY'
  /** One of STATUS_TYPE; others are passed on as they came. */
  readonly statusType: number
  /** One of AS_STATE_CHANGE or OTHER_STATUS, after the type. */
  readonly statusInformation: number
  readonly aspIdentifier: number | null
  readonly routingContexts: readonly number[]
  readonly info: string | null
}

export type ManagementMessage = ErrorMessage | NotifyMessage

export const STATUS_TYPE = { AS_STATE_CHANGE: 1, OTHER: 2 } as const
/** Status Information under AS_STATE_CHANGE. AS-DOWN has no number: it is never notified. */
export const AS_STATE_CHANGE = { AS_INACTIVE: 2, AS_ACTIVE: 3, AS_PENDING: 4 } as const
/** Status Information under OTHER. */
export const OTHER_STATUS = { INSUFFICIENT_ASP_RESOURCES: 1, ALTERNATE_ASP_ACTIVE: 2, ASP_FAILURE: 3 } as const

/** Reads the parameters from `at` to `end`, those after the header of an ERR. */
export function readErrorMessage(octets: Uint8Array, at: number, end: number, cursor: ParameterCursor): ErrorMessage | DecodeFault {
  let errorCode = 0
  let routingContexts: readonly number[] = []
  let networkAppearance: number | null = null
  let affectedPointCodes: readonly AffectedPointCode[] = []
  let diagnosticInformation: Uint8Array | null = null
  cursor.start(octets, at, end, ERROR_PARAMETERS)
  while (cursor.next()) {
    switch (cursor.tag) {
      case PARAMETER_TAG.ERROR_CODE:
        if (!cursor.isU32()) return WRONG_LENGTH
        errorCode = cursor.u32()
        break
      case PARAMETER_TAG.ROUTING_CONTEXT: {
        const read = readRoutingContexts(octets, cursor.valueAt, cursor.valueLength)
        if ('kind' in read) return read
        routingContexts = read
        break
      }
      case PARAMETER_TAG.NETWORK_APPEARANCE:
        if (!cursor.isU32()) return WRONG_LENGTH
        networkAppearance = cursor.u32()
        break
      case PARAMETER_TAG.AFFECTED_POINT_CODE: {
        const read = readAffectedPointCodes(octets, cursor.valueAt, cursor.valueLength)
        if ('kind' in read) return read
        affectedPointCodes = read
        break
      }
      case PARAMETER_TAG.DIAGNOSTIC_INFORMATION:
        diagnosticInformation = cursor.copyValue()
        break
    }
  }
  if (cursor.fault !== null) return cursor.fault
  if (!cursor.has(PARAMETER_TAG.ERROR_CODE)) return MISSING_ERROR_CODE
  return { kind: 'ERR', errorCode, routingContexts, networkAppearance, affectedPointCodes, diagnosticInformation }
}

/** Reads the parameters from `at` to `end`, those after the header of an NTFY. */
export function readNotifyMessage(octets: Uint8Array, at: number, end: number, cursor: ParameterCursor): NotifyMessage | DecodeFault {
  let statusType = 0
  let statusInformation = 0
  let aspIdentifier: number | null = null
  let routingContexts: readonly number[] = []
  let info: string | null = null
  cursor.start(octets, at, end, NOTIFY_PARAMETERS)
  while (cursor.next()) {
    switch (cursor.tag) {
      case PARAMETER_TAG.STATUS:
        if (!cursor.isU32()) return WRONG_LENGTH
        statusType = readU16(octets, cursor.valueAt)
        statusInformation = readU16(octets, cursor.valueAt + 2)
        break
      case PARAMETER_TAG.ASP_IDENTIFIER:
        if (!cursor.isU32()) return WRONG_LENGTH
        aspIdentifier = cursor.u32()
        break
      case PARAMETER_TAG.ROUTING_CONTEXT: {
        const read = readRoutingContexts(octets, cursor.valueAt, cursor.valueLength)
        if ('kind' in read) return read
        routingContexts = read
        break
      }
      case PARAMETER_TAG.INFO_STRING:
        if (cursor.valueLength > LONGEST_INFO_STRING) return LONG_INFO_STRING
        info = readInfoString(octets, cursor.valueAt, cursor.valueLength)
        break
    }
  }
  if (cursor.fault !== null) return cursor.fault
  if (!cursor.has(PARAMETER_TAG.STATUS)) return MISSING_STATUS
  return { kind: 'NTFY', statusType, statusInformation, aspIdentifier, routingContexts, info }
}

export function managementMessageLength(message: ManagementMessage): number {
  const shared = M3UA_HEADER_LENGTH + U32_PARAMETER_LENGTH + routingContextsLength(message.routingContexts)
  if (message.kind === 'NTFY') {
    return shared + (message.aspIdentifier === null ? 0 : U32_PARAMETER_LENGTH) + infoStringLength(message.info)
  }
  return (
    shared +
    (message.networkAppearance === null ? 0 : U32_PARAMETER_LENGTH) +
    affectedPointCodesLength(message.affectedPointCodes) +
    (message.diagnosticInformation === null ? 0 : parameterLength(message.diagnosticInformation.length))
  )
}

/** Writes the message at `at` and returns the offset after it. The caller has checked the room. */
export function writeManagementMessage(octets: Uint8Array, at: number, message: ManagementMessage): number {
  const to = writeM3uaHeader(octets, at, MESSAGE_CODE[message.kind], managementMessageLength(message))
  return message.kind === 'ERR' ? writeErrorParameters(octets, to, message) : writeNotifyParameters(octets, to, message)
}

function writeErrorParameters(octets: Uint8Array, at: number, message: ErrorMessage): number {
  let to = writeU32Parameter(octets, at, PARAMETER_TAG.ERROR_CODE, message.errorCode)
  to = writeRoutingContexts(octets, to, message.routingContexts)
  if (message.networkAppearance !== null) to = writeU32Parameter(octets, to, PARAMETER_TAG.NETWORK_APPEARANCE, message.networkAppearance)
  to = writeAffectedPointCodes(octets, to, PARAMETER_TAG.AFFECTED_POINT_CODE, message.affectedPointCodes)
  if (message.diagnosticInformation === null) return to
  return writeOctetsParameter(octets, to, PARAMETER_TAG.DIAGNOSTIC_INFORMATION, message.diagnosticInformation)
}

function writeNotifyParameters(octets: Uint8Array, at: number, message: NotifyMessage): number {
  let to = writeU32Parameter(octets, at, PARAMETER_TAG.STATUS, message.statusType * 0x1_0000 + message.statusInformation)
  if (message.aspIdentifier !== null) to = writeU32Parameter(octets, to, PARAMETER_TAG.ASP_IDENTIFIER, message.aspIdentifier)
  to = writeRoutingContexts(octets, to, message.routingContexts)
  return writeInfoString(octets, to, message.info)
}

const ERROR_PARAMETERS = parameterSet(
  PARAMETER_TAG.ERROR_CODE,
  PARAMETER_TAG.ROUTING_CONTEXT,
  PARAMETER_TAG.NETWORK_APPEARANCE,
  PARAMETER_TAG.AFFECTED_POINT_CODE,
  PARAMETER_TAG.DIAGNOSTIC_INFORMATION,
)
const NOTIFY_PARAMETERS = parameterSet(
  PARAMETER_TAG.STATUS,
  PARAMETER_TAG.ASP_IDENTIFIER,
  PARAMETER_TAG.ROUTING_CONTEXT,
  PARAMETER_TAG.INFO_STRING,
)
// An ERR is never answered: its faults carry a code only because every fault does.
const MISSING_ERROR_CODE = fault(ERROR_CODE.MISSING_PARAMETER, 'ERR, Error Code')
const MISSING_STATUS = fault(ERROR_CODE.MISSING_PARAMETER, 'NTFY, Status')
