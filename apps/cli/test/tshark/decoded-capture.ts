import { dirname } from 'node:path'
import type { OctetTree } from '@sigbed/octets'
import { recordingSurroundings, sigbed } from '../recording-surroundings.js'
import type { DissectedAvp, DissectedDiameter } from './dissected-diameter.js'

/** What `sigbed decode --json` writes of a capture, as far as it is held against tshark's word. */
export interface DecodedCapture {
  readonly packets: readonly { readonly number: number; readonly trees: readonly OctetTree[] }[]
  readonly summary: { readonly packets: number; readonly passedOver: number }
}

/** @throws Error (rejects) with what it said when it does not decode the capture to its end */
export async function decodeCapture(capture: string): Promise<DecodedCapture> {
  const { status, output, errors } = await sigbed(`decode ${capture} --json`, recordingSurroundings(dirname(capture)))
  if (status !== 0) throw new Error(`sigbed decode ended with status ${status}: ${errors}`)
  return JSON.parse(output)
}

/** The trees with this fact in their headers, in their order: "command" for Diameter messages, "class" for those of M3UA. */
export function treesWith(fact: string, trees: readonly OctetTree[]): OctetTree[] {
  return trees.flatMap((tree) => (fact in tree.facts ? [tree] : treesWith(fact, tree.inside)))
}

/** Where our reading of a Diameter message and tshark's are not the same. Empty when they agree. */
export function disagreements(ours: OctetTree, theirs: DissectedDiameter): string[] {
  const header = {
    command: theirs.commandCode,
    request: theirs.request,
    error: theirs.error,
    application: theirs.applicationId,
    'hop-by-hop': `0x${theirs.hopByHopId.toString(16).padStart(8, '0')}`,
    'end-to-end': `0x${theirs.endToEndId.toString(16).padStart(8, '0')}`,
  }
  const { facts } = ours
  const flags = String(facts['flags'])
  const asShown = {
    ...facts,
    request: flags.includes('R'),
    error: flags.includes('E'),
    // Its name follows; the highest number is a negative one to tshark.
    application: Number.parseInt(String(facts['application']), 10) | 0,
  }
  const inHeader = Object.entries(header).flatMap(([fact, value]) => {
    const own = (asShown as Record<string, unknown>)[fact]
    return own === value ? [] : [`${ours.name}: ${fact} is ${own}, and to tshark ${value}`]
  })
  return [...inHeader, ...avpDisagreements(ours.name, ours.inside, theirs.avps)]
}

function avpDisagreements(within: string, ours: readonly OctetTree[], theirs: readonly DissectedAvp[]): string[] {
  const own = ours.map(({ facts }) => `${facts['vendor'] ?? 0}:${facts['code']}`)
  const other = theirs.map(({ vendorId, code }) => `${vendorId}:${code}`)
  if (own.join() !== other.join()) return [`${within} holds ${own.join(', ')}, and to tshark ${other.join(', ')}`]
  return theirs.flatMap(({ name, inside }, index) =>
    // What it has no name for it does not look into.
    name === '' ? [] : avpDisagreements(`${within} > ${ours[index]!.name}`, ours[index]!.inside, inside),
  )
}
