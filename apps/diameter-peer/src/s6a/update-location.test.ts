import { avpValue } from 'diameter-codec'
import { describe, expect, it } from 'vitest'
import { sampleSubscriber } from '../subscriber/sample-subscribers.js'
import { ULR_INITIAL_ATTACH, ULR_S6A_INDICATOR, ULR_SINGLE_REGISTRATION, ULR_SKIP_SUBSCRIBER_DATA } from './flags.js'
import { LocationRegister } from './location-register.js'
import type { S6aMessage } from './s6a-application.js'
import { updateLocation } from './update-location.js'

const ALICE = sampleSubscriber(0)

function ulr(host: string, flags: number, radio: 'EUTRAN' | 'UTRAN' | 'HRPD' = 'EUTRAN'): S6aMessage {
  return {
    command: 'Update-Location-Request',
    applicationId: 16777251,
    proxiable: true,
    error: false,
    retransmitted: false,
    hopByHopId: 1,
    endToEndId: 1,
    avps: [
      { name: 'Origin-Host', value: host },
      { name: 'Origin-Realm', value: 'visited.example' },
      { name: 'RAT-Type', value: radio },
      { name: 'ULR-Flags', value: flags },
      { name: 'Visited-PLMN-Id', value: Uint8Array.of(0x00, 0xf1, 0x10) },
    ],
  }
}

const cancelled = (update: ReturnType<typeof updateLocation>) => update.cancellations.map(({ node, type }) => `${node.host} ${type}`)

describe('an update of location', () => {
  it('keeps MME and SGSN beside each other, and cancels within a kind', () => {
    const register = new LocationRegister()
    expect(cancelled(updateLocation(ulr('mme1', ULR_S6A_INDICATOR), ALICE, register))).toEqual([])
    expect(cancelled(updateLocation(ulr('sgsn1', 0, 'UTRAN'), ALICE, register))).toEqual([])
    expect(register.findByHost(ALICE.imsi, 'SGSN1')?.kind).toBe('SGSN')
    expect(cancelled(updateLocation(ulr('sgsn2', 0, 'UTRAN'), ALICE, register))).toEqual(['sgsn1 SGSN_UPDATE_PROCEDURE'])
    expect(cancelled(updateLocation(ulr('mme2', ULR_S6A_INDICATOR), ALICE, register))).toEqual(['mme1 MME_UPDATE_PROCEDURE'])
    expect(
      register
        .all()
        .map(({ host }) => host)
        .sort(),
    ).toEqual(['mme2', 'sgsn2'])
  })

  it.each([
    [0, 'SGSN_UPDATE_PROCEDURE'],
    [ULR_INITIAL_ATTACH, 'INITIAL_ATTACH_PROCEDURE'],
  ])('cancels at the SGSN, too, where he is to be registered once (%i)', (more, type) => {
    const register = new LocationRegister()
    updateLocation(ulr('sgsn1', 0, 'UTRAN'), ALICE, register)
    const update = updateLocation(ulr('mme1', ULR_S6A_INDICATOR | ULR_SINGLE_REGISTRATION | more), ALICE, register)
    expect(cancelled(update)).toEqual([`sgsn1 ${type}`])
    expect(register.servingNode(ALICE.imsi, 'SGSN')).toBeNull()
  })

  it('leaves the subscription out for who has it', () => {
    const register = new LocationRegister()
    const { answer } = updateLocation(ulr('mme1', ULR_S6A_INDICATOR | ULR_SKIP_SUBSCRIBER_DATA), ALICE, register)
    expect([avpValue(answer.avps, 'ULA-Flags'), avpValue(answer.avps, 'Subscription-Data')]).toEqual([1, null])
  })

  it('bars the radio he may not use, and no other', () => {
    const barred = { ...ALICE, barredRadio: ['UTRAN'] as const }
    const of = (radio: 'EUTRAN' | 'UTRAN' | 'HRPD') => updateLocation(ulr('sgsn1', 0, radio), barred, new LocationRegister())
    expect(of('UTRAN').answer.result).toMatchObject({ experimentalResultCode: 5421 })
    expect(of('UTRAN').registeredAs).toBeNull()
    const [granted, other] = [of('EUTRAN'), of('HRPD')]
    expect([granted.registeredAs, other.registeredAs]).toEqual(['SGSN', 'SGSN'])
    expect(avpValue(avpValue(granted.answer.avps, 'Subscription-Data')!, 'Access-Restriction-Data')).toBe(1)
  })
})
