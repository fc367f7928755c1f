import type { GeneratorEvent } from './generator-report.js'

/**
 * What happened since the last report. What happens again stands there once, with how often: a target that refuses every message would
 * otherwise fill memory and database with it.
 */
export class EventLog {
  private events: LoggedEvent[] = []
  /** Of other kinds than the log has room for. */
  private more = 0

  add(atMs: number, kind: string, detail: string): void {
    const before = this.events.find((event) => event.kind === kind && event.detail === detail)
    if (before !== undefined) before.times++
    else if (this.events.length < MOST_EVENTS) this.events.push({ atMs, kind, detail, times: 1 })
    else this.more++
  }

  /** Everything so far happened this much later than it was told. */
  shift(byMs: number): void {
    for (const event of this.events) event.atMs += byMs
  }

  take(nowMs: number): readonly GeneratorEvent[] {
    const { events, more } = this
    this.events = []
    this.more = 0
    const told = events.map(({ atMs, kind, detail, times }) => ({
      atMs,
      kind,
      detail: times === 1 ? detail : `${detail} (${times} times)`,
    }))
    return more === 0 ? told : [...told, { atMs: nowMs, kind: 'more-events', detail: `${more} that are not told` }]
  }
}

interface LoggedEvent {
  atMs: number
  readonly kind: string
  readonly detail: string
  times: number
}

/** Every connection of a large load may be lost in one second, and that is worth a line each. */
const MOST_EVENTS = 200
