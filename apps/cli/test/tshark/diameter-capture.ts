import { ALL_APPLICATIONS, type AvpDefinition } from 'diameter-codec'
import { decodeCapture, disagreements, treesWith } from './decoded-capture.js'
import { type DissectedAvp, type DissectedDiameter, diameterMessages } from './dissected-diameter.js'
import { complaints, dissect } from './tshark.js'
import { UNKNOWN_TO_TSHARK } from './tshark-dictionary.js'

/** A capture of Diameter as tshark reads it, and what there is to find fault with. */
export interface DiameterCapture {
  readonly messages: readonly DissectedDiameter[]
  /** "257 R" for a CER, "257" for a CEA, with "E" for an answer that is an error: how often each was seen. */
  readonly counts: ReadonlyMap<string, number>
  /** Warnings and errors of tshark, but for those of which the two lists below are. */
  readonly complaints: readonly string[]
  /** AVPs that tshark does not know, though nobody has listed them: "vendor:code". */
  readonly unknown: readonly string[]
  /** AVPs without a value that ought to have one: all but groups whose grammar asks for nothing. */
  readonly empty: readonly string[]
  /** Where sigbed decode reads other packets, messages or AVPs. */
  readonly disagreements: readonly string[]
}

export async function readDiameterCapture(path: string): Promise<DiameterCapture> {
  const packets = await dissect(path)
  const messages = packets.flatMap(diameterMessages)
  const counts = new Map<string, number>()
  for (const { commandCode, request, error } of messages) {
    const kind = `${commandCode}${request ? ' R' : ''}${error ? ' E' : ''}`
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  const nameless = messages.flatMap(({ avps }) => namelessAmong(avps))
  const codesOf = (avps: readonly DissectedAvp[]) => [...new Set(avps.map(({ vendorId, code }) => `${vendorId}:${code}`))]
  return {
    messages,
    counts,
    complaints: packets.flatMap(complaints).filter((text) => !/^(Unknown AVP|Data is empty)/.test(text)),
    unknown: codesOf(nameless.filter(({ isEmpty }) => !isEmpty)).filter((avp) => !LISTED.has(avp)),
    empty: codesOf(nameless.filter(({ isEmpty }) => isEmpty)).filter((avp) => !MAY_BE_EMPTY.has(avp)),
    disagreements: await disagreementsWithDecode(path, packets.length, packets.map(diameterMessages)),
  }
}

async function disagreementsWithDecode(
  path: string,
  packets: number,
  theirs: readonly (readonly DissectedDiameter[])[],
): Promise<readonly string[]> {
  const decoded = await decodeCapture(path)
  if (decoded.summary.packets !== packets || decoded.summary.passedOver !== 0)
    return [`sigbed decode shows ${decoded.summary.packets - decoded.summary.passedOver} packets, tshark ${packets}`]
  return decoded.packets.flatMap(({ number, trees }, index) => {
    const ours = treesWith('hop-by-hop', trees)
    const other = theirs[index]!
    if (ours.length !== other.length) return [`packet ${number} has ${ours.length} messages, and to tshark ${other.length}`]
    return ours.flatMap((tree, at) => disagreements(tree, other[at]!)).map((text) => `packet ${number}: ${text}`)
  })
}

function namelessAmong(avps: readonly DissectedAvp[]): DissectedAvp[] {
  return avps.flatMap((avp) => (avp.name === '' ? [avp] : namelessAmong(avp.inside)))
}

/** "vendor:code" of the AVPs of all dictionaries that fit. */
function codesWhere(fits: (definition: AvpDefinition) => boolean): ReadonlySet<string> {
  const definitions = ALL_APPLICATIONS.flatMap(({ dictionary }) => dictionary.avps())
  return new Set(definitions.filter(fits).map(({ vendorId, code }) => `${vendorId}:${code}`))
}

const LISTED = codesWhere(({ name }) => UNKNOWN_TO_TSHARK.includes(name))
/** One is Requested-Service-Unit (RFC 8506 §8.18), with which a client leaves the amount to the server. */
const MAY_BE_EMPTY = codesWhere(({ format, group }) => format === 'Grouped' && group.every(({ min }) => min === 0))
