import { readU16, readU24 } from '@sigbed/octets'
import { type AffectedPointCode, affectedPointCodesLength, readAffectedPointCodes, writeAffectedPointCodes } from './affected-point-code.js'
import { M3UA_HEADER_LENGTH, writeM3uaHeader } from './common-header.js'
import { type DecodeFault, fault } from './decode-fault.js'
import { ERROR_CODE } from './error-code.js'
import { infoStringLength, LONG_INFO_STRING, LONGEST_INFO_STRING, readInfoString, writeInfoString } from './info-string.js'
import { MESSAGE_CODE } from './message-class.js'
import { PARAMETER_TAG, type ParameterCursor, parameterSet, U32_PARAMETER_LENGTH, WRONG_LENGTH, writeU32Parameter } from './parameter.js'
import { readRoutingContexts, routingContextsLength, writeRoutingContexts } from './routing-context.js'

/**
 * Signalling network management (SSNM). RFC 4666 §3.4. Null and an empty `routingContexts` stand for a parameter left out; whether a
 * Routing Context may be left out, only the receiver's configuration tells. `affectedPointCodes` has one entry at least.
 */
export type SignallingNetworkManagementMessage = DestinationStateMessage | CongestionMessage | UserPartUnavailableMessage

/** Destination Unavailable, Available, State Audit and Restricted. RFC 4666 §3.4.1, §3.4.2, §3.4.3 and §3.4.6. */
export interface DestinationStateMessage {
  readonly kind: 'DUNA' | 'DAVA' | 'DAUD' | 'DRST'
  readonly networkAppearance: number | null
  readonly routingContexts: readonly number[]
  readonly affectedPointCodes: readonly AffectedPointCode[]
  readonly info: string | null
}

/** Signalling Congestion. RFC 4666 §3.4.4. */
export interface CongestionMessage {
  readonly kind: 'SCON'
  readonly networkAppearance: number | null
  readonly routingContexts: readonly number[]
  readonly affectedPointCodes: readonly AffectedPointCode[]
  /** Point code of who sent the message that met the congestion; only from an ASP. */
  readonly concernedDestination: number | null
  /** 0 (none, or not known) to 3, where the network has congestion levels. Other values are refused when read. */
  readonly congestionLevel: number | null
  readonly info: string | null
}

/** Destination User Part Unavailable. RFC 4666 §3.4.5. */
export interface UserPartUnavailableMessage {
  readonly kind: 'DUPU'
  readonly networkAppearance: number | null
  readonly routingContexts: readonly number[]
  /** One, with a mask of 0: others are refused when read. */
  readonly affectedPointCode: AffectedPointCode
  /** 0 to 15. One of MTP3_USER; others are passed on as they came. */
  readonly user: number
  /** 0 to 15. One of UNAVAILABILITY_CAUSE; others are passed on as they came. */
  readonly cause: number
  readonly info: string | null
}

/** The users of a DUPU, by their Service Indicators. RFC 4666 §3.4.5. */
export const MTP3_USER = {
  SCCP: 3,
  TUP: 4,
  ISUP: 5,
  BROADBAND_ISUP: 9,
  SATELLITE_ISUP: 10,
  AAL_TYPE_2_SIGNALLING: 12,
  BICC: 13,
  GATEWAY_CONTROL_PROTOCOL: 14,
} as const
/** The causes of a DUPU. RFC 4666 §3.4.5. */
export const UNAVAILABILITY_CAUSE = { UNKNOWN: 0, UNEQUIPPED_REMOTE_USER: 1, INACCESSIBLE_REMOTE_USER: 2 } as const

/** Reads the parameters from `at` to `end`, those after the header of a message of class 2. */
export function readSignallingNetworkManagementMessage(
  kind: SignallingNetworkManagementMessage['kind'],
  octets: Uint8Array,
  at: number,
  end: number,
  cursor: ParameterCursor,
): SignallingNetworkManagementMessage | DecodeFault {
  let networkAppearance: number | null = null
  let routingContexts: readonly number[] = []
  let affectedPointCodes: readonly AffectedPointCode[] = []
  let concernedDestination: number | null = null
  let congestionLevel: number | null = null
  let cause = 0
  let user = 0
  let info: string | null = null
  cursor.start(octets, at, end, PARAMETERS[kind])
  while (cursor.next()) {
    const { valueAt, valueLength } = cursor
    switch (cursor.tag) {
      case PARAMETER_TAG.NETWORK_APPEARANCE:
        if (!cursor.isU32()) return WRONG_LENGTH
        networkAppearance = cursor.u32()
        break
      case PARAMETER_TAG.ROUTING_CONTEXT: {
        const read = readRoutingContexts(octets, valueAt, valueLength)
        if ('kind' in read) return read
        routingContexts = read
        break
      }
      case PARAMETER_TAG.AFFECTED_POINT_CODE: {
        const read = readAffectedPointCodes(octets, valueAt, valueLength)
        if ('kind' in read) return read
        affectedPointCodes = read
        break
      }
      case PARAMETER_TAG.CONCERNED_DESTINATION:
        if (!cursor.isU32()) return WRONG_LENGTH
        concernedDestination = readU24(octets, valueAt + 1)
        break
      case PARAMETER_TAG.CONGESTION_INDICATIONS:
        if (!cursor.isU32()) return WRONG_LENGTH
        // RFC 4666 §3.4.4: the last octet, after three that are reserved.
        congestionLevel = octets[valueAt + 3]!
        if (congestionLevel > HIGHEST_CONGESTION_LEVEL) return UNKNOWN_CONGESTION_LEVEL
        break
      case PARAMETER_TAG.USER_CAUSE:
        if (!cursor.isU32()) return WRONG_LENGTH
        cause = readU16(octets, valueAt)
        user = readU16(octets, valueAt + 2)
        // RFC 4666 §3.4.5: both are those of the MTP3 message UPU, which has four bits for each.
        if (cause > LARGEST_FOUR_BITS || user > LARGEST_FOUR_BITS) return UNKNOWN_USER_CAUSE
        break
      case PARAMETER_TAG.INFO_STRING:
        if (valueLength > LONGEST_INFO_STRING) return LONG_INFO_STRING
        info = readInfoString(octets, valueAt, valueLength)
        break
    }
  }
  if (cursor.fault !== null) return cursor.fault
  const [affectedPointCode] = affectedPointCodes
  if (affectedPointCode === undefined) return MISSING_POINT_CODE
  switch (kind) {
    case 'DUNA':
    case 'DAVA':
    case 'DAUD':
    case 'DRST':
      return { kind, networkAppearance, routingContexts, affectedPointCodes, info }
    case 'SCON':
      return { kind, networkAppearance, routingContexts, affectedPointCodes, concernedDestination, congestionLevel, info }
    case 'DUPU':
      if (!cursor.has(PARAMETER_TAG.USER_CAUSE)) return MISSING_USER_CAUSE
      // RFC 4666 §3.4.5: one affected point code and no range. §3.8.1 has the mask as its example of Invalid Parameter Value.
      if (affectedPointCodes.length > 1) return SEVERAL_POINT_CODES
      if (affectedPointCode.mask !== 0) return MASKED_POINT_CODE
      return { kind, networkAppearance, routingContexts, affectedPointCode, user, cause, info }
    default:
      return kind satisfies never
  }
}

export function signallingNetworkManagementMessageLength(message: SignallingNetworkManagementMessage): number {
  return (
    M3UA_HEADER_LENGTH +
    (message.networkAppearance === null ? 0 : U32_PARAMETER_LENGTH) +
    routingContextsLength(message.routingContexts) +
    affectedPointCodesLength(pointCodesOf(message)) +
    ownParametersLength(message) +
    infoStringLength(message.info)
  )
}

/** Writes the message at `at` and returns the offset after it. The caller has checked the room. */
export function writeSignallingNetworkManagementMessage(
  octets: Uint8Array,
  at: number,
  message: SignallingNetworkManagementMessage,
): number {
  let to = writeM3uaHeader(octets, at, MESSAGE_CODE[message.kind], signallingNetworkManagementMessageLength(message))
  if (message.networkAppearance !== null) to = writeU32Parameter(octets, to, PARAMETER_TAG.NETWORK_APPEARANCE, message.networkAppearance)
  to = writeRoutingContexts(octets, to, message.routingContexts)
  to = writeAffectedPointCodes(octets, to, PARAMETER_TAG.AFFECTED_POINT_CODE, pointCodesOf(message))
  to = writeOwnParameters(octets, to, message)
  return writeInfoString(octets, to, message.info)
}

function pointCodesOf(message: SignallingNetworkManagementMessage): readonly AffectedPointCode[] {
  return message.kind === 'DUPU' ? [message.affectedPointCode] : message.affectedPointCodes
}

/** Octets of the parameters that only this kind of message has. */
function ownParametersLength(message: SignallingNetworkManagementMessage): number {
  if (message.kind === 'DUPU') return U32_PARAMETER_LENGTH
  if (message.kind !== 'SCON') return 0
  return (message.concernedDestination === null ? 0 : U32_PARAMETER_LENGTH) + (message.congestionLevel === null ? 0 : U32_PARAMETER_LENGTH)
}

function writeOwnParameters(octets: Uint8Array, at: number, message: SignallingNetworkManagementMessage): number {
  if (message.kind === 'DUPU') return writeU32Parameter(octets, at, PARAMETER_TAG.USER_CAUSE, message.cause * 0x1_0000 + message.user)
  if (message.kind !== 'SCON') return at
  const { concernedDestination, congestionLevel } = message
  let to = at
  if (concernedDestination !== null) to = writeU32Parameter(octets, to, PARAMETER_TAG.CONCERNED_DESTINATION, concernedDestination)
  if (congestionLevel !== null) to = writeU32Parameter(octets, to, PARAMETER_TAG.CONGESTION_INDICATIONS, congestionLevel)
  return to
}

const DESTINATION_STATE_TAGS = [
  PARAMETER_TAG.NETWORK_APPEARANCE,
  PARAMETER_TAG.ROUTING_CONTEXT,
  PARAMETER_TAG.AFFECTED_POINT_CODE,
  PARAMETER_TAG.INFO_STRING,
] as const
const DESTINATION_STATE_PARAMETERS = parameterSet(...DESTINATION_STATE_TAGS)
const PARAMETERS = {
  DUNA: DESTINATION_STATE_PARAMETERS,
  DAVA: DESTINATION_STATE_PARAMETERS,
  DAUD: DESTINATION_STATE_PARAMETERS,
  DRST: DESTINATION_STATE_PARAMETERS,
  SCON: parameterSet(...DESTINATION_STATE_TAGS, PARAMETER_TAG.CONCERNED_DESTINATION, PARAMETER_TAG.CONGESTION_INDICATIONS),
  DUPU: parameterSet(...DESTINATION_STATE_TAGS, PARAMETER_TAG.USER_CAUSE),
} as const

const HIGHEST_CONGESTION_LEVEL = 3
const LARGEST_FOUR_BITS = 15
const MISSING_POINT_CODE = fault(ERROR_CODE.MISSING_PARAMETER, 'Affected Point Code')
const MISSING_USER_CAUSE = fault(ERROR_CODE.MISSING_PARAMETER, 'DUPU, User/Cause')
const UNKNOWN_CONGESTION_LEVEL = fault(ERROR_CODE.INVALID_PARAMETER_VALUE, 'Congestion Level')
const UNKNOWN_USER_CAUSE = fault(ERROR_CODE.INVALID_PARAMETER_VALUE, 'DUPU, User/Cause')
const SEVERAL_POINT_CODES = fault(ERROR_CODE.PARAMETER_FIELD_ERROR, 'DUPU, Affected Point Code, length')
const MASKED_POINT_CODE = fault(ERROR_CODE.INVALID_PARAMETER_VALUE, 'DUPU, Affected Point Code, mask')
