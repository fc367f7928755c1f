import type { RecordedRun } from './recorded-run.js'

/** What a load was, in words for people. Stands among the parameters of its run, under `load`. */
export interface LoadWords {
  /** What was sent: `M3UA DATA of 100 octets`. */
  readonly messages: string
  /** When: `100 to 5,000/s in 30 s`. */
  readonly offered: string
  /** From where to where its latencies count, without a full stop. */
  readonly latency: string
}

/** Null for a run that is no load, or that does not say so much. */
export function loadWordsOf({ description }: Pick<RecordedRun, 'description'>): LoadWords | null {
  const { load } = description.parameters
  if (typeof load !== 'object' || load === null) return null
  const { messages, offered, latency } = load as Partial<Record<keyof LoadWords, unknown>>
  if (typeof messages !== 'string' || typeof offered !== 'string' || typeof latency !== 'string') return null
  return { messages, offered, latency }
}

/** Where a load went: `127.0.0.1 port 3868 over SCTP, 4 connections`. Null as above. */
export function loadTargetOf({ description }: Pick<RecordedRun, 'description'>): string | null {
  const { load } = description.parameters
  if (typeof load !== 'object' || load === null) return null
  const { addresses, port, transport, connections } = load as Record<string, unknown>
  if (!Array.isArray(addresses) || typeof port !== 'number' || typeof transport !== 'string' || typeof connections !== 'number') return null
  return `${addresses.join(', ')} port ${port} over ${transport.toUpperCase()}, ${connections} ${connections === 1 ? 'connection' : 'connections'}`
}
