import { fileURLToPath } from 'node:url'
import { avpValue, avpValues, ExperimentalResultCode3gpp, ResultCode, S6A } from 'diameter-codec'
import { describe, expect, it } from 'vitest'
import {
  type AttachmentOutcome,
  csvRows,
  HomeSubscriberServer,
  type HssEvent,
  type MmeEvent,
  MobilityManagementEntity,
  readSubscribers,
  type S6aAvp,
  type S6aOutcome,
  sendS6a,
  Usim,
} from '../src/index.js'
import { REALM, VirtualRealm } from '../src/testing/virtual-realm.js'

const EXAMPLE = fileURLToPath(new URL('../examples/subscribers.csv', import.meta.url))
const [ALICE, BOB, HOMEBODY, WITHOUT_EPS, NOT_ON_LTE, NOBODY] = [1, 2, 3, 4, 5, 9].map((n) => `00101000000000${n}`) as [
  string,
  string,
  string,
  string,
  string,
  string,
]

/** A home network with one HSS and two MMEs, one of them abroad. */
function network() {
  const realm = new VirtualRealm()
  const settle = () => realm.advance(60_000)
  const subscribers = readSubscribers(csvRows(EXAMPLE))
  const hssEvents: HssEvent[] = []
  let random = 0
  const hss = new HomeSubscriberServer({
    subscribers,
    // First, so that requests to no host in particular come here.
    sender: realm.join('hss', []),
    randomUint32: () => (random = (Math.imul(random, 1664525) + 1013904223) >>> 0),
    onEvent: (event) => hssEvents.push(event),
  })
  realm.join('hss', [hss.served])
  const mme = (name: string, plmn: string) => {
    const events: MmeEvent[] = []
    const entity = new MobilityManagementEntity({
      sender: realm.join(name, []),
      homeRealm: REALM,
      network: plmn,
      trackingArea: 0x1234,
      maximumSubscribers: 2,
      onEvent: (event) => events.push(event),
    })
    realm.join(name, [entity.served])
    return { entity, events, name }
  }
  const asker = realm.join('asker', [])
  const cards = new Map<string, Usim>()
  for (const { imsi, key, operatorVariant } of subscribers.all()) cards.set(imsi, new Usim(key, operatorVariant))
  const attach = (at: { readonly entity: MobilityManagementEntity }, imsi: string, card = cards.get(imsi)!): AttachmentOutcome => {
    let outcome: AttachmentOutcome | null = null
    at.entity.attach(imsi, card, (ended) => (outcome = ended))
    settle()
    return outcome!
  }
  /** Sends anything about a subscriber to the HSS. */
  const ask = (
    command: 'Authentication-Information-Request' | 'Update-Location-Request' | 'Notify-Request',
    avps: readonly S6aAvp[],
  ): S6aOutcome => {
    let outcome: S6aOutcome | null = null
    sendS6a(asker, command, { host: null, realm: REALM }, avps, (ended) => (outcome = ended))
    settle()
    return outcome!
  }
  return { realm, settle, subscribers, hss, hssEvents, mme1: mme('mme1', '001-01'), mme2: mme('mme2', '262-02'), cards, attach, ask }
}

function experimentalResult(outcome: S6aOutcome): number | null {
  if (outcome.kind !== 'answer') throw new Error(outcome.kind)
  const result = avpValue(outcome.message.avps, 'Experimental-Result')
  return result === null ? null : avpValue(result, 'Experimental-Result-Code')
}

const imsiAvp = (value: string): S6aAvp => ({ name: 'User-Name', value })
const PLMN: S6aAvp = { name: 'Visited-PLMN-Id', value: Uint8Array.of(0x00, 0xf1, 0x10) }

describe('attaching over S6a', () => {
  it('authenticates the card, updates the location and brings the subscription', () => {
    const { realm, hss, hssEvents, mme1, attach } = network()
    const outcome = attach(mme1, ALICE)
    expect(outcome).toMatchObject({ kind: 'attached', resynchronised: false })
    expect(realm.sent()).toEqual(['AIR mme1>hss', 'ULR mme1>hss'])
    expect(hss.servingNodes(ALICE)).toEqual([{ host: 'mme1', realm: REALM, network: '001-01', purged: false }])
    expect(hssEvents).toEqual([{ kind: 'registered', imsi: ALICE, as: 'MME', host: 'mme1' }])
    const copy = mme1.entity.subscription(ALICE)!
    expect(avpValue(copy, 'MSISDN')).toEqual(Uint8Array.of(0x51, 0x55, 0x21, 0x03, 0x00, 0xf1))
    const profile = avpValue(copy, 'APN-Configuration-Profile')!
    expect(avpValues(profile, 'APN-Configuration').map((apn) => [avpValue(apn, 'Service-Selection'), avpValue(apn, 'PDN-Type')])).toEqual([
      ['internet', 'IPv4v6'],
      ['ims', 'IPv6'],
    ])
  })

  it('tells the previous MME, once, when a subscriber comes to another', () => {
    const { realm, hss, hssEvents, mme1, mme2, attach } = network()
    attach(mme1, ALICE)
    attach(mme1, ALICE)
    expect(realm.sent().filter((line) => line.startsWith('CLR'))).toEqual([])
    attach(mme2, ALICE)
    expect(realm.sent().filter((line) => line.startsWith('CLR'))).toEqual(['CLR hss>mme1'])
    expect(mme1.events).toEqual([{ kind: 'cancelled', imsi: ALICE, type: 'MME_UPDATE_PROCEDURE', reattach: false }])
    expect([mme1.entity.subscription(ALICE), mme2.entity.size]).toEqual([null, 1])
    expect(hss.servingNodes(ALICE).map(({ host, network: plmn }) => [host, plmn])).toEqual([['mme2', '262-02']])
    expect(hssEvents.at(-1)).toEqual({ kind: 'pushed', imsi: ALICE, command: 'Cancel-Location-Request', host: 'mme1', outcome: '2001' })
  })

  it('keeps the new registration when the previous MME does not answer', () => {
    const { realm, hss, hssEvents, mme1, mme2, attach } = network()
    attach(mme1, ALICE)
    realm.reachability.set('mme1', 'silent')
    expect(attach(mme2, ALICE).kind).toBe('attached')
    expect(hss.servingNodes(ALICE).map(({ host }) => host)).toEqual(['mme2'])
    expect(hssEvents.at(-1)).toMatchObject({ kind: 'pushed', host: 'mme1', outcome: 'timeout' })
  })

  it('resynchronises with a card that is ahead', () => {
    const { realm, hss, subscribers, mme1, attach, cards } = network()
    // The card has been with this HSS before it lost its counters.
    for (let i = 0; i < 40; i++) expect(attach(mme1, ALICE).kind).toBe('attached')
    const reached = hss.centre.sequenceNumberOf(subscribers.find(ALICE)!)
    hss.centre.forget(ALICE)
    realm.log.length = 0
    expect(attach(mme1, ALICE, cards.get(ALICE))).toMatchObject({ kind: 'attached', resynchronised: true })
    expect(realm.sent()).toEqual(['AIR mme1>hss', 'AIR mme1>hss', 'ULR mme1>hss'])
    expect(hss.centre.sequenceNumberOf(subscribers.find(ALICE)!)).toBeGreaterThan(reached)
  })

  it('fails for a card with another key', () => {
    const { mme1, attach } = network()
    expect(attach(mme1, ALICE, new Usim(new Uint8Array(16), new Uint8Array(16)))).toEqual({ kind: 'not authenticated', why: 'mac failure' })
    expect(mme1.entity.size).toBe(0)
  })

  it.each([
    [NOBODY, 'mme1', 'authentication', 'DIAMETER_ERROR_USER_UNKNOWN'],
    [HOMEBODY, 'mme2', 'location', 'DIAMETER_ERROR_ROAMING_NOT_ALLOWED'],
    [WITHOUT_EPS, 'mme1', 'authentication', 'DIAMETER_ERROR_UNKNOWN_EPS_SUBSCRIPTION'],
    [NOT_ON_LTE, 'mme1', 'location', 'DIAMETER_ERROR_RAT_NOT_ALLOWED'],
  ] as const)('refuses %s at %s in the step of %s: %s', (imsi, at, step, reason) => {
    const net = network()
    const card = net.cards.get(imsi) ?? new Usim(new Uint8Array(16), new Uint8Array(16))
    const result = ExperimentalResultCode3gpp[reason]
    expect(net.attach(net[at], imsi, card)).toEqual({ kind: 'refused', step, result, text: String(result) })
    expect(net.hss.servingNodes(imsi)).toEqual([])
    expect(net.hssEvents.at(-1)).toMatchObject({ kind: 'refused', imsi, reason: String(result) })
  })

  it('lets the homebody attach at home, and no more subscribers than an MME serves', () => {
    const { mme1, attach } = network()
    expect(attach(mme1, HOMEBODY).kind).toBe('attached')
    expect(attach(mme1, ALICE).kind).toBe('attached')
    expect(() => attach(mme1, BOB)).toThrow('serves 2 subscribers and no more')
    expect(attach(mme1, ALICE).kind).toBe('attached')
  })
})

describe('an HSS asked for vectors', () => {
  const wanted = (value: readonly S6aAvp[]): S6aAvp => ({ name: 'Requested-EUTRAN-Authentication-Info', value })
  const vectorsIn = (outcome: S6aOutcome, name: 'E-UTRAN-Vector' | 'UTRAN-Vector') =>
    outcome.kind === 'answer' ? avpValues(avpValue(outcome.message.avps, 'Authentication-Info') ?? [], name) : []

  it('gives as many as asked for, numbered, up to five, each with a sequence number of its own', () => {
    const { ask, cards, hss, subscribers } = network()
    const outcome = ask('Authentication-Information-Request', [
      imsiAvp(ALICE),
      wanted([{ name: 'Number-Of-Requested-Vectors', value: 3 }]),
      PLMN,
    ])
    const vectors = vectorsIn(outcome, 'E-UTRAN-Vector')
    expect(vectors.map((vector) => avpValue(vector, 'Item-Number'))).toEqual([1, 2, 3])
    // Any order is good to the card, each vector once.
    for (const vector of [...vectors].reverse()) {
      const response = cards.get(ALICE)!.answer(avpValue(vector, 'RAND')!, avpValue(vector, 'AUTN')!)
      expect(response).toMatchObject({ kind: 'response', res: avpValue(vector, 'XRES') })
      expect(avpValue(vector, 'AUTN')![6]! & 0x80).toBe(0x80)
    }
    const many = ask('Authentication-Information-Request', [
      imsiAvp(ALICE),
      wanted([{ name: 'Number-Of-Requested-Vectors', value: 99 }]),
      PLMN,
    ])
    expect(vectorsIn(many, 'E-UTRAN-Vector').length).toBe(5)
    expect(hss.centre.sequenceNumberOf(subscribers.find(ALICE)!)).toBe(8 * 32 + 8)
  })

  it('gives quintets for UTRAN, without the separation bit', () => {
    const { ask } = network()
    const outcome = ask('Authentication-Information-Request', [
      imsiAvp(WITHOUT_EPS),
      { name: 'Requested-UTRAN-GERAN-Authentication-Info', value: [{ name: 'Number-Of-Requested-Vectors', value: 1 }] },
      PLMN,
    ])
    const [vector] = vectorsIn(outcome, 'UTRAN-Vector')
    expect(avpValue(vector!, 'AUTN')![6]! & 0x80).toBe(0)
    expect(avpValue(vector!, 'Confidentiality-Key')?.length).toBe(16)
  })

  it('makes none for a complaint no card of his made', () => {
    const { ask, hss, subscribers } = network()
    const forged = wanted([{ name: 'Re-Synchronization-Info', value: new Uint8Array(30).fill(7) }])
    const outcome = ask('Authentication-Information-Request', [imsiAvp(ALICE), forged, PLMN])
    expect(experimentalResult(outcome)).toBe(ExperimentalResultCode3gpp.DIAMETER_AUTHENTICATION_DATA_UNAVAILABLE)
    expect(hss.centre.sequenceNumberOf(subscribers.find(ALICE)!)).toBe(0)
  })

  it.each([
    ['neither kind of vector asked for', [PLMN], ResultCode.DIAMETER_MISSING_AVP, S6A.avp('Requested-EUTRAN-Authentication-Info').code],
    [
      'a complaint of another length',
      [wanted([{ name: 'Re-Synchronization-Info', value: new Uint8Array(29) }]), PLMN],
      ResultCode.DIAMETER_INVALID_AVP_VALUE,
      S6A.avp('Re-Synchronization-Info').code,
    ],
    [
      'a network that is none',
      [wanted([]), { name: 'Visited-PLMN-Id', value: Uint8Array.of(1) }],
      ResultCode.DIAMETER_INVALID_AVP_VALUE,
      S6A.avp('Visited-PLMN-Id').code,
    ],
  ] as [string, S6aAvp[], number, number][])('refuses %s, and shows it', (_, avps, result, shown) => {
    const { ask } = network()
    const outcome = ask('Authentication-Information-Request', [imsiAvp(ALICE), ...avps])
    expect(outcome.kind === 'answer' && avpValue(outcome.message.avps, 'Result-Code')).toBe(result)
    expect(outcome.kind === 'answer' && avpValue(outcome.message.avps, 'Failed-AVP')?.map((avp) => 'code' in avp && avp.code)).toEqual([
      shown,
    ])
  })
})

describe('what an HSS sends by itself', () => {
  it('tells a changed subscription to the MME that serves him', () => {
    const { hss, hssEvents, subscribers, mme1, attach, settle } = network()
    attach(mme1, BOB)
    hss.changeSubscriber({ ...subscribers.find(BOB)!, msisdn: '4912345' })
    settle()
    expect(avpValue(mme1.entity.subscription(BOB)!, 'MSISDN')).toEqual(Uint8Array.of(0x94, 0x21, 0x43, 0xf5))
    expect(mme1.events).toEqual([{ kind: 'subscription changed', imsi: BOB }])
    expect(hssEvents.at(-1)).toMatchObject({ kind: 'pushed', command: 'Insert-Subscriber-Data-Request', outcome: '2001' })
  })

  it('takes an access point from him', () => {
    const { hss, subscribers, mme1, attach, settle } = network()
    attach(mme1, ALICE)
    expect(hss.withdrawAccessPoints(ALICE, [2])).toBe(true)
    settle()
    const profile = avpValue(mme1.entity.subscription(ALICE)!, 'APN-Configuration-Profile')!
    expect(avpValues(profile, 'APN-Configuration').map((apn) => avpValue(apn, 'Service-Selection'))).toEqual(['internet'])
    expect(subscribers.find(ALICE)!.accessPoints.map(({ name }) => name)).toEqual(['internet'])
    expect(hss.withdrawAccessPoints(NOBODY, [1])).toBe(false)
  })

  it('ends his subscription, and then knows him no more', () => {
    const { hss, mme1, attach, settle } = network()
    attach(mme1, ALICE)
    expect(hss.withdrawSubscription(ALICE)).toBe(true)
    settle()
    expect(mme1.events).toEqual([{ kind: 'cancelled', imsi: ALICE, type: 'SUBSCRIPTION_WITHDRAWAL', reattach: false }])
    expect(attach(mme1, ALICE, new Usim(new Uint8Array(16), new Uint8Array(16)))).toMatchObject({ kind: 'refused', result: 5001 })
    expect(hss.withdrawSubscription(ALICE)).toBe(false)
  })

  it('has him attach anew', () => {
    const { hss, mme1, attach, settle } = network()
    attach(mme1, ALICE)
    hss.reattach(ALICE)
    settle()
    expect(mme1.events).toEqual([{ kind: 'cancelled', imsi: ALICE, type: 'SUBSCRIPTION_WITHDRAWAL', reattach: true }])
  })

  it('tells every MME once that it restarted; they confirm their subscribers with the next update', () => {
    const { hss, mme1, mme2, attach, realm, settle } = network()
    attach(mme1, ALICE)
    attach(mme1, BOB)
    realm.log.length = 0
    hss.reset()
    settle()
    expect(realm.sent()).toEqual(['RSR hss>mme1'])
    expect(mme1.events).toEqual([{ kind: 'home reset', imsis: [ALICE, BOB] }])
    expect(mme2.events).toEqual([])
    expect(mme1.entity.isUnconfirmed(ALICE)).toBe(true)
    attach(mme1, ALICE)
    expect([mme1.entity.isUnconfirmed(ALICE), mme1.entity.isUnconfirmed(BOB)]).toEqual([false, true])
  })

  it('is answered by an MME that does not serve him, too', () => {
    const { hss, hssEvents, mme1, attach, subscribers, settle } = network()
    attach(mme1, ALICE)
    // He was lost there without a word.
    mme1.entity.purge(ALICE, () => {})
    hss.changeSubscriber(subscribers.find(ALICE)!)
    settle()
    expect(hssEvents.find(({ kind }) => kind === 'pushed')).toMatchObject({
      outcome: String(ExperimentalResultCode3gpp.DIAMETER_ERROR_USER_UNKNOWN),
    })
  })
})

describe('purging and notifying', () => {
  it('freezes the temporary identity at the MME that serves him, and only there', () => {
    const { realm, hss, mme1, mme2, attach, settle } = network()
    const flags: (number | null)[] = []
    const onOutcome = (outcome: S6aOutcome) => flags.push(outcome.kind === 'answer' ? avpValue(outcome.message.avps, 'PUA-Flags') : null)
    attach(mme1, ALICE)
    mme2.entity.purge(ALICE, onOutcome)
    settle()
    expect(hss.servingNodes(ALICE)[0]?.purged).toBe(false)
    mme1.entity.purge(ALICE, onOutcome)
    settle()
    expect(flags).toEqual([0, 1])
    expect(hss.servingNodes(ALICE)[0]?.purged).toBe(true)
    // Nobody has to be told of his next attachment.
    realm.log.length = 0
    attach(mme2, ALICE)
    expect(realm.sent().some((line) => line.startsWith('CLR'))).toBe(false)
  })

  it('listens to the node that serves him', () => {
    const { hssEvents, mme1, mme2, attach, settle } = network()
    attach(mme1, ALICE)
    const results: (number | null)[] = []
    for (const { entity } of [mme1, mme2])
      entity.notify(ALICE, [{ name: 'Alert-Reason', value: 'UE_PRESENT' }], (outcome) => results.push(experimentalResult(outcome)))
    settle()
    expect(results).toEqual([null, ExperimentalResultCode3gpp.DIAMETER_ERROR_UNKNOWN_SERVING_NODE])
    expect(hssEvents.filter(({ kind }) => kind === 'notified')).toEqual([
      { kind: 'notified', imsi: ALICE, host: 'mme1', of: ['Alert-Reason'] },
    ])
  })
})
