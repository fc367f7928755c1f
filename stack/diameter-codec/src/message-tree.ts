import { MORE_NOT_SHOWN, type OctetTree, octetTree, readU32, shownOctets, TreeBound } from '@sigbed/octets'
import { MANDATORY_FLAG, PROTECTED_FLAG, VENDOR_FLAG } from './avp-header.js'
import { AvpCursor } from './avp-reader.js'
import type { DataFormat } from './data-format/data-format.js'
import { DATA_FORMATS } from './data-format/data-formats.js'
import { DEEPEST_GROUP } from './data-format/grouped.js'
import { formatTime } from './data-format/time.js'
import { type DecodeFault, isDecodeFault } from './decode-fault.js'
import { ALL_APPLICATIONS, findApplication } from './dictionary/all-applications.js'
import type { AvpDefinition } from './dictionary/dictionary.js'
import { ExperimentalResultCode3gpp } from './dictionary/experimental-result-3gpp.js'
import { RFC6733 } from './dictionary/rfc6733.js'
import { VENDOR_3GPP } from './dictionary/vendor-3gpp.js'
import { decodeMessage } from './message-codec.js'
import {
  ERROR_FLAG,
  MESSAGE_HEADER_LENGTH,
  MessageHeader,
  PROXIABLE_FLAG,
  REQUEST_FLAG,
  RETRANSMITTED_FLAG,
  readMessageHeader,
} from './message-header.js'
import { resultCodeName } from './result-code.js'

/**
 * A message as a tree for people, however broken it is: its header, then every AVP that can be walked to, with values by their
 * format, and all faults a lenient reading finds. AVPs are looked up in the dictionary of the message's application, then in all
 * others; what none knows is shown in hexadecimal. Bounded in depth and size; never throws.
 */
export function messageTree(octets: Uint8Array, at: number, length: number, bound: TreeBound = new TreeBound()): OctetTree {
  const header = new MessageHeader()
  const refused = readMessageHeader(octets, at, length, header)
  if (length < MESSAGE_HEADER_LENGTH || at + length > octets.length) {
    return octetTree('Diameter message', at, length, {
      value: shownOctets(octets, at, length),
      faults: refused === null ? [] : [inWords(refused)],
    })
  }
  const application = findApplication(header.applicationId)
  const request = (header.flags & REQUEST_FLAG) !== 0
  const dictionaries = application === null ? ALL_APPLICATIONS : [application, ...ALL_APPLICATIONS]
  const findAvp: AvpLookup = (code, vendorId) => {
    for (const { dictionary } of dictionaries) {
      const definition = dictionary.findAvp(code, vendorId)
      if (definition !== null) return definition
    }
    return null
  }
  const { dictionary } = dictionaries[0]!
  const command = dictionary.findCommand(header.commandCode, request, header.applicationId)
  const decoded = decodeMessage(octets, at, length, dictionary, { mode: 'lenient' })
  const faults = isDecodeFault(decoded) ? [decoded] : decoded.faults!
  const avpsAt = at + MESSAGE_HEADER_LENGTH
  return octetTree(command?.name ?? `Diameter ${request ? 'request' : 'answer'} ${header.commandCode}`, at, length, {
    facts: {
      ...(command === null ? {} : { abbreviation: command.abbreviation }),
      command: header.commandCode,
      flags: headerFlags(header.flags),
      application: application === null ? header.applicationId : `${header.applicationId} ${application.name}`,
      'hop-by-hop': asHexadecimal(header.hopByHopId),
      'end-to-end': asHexadecimal(header.endToEndId),
    },
    faults: faults.map(inWords),
    inside: avpTrees(octets, avpsAt, length - MESSAGE_HEADER_LENGTH, { findAvp, bound, depth: 0, resultVendor: 0 }),
  })
}

type AvpLookup = (code: number, vendorId: number) => AvpDefinition | null

interface TreeContext {
  readonly findAvp: AvpLookup
  readonly bound: TreeBound
  /** Groups around these AVPs. */
  readonly depth: number
  /** Inside an Experimental-Result, whose result codes these are. RFC 6733 §7.6. */
  readonly resultVendor: number
}

function avpTrees(octets: Uint8Array, at: number, length: number, context: TreeContext): OctetTree[] {
  const cursor = new AvpCursor()
  cursor.enter(octets, at, length)
  const trees: OctetTree[] = []
  let end = at
  while (cursor.next()) {
    if (!context.bound.take())
      return [...trees, octetTree('AVPs', cursor.headerAt, at + length - cursor.headerAt, { faults: [MORE_NOT_SHOWN] })]
    trees.push(avpTree(cursor, context))
    end = cursor.headerAt + cursor.paddedLength()
  }
  if (cursor.faultCode !== 0) {
    const rest = at + length - end
    const fault = `an AVP Length that does not fit the ${rest} octets left`
    trees.push(octetTree(`not an AVP`, end, rest, { value: shownOctets(octets, end, rest), faults: [fault] }))
  }
  return trees
}

function avpTree(cursor: AvpCursor, context: TreeContext): OctetTree {
  const { code, vendorId, octets, valueAt, valueLength } = cursor
  const definition = context.findAvp(code, vendorId)
  const facts = { code, flags: avpFlags(cursor.flags), ...(vendorId === 0 ? {} : { vendor: vendorId }) }
  const node = (rest: Partial<OctetTree>): OctetTree =>
    octetTree(definition?.name ?? `AVP ${code}`, cursor.headerAt, cursor.paddedLength(), { facts, ...rest })
  if (definition === null) return node({ value: shownOctets(octets, valueAt, valueLength), meaning: 'in no dictionary' })
  if (definition.format !== 'Grouped') return node(shownValue(octets, valueAt, valueLength, definition, context.resultVendor))
  if (context.depth === DEEPEST_GROUP) return node({ value: shownOctets(octets, valueAt, valueLength), faults: ['nested too deep'] })
  return node({
    inside: avpTrees(octets, valueAt, valueLength, { ...context, depth: context.depth + 1, resultVendor: vendorOf(cursor, definition) }),
  })
}

/** The Vendor-Id in an Experimental-Result; 0 for any other group. */
function vendorOf(group: AvpCursor, definition: AvpDefinition): number {
  if (definition.name !== 'Experimental-Result') return 0
  const inside = new AvpCursor()
  inside.enterGroup(group)
  return inside.find(VENDOR_ID.code) && inside.valueLength === 4 ? readU32(inside.octets, inside.valueAt) : 0
}

/** The value as it is shown, and what it stands for. */
function shownValue(octets: Uint8Array, at: number, length: number, definition: AvpDefinition, resultVendor: number): Partial<OctetTree> {
  const format = DATA_FORMATS[definition.format as keyof typeof DATA_FORMATS] as DataFormat<unknown>
  const inBounds = length >= format.minimumLength && length <= format.maximumLength
  const value = inBounds ? format.read(octets, at, length) : null
  const asOctets = shownOctets(octets, at, length)
  if (value === null) return { value: asOctets, faults: [`no value of format ${definition.format}`] }
  switch (definition.format) {
    case 'OctetString':
      return { value: asOctets, meaning: printableText(octets, at, length) }
    case 'Time':
      return { value: formatTime(value as number) }
    case 'Enumerated':
      return {
        value: value as number,
        meaning: definition.valueNames === null ? null : (definition.valueNames.get(value as number) ?? 'not in its list'),
      }
    case 'Address':
      return typeof value === 'string' ? { value } : { value: asOctets, meaning: 'an address that is not IP' }
    case 'Unsigned64':
    case 'Integer64':
      return { value: String(value) }
    case 'Unsigned32':
      return { value: value as number, meaning: meaningOfNumber(definition.name, value as number, resultVendor) }
    default:
      return { value: typeof value === 'string' ? shortened(value) : (value as number) }
  }
}

/** The registered name of a number where the AVP's definition is a registry of its own. */
function meaningOfNumber(name: string, value: number, resultVendor: number): string | null {
  switch (name) {
    case 'Result-Code':
      return resultCodeName(value)
    case 'Experimental-Result-Code':
      return resultVendor === VENDOR_3GPP ? (NAMES_3GPP.get(value) ?? null) : null
    case 'Auth-Application-Id':
    case 'Acct-Application-Id':
      return findApplication(value)?.name ?? null
    default:
      return null
  }
}

/** Octets that are text after all, such as many a Class or Proxy-State. */
function printableText(octets: Uint8Array, at: number, length: number): string | null {
  if (length < 2 || length > LONGEST_TEXT) return null
  let text = ''
  for (let i = at; i < at + length; i++) {
    const octet = octets[i]!
    if (octet < 0x20 || octet > 0x7e) return null
    text += String.fromCharCode(octet)
  }
  return JSON.stringify(text)
}

function shortened(text: string): string {
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT)}… (${text.length} characters)`
}

function headerFlags(flags: number): string {
  return flagLetters(flags, [
    [REQUEST_FLAG, 'R'],
    [PROXIABLE_FLAG, 'P'],
    [ERROR_FLAG, 'E'],
    [RETRANSMITTED_FLAG, 'T'],
  ])
}

function avpFlags(flags: number): string {
  return flagLetters(flags, [
    [VENDOR_FLAG, 'V'],
    [MANDATORY_FLAG, 'M'],
    [PROTECTED_FLAG, 'P'],
  ])
}

/** The letters of the bits that are set, in the order of the RFC's figure; "-" for none, and reserved bits in hexadecimal. */
function flagLetters(flags: number, names: readonly (readonly [number, string])[]): string {
  const letters = names.filter(([bit]) => (flags & bit) !== 0).map(([, letter]) => letter)
  const reserved = names.reduce((left, [bit]) => left & ~bit, flags)
  if (reserved !== 0) letters.push(`+0x${reserved.toString(16).padStart(2, '0')}`)
  return letters.length === 0 ? '-' : letters.join('')
}

function asHexadecimal(id: number): string {
  return `0x${id.toString(16).padStart(8, '0')}`
}

function inWords({ resultCode, where }: DecodeFault): string {
  return `${resultCode} ${resultCodeName(resultCode) ?? 'fault'}: ${where}`
}

const LONGEST_TEXT = 500
const VENDOR_ID = RFC6733.avp('Vendor-Id')
const NAMES_3GPP: ReadonlyMap<number, string> = new Map(Object.entries(ExperimentalResultCode3gpp).map(([name, code]) => [code, name]))
