import type { LoadPlan } from '../plan/load-plan.js'

/** What the latencies of a load are, in one sentence without a full stop: from where to where, and what they leave out. */
export function latencyMeaning({ traffic, arrivals }: Pick<LoadPlan, 'traffic' | 'arrivals'>): string {
  const from = arrivals.model === 'closed' ? 'from the sending of a message' : 'from when a message was meant to be sent'
  return `${from} ${endOf(traffic)}`
}

/** A closed loop's latencies leave the waiting out, which has to be said wherever they are shown. Null for an open one. */
export function closedLoopWarning({ arrivals }: Pick<LoadPlan, 'arrivals'>): string | null {
  if (arrivals.model !== 'closed') return null
  return `CLOSED LOOP, ${arrivals.outstanding} under way on each connection: it shows how much the target does, and its latencies leave out all waiting`
}

function endOf(traffic: LoadPlan['traffic']): string {
  if (traffic.protocol === 'diameter') return 'to its answer'
  if (traffic.echo) return 'to its echo, there and back'
  return "to its acknowledgement by the peer's SCTP, which may delay it (up to 200 ms for a message by itself); M3UA itself acknowledges no DATA"
}
