import { padded, writeU16, writeU32 } from '@sigbed/octets'

/**
 * The messages a tester sends, each in octets of its own. They are written by hand from the tables of RFC 4666 §3 and share no line with
 * the codec under test, so that a mistake made there is not made here as well.
 */

/** Message Class and Message Type by the RFC's short names. RFC 4666 §3.1.2. */
export const MESSAGE = {
  ERR: [0, 0],
  NTFY: [0, 1],
  DATA: [1, 1],
  DUNA: [2, 1],
  DAVA: [2, 2],
  DAUD: [2, 3],
  SCON: [2, 4],
  DUPU: [2, 5],
  DRST: [2, 6],
  ASPUP: [3, 1],
  ASPDN: [3, 2],
  BEAT: [3, 3],
  'ASPUP ACK': [3, 4],
  'ASPDN ACK': [3, 5],
  'BEAT ACK': [3, 6],
  ASPAC: [4, 1],
  ASPIA: [4, 2],
  'ASPAC ACK': [4, 3],
  'ASPIA ACK': [4, 4],
  'REG REQ': [9, 1],
  'REG RSP': [9, 2],
  'DEREG REQ': [9, 3],
  'DEREG RSP': [9, 4],
} as const satisfies Readonly<Record<string, readonly [number, number]>>

export type MessageName = keyof typeof MESSAGE

/** Parameter Tags. RFC 4666 §3.2. */
export const TAG = {
  'INFO String': 0x0004,
  'Routing Context': 0x0006,
  'Diagnostic Information': 0x0007,
  'Heartbeat Data': 0x0009,
  'Traffic Mode Type': 0x000b,
  'Error Code': 0x000c,
  Status: 0x000d,
  'ASP Identifier': 0x0011,
  'Affected Point Code': 0x0012,
  'Correlation ID': 0x0013,
  'Network Appearance': 0x0200,
  'User/Cause': 0x0204,
  'Congestion Indications': 0x0205,
  'Concerned Destination': 0x0206,
  'Routing Key': 0x0207,
  'Registration Result': 0x0208,
  'Deregistration Result': 0x0209,
  'Local-RK-Identifier': 0x020a,
  'Destination Point Code': 0x020b,
  'Service Indicators': 0x020c,
  'Originating Point Code List': 0x020e,
  'Protocol Data': 0x0210,
  'Registration Status': 0x0212,
  'Deregistration Status': 0x0213,
} as const satisfies Readonly<Record<string, number>>

export type ParameterName = keyof typeof TAG

/** Where a message departs from what it would be by right. */
export interface HeaderQuirks {
  readonly version?: number
  readonly reserved?: number
  readonly messageLength?: number
}

/** A message of this name, right in everything. */
export function message(name: MessageName, ...parameters: readonly Uint8Array[]): Uint8Array {
  const [messageClass, messageType] = MESSAGE[name]
  return messageOf(messageClass, messageType, parameters)
}

/** Any message whatever. */
export function messageOf(
  messageClass: number,
  messageType: number,
  parameters: readonly Uint8Array[] = [],
  quirks: HeaderQuirks = {},
): Uint8Array {
  const octets = new Uint8Array(HEADER_LENGTH + parameters.reduce((sum, parameter) => sum + parameter.length, 0))
  octets[0] = quirks.version ?? 1
  octets[1] = quirks.reserved ?? 0
  octets[2] = messageClass
  octets[3] = messageType
  writeU32(octets, 4, quirks.messageLength ?? octets.length)
  let at = HEADER_LENGTH
  for (const parameter of parameters) {
    octets.set(parameter, at)
    at += parameter.length
  }
  return octets
}

/** The same message with another Version. */
export function ofVersion(version: number, octets: Uint8Array): Uint8Array {
  const changed = octets.slice()
  changed[0] = version
  return changed
}

/** Any parameter whatever, padded with zeros: its Parameter Length may be told to say something else than the value's length. */
export function parameter(tag: ParameterName | number, value: readonly number[] | Uint8Array = [], length = 4 + value.length): Uint8Array {
  const octets = new Uint8Array(padded(4 + value.length))
  writeU16(octets, 0, typeof tag === 'number' ? tag : TAG[tag])
  writeU16(octets, 2, length)
  octets.set(value, 4)
  return octets
}

/** A parameter whose value is 32-bit numbers, one or more. */
export function words(tag: ParameterName, ...values: readonly number[]): Uint8Array {
  return parameter(tag, values.flatMap(wordOctets))
}

export function routingContext(...values: readonly number[]): Uint8Array {
  return words('Routing Context', ...values)
}

export function trafficMode(mode: keyof typeof TRAFFIC_MODE): Uint8Array {
  return words('Traffic Mode Type', TRAFFIC_MODE[mode])
}

/** Status Type and Status Information in one word. RFC 4666 §3.8.2. */
export function status(name: keyof typeof STATUS): Uint8Array {
  return words('Status', STATUS[name])
}

export function text(tag: ParameterName, value: string): Uint8Array {
  return parameter(tag, new TextEncoder().encode(value))
}

/** Point codes with a mask of zero, or as pairs of mask and point code. */
export function affectedPointCodes(...values: readonly (number | readonly [mask: number, pointCode: number])[]): Uint8Array {
  return parameter('Affected Point Code', values.flatMap(maskedPointCode))
}

/** What the tester puts into DATA; a field left out is what TEST_LABEL has. */
export interface Label {
  readonly originatingPointCode: number
  readonly destinationPointCode: number
  readonly serviceIndicator: number
  readonly networkIndicator: number
  readonly messagePriority: number
  readonly signallingLinkSelection: number
  readonly userData: readonly number[]
}

export function protocolData(fields: Partial<Label> = {}): Uint8Array {
  const label = { ...TEST_LABEL, ...fields }
  return parameter('Protocol Data', [
    ...wordOctets(label.originatingPointCode),
    ...wordOctets(label.destinationPointCode),
    label.serviceIndicator,
    label.networkIndicator,
    label.messagePriority,
    label.signallingLinkSelection,
    ...label.userData,
  ])
}

/** DATA with a Routing Context, unless it is null. */
export function data(context: number | null, fields: Partial<Label> = {}): Uint8Array {
  return message('DATA', ...(context === null ? [] : [routingContext(context)]), protocolData(fields))
}

/** Several parameters in one value: a Routing Key, a Registration Result. */
export function grouped(tag: ParameterName, ...parameters: readonly Uint8Array[]): Uint8Array {
  return parameter(
    tag,
    parameters.flatMap((octets) => [...octets]),
  )
}

function wordOctets(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff]
}

function maskedPointCode(value: number | readonly [number, number]): number[] {
  return typeof value === 'number' ? wordOctets(value) : wordOctets(value[0] * 0x100_0000 + value[1])
}

export const HEADER_LENGTH = 8
export const TRAFFIC_MODE = { override: 1, loadshare: 2, broadcast: 3 } as const
export const STATUS = {
  'AS-INACTIVE': 0x0001_0002,
  'AS-ACTIVE': 0x0001_0003,
  'AS-PENDING': 0x0001_0004,
  'Insufficient ASP Resources': 0x0002_0001,
  'Alternate ASP Active': 0x0002_0002,
  'ASP Failure': 0x0002_0003,
} as const
/** No two octets of it are alike, so that a field read from the wrong place shows. */
export const TEST_LABEL: Label = {
  originatingPointCode: 0x0001_0203,
  destinationPointCode: 0x0011_1213,
  serviceIndicator: 3,
  networkIndicator: 2,
  messagePriority: 1,
  signallingLinkSelection: 5,
  userData: [0x21, 0x22, 0x23, 0x24, 0x25],
}
/** RFC 4666 §3.8.1. */
export const ERROR = {
  invalidVersion: 0x01,
  unsupportedMessageClass: 0x03,
  unsupportedMessageType: 0x04,
  unsupportedTrafficModeType: 0x05,
  unexpectedMessage: 0x06,
  protocolError: 0x07,
  invalidStreamIdentifier: 0x09,
  refusedManagementBlocking: 0x0d,
  aspIdentifierRequired: 0x0e,
  invalidAspIdentifier: 0x0f,
  invalidParameterValue: 0x11,
  parameterFieldError: 0x12,
  unexpectedParameter: 0x13,
  destinationStatusUnknown: 0x14,
  invalidNetworkAppearance: 0x15,
  missingParameter: 0x16,
  invalidRoutingContext: 0x19,
  noConfiguredAsForAsp: 0x1a,
} as const
