import { MORE_NOT_SHOWN, type OctetTree, octetTree, padded, readU16, readU32, shownOctets, TreeBound } from '@sigbed/octets'
import { M3UA_HEADER_LENGTH } from './common-header.js'
import type { DecodeFault } from './decode-fault.js'
import { errorCodeName } from './error-code.js'
import { readInfoString } from './info-string.js'
import { AS_STATE_CHANGE, OTHER_STATUS, STATUS_TYPE } from './management-message.js'
import { readMessage } from './message.js'
import { DATA_MESSAGE_CODE, messageName, peekMessageCode } from './message-class.js'
import { PARAMETER_HEADER_LENGTH, PARAMETER_TAG } from './parameter.js'
import { formatPointCode } from './point-code.js'
import { deregistrationStatusName, registrationStatusName } from './registration-status.js'
import { DataMessage, readDataMessage } from './transfer-message.js'

/**
 * An M3UA message as a tree for people, however broken it is: its header, then every parameter that can be walked to, and the fault
 * its reader finds. Point codes stand in decimal and as ITU-T writes them. Bounded in depth and size; never throws.
 */
export function messageTree(octets: Uint8Array, at: number, length: number, bound: TreeBound = new TreeBound()): OctetTree {
  const code = peekMessageCode(octets, at, length)
  const fault =
    code === DATA_MESSAGE_CODE ? readDataMessage(octets, at, length, new DataMessage()) : asFault(readMessage(octets, at, length))
  const faults = fault === null ? [] : [`${errorCodeName(fault.errorCode)}: ${fault.where}`]
  if (length < M3UA_HEADER_LENGTH || at + length > octets.length) {
    return octetTree('M3UA message', at, length, { value: shownOctets(octets, at, length), faults })
  }
  const version = octets[at]!
  return octetTree(`M3UA ${messageName(code >>> 8, code & 0xff)}`, at, length, {
    facts: { class: code >>> 8, type: code & 0xff, ...(version === 1 ? {} : { version }) },
    faults,
    inside: parameterTrees(octets, at + M3UA_HEADER_LENGTH, at + length, bound),
  })
}

/** All readers but the one of DATA return a message or a fault. */
function asFault(read: { readonly kind: string } | DecodeFault): DecodeFault | null {
  return 'errorCode' in read && read.kind === 'DECODE-FAULT' ? (read as DecodeFault) : null
}

function parameterTrees(octets: Uint8Array, from: number, end: number, bound: TreeBound, depth = 0): OctetTree[] {
  const trees: OctetTree[] = []
  for (let at = from; at < end; ) {
    const length = end - at < PARAMETER_HEADER_LENGTH ? 0 : readU16(octets, at + 2)
    const left = end - at
    if (length < PARAMETER_HEADER_LENGTH || length > left) {
      const fault = `a Parameter Length that does not fit the ${left} octets left`
      return [...trees, octetTree('not a parameter', at, left, { value: shownOctets(octets, at, left), faults: [fault] })]
    }
    if (!bound.take()) return [...trees, octetTree('parameters', at, left, { faults: [MORE_NOT_SHOWN] })]
    const whole = Math.min(padded(length), left)
    trees.push(parameterTree(octets, at, length, whole, bound, depth))
    at += whole
  }
  return trees
}

function parameterTree(octets: Uint8Array, at: number, length: number, whole: number, bound: TreeBound, depth: number): OctetTree {
  const tag = readU16(octets, at)
  const valueAt = at + PARAMETER_HEADER_LENGTH
  const valueLength = length - PARAMETER_HEADER_LENGTH
  const facts = { tag: `0x${tag.toString(16).padStart(4, '0')}` }
  const name = NAMES.get(tag)
  const node = (rest: Partial<OctetTree>): OctetTree => octetTree(name ?? 'unknown parameter', at, whole, { facts, ...rest })
  if (GROUPS.has(tag) && depth < DEEPEST_PARAMETER) {
    return node({ inside: parameterTrees(octets, valueAt, valueAt + valueLength, bound, depth + 1) })
  }
  const read = READERS.get(tag)
  if (read === undefined) return node({ value: shownOctets(octets, valueAt, valueLength) })
  const shown = read(octets, valueAt, valueLength)
  return node(shown ?? { value: shownOctets(octets, valueAt, valueLength), faults: ['not the length this parameter has'] })
}

/** What is shown of a value, or null for a length that it cannot have. */
type ValueReader = (octets: Uint8Array, at: number, length: number) => Partial<OctetTree> | null

const number: ValueReader = (octets, at, length) => (length === 4 ? { value: readU32(octets, at) } : null)

/** A number with a name. */
function named(nameOf: (value: number) => string | null): ValueReader {
  return (octets, at, length) => (length === 4 ? { value: readU32(octets, at), meaning: nameOf(readU32(octets, at)) } : null)
}

const numbers: ValueReader = (octets, at, length) => {
  if (length === 0 || length % 4 !== 0) return null
  if (length === 4) return { value: readU32(octets, at) }
  const shown = Math.min(length, 4 * MOST_LISTED)
  const list: number[] = []
  for (let i = 0; i < shown; i += 4) list.push(readU32(octets, at + i))
  return { value: `${list.join(', ')}${shown < length ? ', …' : ''}` }
}

/** Mask and point code, eight bits and twenty-four. */
const maskedPointCodes: ValueReader = (octets, at, length) => {
  if (length === 0 || length % 4 !== 0) return null
  const shown = Math.min(length, 4 * MOST_LISTED)
  const list: string[] = []
  for (let i = 0; i < shown; i += 4) {
    const word = readU32(octets, at + i)
    const mask = word >>> 24
    list.push(`${pointCode(word & 0xff_ffff)}${mask === 0 ? '' : ` mask ${mask}`}`)
  }
  return { value: `${list.join(', ')}${shown < length ? ', …' : ''}` }
}

const text: ValueReader = (octets, at, length) => ({ value: readInfoString(octets, at, Math.min(length, LONGEST_TEXT)) })

const bytes: ValueReader = (octets, at, length) => ({ value: [...octets.subarray(at, at + Math.min(length, MOST_LISTED))].join(', ') })

const status: ValueReader = (octets, at, length) => {
  if (length !== 4) return null
  const type = readU16(octets, at)
  const information = readU16(octets, at + 2)
  const names = type === STATUS_TYPE.AS_STATE_CHANGE ? AS_STATE_CHANGE : type === STATUS_TYPE.OTHER ? OTHER_STATUS : {}
  const name = Object.entries(names).find(([, value]) => value === information)?.[0]
  return { value: `${type}/${information}`, meaning: name?.replaceAll('_', ' ') ?? null }
}

const userCause: ValueReader = (octets, at, length) => {
  if (length !== 4) return null
  return {
    value: `cause ${readU16(octets, at)}, user ${readU16(octets, at + 2)}`,
    meaning: SERVICE_NAMES.get(readU16(octets, at + 2)) ?? null,
  }
}

const protocolData: ValueReader = (octets, at, length) => {
  if (length < 12) return null
  const leaf = (name: string, offset: number, size: number, rest: Partial<OctetTree>): OctetTree => octetTree(name, at + offset, size, rest)
  const serviceIndicator = octets[at + 8]!
  return {
    inside: [
      leaf('Originating Point Code', 0, 4, { value: pointCode(readU32(octets, at)) }),
      leaf('Destination Point Code', 4, 4, { value: pointCode(readU32(octets, at + 4)) }),
      leaf('Service Indicator', 8, 1, { value: serviceIndicator, meaning: SERVICE_NAMES.get(serviceIndicator) ?? null }),
      leaf('Network Indicator', 9, 1, { value: octets[at + 9]! }),
      leaf('Message Priority', 10, 1, { value: octets[at + 10]! }),
      leaf('Signalling Link Selection', 11, 1, { value: octets[at + 11]! }),
      leaf('User Protocol Data', 12, length - 12, { value: shownOctets(octets, at + 12, length - 12), meaning: `${length - 12} octets` }),
    ],
  }
}

function pointCode(value: number): string {
  return value < 2 ** 14 ? `${value} (${formatPointCode(value, '3-8-3')})` : String(value)
}

/** ITU-T Q.704 §14.2.1, the users of MTP3 that a network is likely to show. */
const SERVICE_NAMES: ReadonlyMap<number, string> = new Map([
  [0, 'signalling network management'],
  [1, 'signalling network testing'],
  [3, 'SCCP'],
  [4, 'TUP'],
  [5, 'ISUP'],
  [12, 'AAL type 2 signalling'],
  [13, 'BICC'],
])

const TRAFFIC_MODES: ReadonlyMap<number, string> = new Map([
  [1, 'Override'],
  [2, 'Loadshare'],
  [3, 'Broadcast'],
])

/** Words that the RFC writes in another way than with one capital. */
const SPELLINGS: Readonly<Record<string, string>> = { ASP: 'ASP', ID: 'Id', INFO: 'INFO', USER: 'User/' }

const NAMES: ReadonlyMap<number, string> = new Map(Object.entries(PARAMETER_TAG).map(([name, tag]) => [tag, parameterName(name)]))

function parameterName(constant: string): string {
  return constant
    .split('_')
    .map((word) => SPELLINGS[word] ?? `${word[0]}${word.slice(1).toLowerCase()}`)
    .join(' ')
    .replace('/ ', '/')
}

/** Parameters made of parameters. RFC 4666 §3.6.1, §3.6.2, §3.6.4. */
const GROUPS: ReadonlySet<number> = new Set([
  PARAMETER_TAG.ROUTING_KEY,
  PARAMETER_TAG.REGISTRATION_RESULT,
  PARAMETER_TAG.DEREGISTRATION_RESULT,
])

const READERS: ReadonlyMap<number, ValueReader> = new Map<number, ValueReader>([
  [PARAMETER_TAG.INFO_STRING, text],
  [PARAMETER_TAG.ROUTING_CONTEXT, numbers],
  [PARAMETER_TAG.TRAFFIC_MODE_TYPE, named((mode) => TRAFFIC_MODES.get(mode) ?? null)],
  [PARAMETER_TAG.ERROR_CODE, named(errorCodeName)],
  [PARAMETER_TAG.STATUS, status],
  [PARAMETER_TAG.ASP_IDENTIFIER, number],
  [PARAMETER_TAG.AFFECTED_POINT_CODE, maskedPointCodes],
  [PARAMETER_TAG.CORRELATION_ID, number],
  [PARAMETER_TAG.NETWORK_APPEARANCE, number],
  [PARAMETER_TAG.USER_CAUSE, userCause],
  [PARAMETER_TAG.CONGESTION_INDICATIONS, number],
  [PARAMETER_TAG.CONCERNED_DESTINATION, maskedPointCodes],
  [PARAMETER_TAG.LOCAL_ROUTING_KEY_IDENTIFIER, number],
  [PARAMETER_TAG.DESTINATION_POINT_CODE, maskedPointCodes],
  [PARAMETER_TAG.SERVICE_INDICATORS, bytes],
  [PARAMETER_TAG.ORIGINATING_POINT_CODE_LIST, maskedPointCodes],
  [PARAMETER_TAG.PROTOCOL_DATA, protocolData],
  [PARAMETER_TAG.REGISTRATION_STATUS, named(registrationStatusName)],
  [PARAMETER_TAG.DEREGISTRATION_STATUS, named(deregistrationStatusName)],
])

const DEEPEST_PARAMETER = 3
const MOST_LISTED = 32
const LONGEST_TEXT = 500
