import { padded, readU16, readU32 } from '@sigbed/octets'
import { ERROR, HEADER_LENGTH, MESSAGE, type MessageName, type ParameterName, STATUS, TAG, TRAFFIC_MODE } from './message-octets.js'

/** One message as it left the system under test, taken apart into plain values: a field for every parameter that is there. */
export interface ReadMessage {
  readonly name: MessageName
  readonly atMs: number
  readonly streamId: number
  readonly unordered: boolean
  readonly octets: Uint8Array
  readonly [field: string]: unknown
}

/** One parameter of a message, or of another parameter. */
interface ReadParameter {
  readonly name: ParameterName
  readonly value: Uint8Array
}

/**
 * Takes a message apart, octet by octet and without the codec under test, and holds it against the format of RFC 4666 §3.
 *
 * @throws Error for whatever a sender must not do: a wrong length, padding that is not zero, a parameter that has no place there.
 */
export function readMessage(octets: Uint8Array, streamId: number, unordered: boolean, atMs: number): ReadMessage {
  demand(octets.length >= HEADER_LENGTH, 'shorter than a header')
  demand(octets[0] === 1, `Version ${octets[0]}`)
  demand(octets[1] === 0, 'Reserved is not zero')
  demand(readU32(octets, 4) === octets.length && octets.length % 4 === 0, `Message Length ${readU32(octets, 4)} of ${octets.length}`)
  const name = nameOf(octets[2]!, octets[3]!)
  // RFC 4666 §1.4.7: DATA never on stream 0; ASPSM, MGMT and RKM on stream 0, but BEAT, its acknowledgement and NTFY.
  if (name === 'DATA') demand(streamId !== 0, 'DATA on stream 0')
  else if (ON_STREAM_ZERO.has(name)) demand(streamId === 0, `${name} on stream ${streamId}`)
  const parameters = readParameters(octets, HEADER_LENGTH, octets.length)
  holdAgainstFormat(name, parameters)
  return { name, atMs, streamId, unordered, octets, ...fieldsOf(parameters) }
}

/** "NTFY AS-ACTIVE [1] on stream 0", for the log of a failed test. */
export function describeMessage(message: ReadMessage): string {
  const { errorCode, status, routingContexts } = message
  const details = [errorCode, status].filter((value) => value !== undefined).map((value) => ` ${value}`)
  const contexts = Array.isArray(routingContexts) ? ` [${routingContexts}]` : ''
  return `${message.name}${details.join('')}${contexts} on stream ${message.streamId}`
}

/** A short name for octets that need not be a message. */
export function describeOctets(octets: Uint8Array): string {
  const [, , messageClass, messageType] = octets
  const found = Object.entries(MESSAGE).find(([, [ofClass, ofType]]) => ofClass === messageClass && ofType === messageType)
  return found?.[0] ?? `class ${messageClass} type ${messageType}, ${octets.length} octets`
}

function readParameters(octets: Uint8Array, from: number, end: number): readonly ReadParameter[] {
  const parameters: ReadParameter[] = []
  for (let at = from; at < end; ) {
    demand(end - at >= 4, 'a parameter without its header')
    const tag = readU16(octets, at)
    const length = readU16(octets, at + 2)
    const next = at + padded(length)
    demand(length >= 4 && next <= end, `Parameter Length ${length} of tag 0x${tag.toString(16)}`)
    // RFC 4666 §3.2: the padding is all zero, and at most three octets.
    demand(
      octets.subarray(at + length, next).every((octet) => octet === 0),
      'padding that is not zero',
    )
    parameters.push({ name: parameterName(tag), value: octets.slice(at + 4, at + length) })
    at = next
  }
  return parameters
}

function holdAgainstFormat(name: MessageName | GroupName, parameters: readonly ReadParameter[]): void {
  const format = FORMATS[name]
  for (const { name: found } of parameters) {
    demand(format.mandatory.includes(found) || format.optional.includes(found), `${name} with ${found}`)
    const once = format.repeated?.includes(found) !== true
    demand(!once || parameters.filter((other) => other.name === found).length === 1, `${name} with ${found} more than once`)
  }
  for (const wanted of format.mandatory)
    demand(
      parameters.some(({ name: found }) => found === wanted),
      `${name} without ${wanted}`,
    )
}

function fieldsOf(parameters: readonly ReadParameter[]): Record<string, unknown> {
  const fields: Record<string, unknown> = {}
  for (const { name, value } of parameters) {
    const [field, read] = FIELDS[name]
    const content = read(value, name)
    if (LISTED.has(name)) fields[field] = [...((fields[field] as readonly unknown[] | undefined) ?? []), content]
    else if (name === 'Protocol Data') Object.assign(fields, content)
    else fields[field] = content
  }
  return fields
}

/** The field a parameter becomes, and how its value is read. */
const FIELDS: Readonly<Record<ParameterName, readonly [field: string, read: (value: Uint8Array, name: ParameterName) => unknown]>> = {
  'INFO String': ['info', (value) => new TextDecoder('utf-8', { fatal: true }).decode(value)],
  'Routing Context': ['routingContexts', wordsOf],
  'Diagnostic Information': ['diagnosticInformation', (value) => value],
  'Heartbeat Data': ['heartbeatData', (value) => value],
  'Traffic Mode Type': ['trafficMode', named(TRAFFIC_MODE)],
  'Error Code': ['errorCode', named(ERROR)],
  Status: ['status', named(STATUS)],
  'ASP Identifier': ['aspIdentifier', wordOf],
  'Affected Point Code': ['affectedPointCodes', maskedPointCodesOf],
  'Correlation ID': ['correlationId', wordOf],
  'Network Appearance': ['networkAppearance', wordOf],
  'User/Cause': ['userCause', (value) => ({ cause: readU16(value, 0), user: readU16(value, 2) })],
  'Congestion Indications': ['congestionLevel', wordOf],
  'Concerned Destination': ['concernedDestination', wordOf],
  'Routing Key': ['routingKeys', groupOf],
  'Registration Result': ['registrationResults', groupOf],
  'Deregistration Result': ['deregistrationResults', groupOf],
  'Local-RK-Identifier': ['localRoutingKeyIdentifier', wordOf],
  'Destination Point Code': ['destinationPointCodes', wordOf],
  'Service Indicators': ['serviceIndicators', (value) => [...value]],
  'Originating Point Code List': ['originatingPointCodes', wordsOf],
  'Protocol Data': ['label', labelOf],
  'Registration Status': ['registrationStatus', wordOf],
  'Deregistration Status': ['deregistrationStatus', wordOf],
}

function wordOf(value: Uint8Array, name: ParameterName): number {
  demand(value.length === 4, `${name} of ${value.length} octets`)
  return readU32(value, 0)
}

function wordsOf(value: Uint8Array, name: ParameterName): readonly number[] {
  demand(value.length > 0 && value.length % 4 === 0, `${name} of ${value.length} octets`)
  return Array.from({ length: value.length / 4 }, (_, i) => readU32(value, 4 * i))
}

/** The word by the name that the table has for it. */
function named(table: Readonly<Record<string, number>>): (value: Uint8Array, name: ParameterName) => string {
  return (value, name) => {
    const word = wordOf(value, name)
    const entry = Object.entries(table).find(([, number]) => number === word)
    demand(entry !== undefined, `${name} 0x${word.toString(16)}`)
    return entry![0]
  }
}

/** A point code, or a pair of mask and point code where the mask is not zero: as `affectedPointCodes` takes them. */
function maskedPointCodesOf(value: Uint8Array, name: ParameterName): readonly (number | readonly [number, number])[] {
  return wordsOf(value, name).map((word) => (word >>> 24 === 0 ? word : ([word >>> 24, word & 0xff_ffff] as const)))
}

function groupOf(value: Uint8Array, name: ParameterName): Record<string, unknown> {
  const parameters = readParameters(value, 0, value.length)
  holdAgainstFormat(name as GroupName, parameters)
  return fieldsOf(parameters)
}

function labelOf(value: Uint8Array): Record<string, unknown> {
  demand(value.length >= 12, 'Protocol Data without a whole label')
  return {
    originatingPointCode: readU32(value, 0),
    destinationPointCode: readU32(value, 4),
    serviceIndicator: value[8],
    networkIndicator: value[9],
    messagePriority: value[10],
    signallingLinkSelection: value[11],
    userData: [...value.subarray(12)],
  }
}

function nameOf(messageClass: number, messageType: number): MessageName {
  const entry = Object.entries(MESSAGE).find(([, [ofClass, ofType]]) => ofClass === messageClass && ofType === messageType)
  demand(entry !== undefined, `class ${messageClass} type ${messageType}`)
  return entry![0] as MessageName
}

function parameterName(tag: number): ParameterName {
  const entry = Object.entries(TAG).find(([, number]) => number === tag)
  demand(entry !== undefined, `tag 0x${tag.toString(16)}`)
  return entry![0] as ParameterName
}

function demand(right: boolean, what: string): void {
  if (!right) throw new Error(`the system under test sent what RFC 4666 §3 does not allow: ${what}`)
}

/** What a message, or a parameter that holds others, is made of. */
export interface Format {
  readonly mandatory: readonly ParameterName[]
  readonly optional: readonly ParameterName[]
  /** Those that may stand several times. */
  readonly repeated?: readonly ParameterName[]
}

/** The parameters that hold parameters. */
export type GroupName = 'Routing Key' | 'Registration Result' | 'Deregistration Result'

/** What each message and each group holds. RFC 4666 §3.3 to §3.8. */
export const FORMATS: Readonly<Record<MessageName | GroupName, Format>> = {
  ERR: {
    mandatory: ['Error Code'],
    optional: ['Routing Context', 'Network Appearance', 'Affected Point Code', 'Diagnostic Information'],
  },
  NTFY: { mandatory: ['Status'], optional: ['ASP Identifier', 'Routing Context', 'INFO String'] },
  DATA: { mandatory: ['Protocol Data'], optional: ['Network Appearance', 'Routing Context', 'Correlation ID'] },
  DUNA: networkManagement([], []),
  DAVA: networkManagement([], []),
  DAUD: networkManagement([], []),
  DRST: networkManagement([], []),
  SCON: networkManagement([], ['Concerned Destination', 'Congestion Indications']),
  DUPU: networkManagement(['User/Cause'], []),
  ASPUP: { mandatory: [], optional: ['ASP Identifier', 'INFO String'] },
  'ASPUP ACK': { mandatory: [], optional: ['ASP Identifier', 'INFO String'] },
  ASPDN: { mandatory: [], optional: ['INFO String'] },
  'ASPDN ACK': { mandatory: [], optional: ['INFO String'] },
  BEAT: { mandatory: [], optional: ['Heartbeat Data'] },
  'BEAT ACK': { mandatory: [], optional: ['Heartbeat Data'] },
  ASPAC: { mandatory: [], optional: ['Traffic Mode Type', 'Routing Context', 'INFO String'] },
  'ASPAC ACK': { mandatory: [], optional: ['Traffic Mode Type', 'Routing Context', 'INFO String'] },
  ASPIA: { mandatory: [], optional: ['Routing Context', 'INFO String'] },
  'ASPIA ACK': { mandatory: [], optional: ['Routing Context', 'INFO String'] },
  'REG REQ': { mandatory: ['Routing Key'], optional: [], repeated: ['Routing Key'] },
  'REG RSP': { mandatory: ['Registration Result'], optional: [], repeated: ['Registration Result'] },
  'DEREG REQ': { mandatory: ['Routing Context'], optional: [] },
  'DEREG RSP': { mandatory: ['Deregistration Result'], optional: [], repeated: ['Deregistration Result'] },
  'Routing Key': {
    mandatory: ['Local-RK-Identifier', 'Destination Point Code'],
    optional: ['Routing Context', 'Traffic Mode Type', 'Network Appearance', 'Service Indicators', 'Originating Point Code List'],
    repeated: ['Destination Point Code', 'Service Indicators', 'Originating Point Code List'],
  },
  'Registration Result': { mandatory: ['Local-RK-Identifier', 'Registration Status', 'Routing Context'], optional: [] },
  'Deregistration Result': { mandatory: ['Routing Context', 'Deregistration Status'], optional: [] },
}

function networkManagement(mandatory: readonly ParameterName[], optional: readonly ParameterName[]): Format {
  return {
    mandatory: ['Affected Point Code', ...mandatory],
    optional: ['Network Appearance', 'Routing Context', 'INFO String', ...optional],
  }
}

/** Those that become a list, each an entry of it. */
const LISTED: ReadonlySet<ParameterName> = new Set<ParameterName>(Object.values(FORMATS).flatMap(({ repeated }) => repeated ?? []))
const ON_STREAM_ZERO: ReadonlySet<MessageName> = new Set<MessageName>([
  'ERR',
  'ASPUP',
  'ASPUP ACK',
  'ASPDN',
  'ASPDN ACK',
  'REG REQ',
  'REG RSP',
  'DEREG REQ',
  'DEREG RSP',
])
