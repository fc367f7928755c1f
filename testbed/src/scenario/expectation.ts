import type { RunPhase } from '@sigbed/measurement'

/** What a scenario demands of a run, as it was written and as it is judged. */
export interface Expectation {
  /** `alternate carries data within 1 RTO`. */
  readonly text: string
  /** In the scenario's file, 1 for the first. */
  readonly line: number
  readonly demand: Demand
}

export type Comparison = '=' | '<' | '<=' | '>' | '>='

/** A length of time as such, or as a multiple of the RTO the path had when it was cut. */
export type TimeLimit = { readonly kind: 'time'; readonly ms: number } | { readonly kind: 'rto'; readonly times: number }

export type CountedFate = 'offered' | 'delivered' | 'lost' | 'duplicated' | 'reordered' | 'corrupted' | 'refused'

/** Of requests, as servers saw them (RFC 6733 §3, §5.5.4). */
export type CountedRepetition = 'arrived twice' | 'arrived twice unmarked' | 'carried out twice'

/** Each concerns all flows unless it names one: counts are added up, everything else must hold for every one of them. */
export type Demand =
  /** `lost = 0`, `m3ua duplicated <= 5`. */
  | {
      readonly kind: 'count'
      readonly flow: string | null
      readonly fate: CountedFate
      readonly comparison: Comparison
      readonly limit: number
    }
  /** `m3ua delivered at asp-2 >= 500`: what arrived at one node. */
  | {
      readonly kind: 'delivered-at'
      readonly flow: string | null
      readonly node: string
      readonly comparison: Comparison
      readonly limit: number
    }
  /** `carried out twice = 0`: what servers saw of requests that were sent again. */
  | {
      readonly kind: 'repetition'
      readonly flow: string | null
      readonly repetition: CountedRepetition
      readonly comparison: Comparison
      readonly limit: number
    }
  /** `p99 during < 300 ms`, `diameter max before < 50 ms`. Phase null: over the whole run. */
  | {
      readonly kind: 'latency'
      readonly flow: string | null
      /** 0 to 100; 100 is the maximum. */
      readonly percentile: number
      readonly phase: RunPhase | null
      readonly comparison: Comparison
      readonly limitMs: number
    }
  /** `alternate carries data within 1 RTO`: the first delivery over another path, counted from the first cut. */
  | { readonly kind: 'alternate'; readonly flow: string | null; readonly within: TimeLimit }
  /** `path-a potentially-failed within 1 RTO`, `path-a active within 3 s`: counted from the first cut, or for `active` from the last restore. */
  | {
      readonly kind: 'path-state'
      readonly network: string
      readonly state: 'potentially-failed' | 'inactive' | 'active'
      readonly within: TimeLimit
    }
  /** `path-b stays active`: no path there is ever potentially failed or inactive. */
  | { readonly kind: 'path-stays'; readonly network: string }
  /** `path-b never inactive`: what may well be potentially failed for a while. */
  | { readonly kind: 'path-never'; readonly network: string; readonly state: 'potentially-failed' | 'inactive' }
  /** `data returns to path-a within 3 s`, counted from the last restore. */
  | { readonly kind: 'data-returns'; readonly network: string; readonly within: TimeLimit }
  /** `association stays up`: none is lost by anybody; `association lost within 5 s`, counted from the first fault. */
  | { readonly kind: 'association-stays' }
  | { readonly kind: 'association-lost'; readonly within: TimeLimit }
  /** `association returns within 2 s`: one comes up, counted from the last restore, resume or start. */
  | { readonly kind: 'association-returns'; readonly within: TimeLimit }
  /** `failover as computed`: every stage of every failover when its timers say. */
  | { readonly kind: 'failover-as-computed' }
  /** `delivery resumes within 2 s`: the longest time without any delivery of the flow. */
  | { readonly kind: 'longest-silence'; readonly flow: string | null; readonly within: TimeLimit }
  /** `asp-2 takes over within 2 s`: the first delivery at that node after the first fault. */
  | { readonly kind: 'takes-over'; readonly node: string; readonly within: TimeLimit }
  /** `event asp-active on sg`: an event of that kind was told by that node, or by any, at or after the first fault. */
  | { readonly kind: 'event'; readonly event: string; readonly node: string | null }
