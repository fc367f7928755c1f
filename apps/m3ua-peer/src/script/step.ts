import type { M3uaMessage } from '@sigbed/m3ua-codec'

/** One thing a script asks a node to do, checked: nothing of a script is sent unless all of it can be. */
export type Step = {
  /** As it was written. */
  readonly text: string
  /** Whether the step is over only when it is answered, or has come true. */
  readonly waits: boolean
} & (AimStep | RegisterStep | SendDataStep | MessageStep | OctetsStep | BeatStep | WaitStep | UntilStep | BlockStep)

/** How far up an ASP is to be: the engine sends what it takes. */
export interface AimStep {
  readonly action: 'aim'
  readonly target: 'down' | 'inactive' | 'active'
}

/** Asks for the configured routing keys, or gives them back. */
export interface RegisterStep {
  readonly action: 'register'
  readonly registered: boolean
}

/** Null where the configuration says it. */
export interface SendDataStep {
  readonly action: 'send-data'
  readonly count: number
  readonly perSecond: number
  /** Of user data, each message. */
  readonly octets: number
  /** Null: one after the other. */
  readonly signallingLinkSelection: number | null
  readonly originatingPointCode: number | null
  readonly destinationPointCode: number | null
  readonly serviceIndicator: number | null
  /** Null: the first of the node. */
  readonly routingContext: number | null
}

/** A message as it is, past the engine's own state. */
export interface MessageStep {
  readonly action: 'message'
  readonly message: M3uaMessage
  /** A gateway's SSNM: its network is as the message says from then on, and the ASPs concerned are told; to all who are up otherwise. */
  readonly throughNetwork: boolean
}

/** Any octets as one message, right or wrong. */
export interface OctetsStep {
  readonly action: 'octets'
  readonly octets: Uint8Array
  readonly streamId: number
}

export interface BeatStep {
  readonly action: 'beat'
}

export interface WaitStep {
  readonly action: 'wait'
  readonly milliseconds: number
}

/** Until the node, as asp or in all its Application Servers, is in a state. */
export interface UntilStep {
  readonly action: 'until'
  readonly state: 'down' | 'inactive' | 'active' | 'pending'
  readonly patienceMs: number
}

/** Management blocking: ASPUP and ASPAC are refused. */
export interface BlockStep {
  readonly action: 'block'
  readonly blocked: boolean
}

/** What became of a step. */
export interface StepOutcome {
  readonly good: boolean
  /** The answer, or why there is none; for people. */
  readonly text: string
}
