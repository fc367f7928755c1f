import type { Instant } from '../lower-layer.js'

/**
 * When DATA towards a destination were last answered by SSNM, so that a burst of DATA does not become a burst of answers. RFC 4666 §3.4.1:
 * the ASP is given time to react. Bounded: beyond, all is forgotten and some answers come early.
 */
export class AnswerSuppression {
  private readonly answeredAt = new Map<number, Instant>()

  /** True when an answer is due, which the caller then sends. */
  isDue(pointCode: number, now: Instant, intervalMs: number): boolean {
    const answeredAt = this.answeredAt.get(pointCode)
    if (answeredAt !== undefined && now - answeredAt < intervalMs) return false
    if (this.answeredAt.size >= MOST_REMEMBERED) this.answeredAt.clear()
    this.answeredAt.set(pointCode, now)
    return true
  }
}

const MOST_REMEMBERED = 1_024
