import { avpValue, avpValues, CX, CX_APPLICATION_ID, ExperimentalResultCode3gpp, ResultCode } from 'diameter-codec'
import { describe, expect, it } from 'vitest'
import {
  AuthenticationCentre,
  CX_SESSION,
  type CxAvp,
  CxHomeSubscriberServer,
  type CxMessage,
  sampleSubscribers,
  Usim,
} from '../src/index.js'
import { REALM, VirtualRealm } from '../src/testing/virtual-realm.js'

const SERVER = 'sip:scscf1.ims'

function network() {
  const realm = new VirtualRealm()
  const subscribers = sampleSubscribers(2)
  const [alice, bob] = [...subscribers.all()] as [ReturnType<typeof one>, ReturnType<typeof one>]
  const centre = new AuthenticationCentre(() => realm.randomUint32())
  const hss = new CxHomeSubscriberServer(subscribers, centre)
  realm.join('hss', [hss.served])
  const sender = realm.join('cscf', [])
  /** Asks, and gives the answer: its result, 3GPP's or the base's, and its AVPs. */
  const ask = (command: CxMessage['command'], avps: readonly CxAvp[]) => {
    let answer: { readonly result: number; readonly avps: readonly CxAvp[] } | null = null
    const request = {
      command,
      applicationId: CX_APPLICATION_ID,
      avps: [{ name: 'Session-Id', value: sender.nextSessionId() } as const, ...CX_SESSION, ...avps],
      destinationHost: null,
      destinationRealm: REALM,
    }
    sender.request(CX, request, (outcome) => {
      if (outcome.kind !== 'answer') throw new Error(outcome.kind)
      const given = outcome.message.avps
      const experimental = avpValue(avpValue(given, 'Experimental-Result') ?? [], 'Experimental-Result-Code')
      answer = { result: experimental ?? avpValue(given, 'Result-Code')!, avps: given }
    })
    realm.advance(60_000)
    return answer!
  }
  const identities = (subscriber: typeof alice, user = subscriber): readonly CxAvp[] => [
    { name: 'User-Name', value: `${user.imsi}@ims` },
    { name: 'Public-Identity', value: subscriber.publicIdentities[0]! },
  ]
  const authorize = (who: readonly CxAvp[], type: 'REGISTRATION' | 'DE_REGISTRATION' | 'REGISTRATION_AND_CAPABILITIES' = 'REGISTRATION') =>
    ask('User-Authorization-Request', [
      ...who,
      { name: 'Visited-Network-Identifier', value: new Uint8Array(1) },
      { name: 'User-Authorization-Type', value: type },
    ])
  const assign = (who: readonly CxAvp[], type: Extract<CxAvp, { name: 'Server-Assignment-Type' }>['value'], server = SERVER, has = false) =>
    ask('Server-Assignment-Request', [
      ...who,
      { name: 'Server-Name', value: server },
      { name: 'Server-Assignment-Type', value: type },
      { name: 'User-Data-Already-Available', value: has ? 'USER_DATA_ALREADY_AVAILABLE' : 'USER_DATA_NOT_AVAILABLE' },
    ])
  const locate = (identity: string) => ask('Location-Info-Request', [{ name: 'Public-Identity', value: identity }])
  const authenticate = (who: readonly CxAvp[], item: readonly CxAvp[] = [], count = 1) =>
    ask('Multimedia-Auth-Request', [
      ...who,
      { name: 'SIP-Auth-Data-Item', value: item },
      { name: 'SIP-Number-Auth-Items', value: count },
      { name: 'Server-Name', value: SERVER },
    ])
  return { alice, bob, hss, centre, identities, authorize, assign, locate, authenticate }
}

function one() {
  return [...sampleSubscribers(1).all()][0]!
}

const CODE = ExperimentalResultCode3gpp

describe('registering in IMS over Cx', () => {
  it('goes from the first registration by the card to one server, found from then on', () => {
    const { alice, hss, identities, authorize, assign, locate, authenticate } = network()
    const who = identities(alice)
    expect(locate(alice.publicIdentities[0]!).result).toBe(CODE.DIAMETER_ERROR_IDENTITY_NOT_REGISTERED)
    const first = authorize(who)
    expect([first.result, avpValue(first.avps, 'Server-Capabilities')]).toEqual([CODE.DIAMETER_FIRST_REGISTRATION, []])

    const challenge = authenticate(who, [{ name: 'SIP-Authentication-Scheme', value: 'Digest-AKAv1-MD5' }])
    expect(challenge.result).toBe(ResultCode.DIAMETER_SUCCESS)
    const item = avpValue(challenge.avps, 'SIP-Auth-Data-Item')!
    const asked = avpValue(item, 'SIP-Authenticate')!
    const card = new Usim(alice.key, alice.operatorVariant)
    expect(card.answer(asked.slice(0, 16), asked.slice(16))).toMatchObject({ kind: 'response', res: avpValue(item, 'SIP-Authorization') })
    expect(hss.registrationOf(alice.imsi)).toEqual({ state: 'not registered', serverName: SERVER })

    const assigned = assign(who, 'REGISTRATION')
    expect(assigned.result).toBe(ResultCode.DIAMETER_SUCCESS)
    const xml = new TextDecoder().decode(avpValue(assigned.avps, 'User-Data')!)
    for (const identity of alice.publicIdentities) expect(xml).toContain(`<Identity>${identity}</Identity>`)
    expect(xml).toContain(`<PrivateID>${alice.imsi}@ims.mnc001.mcc001.3gppnetwork.org</PrivateID>`)
    expect(hss.registrationOf(alice.imsi)).toEqual({ state: 'registered', serverName: SERVER })

    const subsequent = authorize(who)
    expect([subsequent.result, avpValue(subsequent.avps, 'Server-Name')]).toEqual([CODE.DIAMETER_SUBSEQUENT_REGISTRATION, SERVER])
    const found = locate(alice.publicIdentities[1]!)
    expect([found.result, avpValue(found.avps, 'Server-Name')]).toEqual([ResultCode.DIAMETER_SUCCESS, SERVER])
    expect(avpValue(assign(who, 'RE_REGISTRATION', SERVER, true).avps, 'User-Data')).toBeNull()
  })

  it('ends with the deregistration, or goes on at the server for who is not registered', () => {
    const { alice, bob, hss, identities, authorize, assign, locate } = network()
    const who = identities(alice)
    expect(authorize(who, 'DE_REGISTRATION').result).toBe(CODE.DIAMETER_ERROR_IDENTITY_NOT_REGISTERED)
    assign(who, 'REGISTRATION')
    expect(authorize(who, 'DE_REGISTRATION').result).toBe(ResultCode.DIAMETER_SUCCESS)
    expect(assign(who, 'USER_DEREGISTRATION_STORE_SERVER_NAME').result).toBe(ResultCode.DIAMETER_SUCCESS)
    expect(hss.registrationOf(alice.imsi).state).toBe('unregistered')
    expect(locate(alice.publicIdentities[0]!).result).toBe(ResultCode.DIAMETER_SUCCESS)
    expect(assign(who, 'TIMEOUT_DEREGISTRATION').result).toBe(ResultCode.DIAMETER_SUCCESS)
    expect(hss.registrationOf(alice.imsi)).toEqual({ state: 'not registered', serverName: null })
    expect(assign(identities(bob), 'UNREGISTERED_USER').result).toBe(ResultCode.DIAMETER_SUCCESS)
    expect(hss.registrationOf(bob.imsi).state).toBe('unregistered')
    expect(authorize(who, 'REGISTRATION_AND_CAPABILITIES').result).toBe(ResultCode.DIAMETER_SUCCESS)
  })

  it('leaves a standing registration alone when a new attempt fails', () => {
    const { alice, hss, identities, assign, authenticate } = network()
    const who = identities(alice)
    authenticate(who)
    expect(assign(who, 'AUTHENTICATION_TIMEOUT').result).toBe(ResultCode.DIAMETER_SUCCESS)
    expect(hss.registrationOf(alice.imsi).serverName).toBeNull()
    assign(who, 'REGISTRATION')
    assign(who, 'AUTHENTICATION_FAILURE')
    expect(hss.registrationOf(alice.imsi).state).toBe('registered')
  })

  it('refuses what does not belong together, and other servers', () => {
    const { alice, bob, identities, authorize, assign, authenticate } = network()
    expect(authorize(identities(alice, bob)).result).toBe(CODE.DIAMETER_ERROR_IDENTITIES_DONT_MATCH)
    expect(authorize([{ name: 'User-Name', value: 'nobody' }, identities(alice)[1]!]).result).toBe(CODE.DIAMETER_ERROR_USER_UNKNOWN)
    expect(authorize([identities(alice)[0]!, { name: 'Public-Identity', value: 'sip:nobody@ims' }]).result).toBe(
      CODE.DIAMETER_ERROR_USER_UNKNOWN,
    )
    assign(identities(alice), 'REGISTRATION')
    expect(assign(identities(alice), 'USER_DEREGISTRATION', 'sip:other.ims').result).toBe(ResultCode.DIAMETER_UNABLE_TO_COMPLY)
    expect(assign(identities(alice), 'NO_ASSIGNMENT').result).toBe(ResultCode.DIAMETER_SUCCESS)
    expect(assign(identities(alice), 'PGW_UPDATE').result).toBe(CODE.DIAMETER_ERROR_IN_ASSIGNMENT_TYPE)
    const unnamed = assign([], 'REGISTRATION')
    expect([unnamed.result, avpValue(unnamed.avps, 'Failed-AVP')]).toMatchObject([
      ResultCode.DIAMETER_MISSING_AVP,
      [{ code: CX.avp('User-Name').code }],
    ])
    const scheme: CxAvp = { name: 'SIP-Authentication-Scheme', value: 'SIP Digest' }
    expect(authenticate(identities(alice), [scheme]).result).toBe(CODE.DIAMETER_ERROR_AUTH_SCHEME_NOT_SUPPORTED)
  })

  it('gives several vectors, and resynchronises with the card', () => {
    const { alice, centre, identities, authenticate } = network()
    const who = identities(alice)
    const several = authenticate(who, [], 99)
    const items = avpValues(several.avps, 'SIP-Auth-Data-Item')
    expect(items.map((item) => avpValue(item, 'SIP-Item-Number'))).toEqual([1, 2, 3, 4, 5])
    const card = new Usim(alice.key, alice.operatorVariant)
    const challenge = avpValue(items[0]!, 'SIP-Authenticate')!
    card.answer(challenge.slice(0, 16), challenge.slice(16))
    const refused = card.answer(challenge.slice(0, 16), challenge.slice(16))
    if (refused.kind !== 'synchronisation failure') throw new Error(refused.kind)
    const before = centre.sequenceNumberOf(alice)
    const info = Uint8Array.of(...challenge.slice(0, 16), ...refused.auts)
    expect(authenticate(who, [{ name: 'SIP-Authorization', value: info }]).result).toBe(ResultCode.DIAMETER_SUCCESS)
    expect(centre.sequenceNumberOf(alice)).toBeGreaterThan(before)
    expect(authenticate(who, [{ name: 'SIP-Authorization', value: new Uint8Array(30).fill(1) }]).result).toBe(
      ResultCode.DIAMETER_UNABLE_TO_COMPLY,
    )
    expect(authenticate(who, [{ name: 'SIP-Authorization', value: new Uint8Array(3) }]).result).toBe(ResultCode.DIAMETER_INVALID_AVP_VALUE)
  })
})
