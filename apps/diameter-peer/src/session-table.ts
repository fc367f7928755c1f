import type { Surroundings } from '@sigbed/sctp-sockets'

/** What became of adding a session. */
export type SessionAddition = 'added' | 'table-full' | 'known'

interface Entry<S> {
  readonly session: S
  timer: ReturnType<Surroundings['startTimer']>
}

/**
 * The sessions of a server by their Session-Id: no more than a limit, and none for ever. A session that is not heard of in time is
 * taken out and handed back, so that its owner can give back what it holds.
 */
export class SessionTable<S> {
  private readonly entries = new Map<string, Entry<S>>()

  /** @param onExpired called with each session that was not heard of in time, after it has left the table */
  constructor(
    readonly limit: number,
    private readonly surroundings: Surroundings,
    private readonly onExpired: (sessionId: string, session: S) => void,
  ) {}

  get size(): number {
    return this.entries.size
  }

  get isFull(): boolean {
    return this.entries.size >= this.limit
  }

  get(sessionId: string): S | null {
    return this.entries.get(sessionId)?.session ?? null
  }

  add(sessionId: string, session: S, lifetimeMs: number): SessionAddition {
    if (this.entries.has(sessionId)) return 'known'
    if (this.isFull) return 'table-full'
    this.entries.set(sessionId, { session, timer: this.startTimer(sessionId, lifetimeMs) })
    return 'added'
  }

  /** Lets a session live for this much longer from now on. */
  renew(sessionId: string, lifetimeMs: number): void {
    const entry = this.entries.get(sessionId)
    if (entry === undefined) return
    this.surroundings.stopTimer(entry.timer)
    entry.timer = this.startTimer(sessionId, lifetimeMs)
  }

  /** Takes a session out; null when there is none. */
  remove(sessionId: string): S | null {
    const entry = this.entries.get(sessionId)
    if (entry === undefined) return null
    this.surroundings.stopTimer(entry.timer)
    this.entries.delete(sessionId)
    return entry.session
  }

  /** Every Session-Id with its session, the oldest first. The table may change meanwhile. */
  *[Symbol.iterator](): IterableIterator<readonly [string, S]> {
    for (const [sessionId, { session }] of this.entries) yield [sessionId, session]
  }

  private startTimer(sessionId: string, lifetimeMs: number): ReturnType<Surroundings['startTimer']> {
    return this.surroundings.startTimer(lifetimeMs, () => {
      const entry = this.entries.get(sessionId)!
      this.entries.delete(sessionId)
      this.onExpired(sessionId, entry.session)
    })
  }
}
