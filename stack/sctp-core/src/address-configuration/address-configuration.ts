import type { AddressRequest, AsconfAckChunk } from '@sigbed/sctp-codec'
import { type Instant, NEVER } from '../time.js'

/** A change of this side's addresses that the user asked for. */
export interface AddressChange {
  readonly kind: AddressRequest['kind']
  /** Index into the endpoint's transport address table. */
  readonly localAddress: number
}

/** An ASCONF under way: one at most (RFC 5061 §5.1.1 C1). */
export interface OutstandingAsconf {
  readonly sequenceNumber: number
  readonly octets: Uint8Array
  /** In their order in the chunk; the position is the Correlation ID, counted from `firstCorrelationId`. */
  readonly changes: readonly AddressChange[]
  readonly firstCorrelationId: number
  /** Which destination it was sent to last. */
  remoteAddress: number
}

/** What an association with dynamic addresses (RFC 5061) keeps for both directions. */
export class AddressConfiguration {
  /** Changes that wait for their turn. */
  readonly waiting: AddressChange[] = []
  outstanding: OutstandingAsconf | null = null
  nextCorrelationId = 1
  /** T4-rto (§5.1 A4). */
  t4Deadline: Instant = NEVER
  /** §5.1 A9, §5.3 F3a: the peer does not know ASCONF after all, or not these requests of it. */
  refusedByPeer = false
  /** Local addresses that are being deleted (§5.3 F4): no sources any more, still destinations. */
  readonly leaving = new Set<number>()
  /** The peer's wish for a primary path that could not be granted while the address was not confirmed; -1: none. */
  wantedPrimary = -1
  private readonly acknowledgements: { readonly sequenceNumber: number; readonly octets: Uint8Array }[] = []

  /**
   * §5.1 A2: sequence numbers begin at the Initial TSNs.
   *
   * @param nextSequenceNumber of this side's next ASCONF
   * @param expectedSequenceNumber of the peer's
   */
  constructor(
    public nextSequenceNumber: number,
    public expectedSequenceNumber: number,
  ) {}

  /** §5.2 E4: kept, as the peer asks again when it is lost. Bounded: an honest peer has one under way, or a few bundled ones (§5.5). */
  rememberAcknowledgement({ sequenceNumber }: AsconfAckChunk, octets: Uint8Array): void {
    this.acknowledgements.push({ sequenceNumber, octets })
    if (this.acknowledgements.length > MOST_ACKNOWLEDGEMENTS) this.acknowledgements.shift()
  }

  /** §5.2 E2: what an ASCONF that comes again was answered; undefined when that is too long ago. */
  acknowledgementOf(sequenceNumber: number): Uint8Array | undefined {
    return this.acknowledgements.find((each) => each.sequenceNumber === sequenceNumber)?.octets
  }
}

const MOST_ACKNOWLEDGEMENTS = 8
