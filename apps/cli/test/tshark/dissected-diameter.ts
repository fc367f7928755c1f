import { type Fields, fieldsOf, listOf, type Shown } from './tshark.js'

/** An AVP as tshark shows it. */
export interface DissectedAvp {
  readonly code: number
  readonly vendorId: number
  /** Empty when its dictionary has none of this code, and for an AVP without a value. */
  readonly name: string
  /** Without a value: what tshark does not look into, and warns of. */
  readonly isEmpty: boolean
  /** The value in the words of the format its dictionary gives; of a group, its octets. */
  readonly value: string
  readonly inside: readonly DissectedAvp[]
}

export interface DissectedDiameter {
  readonly commandCode: number
  readonly request: boolean
  readonly error: boolean
  readonly applicationId: number
  readonly hopByHopId: number
  readonly endToEndId: number
  readonly avps: readonly DissectedAvp[]
}

/** The Diameter messages of a packet, in their order. */
export function diameterMessages(packet: Fields): DissectedDiameter[] {
  return listOf(packet['diameter']).map((layer) => {
    const fields = fieldsOf(layer)
    const flags = fieldsOf(fields['diameter.flags_tree'])
    return {
      commandCode: Number(fields['diameter.cmd.code']),
      request: isSet(flags['diameter.flags.request']),
      error: isSet(flags['diameter.flags.error']),
      applicationId: Number(fields['diameter.applicationId']),
      hopByHopId: Number(fields['diameter.hopbyhopid']),
      endToEndId: Number(fields['diameter.endtoendid']),
      avps: avpsOf(fields),
    }
  })
}

/** The first AVP of this name, at whatever depth. */
export function findDissected(avps: readonly DissectedAvp[], name: string): DissectedAvp | null {
  for (const avp of avps) {
    const found = avp.name === name ? avp : findDissected(avp.inside, name)
    if (found !== null) return found
  }
  return null
}

function avpsOf(around: Fields): DissectedAvp[] {
  return listOf(around['diameter.avp_tree']).map((tree) => {
    const fields = fieldsOf(tree)
    // What the AVP is stands first among the fields that are not of its header; a value shown in two ways stands there twice.
    const field = Object.keys(fields).find(isValueField) ?? ''
    return {
      code: Number(fields['diameter.avp.code']),
      vendorId: Number(fields['diameter.avp.vendorId'] ?? 0),
      name: field.slice(FIELD_PREFIX.length),
      isEmpty: EMPTY in fields,
      value: field === '' ? '' : String(firstOf(fields[field]!)),
      inside: field === '' ? [] : avpsOf(fieldsOf(fields[`${field}_tree`])),
    }
  })
}

function isValueField(field: string): boolean {
  return field.startsWith(FIELD_PREFIX) && !field.startsWith('diameter.avp') && !field.endsWith('_tree')
}

function firstOf(shown: Shown): Shown {
  return listOf(shown)[0]!
}

/** Flags are numbers with one version of tshark and words with another. */
function isSet(flag: Shown | undefined): boolean {
  return flag === '1' || flag === 'True'
}

const FIELD_PREFIX = 'diameter.'
const EMPTY = 'Data is empty'
