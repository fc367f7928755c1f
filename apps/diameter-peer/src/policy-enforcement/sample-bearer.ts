import type { GxAvp } from '../policy-control/charging-rule.js'
import { sampleSubscriber } from '../subscriber/sample-subscribers.js'

/** The bearer of a sample subscriber, as a gateway describes it in its first request (TS 29.212 §4.5.1). */
export interface SampleBearer {
  readonly imsi: string
  /** Framed-IP-Address. */
  readonly address: Uint8Array
  readonly describing: readonly GxAvp[]
}

/**
 * @param index of the subscriber
 * @param pool which of two halves of 10.0.0.0/8 the address is from: a subscriber may have a bearer of each at the same time
 */
export function sampleBearer(index: number, pool: 0 | 1): SampleBearer {
  const { imsi } = sampleSubscriber(index)
  const number = index + 1
  const address = Uint8Array.of(10, (pool << 7) | ((number >>> 16) & 127), (number >>> 8) & 255, number & 255)
  const describing: readonly GxAvp[] = [
    {
      name: 'Subscription-Id',
      value: [
        { name: 'Subscription-Id-Type', value: 'END_USER_IMSI' },
        { name: 'Subscription-Id-Data', value: imsi },
      ],
    },
    { name: 'Framed-IP-Address', value: address },
    { name: 'IP-CAN-Type', value: '3GPP-EPS' },
    { name: 'RAT-Type', value: 'EUTRAN' },
    { name: 'Called-Station-Id', value: 'internet' },
  ]
  return { imsi, address, describing }
}
