import type { PathEvent, PathSample, ProcessorTime, RunEvent, RunPhase } from '@sigbed/measurement'
import type { HoldUp } from '../run/hold-up.js'
import type { LinkState } from '../scenario/scenario.js'

/**
 * What the conductor of a run and the programs on its nodes tell one another. Plain data, fit for a line of JSON each (Infinity is
 * written as null by `node-line.ts`). Instants `…Ms` count from the start of traffic, on the run's clock.
 */
export type NodeCommand =
  /** The role comes up: associations, peers. Answered by `ready` or `failed`. */
  | { readonly kind: 'prepare' }
  /**
   * Traffic begins at this instant of the lab's shared clock (`ScenarioLab.now`); it is zero on the run's clock. A program that `joins`
   * was started while the run was under way, and is told so before it is to prepare: its flows begin when it is ready, with the messages
   * due from then on.
   */
  | { readonly kind: 'traffic'; readonly zeroAt: number; readonly joins: boolean }
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
  /**
   * Report paths and accounts as of now, for a fault is about to be carried out; answered by `sampled`. When it is the program's
   * `last` command, the program is killed next: it does nothing any more, so that what it reported is all that it ever did.
   */
  | { readonly kind: 'sample'; readonly last: boolean }
  | { readonly kind: 'stall'; readonly stalled: boolean }
  /** Offers no more; answered by `stopped` when the flows that begin here have nothing under way any more, or the patience is over. */
  | { readonly kind: 'settle'; readonly patienceMs: number }
  /** Ends the role in order; what arrives meanwhile still counts. The last report is `ended`. */
  | { readonly kind: 'end' }

export interface ArrivedRequests {
  readonly numbers: string
  readonly arrivals: number
}

export type NodeReport =
  /** The program runs and its sockets are open: the first report, at once. The node's addresses as its lab has them, in the order of its interfaces. */
  | { readonly kind: 'opened'; readonly addresses: readonly string[] }
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'path-event'; readonly event: PathEvent }
  | { readonly kind: 'event'; readonly event: RunEvent }
  /** Every path of every association that is set up, each tenth of a second, and at once when `sample` came; once without any when the last is lost. */
  | { readonly kind: 'paths'; readonly samples: readonly PathSample[] }
  /** All that was to be reported when `sample` came has been. */
  | { readonly kind: 'sampled' }
  /** What a flow that begins here did since the last time: each tenth of a second, for a sample and at the end, if it did anything. */
  | {
      readonly kind: 'offered'
      readonly flow: string
      readonly toMs: number
      /** Messages that came due, with the sequence numbers from `first` on. */
      readonly first: number
      readonly offered: number
      /** Of these and earlier ones, now given up: the stack did not take them in time. */
      readonly refused: number
      /** Requests that will not get the answer they should. */
      readonly failed: number
      readonly lateSends: number
      /** Wait for the stack to take some again, as of now. */
      readonly waiting: number
    }
  /**
   * What arrived of a flow since the last time, in the same way. These add up to the whole account of the receiving end, so that a
   * program that is killed takes nothing with it but what it has not yet reported.
   */
  | {
      readonly kind: 'delivered'
      readonly flow: string
      readonly toMs: number
      /** Intact and for the first time, at this node. */
      readonly delivered: number
      /** Their sequence numbers, as `SequenceNumbers` writes them, in base64. */
      readonly numbers: string
      readonly duplicated: number
      readonly reordered: number
      readonly corrupted: number
      /** When the last of them came that was meant to be sent before messages came from their present address; null: none was. */
      readonly backlogMs: number | null
      /** By the phase each message was meant to be sent in: a LatencyHistogram's blob in base64, null for none. */
      readonly latencies: Readonly<Record<RunPhase, string | null>>
    }
  /**
   * Requests of a flow that reached this node, which serves them, since the last time, in the same way: for protocols that answer. Both
   * are sequence numbers, as `SequenceNumbers` writes them, in base64, and how often any of them arrived.
   */
  | {
      readonly kind: 'requested'
      readonly flow: string
      readonly toMs: number
      /** Without a word that they may have been sent before, and with it (RFC 6733 §3: the T flag). */
      readonly unmarked: ArrivedRequests
      readonly marked: ArrivedRequests
      /** Of all these arrivals, those that had arrived here before and were not carried out again. */
      readonly repeated: number
      /** When the last of them came that was meant to be sent before requests came from their present address; null: none was. */
      readonly backlogMs: number | null
    }
  /** Messages of a flow now come from another address than before; also the first since the last fault. */
  | { readonly kind: 'arrives-from'; readonly flow: string; readonly atMs: number; readonly address: string }
  /** When this node's process was kept from its work since the last time, if it was. */
  | { readonly kind: 'held-up'; readonly holdUps: readonly HoldUp[] }
  | { readonly kind: 'stopped' }
  /** How the generator on this node fared, and what its process took of the processor since traffic began: null in virtual time. */
  | {
      readonly kind: 'generator'
      readonly judgement: 'sound' | 'strained' | 'saturated'
      readonly reasons: readonly string[]
      readonly processorTime: ProcessorTime | null
    }
  | { readonly kind: 'ended' }
