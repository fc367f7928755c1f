import { readU32, writeU32 } from '@sigbed/octets'
import { type Instant, NEVER } from './lower-layer.js'

/**
 * T(beat): BEAT every interval, and the peer is unavailable when nothing at all was heard for two of them. RFC 4666 §4.3.4.6.
 * Over SCTP, which has its own HEARTBEAT for every path, this is optional: it watches the M3UA process and not the paths.
 */
export class Heartbeat {
  /** Carried by the next BEAT: its number, so that a BEAT ACK tells which it answers. */
  readonly heartbeatData = new Uint8Array(4)
  private nextBeat: Instant = NEVER
  private lastHeard: Instant = NEVER
  private lastSent: Instant = NEVER

  /** @param intervalMs zero or less: never. */
  constructor(private readonly intervalMs: number) {}

  /** Begins anew, not before the ASP is up: some peers drop whoever sends BEAT in ASP-DOWN. */
  start(now: Instant): void {
    if (this.intervalMs <= 0) return
    this.lastHeard = now
    this.lastSent = NEVER
    this.nextBeat = now + this.intervalMs
  }

  stop(): void {
    this.nextBeat = NEVER
  }

  /** Any message from the peer will do. */
  heard(now: Instant): void {
    this.lastHeard = now
  }

  /** Milliseconds since the BEAT that `heartbeatData` answers; NaN when it answers none that is still awaited. */
  acknowledge(heartbeatData: Uint8Array | null, now: Instant): number {
    if (this.lastSent === NEVER || heartbeatData === null || heartbeatData.length !== 4) return Number.NaN
    if (readU32(heartbeatData, 0) !== readU32(this.heartbeatData, 0)) return Number.NaN
    const roundTripMs = now - this.lastSent
    this.lastSent = NEVER
    return roundTripMs
  }

  /** 'send': send a BEAT with `heartbeatData` now. 'peer-unavailable': it is stopped; said once. */
  expire(now: Instant): 'not-yet' | 'send' | 'peer-unavailable' {
    if (now < this.deadline) return 'not-yet'
    if (now - this.lastHeard >= 2 * this.intervalMs) {
      this.stop()
      return 'peer-unavailable'
    }
    this.nextBeat = now + this.intervalMs
    this.lastSent = now
    writeU32(this.heartbeatData, 0, readU32(this.heartbeatData, 0) + 1)
    return 'send'
  }

  /** Milliseconds without a word. */
  silence(now: Instant): number {
    return now - this.lastHeard
  }

  get deadline(): Instant {
    return this.nextBeat === NEVER ? NEVER : Math.min(this.nextBeat, this.lastHeard + 2 * this.intervalMs)
  }
}

/** What peers usually set when they beat at all; this side beats only when told to. */
export const USUAL_HEARTBEAT_MS = 30_000
