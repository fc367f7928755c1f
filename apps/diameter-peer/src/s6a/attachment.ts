import { avpValue, ResultCode } from 'diameter-codec'
import type { Usim } from '../milenage/usim.js'
import { describeOutcome, resultOf, type S6aAvp, type S6aOutcome } from './s6a-application.js'
import type { SubscriptionCopy } from './subscription-copy.js'

/** How an attachment ended. */
export type AttachmentOutcome =
  | {
      readonly kind: 'attached'
      readonly subscription: SubscriptionCopy /** KASME, 32 octets. */
      readonly kasme: Uint8Array
      readonly resynchronised: boolean
    }
  /** The home network refused, or nobody answered: its result, 0 for none. */
  | { readonly kind: 'refused'; readonly step: 'authentication' | 'location'; readonly result: number; readonly text: string }
  /** Card and network do not trust each other. */
  | { readonly kind: 'not authenticated'; readonly why: 'mac failure' | 'synchronisation failure' | 'wrong response' }

/** What an attachment asks its serving node to send. */
export interface AttachmentRequests {
  /** AIR for one vector. @param resynchronisation Re-Synchronization-Info, or null */
  authenticate(imsi: string, resynchronisation: Uint8Array | null, onOutcome: (outcome: S6aOutcome) => void): void
  /** ULR. */
  updateLocation(imsi: string, onOutcome: (outcome: S6aOutcome) => void): void
}

/**
 * Brings one subscriber into a network: a vector from the home network, the card's answer to it, once more if the card finds the sequence
 * number used up, then the update of the location. TS 23.401 §5.3.2.1, TS 33.401 §6.1.
 */
export class Attachment {
  private resynchronised = false

  /** @param onOutcome called once */
  constructor(
    private readonly imsi: string,
    private readonly card: Usim,
    private readonly requests: AttachmentRequests,
    private readonly onOutcome: (outcome: AttachmentOutcome) => void,
  ) {}

  start(): void {
    this.authenticate(null)
  }

  private authenticate(resynchronisation: Uint8Array | null): void {
    this.requests.authenticate(this.imsi, resynchronisation, (outcome) => {
      const vector = vectorOf(outcome)
      if (vector === null) this.onOutcome(refusal('authentication', outcome))
      else this.challenge(vector)
    })
  }

  private challenge({ rand, xres, autn, kasme }: Vector): void {
    const response = this.card.answer(rand, autn)
    if (response.kind === 'synchronisation failure' && !this.resynchronised) {
      // TS 33.401 §6.1.1: a card that is ahead is heard once; a second failure is the network's fault or somebody else's work.
      this.resynchronised = true
      this.authenticate(Uint8Array.of(...rand, ...response.auts))
    } else if (response.kind !== 'response') {
      this.onOutcome({ kind: 'not authenticated', why: response.kind })
    } else if (response.res.some((octet, at) => octet !== xres[at])) {
      this.onOutcome({ kind: 'not authenticated', why: 'wrong response' })
    } else {
      this.updateLocation(kasme)
    }
  }

  private updateLocation(kasme: Uint8Array): void {
    this.requests.updateLocation(this.imsi, (outcome) => {
      const subscription = outcome.kind === 'answer' ? avpValue(outcome.message.avps, 'Subscription-Data') : null
      if (subscription === null || resultOf(outcome) !== ResultCode.DIAMETER_SUCCESS) this.onOutcome(refusal('location', outcome))
      else this.onOutcome({ kind: 'attached', subscription, kasme, resynchronised: this.resynchronised })
    })
  }
}

interface Vector {
  readonly rand: Uint8Array
  readonly xres: Uint8Array
  readonly autn: Uint8Array
  readonly kasme: Uint8Array
}

/** The first vector of an AIA that succeeded. */
function vectorOf(outcome: S6aOutcome): Vector | null {
  if (outcome.kind !== 'answer' || resultOf(outcome) !== ResultCode.DIAMETER_SUCCESS) return null
  const vector: readonly S6aAvp[] | null = avpValue(avpValue(outcome.message.avps, 'Authentication-Info') ?? [], 'E-UTRAN-Vector')
  if (vector === null) return null
  // All four stand in every vector: the dictionary demands it.
  return {
    rand: avpValue(vector, 'RAND')!,
    xres: avpValue(vector, 'XRES')!,
    autn: avpValue(vector, 'AUTN')!,
    kasme: avpValue(vector, 'KASME')!,
  }
}

function refusal(step: 'authentication' | 'location', outcome: S6aOutcome): AttachmentOutcome {
  return { kind: 'refused', step, result: resultOf(outcome), text: describeOutcome(outcome) }
}
