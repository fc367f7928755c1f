import { avpValue, avpValues } from 'diameter-codec'
import { describe, expect, it } from 'vitest'
import { sampleSubscriber } from '../subscriber/sample-subscribers.js'
import { DSR_COMPLETE_APN_PROFILE_WITHDRAWAL } from './flags.js'
import type { S6aAvp, S6aMessage } from './s6a-application.js'
import { accessPointNames, type SubscriptionCopy, withDeleted, withInserted } from './subscription-copy.js'
import { subscriptionData } from './subscription-data.js'

const COPY = subscriptionData(sampleSubscriber(0)).value as SubscriptionCopy

function configuration(contextIdentifier: number, name: string): S6aAvp {
  return {
    name: 'APN-Configuration',
    value: [
      { name: 'Context-Identifier', value: contextIdentifier },
      { name: 'PDN-Type', value: 'IPv4' },
      { name: 'Service-Selection', value: name },
    ],
  }
}

function profile(
  indicator: 'All_APN_CONFIGURATIONS_INCLUDED' | 'MODIFIED_ADDED_APN_CONFIGURATIONS_INCLUDED',
  ...configurations: S6aAvp[]
): S6aAvp {
  return {
    name: 'APN-Configuration-Profile',
    value: [
      { name: 'Context-Identifier', value: 1 },
      { name: 'All-APN-Configurations-Included-Indicator', value: indicator },
      ...configurations,
    ],
  }
}

const request = (avps: readonly S6aAvp[]): S6aMessage => ({
  command: 'Delete-Subscriber-Data-Request',
  applicationId: 16777251,
  proxiable: true,
  error: false,
  retransmitted: false,
  hopByHopId: 1,
  endToEndId: 1,
  avps,
})

describe('the copy of a subscription', () => {
  it('takes single values in the place of those it had, and keeps the rest', () => {
    const changed = withInserted(COPY, [{ name: 'MSISDN', value: Uint8Array.of(0x21) }])
    expect(avpValues(changed, 'MSISDN')).toEqual([Uint8Array.of(0x21)])
    expect(changed).toHaveLength(COPY.length)
    expect(accessPointNames(changed)).toEqual(['internet', 'ims'])
  })

  it('has nothing but the access points of a profile that names all', () => {
    const changed = withInserted(COPY, [profile('All_APN_CONFIGURATIONS_INCLUDED', configuration(3, 'corporate'))])
    expect(accessPointNames(changed)).toEqual(['corporate'])
    expect(avpValues(changed, 'APN-Configuration-Profile')).toHaveLength(1)
  })

  it('changes and adds those of a profile that names some', () => {
    const some = profile('MODIFIED_ADDED_APN_CONFIGURATIONS_INCLUDED', configuration(2, 'ims.changed'), configuration(3, 'corporate'))
    expect(accessPointNames(withInserted(COPY, [some])).sort()).toEqual(['corporate', 'ims.changed', 'internet'])
    expect(accessPointNames(withInserted([], [some]))).toEqual(['ims.changed', 'corporate'])
  })

  it('loses contexts, the whole profile, or nothing the flags do not say', () => {
    const contexts = (flags: number) =>
      withDeleted(
        COPY,
        request([
          { name: 'DSR-Flags', value: flags },
          { name: 'Context-Identifier', value: 1 },
        ]),
      )
    expect(accessPointNames(contexts(1 << 3))).toEqual(['ims'])
    expect(avpValue(contexts(DSR_COMPLETE_APN_PROFILE_WITHDRAWAL), 'APN-Configuration-Profile')).toBeNull()
    expect(contexts(0)).toBe(COPY)
  })
})
