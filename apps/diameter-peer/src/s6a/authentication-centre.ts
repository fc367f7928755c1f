import { type AuthenticationVector, authenticationVector, withSeparationBit } from '../milenage/authentication-vector.js'
import { Milenage } from '../milenage/milenage.js'
import { resynchronise } from '../milenage/resynchronisation.js'
import { SequenceNumberGenerator } from '../milenage/sequence-number.js'
import type { Subscriber } from '../subscriber/subscriber.js'

/** For what a vector is made: the first bit of AMF tells the card (TS 33.401 §6.1.1). */
export type VectorUse = 'E-UTRAN' | 'UTRAN'

/**
 * The authentication centre of a home network: makes vectors and keeps the sequence number of every subscriber that asked for some, so
 * its memory is bounded by their number. TS 33.102 §6.3.
 */
export class AuthenticationCentre {
  private readonly records = new Map<string, { readonly milenage: Milenage; readonly generator: SequenceNumberGenerator }>()

  /** @param randomUint32 for challenges: unpredictable in production, seeded in tests */
  constructor(private readonly randomUint32: () => number) {}

  /** Fresh vectors, fewer than asked for where sequence numbers run out. */
  vectors(subscriber: Subscriber, use: VectorUse, count: number): AuthenticationVector[] {
    const { milenage, generator } = this.recordOf(subscriber)
    const managementField = withSeparationBit(subscriber.managementField, use === 'E-UTRAN')
    const vectors: AuthenticationVector[] = []
    for (let sequenceNumber: number | null; vectors.length < count && (sequenceNumber = generator.next()) !== null; )
      vectors.push(authenticationVector(milenage, this.challenge(), sequenceNumber, managementField))
    return vectors
  }

  /** Takes a card's complaint in. False when no card of this subscriber made it. @param info Re-Synchronization-Info */
  resynchronise(subscriber: Subscriber, info: Uint8Array): boolean {
    const { milenage, generator } = this.recordOf(subscriber)
    return resynchronise(milenage, generator, info) !== 'forged'
  }

  /** The sequence number used last. */
  sequenceNumberOf(subscriber: Subscriber): number {
    return this.recordOf(subscriber).generator.current
  }

  forget(imsi: string): void {
    this.records.delete(imsi)
  }

  private recordOf(subscriber: Subscriber) {
    const known = this.records.get(subscriber.imsi)
    if (known !== undefined) return known
    const record = {
      milenage: new Milenage(subscriber.key, subscriber.operatorVariant),
      generator: new SequenceNumberGenerator(subscriber.sequenceNumber),
    }
    this.records.set(subscriber.imsi, record)
    return record
  }

  private challenge(): Uint8Array {
    const challenge = new Uint8Array(16)
    const view = new DataView(challenge.buffer)
    for (let at = 0; at < 16; at += 4) view.setUint32(at, this.randomUint32())
    return challenge
  }
}
