import type { TransportLayerSecurity } from '@sigbed/peer-bindings'
import type { DataColumns, RowOrder } from '../template/data-columns.js'
import type { TrafficTemplate } from '../template/traffic-template.js'
import type { RateForm, RatePoint } from '../workload/time-warp.js'
import type { Condition } from './condition.js'

/** What one load is to be: every default filled in, every value checked. Plain data, so that workers can be handed it. */
export interface LoadPlan {
  readonly target: LoadTarget
  /** Own IP addresses. */
  readonly localAddresses: readonly string[]
  /** Name of a timer profile. */
  readonly sctpProfile: string
  /** Connections of all workers together. */
  readonly connections: number
  readonly workers: number
  readonly arrivals: ArrivalPlan
  /** Of all chance. */
  readonly seed: number
  /** What is sent before zero counts nowhere. */
  readonly warmUpMs: number
  /** From zero on; Infinity: until something else ends it. */
  readonly durationMs: number
  /** Procedures that are counted; Infinity: any number. */
  readonly count: number
  /** Until a message without an answer counts as lost. */
  readonly timeoutMs: number
  readonly stopIf: readonly Condition[]
  readonly failIf: readonly Condition[]
  readonly traffic: M3uaTraffic | DiameterTraffic
  /** The workload's file, whole; empty where there was none. */
  readonly text: string
}

export interface LoadTarget {
  /** Of one node; the first is the primary path of an association. */
  readonly addresses: readonly string[]
  readonly port: number
  readonly transport: LoadTransport
  /** Of SCTP in UDP; 0: SCTP on IP itself. */
  readonly encapsulationPort: number
}

export const LOAD_TRANSPORTS = ['sctp', 'tcp', 'tls'] as const
export type LoadTransport = (typeof LOAD_TRANSPORTS)[number]

/** When procedures begin. */
export type ArrivalPlan =
  /** By a rate, whatever becomes of those before. */
  | { readonly model: 'open'; readonly spacing: Spacing; readonly form: RateForm; readonly rates: readonly RatePoint[] }
  /** As they were recorded. */
  | { readonly model: 'replayed'; readonly file: string; readonly instants: Float64Array }
  /** When another has ended: so many under way on each connection. */
  | { readonly model: 'closed'; readonly outstanding: number; readonly thinkMs: number }

export const SPACINGS = ['constant', 'poisson'] as const
export type Spacing = (typeof SPACINGS)[number]

export interface DiameterTraffic {
  readonly protocol: 'diameter'
  readonly originHost: string
  readonly originRealm: string
  /** Null: that of the peer. */
  readonly destinationRealm: string | null
  readonly destinationHost: string | null
  readonly templates: readonly WeightedTemplate[]
  readonly data: DataColumns
  readonly rowOrder: RowOrder
  readonly security: TransportLayerSecurity | null
  /** For the Session-Ids and the End-to-End Identifiers (RFC 6733 §3, §8.8). */
  readonly startTimeSeconds: number
}

export interface WeightedTemplate {
  readonly template: TrafficTemplate
  readonly weight: number
}

export interface M3uaTraffic {
  readonly protocol: 'm3ua'
  readonly role: 'asp' | 'ipsp'
  readonly routingContext: number
  readonly trafficMode: 'override' | 'loadshare' | 'broadcast' | null
  /** Of the first association; each further one has the next. Null: none is told. */
  readonly aspIdentifier: number | null
  readonly originatingPointCode: number
  readonly destinationPointCode: number
  readonly serviceIndicator: number
  readonly networkIndicator: number
  readonly messagePriority: number
  readonly signallingLinkSelections: Distribution
  /** Octets of user data. */
  readonly sizes: Distribution
  /** The target sends every DATA back. */
  readonly echo: boolean
}

/** Numbers by weight: one value alone, or several; or any from `least` to `most`, all equally often. */
export type Distribution =
  | { readonly kind: 'uniform'; readonly least: number; readonly most: number }
  | { readonly kind: 'list'; readonly values: readonly number[]; readonly weights: readonly number[] }
