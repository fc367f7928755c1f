import { type AccessPoint, BARRABLE_RADIO, type Subscriber } from '../subscriber/subscriber.js'
import type { S6aAvp } from './s6a-application.js'

/** Subscription-Data of a subscriber: all the home network says of him. TS 29.272 §7.3.2. */
export function subscriptionData(subscriber: Subscriber): S6aAvp {
  const { uplink, downlink } = subscriber.aggregateBitRate
  return {
    name: 'Subscription-Data',
    value: [
      { name: 'Subscriber-Status', value: 'SERVICE_GRANTED' },
      ...(subscriber.msisdn === null ? [] : [{ name: 'MSISDN', value: telephoneNumberOctets(subscriber.msisdn) } as const]),
      { name: 'Network-Access-Mode', value: 'ONLY_PACKET' },
      ...accessRestriction(subscriber),
      {
        name: 'AMBR',
        value: [
          { name: 'Max-Requested-Bandwidth-UL', value: uplink },
          { name: 'Max-Requested-Bandwidth-DL', value: downlink },
        ],
      },
      ...apnConfigurationProfile(subscriber.accessPoints),
    ],
  }
}

/** Digits in half octets, the lower half first, F at the end of an odd number. TS 29.329 §6.3.2. */
function telephoneNumberOctets(digits: string): Uint8Array {
  const halves = Array.from(digits.length % 2 === 0 ? digits : `${digits}f`, (digit) => Number.parseInt(digit, 16))
  return Uint8Array.from({ length: halves.length / 2 }, (_, at) => (halves[2 * at + 1]! << 4) | halves[2 * at]!)
}

function accessRestriction({ barredRadio }: Subscriber): readonly S6aAvp[] {
  if (barredRadio.length === 0) return []
  return [{ name: 'Access-Restriction-Data', value: barredRadio.reduce((bits, radio) => bits | (1 << BARRABLE_RADIO[radio]), 0) }]
}

function apnConfigurationProfile(accessPoints: readonly AccessPoint[]): readonly S6aAvp[] {
  const [first] = accessPoints
  if (first === undefined) return []
  return [
    {
      name: 'APN-Configuration-Profile',
      value: [
        // TS 29.272 §7.3.34: the context identifier of the default access point.
        { name: 'Context-Identifier', value: first.contextIdentifier },
        { name: 'All-APN-Configurations-Included-Indicator', value: 'All_APN_CONFIGURATIONS_INCLUDED' },
        ...accessPoints.map(apnConfiguration),
      ],
    },
  ]
}

function apnConfiguration({ contextIdentifier, name, pdnType, qosClass, priorityLevel }: AccessPoint): S6aAvp {
  return {
    name: 'APN-Configuration',
    value: [
      { name: 'Context-Identifier', value: contextIdentifier },
      { name: 'PDN-Type', value: pdnType },
      { name: 'Service-Selection', value: name },
      {
        name: 'EPS-Subscribed-QoS-Profile',
        value: [
          { name: 'QoS-Class-Identifier', value: qosClass },
          {
            name: 'Allocation-Retention-Priority',
            value: [
              { name: 'Priority-Level', value: priorityLevel },
              { name: 'Pre-emption-Capability', value: 'PRE-EMPTION_CAPABILITY_DISABLED' },
              { name: 'Pre-emption-Vulnerability', value: 'PRE-EMPTION_VULNERABILITY_ENABLED' },
            ],
          },
        ],
      },
      { name: 'PDN-GW-Allocation-Type', value: 'DYNAMIC' },
    ],
  }
}
