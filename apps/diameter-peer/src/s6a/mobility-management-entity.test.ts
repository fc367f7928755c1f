import { avpValue, ResultCode } from 'diameter-codec'
import { describe, expect, it } from 'vitest'
import { Usim } from '../milenage/usim.js'
import { sampleSubscriber, sampleSubscribers } from '../subscriber/sample-subscribers.js'
import { REALM, VirtualRealm } from '../testing/virtual-realm.js'
import { IDR_EPS_LOCATION, IDR_EPS_USER_STATE } from './flags.js'
import { HomeSubscriberServer } from './home-subscriber-server.js'
import { type MmeEvent, MobilityManagementEntity } from './mobility-management-entity.js'
import { resultOf, type S6aAvp, type S6aMessage, type S6aOutcome, sendS6a } from './s6a-application.js'

const ALICE = sampleSubscriber(0)
const BOB = sampleSubscriber(1)

/** An MME that serves Alice and Bob, and whoever wants to send it something. */
function network() {
  const realm = new VirtualRealm()
  const hss = new HomeSubscriberServer({
    subscribers: sampleSubscribers(2),
    sender: realm.join('hss', []),
    randomUint32: () => realm.randomUint32(),
    onEvent: () => {},
  })
  const sender = realm.join('hss', [hss.served])
  const events: MmeEvent[] = []
  const mme = new MobilityManagementEntity({
    sender: realm.join('mme', []),
    homeRealm: REALM,
    network: '001-01',
    trackingArea: 0x1234,
    maximumSubscribers: 10,
    onEvent: (event) => events.push(event),
  })
  realm.join('mme', [mme.served])
  for (const { imsi, key, operatorVariant } of [ALICE, BOB]) mme.attach(imsi, new Usim(key, operatorVariant), () => {})
  realm.advance(60_000)
  const push = (command: S6aMessage['command'], avps: readonly S6aAvp[]): S6aOutcome => {
    let outcome: S6aOutcome | null = null
    sendS6a(sender, command, { host: 'mme', realm: REALM }, avps, (ended) => (outcome = ended))
    realm.advance(60_000)
    return outcome!
  }
  return { mme, events, push }
}

const user = (value: string): S6aAvp => ({ name: 'User-Name', value })

describe('an MME that its home network speaks to', () => {
  it('tells state and place of a subscriber when asked for them', () => {
    const { push } = network()
    const empty: S6aAvp = { name: 'Subscription-Data', value: [] }
    const flags: S6aAvp = { name: 'IDR-Flags', value: IDR_EPS_USER_STATE | IDR_EPS_LOCATION }
    const outcome = push('Insert-Subscriber-Data-Request', [user(ALICE.imsi), empty, flags])
    if (outcome.kind !== 'answer') throw new Error(outcome.kind)
    const state = avpValue(avpValue(outcome.message.avps, 'EPS-User-State')!, 'MME-User-State')!
    expect(avpValue(state, 'User-State')).toBe('CONNECTED_REACHABLE_FOR_PAGING')
    const place = avpValue(avpValue(outcome.message.avps, 'EPS-Location-Information')!, 'MME-Location-Information')!
    expect(avpValue(place, 'Tracking-Area-Identity')).toEqual(Uint8Array.of(0x00, 0xf1, 0x10, 0x12, 0x34))
  })

  it('knows nothing of others, and forgets them without complaint', () => {
    const { push, events } = network()
    expect(resultOf(push('Insert-Subscriber-Data-Request', [user('99'), { name: 'Subscription-Data', value: [] }]))).toBe(5001)
    expect(resultOf(push('Delete-Subscriber-Data-Request', [user('99'), { name: 'DSR-Flags', value: 0 }]))).toBe(5001)
    const cancel: S6aAvp = { name: 'Cancellation-Type', value: 'MME_UPDATE_PROCEDURE' }
    expect(resultOf(push('Cancel-Location-Request', [user('99'), cancel]))).toBe(ResultCode.DIAMETER_SUCCESS)
    expect(events).toEqual([])
  })

  it('confirms only those a restarted home network names', () => {
    const { push, mme, events } = network()
    expect(resultOf(push('Reset-Request', [{ name: 'User-Id', value: ALICE.imsi }]))).toBe(ResultCode.DIAMETER_SUCCESS)
    expect([mme.isUnconfirmed(ALICE.imsi), mme.isUnconfirmed(BOB.imsi)]).toEqual([true, false])
    expect(events).toEqual([{ kind: 'home reset', imsis: [ALICE.imsi] }])
  })

  it('serves no request of a serving node', () => {
    const { push } = network()
    expect(resultOf(push('Purge-UE-Request', [user(ALICE.imsi)]))).toBe(ResultCode.DIAMETER_COMMAND_UNSUPPORTED)
  })
})
