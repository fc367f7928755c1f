import type { AffectedPointCode, SignallingNetworkManagementMessage } from '@sigbed/m3ua-codec'
import type { DestinationStatus } from '../destination-table.js'
import { networkAppearanceOrNull } from '../routing-context.js'

/** What is told of one destination or range: its status, its congestion, or both. */
export interface DestinationReport {
  readonly affected: AffectedPointCode
  /** Null where only congestion is told. */
  readonly status: DestinationStatus | null
  /** Null where congestion is not told; 0 tells that it is over. */
  readonly congestionLevel: number | null
}

/**
 * The messages that tell `reports` in their order. Neighbours that say the same share one message. Congestion goes before the status, so
 * that the ASP knows of it when it begins to send. RFC 4666 §3.4, §4.5.3.
 */
export function messagesTelling(
  reports: readonly DestinationReport[],
  appearance: number,
  routingContexts: readonly number[],
): SignallingNetworkManagementMessage[] {
  const networkAppearance = networkAppearanceOrNull(appearance)
  const messages: SignallingNetworkManagementMessage[] = []
  for (let from = 0; from < reports.length; ) {
    const { status, congestionLevel } = reports[from]!
    let to = from + 1
    while (to < reports.length && to - from < MOST_PER_MESSAGE && saysTheSame(reports[to]!, reports[from]!)) to++
    const affectedPointCodes = reports.slice(from, to).map(({ affected: { mask, pointCode } }) => ({ mask, pointCode }))
    const shared = { networkAppearance, routingContexts, affectedPointCodes, info: null }
    // RFC 4666 §3.4.4: Concerned Destination is for SCON from an ASP only.
    if (congestionLevel !== null) messages.push({ kind: 'SCON', ...shared, concernedDestination: null, congestionLevel })
    if (status !== null) messages.push({ kind: KIND[status], ...shared })
    from = to
  }
  return messages
}

function saysTheSame(one: DestinationReport, other: DestinationReport): boolean {
  return one.status === other.status && one.congestionLevel === other.congestionLevel
}

const KIND = { available: 'DAVA', restricted: 'DRST', unavailable: 'DUNA' } as const
/** Two kilobytes of point codes. */
const MOST_PER_MESSAGE = 512
