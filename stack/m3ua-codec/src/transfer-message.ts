import { M3UA_HEADER_LENGTH, M3uaHeader, readM3uaHeader, writeM3uaHeader } from './common-header.js'
import { type DecodeFault, fault } from './decode-fault.js'
import { ERROR_CODE } from './error-code.js'
import { DATA_MESSAGE_CODE } from './message-class.js'
import { PARAMETER_TAG, ParameterCursor, parameterSet, U32_PARAMETER_LENGTH, WRONG_LENGTH, writeU32Parameter } from './parameter.js'
import { ProtocolData, protocolDataLength, readProtocolData, writeProtocolData } from './protocol-data.js'

/**
 * Payload Data (DATA). RFC 4666 §3.3.1. A hot type: reused for every message in and out; a value counts only where its `has…` is true.
 * `protocolData` may be replaced before a write, so that a message received is passed on without copying its fields.
 */
export class DataMessage {
  hasNetworkAppearance = false
  networkAppearance = 0
  hasRoutingContext = false
  routingContext = 0
  hasCorrelationId = false
  correlationId = 0
  protocolData = new ProtocolData()
}

/**
 * Fills `into` from the message at `at`, header included. `into.protocolData` then borrows `octets`.
 * `into` is unspecified after a fault.
 */
export function readDataMessage(octets: Uint8Array, at: number, length: number, into: DataMessage): DecodeFault | null {
  const fault = readM3uaHeader(octets, at, length, header)
  if (fault !== null) return fault
  if (((header.messageClass << 8) | header.messageType) !== DATA_MESSAGE_CODE) return OTHER_MESSAGE
  into.hasNetworkAppearance = false
  into.hasRoutingContext = false
  into.hasCorrelationId = false
  cursor.start(octets, at + M3UA_HEADER_LENGTH, at + header.messageLength, DATA_PARAMETERS)
  while (cursor.next()) {
    if (cursor.tag === PARAMETER_TAG.PROTOCOL_DATA) {
      const refused = readProtocolData(octets, cursor.valueAt, cursor.valueLength, into.protocolData)
      if (refused !== null) return refused
      continue
    }
    // RFC 4666 §3.3.1: the Routing Context of DATA is one number, unlike that of ASPAC.
    if (!cursor.isU32()) return WRONG_LENGTH
    switch (cursor.tag) {
      case PARAMETER_TAG.NETWORK_APPEARANCE:
        into.hasNetworkAppearance = true
        into.networkAppearance = cursor.u32()
        break
      case PARAMETER_TAG.ROUTING_CONTEXT:
        into.hasRoutingContext = true
        into.routingContext = cursor.u32()
        break
      case PARAMETER_TAG.CORRELATION_ID:
        into.hasCorrelationId = true
        into.correlationId = cursor.u32()
        break
    }
  }
  if (cursor.fault !== null) return cursor.fault
  return cursor.has(PARAMETER_TAG.PROTOCOL_DATA) ? null : MISSING_PROTOCOL_DATA
}

/** Octets on the wire, header and padding included. */
export function dataMessageLength(message: DataMessage): number {
  return (
    M3UA_HEADER_LENGTH +
    (message.hasNetworkAppearance ? U32_PARAMETER_LENGTH : 0) +
    (message.hasRoutingContext ? U32_PARAMETER_LENGTH : 0) +
    (message.hasCorrelationId ? U32_PARAMETER_LENGTH : 0) +
    protocolDataLength(message.protocolData)
  )
}

/** Writes the message at `at` in one pass and returns the offset after it. The caller has checked the room with dataMessageLength. */
export function writeDataMessage(octets: Uint8Array, at: number, message: DataMessage): number {
  let to = writeM3uaHeader(octets, at, DATA_MESSAGE_CODE, dataMessageLength(message))
  if (message.hasNetworkAppearance) to = writeU32Parameter(octets, to, PARAMETER_TAG.NETWORK_APPEARANCE, message.networkAppearance)
  if (message.hasRoutingContext) to = writeU32Parameter(octets, to, PARAMETER_TAG.ROUTING_CONTEXT, message.routingContext)
  to = writeProtocolData(octets, to, message.protocolData)
  if (message.hasCorrelationId) to = writeU32Parameter(octets, to, PARAMETER_TAG.CORRELATION_ID, message.correlationId)
  return to
}

// One of each is enough: a read never calls out before it is finished.
const header = new M3uaHeader()
const cursor = new ParameterCursor()

const DATA_PARAMETERS = parameterSet(
  PARAMETER_TAG.NETWORK_APPEARANCE,
  PARAMETER_TAG.ROUTING_CONTEXT,
  PARAMETER_TAG.PROTOCOL_DATA,
  PARAMETER_TAG.CORRELATION_ID,
)
const OTHER_MESSAGE = fault(ERROR_CODE.UNSUPPORTED_MESSAGE_TYPE, 'DATA expected')
const MISSING_PROTOCOL_DATA = fault(ERROR_CODE.MISSING_PARAMETER, 'DATA, Protocol Data')
