import { writeU16 } from '@sigbed/octets'
import {
  type AffectedPointCode,
  affectedPointCodesLength,
  readAffectedPointCode,
  readAffectedPointCodes,
  writeAffectedPointCodes,
} from './affected-point-code.js'
import { type DecodeFault, fault } from './decode-fault.js'
import { ERROR_CODE } from './error-code.js'
import {
  PARAMETER_HEADER_LENGTH,
  PARAMETER_TAG,
  ParameterCursor,
  parameterLength,
  parameterSet,
  U32_PARAMETER_LENGTH,
  WRONG_LENGTH,
  writeOctetsParameter,
  writeU32Parameter,
} from './parameter.js'

/**
 * The traffic an ASP asks for. RFC 4666 §3.6.1. Null and an empty list stand for a parameter left out.
 *
 * What no network has (a mask in a point code, a Service Indicator past 15, Traffic Mode Type 4) is kept as it came, and so is a key without
 * a Destination Point Code: RFC 4666 §4.4.1 has it answered by a Registration Status of the key alone, not by an ERR.
 */
export interface RoutingKey {
  /** The ASP's own number for the key, by which the result is told. */
  readonly localRoutingKeyIdentifier: number
  readonly routingContext: number | null
  readonly trafficModeType: number | null
  readonly networkAppearance: number | null
  /** One at least in a key that is whole; none where no Destination Point Code was there. */
  readonly destinations: readonly RoutingKeyDestination[]
}

/** The Service Indicators and the Originating Point Code List stand for the Destination Point Code they follow. */
export interface RoutingKeyDestination {
  readonly destinationPointCode: AffectedPointCode
  /** Empty for every user of the destination. */
  readonly serviceIndicators: readonly number[]
  /** Empty for every origin. */
  readonly originatingPointCodes: readonly AffectedPointCode[]
}

/** Reads the value of a Routing Key parameter. What it returns is the caller's to keep. */
export function readRoutingKey(octets: Uint8Array, at: number, length: number): RoutingKey | DecodeFault {
  let localRoutingKeyIdentifier = 0
  let routingContext: number | null = null
  let trafficModeType: number | null = null
  let networkAppearance: number | null = null
  const destinations: DestinationDraft[] = []
  let draft = new DestinationDraft()
  cursor.start(octets, at, at + length, KEY_PARAMETERS, GROUPED_PARAMETERS)
  while (cursor.next()) {
    const { tag, valueAt, valueLength } = cursor
    switch (tag) {
      case PARAMETER_TAG.DESTINATION_POINT_CODE:
        if (!cursor.isU32()) return WRONG_LENGTH
        // RFC 4666 §3.6.1: the three MAY be repeated as a grouping, which a further Destination Point Code begins.
        if (draft.destinationPointCode !== null) {
          destinations.push(draft)
          draft = new DestinationDraft()
        }
        draft.destinationPointCode = readAffectedPointCode(octets, valueAt)
        break
      case PARAMETER_TAG.SERVICE_INDICATORS:
        if (valueLength === 0) return WRONG_LENGTH
        if (draft.serviceIndicators.length > 0) return SECOND_SERVICE_INDICATORS
        draft.serviceIndicators = Array.from(octets.subarray(valueAt, valueAt + valueLength))
        break
      case PARAMETER_TAG.ORIGINATING_POINT_CODE_LIST: {
        if (draft.originatingPointCodes.length > 0) return SECOND_ORIGINATING_LIST
        const read = readAffectedPointCodes(octets, valueAt, valueLength)
        if ('kind' in read) return read
        draft.originatingPointCodes = read
        break
      }
      default: {
        if (!cursor.isU32()) return WRONG_LENGTH
        const value = cursor.u32()
        if (tag === PARAMETER_TAG.LOCAL_ROUTING_KEY_IDENTIFIER) localRoutingKeyIdentifier = value
        else if (tag === PARAMETER_TAG.ROUTING_CONTEXT) routingContext = value
        else if (tag === PARAMETER_TAG.TRAFFIC_MODE_TYPE) trafficModeType = value
        else networkAppearance = value
      }
    }
  }
  if (cursor.fault !== null) return cursor.fault
  if (!cursor.has(PARAMETER_TAG.LOCAL_ROUTING_KEY_IDENTIFIER)) return MISSING_IDENTIFIER
  if (draft.destinationPointCode !== null) destinations.push(draft)
  return {
    localRoutingKeyIdentifier,
    routingContext,
    trafficModeType,
    networkAppearance,
    destinations: destinations.map(({ destinationPointCode, serviceIndicators, originatingPointCodes }) => ({
      destinationPointCode: destinationPointCode!,
      serviceIndicators,
      originatingPointCodes,
    })),
  }
}

/** Octets of the whole parameter; its length field counts to 65,535. */
export function routingKeyLength(routingKey: RoutingKey): number {
  let length = PARAMETER_HEADER_LENGTH + U32_PARAMETER_LENGTH
  if (routingKey.routingContext !== null) length += U32_PARAMETER_LENGTH
  if (routingKey.trafficModeType !== null) length += U32_PARAMETER_LENGTH
  if (routingKey.networkAppearance !== null) length += U32_PARAMETER_LENGTH
  for (const { serviceIndicators, originatingPointCodes } of routingKey.destinations) {
    length += U32_PARAMETER_LENGTH + affectedPointCodesLength(originatingPointCodes)
    if (serviceIndicators.length > 0) length += parameterLength(serviceIndicators.length)
  }
  return length
}

/** Writes the whole parameter at `at`, in the order of the RFC's figure, and returns the offset after it. */
export function writeRoutingKey(octets: Uint8Array, at: number, routingKey: RoutingKey): number {
  const { localRoutingKeyIdentifier, routingContext, trafficModeType, networkAppearance } = routingKey
  writeU16(octets, at, PARAMETER_TAG.ROUTING_KEY)
  writeU16(octets, at + 2, routingKeyLength(routingKey))
  let to = writeU32Parameter(octets, at + PARAMETER_HEADER_LENGTH, PARAMETER_TAG.LOCAL_ROUTING_KEY_IDENTIFIER, localRoutingKeyIdentifier)
  if (routingContext !== null) to = writeU32Parameter(octets, to, PARAMETER_TAG.ROUTING_CONTEXT, routingContext)
  if (trafficModeType !== null) to = writeU32Parameter(octets, to, PARAMETER_TAG.TRAFFIC_MODE_TYPE, trafficModeType)
  // A key without destination is a mistake that a Registration Status answers; until then it is written as it came.
  if (routingKey.destinations.length === 0 && networkAppearance !== null) {
    to = writeU32Parameter(octets, to, PARAMETER_TAG.NETWORK_APPEARANCE, networkAppearance)
  }
  routingKey.destinations.forEach(({ destinationPointCode, serviceIndicators, originatingPointCodes }, i) => {
    to = writeAffectedPointCodes(octets, to, PARAMETER_TAG.DESTINATION_POINT_CODE, [destinationPointCode])
    if (i === 0 && networkAppearance !== null) to = writeU32Parameter(octets, to, PARAMETER_TAG.NETWORK_APPEARANCE, networkAppearance)
    if (serviceIndicators.length > 0) {
      to = writeOctetsParameter(octets, to, PARAMETER_TAG.SERVICE_INDICATORS, Uint8Array.from(serviceIndicators))
    }
    to = writeAffectedPointCodes(octets, to, PARAMETER_TAG.ORIGINATING_POINT_CODE_LIST, originatingPointCodes)
  })
  return to
}

/** A grouping while its parameters come in. The first may hold its lists before its point code: RFC 4666 §3.2 leaves the order free. */
class DestinationDraft {
  destinationPointCode: AffectedPointCode | null = null
  serviceIndicators: readonly number[] = []
  originatingPointCodes: readonly AffectedPointCode[] = []
}

// Besides the cursor of the message, which stands on the Routing Key meanwhile.
const cursor = new ParameterCursor()

const GROUPED_PARAMETERS = parameterSet(
  PARAMETER_TAG.DESTINATION_POINT_CODE,
  PARAMETER_TAG.SERVICE_INDICATORS,
  PARAMETER_TAG.ORIGINATING_POINT_CODE_LIST,
)
const KEY_PARAMETERS = parameterSet(
  PARAMETER_TAG.LOCAL_ROUTING_KEY_IDENTIFIER,
  PARAMETER_TAG.ROUTING_CONTEXT,
  PARAMETER_TAG.TRAFFIC_MODE_TYPE,
  PARAMETER_TAG.NETWORK_APPEARANCE,
  PARAMETER_TAG.DESTINATION_POINT_CODE,
  PARAMETER_TAG.SERVICE_INDICATORS,
  PARAMETER_TAG.ORIGINATING_POINT_CODE_LIST,
)
const MISSING_IDENTIFIER = fault(ERROR_CODE.MISSING_PARAMETER, 'Routing Key, Local-RK-Identifier')
const SECOND_SERVICE_INDICATORS = fault(ERROR_CODE.UNEXPECTED_PARAMETER, 'Routing Key, second Service Indicators of a destination')
const SECOND_ORIGINATING_LIST = fault(ERROR_CODE.UNEXPECTED_PARAMETER, 'Routing Key, second Originating Point Code List of a destination')
