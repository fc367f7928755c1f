/**
 * One failover, for the diagnosis RFC 3539 §3.4.2 asks for: a table of failover events with "appropriate transaction identifiers so that
 * client and server data can be compared".
 */
export interface FailoverEvent {
  /** Milliseconds on the time line of the peers. */
  readonly at: number
  /** The peer that failed, by its Origin-Host, and how. */
  readonly from: string
  readonly cause: 'suspect' | 'connection-lost'
  /** How many of its requests went to others. */
  readonly resent: number
  /** End-to-End Identifiers of the first of them. */
  readonly endToEndIds: readonly number[]
}

/** The last failovers; the oldest are forgotten. */
export class FailoverTable {
  private readonly events: FailoverEvent[] = []

  add(event: FailoverEvent): void {
    if (this.events.length === MOST_EVENTS) this.events.shift()
    this.events.push(event)
  }

  /** Oldest first. */
  list(): readonly FailoverEvent[] {
    return [...this.events]
  }
}

/** End-to-End Identifiers noted of one failover. */
export const MOST_IDENTIFIERS = 16
const MOST_EVENTS = 256
