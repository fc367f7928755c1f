import type { PathEvent, PathSample, RunEvent } from '@sigbed/measurement'
import type { LinkState } from '../scenario/scenario.js'

/**
 * What the conductor of a run and the programs on its nodes tell one another. Plain data, fit for a line of JSON each (Infinity is
 * written as null by `node-line.ts`). Instants `…Ms` count from the start of traffic, on the run's clock.
 */
export type NodeCommand =
  /** The role comes up: associations, peers. Answered by `ready` or `failed`. */
  | { readonly kind: 'prepare' }
  /** Traffic begins at this instant of the lab's shared clock (`ScenarioLab.now`); it is zero on the run's clock. */
  | { readonly kind: 'traffic'; readonly zeroAt: number }
  /** From now on, packets this node sends to and receives from an address fare so. Each names all it has to say. */
  | {
      readonly kind: 'link'
      readonly direction: 'outbound' | 'inbound'
      readonly local: string
      readonly remote: string
      /** The UDP port the remote address is encapsulated on, 0 for raw IP: on loopback all nodes may be at ::1. */
      readonly remotePort: number
      readonly state: LinkState
    }
  /** Report the paths now: a fault is about to be carried out. */
  | { readonly kind: 'sample' }
  | { readonly kind: 'stall'; readonly stalled: boolean }
  /** Offers no more; answered by `stopped` when the flows that begin here have nothing under way any more, or the patience is over. */
  | { readonly kind: 'settle'; readonly patienceMs: number }
  /** Ends the role in order and reports its accounts; the last report is `ended`. */
  | { readonly kind: 'end' }

export type NodeReport =
  /** The program runs and its sockets are open: the first report, at once. The node's addresses as its lab has them, in the order of its interfaces. */
  | { readonly kind: 'opened'; readonly addresses: readonly string[] }
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'path-event'; readonly event: PathEvent }
  | { readonly kind: 'event'; readonly event: RunEvent }
  /** Every path of every association, each tenth of a second, and at once when `sample` came. */
  | { readonly kind: 'paths'; readonly samples: readonly PathSample[] }
  /** What a flow that begins here did since the last time. */
  | {
      readonly kind: 'offered'
      readonly flow: string
      readonly toMs: number
      readonly offered: number
      readonly lateSends: number
      readonly waiting: number
    }
  /** What arrived of a flow since the last time. `histogram` is a LatencyHistogram's blob in base64. */
  | { readonly kind: 'delivered'; readonly flow: string; readonly toMs: number; readonly delivered: number; readonly histogram: string }
  /** Messages of a flow now come from another address than before. */
  | { readonly kind: 'arrives-from'; readonly flow: string; readonly atMs: number; readonly address: string }
  | { readonly kind: 'stopped' }
  /** At the end: the sender's half of the account. */
  | { readonly kind: 'sent-account'; readonly flow: string; readonly offered: number; readonly refused: number; readonly failed: number }
  /** At the end: the receiver's half. `numbers` are the sequence numbers that arrived, as `SequenceNumbers` writes them, in base64. */
  | {
      readonly kind: 'received-account'
      readonly flow: string
      readonly numbers: string
      readonly duplicated: number
      readonly reordered: number
      readonly corrupted: number
      readonly phases: { readonly before: string; readonly during: string; readonly after: string }
    }
  /** How the generator on this node fared. */
  | { readonly kind: 'generator'; readonly judgement: string; readonly reasons: readonly string[] }
  | { readonly kind: 'ended' }
