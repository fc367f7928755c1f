import { type Instant, NEVER } from '../lower-layer.js'

/** The requests of an ASP that the SGP acknowledges. */
export type AspRequest = 'ASPUP' | 'ASPDN' | 'ASPAC' | 'ASPIA' | 'REG REQ' | 'DEREG REQ'

/**
 * T(ack): the one request an ASP has under way, and when to send it again. RFC 4666 §4.3.4.1 to §4.3.4.4.
 * For RKM the RFC names no timer: a response that does not come is waited for in the same way.
 * The RFC lets the ASP repeat for ever; here it gives up after a number of attempts and tells its owner.
 */
export class AcknowledgementTimer {
  /** Null when nothing is under way. */
  request: AspRequest | null = null
  /** Transmissions so far. */
  attempts = 0
  deadline: Instant = NEVER

  constructor(
    private readonly acknowledgementMs: number,
    private readonly maximumAttempts: number,
  ) {}

  start(request: AspRequest, now: Instant): void {
    this.request = request
    this.attempts = 1
    this.deadline = now + this.acknowledgementMs
  }

  stop(): void {
    this.request = null
    this.deadline = NEVER
  }

  /** 'repeat': send the request again, the timer runs. 'exhausted': the timer still names the request; stop it. */
  expire(now: Instant): 'not-yet' | 'repeat' | 'exhausted' {
    if (now < this.deadline) return 'not-yet'
    if (this.attempts >= this.maximumAttempts) return 'exhausted'
    this.attempts++
    this.deadline = now + this.acknowledgementMs
    return 'repeat'
  }
}

/** RFC 4666 §4.3.4.1: "The default value for T(ack) is 2 seconds." */
export const DEFAULT_ACKNOWLEDGEMENT_MS = 2_000
/** Twenty seconds in all with the default T(ack). */
export const DEFAULT_REQUEST_ATTEMPTS = 10
