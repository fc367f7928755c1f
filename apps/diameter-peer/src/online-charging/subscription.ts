import { type AvpOf, avpValue, avpValues, type GX } from 'diameter-codec'

type Avp = AvpOf<typeof GX.avpRows>

/** A subscriber by one of the identities of Subscription-Id: its type and what it says, "END_USER_E164:491701234567". */
export type SubscriptionId = `${string}:${string}`

/** Every identity a request gives its subscriber, in order (RFC 8506 §8.46, §8.58). */
export function subscriptionIdsOf(avps: readonly Avp[]): readonly SubscriptionId[] {
  const enumerated = avpValues(avps, 'Subscription-Id').map(
    (members): SubscriptionId => `${avpValue(members, 'Subscription-Id-Type')}:${avpValue(members, 'Subscription-Id-Data')}`,
  )
  const extended = avpValues(avps, 'Subscription-Id-Extension').flatMap((members) =>
    members.flatMap(({ name, value }): SubscriptionId[] => {
      const type = TYPE_OF_EXTENSION[name]
      return type === undefined ? [] : [`${type}:${value}`]
    }),
  )
  return [...enumerated, ...extended]
}

/** RFC 8506 §8.58: each value of Subscription-Id-Type has an AVP that corresponds to it. */
const TYPE_OF_EXTENSION: Readonly<Partial<Record<string, string>>> = {
  'Subscription-Id-E164': 'END_USER_E164',
  'Subscription-Id-IMSI': 'END_USER_IMSI',
  'Subscription-Id-SIP-URI': 'END_USER_SIP_URI',
  'Subscription-Id-NAI': 'END_USER_NAI',
  'Subscription-Id-Private': 'END_USER_PRIVATE',
}
