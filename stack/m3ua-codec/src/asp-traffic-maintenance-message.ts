import { M3UA_HEADER_LENGTH, writeM3uaHeader } from './common-header.js'
import { type DecodeFault, fault } from './decode-fault.js'
import { ERROR_CODE } from './error-code.js'
import { infoStringLength, LONG_INFO_STRING, LONGEST_INFO_STRING, readInfoString, writeInfoString } from './info-string.js'
import { MESSAGE_CODE } from './message-class.js'
import { PARAMETER_TAG, type ParameterCursor, parameterSet, U32_PARAMETER_LENGTH, WRONG_LENGTH, writeU32Parameter } from './parameter.js'
import { readRoutingContexts, routingContextsLength, writeRoutingContexts } from './routing-context.js'

/** Traffic Mode Type. RFC 4666 §3.7.1. */
export const TRAFFIC_MODE_TYPE = { OVERRIDE: 1, LOADSHARE: 2, BROADCAST: 3 } as const

/** ASP traffic maintenance (ASPTM). RFC 4666 §3.7.1, §3.7.2, §3.7.3 and §3.7.4, one a message. An empty `routingContexts` and null stand for a parameter left out. */
export type AspTrafficMaintenanceMessage =
  | {
      readonly kind: 'ASPAC' | 'ASPAC ACK'
      /** 1 to 3: other values are refused when read. */
      readonly trafficModeType: number | null
      readonly routingContexts: readonly number[]
      readonly info: string | null
    }
  | { readonly kind: 'ASPIA' | 'ASPIA ACK'; readonly routingContexts: readonly number[]; readonly info: string | null }

/** Reads the parameters from `at` to `end`, those after the header of a message of class 4. */
export function readAspTrafficMaintenanceMessage(
  kind: AspTrafficMaintenanceMessage['kind'],
  octets: Uint8Array,
  at: number,
  end: number,
  cursor: ParameterCursor,
): AspTrafficMaintenanceMessage | DecodeFault {
  let trafficModeType: number | null = null
  let routingContexts: readonly number[] = []
  let info: string | null = null
  const activation = kind === 'ASPAC' || kind === 'ASPAC ACK'
  cursor.start(octets, at, end, activation ? ACTIVE_PARAMETERS : INACTIVE_PARAMETERS)
  while (cursor.next()) {
    switch (cursor.tag) {
      case PARAMETER_TAG.TRAFFIC_MODE_TYPE:
        if (!cursor.isU32()) return WRONG_LENGTH
        trafficModeType = cursor.u32()
        // RFC 4666 §3.8.1: a traffic mode that does not exist has an Error Code of its own.
        if (trafficModeType < TRAFFIC_MODE_TYPE.OVERRIDE || trafficModeType > TRAFFIC_MODE_TYPE.BROADCAST) return UNKNOWN_TRAFFIC_MODE
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
  return kind === 'ASPAC' || kind === 'ASPAC ACK' ? { kind, trafficModeType, routingContexts, info } : { kind, routingContexts, info }
}

export function aspTrafficMaintenanceMessageLength(message: AspTrafficMaintenanceMessage): number {
  const trafficMode = 'trafficModeType' in message && message.trafficModeType !== null ? U32_PARAMETER_LENGTH : 0
  return M3UA_HEADER_LENGTH + trafficMode + routingContextsLength(message.routingContexts) + infoStringLength(message.info)
}

/** Writes the message at `at` and returns the offset after it. The caller has checked the room. */
export function writeAspTrafficMaintenanceMessage(octets: Uint8Array, at: number, message: AspTrafficMaintenanceMessage): number {
  let to = writeM3uaHeader(octets, at, MESSAGE_CODE[message.kind], aspTrafficMaintenanceMessageLength(message))
  if ('trafficModeType' in message && message.trafficModeType !== null) {
    to = writeU32Parameter(octets, to, PARAMETER_TAG.TRAFFIC_MODE_TYPE, message.trafficModeType)
  }
  to = writeRoutingContexts(octets, to, message.routingContexts)
  return writeInfoString(octets, to, message.info)
}

const ACTIVE_PARAMETERS = parameterSet(PARAMETER_TAG.TRAFFIC_MODE_TYPE, PARAMETER_TAG.ROUTING_CONTEXT, PARAMETER_TAG.INFO_STRING)
const INACTIVE_PARAMETERS = parameterSet(PARAMETER_TAG.ROUTING_CONTEXT, PARAMETER_TAG.INFO_STRING)
const UNKNOWN_TRAFFIC_MODE = fault(ERROR_CODE.UNSUPPORTED_TRAFFIC_MODE_TYPE, 'Traffic Mode Type')
