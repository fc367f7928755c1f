import { readFileSync } from 'node:fs'
import { RECORD_LENGTH } from './scenario.js'

/** One DATA message as an ASP has recorded it. */
export interface Delivery {
  readonly sequence: number
  readonly signallingLinkSelection: number
  /** Milliseconds of the machine's monotonic clock. */
  readonly atMs: number
}

/** What the records of all ASPs amount to. */
export interface DeliveryAudit {
  /** Different numbers that arrived. */
  readonly delivered: ReadonlySet<number>
  /** Numbers that arrived more than once. */
  readonly duplicated: ReadonlySet<number>
  /** First arrivals behind a higher number of the same SLS at the same ASP, by one life of a process. */
  readonly reorderedWithinAnAsp: number
  /** First arrivals behind a higher number of the same SLS, at whichever ASP. */
  readonly reordered: readonly Delivery[]
}

/** The deliveries of one life of one process; a last record cut short by its death is left out. */
export function readDeliveries(file: string): Delivery[] {
  const octets = readFileSync(file)
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length)
  return Array.from({ length: Math.floor(octets.length / RECORD_LENGTH) }, (_, i) => ({
    sequence: view.getUint32(i * RECORD_LENGTH),
    signallingLinkSelection: view.getUint32(i * RECORD_LENGTH + 4),
    atMs: view.getFloat64(i * RECORD_LENGTH + 8),
  }))
}

export function auditDeliveries(lives: readonly (readonly Delivery[])[]): DeliveryAudit {
  const delivered = new Set<number>()
  const duplicated = new Set<number>()
  const all = lives.flat().sort((a, b) => a.atMs - b.atMs)
  for (const { sequence } of all) {
    if (delivered.has(sequence)) duplicated.add(sequence)
    delivered.add(sequence)
  }
  const reorderedWithinAnAsp = lives.reduce((sum, life) => sum + overtaken(life).length, 0)
  return { delivered, duplicated, reorderedWithinAnAsp, reordered: overtaken(all) }
}

/** First arrivals behind a higher number of the same SLS. */
function overtaken(deliveries: readonly Delivery[]): Delivery[] {
  const highest = new Map<number, number>()
  const seen = new Set<number>()
  return deliveries.filter(({ sequence, signallingLinkSelection }) => {
    if (seen.has(sequence)) return false
    seen.add(sequence)
    const before = highest.get(signallingLinkSelection) ?? -1
    highest.set(signallingLinkSelection, Math.max(before, sequence))
    return sequence < before
  })
}
