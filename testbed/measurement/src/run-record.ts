import type { LatencyHistogram } from './latency-histogram.js'
import type { RunPhase } from './run-phase.js'

/**
 * What a measured run says about itself, in the words of everyone who writes or reads one. Every `…Ms` is milliseconds, may
 * have a fraction, and counts from the start of traffic unless it says otherwise; every `…Us` is microseconds.
 */

/** Traffic of one kind, offered at a steady rate: `m3ua`, `diameter`, or the name a scenario gives it. */
export type FlowName = string

/**
 * Where the packets went: the network in memory on virtual time, real sockets on loopback addresses, network namespaces, containers;
 * `external` is a network nobody of us made, between a load generator and its target.
 */
export type NetworkKind = (typeof NETWORK_KINDS)[number]

export const NETWORK_KINDS = ['simulated', 'loopback', 'netns', 'compose', 'external'] as const

/** How a run ended: to the last second, stopped by somebody before it, or broken off by an error. */
export type RunOutcome = 'completed' | 'interrupted' | 'failed'

export type RunVerdict = 'pass' | 'fail'

/** The machine and the program a run was measured with. Two runs compare only as far as these agree. */
export interface EnvironmentFingerprint {
  readonly cpuModel: string
  /** Logical processors. */
  readonly cores: number
  readonly memoryMiB: number
  /** Name and release, as `Linux 6.1.0`. */
  readonly kernel: string
  /** Without the leading `v`. */
  readonly nodeVersion: string
  readonly platform: string
  readonly architecture: string
  /** Full hexadecimal name; null when the program does not run from a checkout. */
  readonly gitCommit: string | null
  /** Whether the checkout held changes that are in no commit. */
  readonly gitDirty: boolean
  readonly sigbedVersion: string
}

export interface OfferedFlow {
  readonly name: FlowName
  /** Messages offered per second; arrivals do not wait for answers. */
  readonly offeredPerSecond: number
}

/** What a run set out to do. Known before the first message. */
export interface RunDescription {
  readonly scenario: string
  /** The scenario's file, whole; null when the run follows none. */
  readonly scenarioText: string | null
  /** Name of the timer profile. */
  readonly profile: string
  readonly network: NetworkKind
  readonly seed: number
  /** Length of the traffic. */
  readonly plannedDurationMs: number
  /** When the path is cut; null in a run without a cut. */
  readonly cutAtMs: number | null
  /** When it comes back; null when it does not within the run. */
  readonly restoreAtMs: number | null
  /** ISO 8601 with a `Z`. */
  readonly startedAtUtc: string
  readonly flows: readonly OfferedFlow[]
  /** The protocol parameters in effect, by name, values of JSON only; nested as the writer likes. */
  readonly parameters: Readonly<Record<string, unknown>>
  /** Path of the packet capture; null when none was taken. */
  readonly captureFile: string | null
  /** Words the run can be found and compared by; each once. */
  readonly tags: readonly string[]
}

/** RFC 9260 §5.4 (unconfirmed), §8.2 (active, inactive); RFC 7829 §3 (potentially failed). */
export type PathState = 'unconfirmed' | 'active' | 'potentially-failed' | 'inactive'

/** A path of one association entered a state. */
export interface PathEvent {
  readonly atMs: number
  /** Which node noticed. */
  readonly node: string
  readonly association: string
  readonly localAddress: string
  readonly remoteAddress: string
  readonly state: PathState
  /** Why, in a few words for people: `T3-rtx expired`, `HEARTBEAT ACK`. */
  readonly reason: string
  /** The path's retransmission timeout at that moment. */
  readonly rtoMs: number
}

/** A path of one association as it stood at an instant. */
export interface PathSample {
  readonly atMs: number
  readonly node: string
  readonly association: string
  readonly localAddress: string
  readonly remoteAddress: string
  readonly state: PathState
  /** New data goes here now. */
  readonly carriesData: boolean
  readonly rtoMs: number
  /** null before the first measurement. */
  readonly smoothedRoundTripMs: number | null
  /** octets */
  readonly congestionWindow: number
  /** octets */
  readonly outstandingOctets: number
}

/** Anything else worth a line in the run's history: a cut, an association lost, an ASP gone inactive, a DWR unanswered. */
export interface RunEvent {
  readonly atMs: number
  readonly node: string
  /** Stable, lower case with hyphens: `path-cut`. */
  readonly kind: string
  readonly detail: string
}

/** One flow during one interval, usually a second. Latency counts from the moment a message was meant to be sent. */
export interface IntervalSample {
  readonly flow: FlowName
  readonly fromMs: number
  readonly toMs: number
  /** Messages meant to be sent in the interval. */
  readonly offered: number
  /** Messages that arrived in it. The latencies are theirs; with none, the latencies are 0 and mean nothing. */
  readonly delivered: number
  readonly p50Us: number
  readonly p99Us: number
  readonly maximumUs: number
  /** Messages the generator itself sent late, by more than it allows itself: it was short of processor time. */
  readonly lateSends: number
  /**
   * The latencies themselves, as `LatencyHistogram.toBlob` writes them: those of several intervals add up exactly, which their percentiles
   * do not. null: nobody kept them.
   */
  readonly histogram: Uint8Array | null
}

/** All latencies of one flow in one phase. */
export interface PhaseLatency {
  readonly flow: FlowName
  readonly phase: RunPhase
  readonly histogram: LatencyHistogram
}

/** What became of every message of a flow, from the serial numbers and check sums inside the messages. */
export interface FlowAudit {
  readonly flow: FlowName
  readonly offered: number
  /** Different messages that arrived. */
  readonly delivered: number
  /** Taken by the stack and never arrived. */
  readonly lost: number
  /** Arrivals of messages that had arrived before. */
  readonly duplicated: number
  /** Arrived behind a later message of the same stream. */
  readonly reordered: number
  /** Arrived with other content than was sent. */
  readonly corrupted: number
  /** Not taken by the stack: its send buffer was full, or the association was gone. */
  readonly refused: number
}

/**
 * What servers saw of the requests of a flow, all servers together: a request that was sent again may be carried out twice, and who asked
 * does not see it. A request is told by its origin and its End-to-End Identifier (RFC 6733 §3).
 */
export interface RequestAudit {
  readonly flow: FlowName
  /** Different requests that arrived. */
  readonly arrived: number
  /** Arrivals with the T flag: they may have been sent before (RFC 6733 §3). */
  readonly marked: number
  /** Arrivals of requests that had arrived before, here or there. */
  readonly arrivedAgain: number
  /** Of these, the ones of which nobody said that they may have been sent before. */
  readonly arrivedAgainUnmarked: number
  /** Of `arrivedAgain`, those that were carried out again, and not answered from memory. */
  readonly carriedOutAgain: number
}

/** What the timetable did, and when it really took place. */
export interface RunFault {
  readonly atMs: number
  /** As the scenario has it: `cut path-a`. */
  readonly text: string
  /** Whether it broke something or mended it: what a picture shades between. */
  readonly effect: 'breaks' | 'mends'
}

/** One demand of the scenario on the run, and whether it was met. */
export interface ExpectationOutcome {
  /** As the scenario has it: `lost = 0`. */
  readonly text: string
  /** null: the run did not show it either way. */
  readonly met: boolean | null
  /** What was seen, in a few words: `3 lost`, `after 122 ms`. */
  readonly seen: string
}

/** What a node's program took of the processor from the first message to the last. */
export interface ProcessorTime {
  readonly node: string
  readonly userMs: number
  readonly systemMs: number
}

/**
 * One failover: what RFC 9260 and RFC 7829 lead one to expect from the parameters, beside what was seen. The stages
 * after the cut count milliseconds from the cut; `activeAgainMs` counts from the return of the path.
 */
export interface FailoverMeasure {
  readonly flow: FlowName
  readonly node: string
  readonly association: string
  /** Since traffic start. */
  readonly cutAtMs: number
  /** From the cut to the first message delivered over the alternate path; null: never seen. */
  readonly firstDeliveryOnAlternateMs: number | null
  /** From the cut to the path becoming potentially failed. RFC 7829 §3. */
  readonly potentiallyFailedMs: number | null
  /** From the cut to the path becoming inactive. RFC 9260 §8.2. */
  readonly inactiveMs: number | null
  /** From the return of the path to its being active again. */
  readonly activeAgainMs: number | null
  /**
   * From the cut until the last of the messages had arrived that were meant to be sent before the first delivery on the alternate path:
   * the backlog of the cut is gone. null: nothing was seen there.
   */
  readonly drainedMs: number | null
  /** The cut path's retransmission timeout when it was cut. */
  readonly rtoAtCutMs: number
  readonly computedFirstDeliveryMs: number
  /** Infinity where the timers never make a path potentially failed. */
  readonly computedPotentiallyFailedMs: number
  /** From the parameters alone, also when it lies beyond the outage; null when they give no figure. */
  readonly computedInactiveMs: number | null
  /** How far measured and computed may lie apart, either way. */
  readonly toleranceMs: number
  readonly verdict: FailoverVerdict
}

export type FailoverVerdict = RunVerdict | 'not-measured'
