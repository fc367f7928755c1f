import { createHash } from 'node:crypto'
import type { Subscriber } from './subscriber.js'
import { SubscriberDirectory } from './subscriber-directory.js'

/** Subscribers this many can be told apart: ten digits after the network. */
const MOST_SAMPLE_SUBSCRIBERS = 10 ** 10 - 1

/**
 * The `index`-th subscriber of the sample population, in the test network 001-01. Server and client derive the same keys from the index,
 * so that one attaches at the other without a file; they are no secret of anybody's.
 */
export function sampleSubscriber(index: number): Subscriber {
  if (!Number.isInteger(index) || index < 0 || index >= MOST_SAMPLE_SUBSCRIBERS)
    throw new RangeError(`there is no sample subscriber ${index}`)
  const number = String(index + 1).padStart(10, '0')
  const keys = new Uint8Array(createHash('sha256').update(`sample subscriber ${index}`).digest())
  return {
    imsi: `00101${number}`,
    msisdn: `1555${number.slice(-7)}`,
    key: keys.slice(0, 16),
    operatorVariant: keys.slice(16),
    managementField: Uint8Array.of(0x80, 0),
    sequenceNumber: 0,
    accessPoints: [
      { contextIdentifier: 1, name: 'internet', pdnType: 'IPv4v6', qosClass: 9, priorityLevel: 8 },
      { contextIdentifier: 2, name: 'ims', pdnType: 'IPv6', qosClass: 5, priorityLevel: 1 },
    ],
    aggregateBitRate: { uplink: 50_000_000, downlink: 100_000_000 },
    networks: null,
    barredRadio: [],
    publicIdentities: [`sip:00101${number}@${IMS_DOMAIN}`, `tel:+1555${number.slice(-7)}`],
  }
}

/** The first `count` of them. */
export function sampleSubscribers(count: number): SubscriberDirectory {
  return new SubscriberDirectory(Array.from({ length: count }, (_, index) => sampleSubscriber(index)))
}

/** The home domain of IMS that follows from the network. TS 23.003 §13.2. */
const IMS_DOMAIN = 'ims.mnc001.mcc001.3gppnetwork.org'
