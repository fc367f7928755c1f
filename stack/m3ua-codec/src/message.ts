import {
  type AspStateMaintenanceMessage,
  aspStateMaintenanceMessageLength,
  readAspStateMaintenanceMessage,
  writeAspStateMaintenanceMessage,
} from './asp-state-maintenance-message.js'
import {
  type AspTrafficMaintenanceMessage,
  aspTrafficMaintenanceMessageLength,
  readAspTrafficMaintenanceMessage,
  writeAspTrafficMaintenanceMessage,
} from './asp-traffic-maintenance-message.js'
import { M3UA_HEADER_LENGTH, M3uaHeader, readM3uaHeader } from './common-header.js'
import { type DecodeFault, fault } from './decode-fault.js'
import { ERROR_CODE } from './error-code.js'
import {
  type ManagementMessage,
  managementMessageLength,
  readErrorMessage,
  readNotifyMessage,
  writeManagementMessage,
} from './management-message.js'
import { MESSAGE_CODE } from './message-class.js'
import { ParameterCursor } from './parameter.js'
import {
  type RoutingKeyManagementMessage,
  readRoutingKeyManagementMessage,
  routingKeyManagementMessageLength,
  writeRoutingKeyManagementMessage,
} from './routing-key-management-message.js'
import {
  readSignallingNetworkManagementMessage,
  type SignallingNetworkManagementMessage,
  signallingNetworkManagementMessageLength,
  writeSignallingNetworkManagementMessage,
} from './signalling-network-management-message.js'

/** Every message but DATA, which has a reader of its own (transfer-message.ts). Told apart by `kind`, the RFC's short name. */
export type M3uaMessage =
  | ManagementMessage
  | SignallingNetworkManagementMessage
  | AspStateMaintenanceMessage
  | AspTrafficMaintenanceMessage
  | RoutingKeyManagementMessage

/**
 * Reads the message at `at`, header included; `length` is what the lower layer delivered. What it returns is the caller's to keep.
 */
export function readMessage(octets: Uint8Array, at: number, length: number): M3uaMessage | DecodeFault {
  const refused = readM3uaHeader(octets, at, length, header)
  if (refused !== null) return refused
  const from = at + M3UA_HEADER_LENGTH
  const end = at + header.messageLength
  switch ((header.messageClass << 8) | header.messageType) {
    case MESSAGE_CODE.ERR:
      return readErrorMessage(octets, from, end, cursor)
    case MESSAGE_CODE.NTFY:
      return readNotifyMessage(octets, from, end, cursor)
    case MESSAGE_CODE.DUNA:
      return readSignallingNetworkManagementMessage('DUNA', octets, from, end, cursor)
    case MESSAGE_CODE.DAVA:
      return readSignallingNetworkManagementMessage('DAVA', octets, from, end, cursor)
    case MESSAGE_CODE.DAUD:
      return readSignallingNetworkManagementMessage('DAUD', octets, from, end, cursor)
    case MESSAGE_CODE.SCON:
      return readSignallingNetworkManagementMessage('SCON', octets, from, end, cursor)
    case MESSAGE_CODE.DUPU:
      return readSignallingNetworkManagementMessage('DUPU', octets, from, end, cursor)
    case MESSAGE_CODE.DRST:
      return readSignallingNetworkManagementMessage('DRST', octets, from, end, cursor)
    case MESSAGE_CODE.ASPUP:
      return readAspStateMaintenanceMessage('ASPUP', octets, from, end, cursor)
    case MESSAGE_CODE['ASPUP ACK']:
      return readAspStateMaintenanceMessage('ASPUP ACK', octets, from, end, cursor)
    case MESSAGE_CODE.ASPDN:
      return readAspStateMaintenanceMessage('ASPDN', octets, from, end, cursor)
    case MESSAGE_CODE['ASPDN ACK']:
      return readAspStateMaintenanceMessage('ASPDN ACK', octets, from, end, cursor)
    case MESSAGE_CODE.BEAT:
      return readAspStateMaintenanceMessage('BEAT', octets, from, end, cursor)
    case MESSAGE_CODE['BEAT ACK']:
      return readAspStateMaintenanceMessage('BEAT ACK', octets, from, end, cursor)
    case MESSAGE_CODE.ASPAC:
      return readAspTrafficMaintenanceMessage('ASPAC', octets, from, end, cursor)
    case MESSAGE_CODE['ASPAC ACK']:
      return readAspTrafficMaintenanceMessage('ASPAC ACK', octets, from, end, cursor)
    case MESSAGE_CODE.ASPIA:
      return readAspTrafficMaintenanceMessage('ASPIA', octets, from, end, cursor)
    case MESSAGE_CODE['ASPIA ACK']:
      return readAspTrafficMaintenanceMessage('ASPIA ACK', octets, from, end, cursor)
    case MESSAGE_CODE['REG REQ']:
      return readRoutingKeyManagementMessage('REG REQ', octets, from, end, cursor)
    case MESSAGE_CODE['REG RSP']:
      return readRoutingKeyManagementMessage('REG RSP', octets, from, end, cursor)
    case MESSAGE_CODE['DEREG REQ']:
      return readRoutingKeyManagementMessage('DEREG REQ', octets, from, end, cursor)
    case MESSAGE_CODE['DEREG RSP']:
      return readRoutingKeyManagementMessage('DEREG RSP', octets, from, end, cursor)
    default:
      return NOT_READ_HERE
  }
}

/** Octets on the wire, header and padding included. */
export function messageLength(message: M3uaMessage): number {
  switch (message.kind) {
    case 'ERR':
    case 'NTFY':
      return managementMessageLength(message)
    case 'DUNA':
    case 'DAVA':
    case 'DAUD':
    case 'SCON':
    case 'DUPU':
    case 'DRST':
      return signallingNetworkManagementMessageLength(message)
    case 'ASPAC':
    case 'ASPAC ACK':
    case 'ASPIA':
    case 'ASPIA ACK':
      return aspTrafficMaintenanceMessageLength(message)
    case 'ASPUP':
    case 'ASPUP ACK':
    case 'ASPDN':
    case 'ASPDN ACK':
    case 'BEAT':
    case 'BEAT ACK':
      return aspStateMaintenanceMessageLength(message)
    case 'REG REQ':
    case 'REG RSP':
    case 'DEREG REQ':
    case 'DEREG RSP':
      return routingKeyManagementMessageLength(message)
    default:
      return message satisfies never
  }
}

/** Writes the message at `at` and returns the offset after it. The caller has checked the room with messageLength. */
export function writeMessage(octets: Uint8Array, at: number, message: M3uaMessage): number {
  switch (message.kind) {
    case 'ERR':
    case 'NTFY':
      return writeManagementMessage(octets, at, message)
    case 'DUNA':
    case 'DAVA':
    case 'DAUD':
    case 'SCON':
    case 'DUPU':
    case 'DRST':
      return writeSignallingNetworkManagementMessage(octets, at, message)
    case 'ASPAC':
    case 'ASPAC ACK':
    case 'ASPIA':
    case 'ASPIA ACK':
      return writeAspTrafficMaintenanceMessage(octets, at, message)
    case 'ASPUP':
    case 'ASPUP ACK':
    case 'ASPDN':
    case 'ASPDN ACK':
    case 'BEAT':
    case 'BEAT ACK':
      return writeAspStateMaintenanceMessage(octets, at, message)
    case 'REG REQ':
    case 'REG RSP':
    case 'DEREG REQ':
    case 'DEREG RSP':
      return writeRoutingKeyManagementMessage(octets, at, message)
    default:
      return message satisfies never
  }
}

// One of each is enough: a read never calls out before it is finished.
const header = new M3uaHeader()
const cursor = new ParameterCursor()

/** DATA, which the caller has looked for with peekMessageCode. */
const NOT_READ_HERE = fault(ERROR_CODE.UNSUPPORTED_MESSAGE_TYPE, 'DATA, read by readDataMessage')
