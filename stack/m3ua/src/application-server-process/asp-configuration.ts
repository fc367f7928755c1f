import { DestinationTable } from '../destination-table.js'
import type { Interoperability } from '../interoperability.js'
import type { TrafficMode } from '../traffic-mode.js'
import type { AspApplicationServer } from './asp-traffic.js'

export interface ApplicationServerProcessConfiguration {
  /** One or more AS. */
  readonly applicationServers: readonly AspApplicationServer[]
  /** Sent in ASPAC; left out when null, and the SGP goes by its own configuration. */
  readonly trafficMode: TrafficMode | null
  readonly aspIdentifier?: number | null
  /** T(ack); 2,000 when left out. */
  readonly acknowledgementMs?: number
  /** How often a request is sent before it is abandoned; 10 when left out. */
  readonly requestAttempts?: number
  /** T(beat); 0 (never) when left out. */
  readonly heartbeatMs?: number
  /** False only at an end of an IPSP's single exchange that leaves ASPUP and ASPAC to its peer; true when left out. */
  readonly initiates?: boolean
  readonly destinations?: DestinationConfiguration
  readonly interoperability?: Interoperability
}

/** What is held of SS7 destinations. RFC 4666 §4.5. */
export interface DestinationConfiguration {
  /**
   * What a destination is that the SGP has not told of. 'available' when left out: an SGP need tell a newly active ASP of those only that are
   * not (RFC 4666 §4.5.1). With 'unavailable', say in each AS which destinations to ask about, and the SGP's DAVA lets traffic begin.
   */
  readonly unknown?: 'available' | 'unavailable'
  /** How many ranges and point codes are remembered for each AS; 4,096 when left out. */
  readonly maximumEntries?: number
  /** After how long without news an unavailable, restricted or congested destination is asked about by DAUD; 30,000 when left out, 0: never. */
  readonly auditMs?: number
}

export const DEFAULT_DESTINATION_ENTRIES = 4_096
export const DEFAULT_AUDIT_MS = 30_000

/** One for each AS. */
export function destinationTables(configuration: ApplicationServerProcessConfiguration): readonly DestinationTable[] {
  const {
    unknown = 'available',
    maximumEntries = DEFAULT_DESTINATION_ENTRIES,
    auditMs = DEFAULT_AUDIT_MS,
  } = configuration.destinations ?? {}
  return configuration.applicationServers.map(() => new DestinationTable(unknown, maximumEntries, auditMs))
}
