import { type AvpOf, avpValue, ResultCode, S13, S13_APPLICATION_ID } from 'diameter-codec'
import { describe, expect, it } from 'vitest'
import { sampleRegister } from '../equipment-identity-register.js'
import { REALM, VirtualRealm } from '../testing/virtual-realm.js'
import { checkEquipment, type EquipmentVerdict, equipmentIdentityRegisterApplication } from './equipment-check.js'

function network() {
  const realm = new VirtualRealm()
  const checked: string[] = []
  const register = equipmentIdentityRegisterApplication(sampleRegister(100), (imei, status) => checked.push(`${imei} ${status}`))
  realm.join('eir', [register])
  const sender = realm.join('mme', [])
  const check = (imei: string): EquipmentVerdict | null => {
    let verdict: EquipmentVerdict | null = null
    checkEquipment(sender, REALM, imei, (said) => (verdict = said))
    realm.advance(60_000)
    return verdict
  }
  return { realm, sender, checked, check }
}

describe('an equipment check over S13', () => {
  it.each([
    ['00100001000000', { kind: 'known', status: 'WHITELISTED' }],
    ['001000010000001', { kind: 'known', status: 'WHITELISTED' }],
    ['00100001000012', { kind: 'known', status: 'BLACKLISTED' }],
    ['00100001000016', { kind: 'known', status: 'GREYLISTED' }],
    ['00100001000018', { kind: 'unknown' }],
    ['99999999999999', { kind: 'unknown' }],
  ])('finds %s %j', (imei, verdict) => {
    const { check, checked } = network()
    expect(check(imei)).toEqual(verdict)
    expect(checked.length).toBe(1)
  })

  it('says so when no register answers', () => {
    const { realm, check } = network()
    realm.reachability.set('eir', 'silent')
    expect(check('00100001000000')).toEqual({ kind: 'no answer', result: 0, why: 'timeout' })
    realm.reachability.set('eir', 'unreachable')
    expect(check('00100001000000')).toEqual({ kind: 'no answer', result: 0, why: 'unroutable' })
    realm.reachability.set('eir', 'busy')
    expect(check('00100001000000')).toEqual({ kind: 'no answer', result: ResultCode.DIAMETER_TOO_BUSY, why: 'result 3004' })
  })

  it('is refused without an IMEI, and shown where one belongs', () => {
    const { realm, sender, checked } = network()
    const answered: AvpOf<typeof S13.avpRows>[] = []
    sender.request(
      S13,
      {
        command: 'ME-Identity-Check-Request',
        applicationId: S13_APPLICATION_ID,
        avps: [
          { name: 'Session-Id', value: 'mme;1;1' },
          { name: 'Auth-Session-State', value: 'NO_STATE_MAINTAINED' },
          { name: 'Terminal-Information', value: [{ name: 'Software-Version', value: '01' }] },
        ],
        destinationHost: null,
        destinationRealm: REALM,
      },
      (outcome) => {
        if (outcome.kind === 'answer') answered.push(...outcome.message.avps)
      },
    )
    realm.advance(60_000)
    expect([avpValue(answered, 'Result-Code'), checked]).toEqual([ResultCode.DIAMETER_MISSING_AVP, []])
    expect(avpValue(answered, 'Failed-AVP')).toMatchObject([{ code: S13.avp('Terminal-Information').code }])
  })
})
