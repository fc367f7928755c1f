import { LIMITED_RETRANSMISSIONS, PRIORITY, TIMED } from './reliability-policy.js'

/** Messages given up, by whether a part of them had been sent. RFC 7496 §4.3, §4.4. */
export interface AbandonedCount {
  readonly sent: number
  readonly unsent: number
}

/** How many messages an association has given up, for each stream and policy (RFC 7496 §4.3, §4.4). Grows with the streams concerned. */
export class AbandonedMessages {
  /** Per stream: unsent and sent, policy after policy. */
  private readonly streams = new Map<number, Float64Array>()

  count(streamId: number, policy: number, sent: boolean): void {
    let counts = this.streams.get(streamId)
    if (counts === undefined) {
      counts = new Float64Array(2 * POLICIES)
      this.streams.set(streamId, counts)
    }
    counts[2 * policy + (sent ? 1 : 0)]!++
  }

  /** Of all streams on which something has been given up. */
  get streamIds(): readonly number[] {
    return [...this.streams.keys()]
  }

  /** Of one stream, by one policy. */
  ofStream(streamId: number, policy: number): AbandonedCount {
    const counts = this.streams.get(streamId)
    return { unsent: counts?.[2 * policy] ?? 0, sent: counts?.[2 * policy + 1] ?? 0 }
  }

  /** Of all streams, by one policy. */
  ofPolicy(policy: number): AbandonedCount {
    return sum([...this.streams.keys()].map((streamId) => this.ofStream(streamId, policy)))
  }
}

function sum(counts: readonly AbandonedCount[]): AbandonedCount {
  return counts.reduce((total, { sent, unsent }) => ({ sent: total.sent + sent, unsent: total.unsent + unsent }), NONE)
}

const NONE: AbandonedCount = { sent: 0, unsent: 0 }
const POLICIES = 1 + Math.max(TIMED, PRIORITY, LIMITED_RETRANSMISSIONS)
