import { join } from 'node:path'
import { DEFAULT_OVERLOAD_CONTROL } from '@sigbed/diameter'
import {
  ApplicationFunction,
  type DiameterNodeRole,
  equipmentIdentityRegisterApplication,
  Gateway,
  HomeSubscriberServer,
  LateSender,
  MobilityManagementEntity,
  PolicyAndChargingRulesFunction,
  S13_ADVERTISED,
  sampleImei,
  sampleRegister,
  sampleSubscriber,
  sampleSubscribers,
  Usim,
} from '@sigbed/diameter-peer'
import { ResultCode, S13, S13_APPLICATION_ID, VENDOR_3GPP } from 'diameter-codec'
import { beforeAll, expect, it } from 'vitest'
import { type DiameterCapture, readDiameterCapture } from './diameter-capture.js'
import { DiameterLab, HOME_REALM, routeTo } from './diameter-lab.js'
import { type DissectedDiameter, findDissected } from './dissected-diameter.js'
import { describeWithTshark } from './tshark.js'

/** Servers that have something to say: an HSS to its MMEs, a PCRF to a gateway and to an application. */
describeWithTshark('what servers push', (folder) => {
  let capture: DiameterCapture
  let sent = 0

  beforeAll(async () => {
    const path = join(folder(), 'pushes.pcapng')
    const network = await DiameterLab.open(path, ['hss', 'mme', 'pcrf', 'pgw', 'af'])
    await subscriberChanges(network)
    await policyChanges(network)
    sent = await network.close()
    capture = await readDiameterCapture(path)
  })

  it('is all there, and answered', () => {
    expect(capture.messages.length).toBe(sent)
    for (const command of [CLR, IDR, DSR, PUR, RSR, NOR, RAR, AAR, ASR, STR]) {
      const requests = capture.counts.get(`${command} R`)
      expect(requests, String(command)).toBeGreaterThan(0)
      expect(capture.counts.get(String(command)), String(command)).toBe(requests)
    }
  })

  it('has no fault that tshark finds, and is read alike by sigbed decode', () => {
    expect([capture.complaints, capture.unknown, capture.empty, capture.disagreements]).toEqual([[], [], [], []])
  })

  it('has the values that were meant', () => {
    expect(shownIn(capture, DSR, 'Context-Identifier')).toBe('2')
    expect(shownIn(capture, IDR, 'User-Name')).toBe(sampleSubscriber(0).imsi)
    expect(shownIn(capture, IDR, 'MSISDN')).toBe('94:21:43:f5')
    expect(shownIn(capture, ASR, 'Abort-Cause')).toBe('0')
    expect(shownIn(capture, AAR, 'Media-Type')).toBe('0')
    expect(shownIn(capture, RAR, 'Flow-Description')).toBe(FLOW)
  })
})

/** Agents that pass requests on, back or elsewhere, and a server that is overloaded. */
describeWithTshark('what agents do, and what is refused', (folder) => {
  let capture: DiameterCapture
  let sent = 0

  beforeAll(async () => {
    const path = join(folder(), 'agents.pcapng')
    const network = await DiameterLab.open(path, ['server', 'relay', 'redirect', 'client'])
    await network.start('server', {
      applications: [equipmentIdentityRegisterApplication(sampleRegister(100), () => {})],
      settings: { overloadReports: [{ applicationId: S13_APPLICATION_ID, reportType: 'HOST_REPORT', reductionPercentage: 10 }] },
    })
    const toServer = { ...routeTo('server'), realm: HOME_REALM }
    await network.start('relay', { connectsTo: ['server'], settings: { isAgent: true, routes: [toServer] } })
    const redirectHosts = [`aaa://server.${HOME_REALM}:3868;transport=sctp`]
    const redirection = { realm: HOME_REALM, applicationId: 'any', action: 'REDIRECT', redirectHosts } as const
    await network.start('redirect', {
      settings: { isAgent: true, routes: [{ ...redirection, usage: 'ALL_APPLICATION', maxCacheTimeSeconds: 60 }] },
    })
    const client = await network.start('client', {
      advertised: [S13_ADVERTISED],
      connectsTo: ['relay', 'redirect', 'server'],
      settings: {
        routes: [{ ...routeTo('redirect'), realm: HOME_REALM }, routeTo('relay')],
        routing: { overloadControl: { ...DEFAULT_OVERLOAD_CONTROL, reacts: true } },
      },
    })
    await network.wait(1000)
    for (const [realm, strange] of [
      [HOME_REALM, false],
      [HOME_REALM, true],
      ['elsewhere.test', false],
    ] as const)
      await network.lab.run(ask(client, realm, strange))
    sent = await network.close()
    capture = await readDiameterCapture(path)
  })

  it('is all there', () => {
    expect(capture.messages.length).toBe(sent)
  })

  it('has no fault that tshark finds but the AVP nobody knows, and is read alike by sigbed decode', () => {
    expect([capture.complaints, capture.unknown, capture.empty, capture.disagreements]).toEqual([[], ['10415:77777'], [], []])
  })

  it('is a redirection with the host to go to', () => {
    const indication = answerWith(capture, ResultCode.DIAMETER_REDIRECT_INDICATION)!
    expect(indication.error).toBe(true)
    expect(findDissected(indication.avps, 'Redirect-Host')?.value).toBe(`aaa://server.${HOME_REALM}:3868;transport=sctp`)
    expect(findDissected(indication.avps, 'Redirect-Host-Usage')?.value).toBe('4')
    expect(findDissected(indication.avps, 'Redirect-Max-Cache-Time')?.value).toBe('60')
  })

  it('is refused with the E bit, and with the AVP that was wrong', () => {
    expect(answerWith(capture, ResultCode.DIAMETER_REALM_NOT_SERVED)?.error).toBe(true)
    const refusal = answerWith(capture, ResultCode.DIAMETER_AVP_UNSUPPORTED)!
    expect(findDissected(refusal.avps, 'Failed-AVP')?.inside.map(({ code, vendorId }) => [vendorId, code])).toEqual([[VENDOR_3GPP, 77_777]])
  })

  it('tells of overload to whom it reacts to it', () => {
    const answer = capture.messages.find(({ request, avps }) => !request && findDissected(avps, 'OC-OLR') !== null)!
    expect(findDissected(answer.avps, 'OC-Feature-Vector')?.value).toBe('1')
    expect(findDissected(answer.avps, 'OC-Reduction-Percentage')?.value).toBe('10')
    expect(findDissected(answer.avps, 'OC-Report-Type')?.value).toBe('0')
  })
})

/** A subscriber attaches, is changed, loses an access point, is to attach again; the MME purges him and tells of him. */
async function subscriberChanges(network: DiameterLab): Promise<void> {
  const { surroundings } = network.lab
  const subscribers = sampleSubscribers(10)
  const [homeSender, visitedSender] = [new LateSender(), new LateSender()]
  const hss = new HomeSubscriberServer({
    subscribers,
    sender: homeSender,
    randomUint32: () => surroundings.randomUint32(),
    onEvent: () => {},
  })
  const { imsi, key, operatorVariant } = sampleSubscriber(0)
  const mme = new MobilityManagementEntity({
    sender: visitedSender,
    homeRealm: HOME_REALM,
    network: '001-01',
    trackingArea: 1,
    maximumSubscribers: 10,
    onEvent: () => {},
  })
  homeSender.connect((await network.start('hss', { applications: [hss.served] })).sender)
  visitedSender.connect((await network.start('mme', { applications: [mme.served], connectsTo: ['hss'] })).sender)
  await network.wait(1000)
  await network.lab.run(new Promise<void>((resolve) => mme.attach(imsi, new Usim(key, operatorVariant), () => resolve())))
  hss.changeSubscriber({ ...subscribers.find(imsi)!, msisdn: '4912345' })
  hss.withdrawAccessPoints(imsi, [2])
  hss.reset()
  mme.notify(imsi, [{ name: 'Alert-Reason', value: 'UE_PRESENT' }], () => {})
  await network.wait(1000)
  hss.reattach(imsi)
  mme.purge(imsi, () => {})
  await network.wait(1000)
}

/** A gateway has a bearer, an application gets its media on it, and the PCRF takes the bearer away. */
async function policyChanges(network: DiameterLab): Promise<void> {
  const { surroundings } = network.lab
  const pcrf = new PolicyAndChargingRulesFunction({
    surroundings,
    policy: {
      profiles: [
        {
          accessPoint: 'internet',
          rules: [],
          eventTriggers: ['RAT_CHANGE'],
          aggregateBitrate: { uplink: 50_000_000, downlink: 100_000_000 },
          defaultBearer: { classIdentifier: 9, priorityLevel: 8 },
        },
      ],
      media: { AUDIO: { classIdentifier: 1, priorityLevel: 2, guaranteed: true } },
    },
    sessionLimit: 10,
    sessionLifetimeMs: 3_600_000,
    onEvent: () => {},
  })
  const gateway = new Gateway()
  const application = new ApplicationFunction()
  pcrf.connect((await network.start('pcrf', { applications: pcrf.applications })).sender)
  gateway.connect((await network.start('pgw', { applications: gateway.applications, connectsTo: ['pcrf'] })).sender)
  application.connect((await network.start('af', { applications: [application.application], connectsTo: ['pcrf'] })).sender)
  await network.wait(1000)
  const session = gateway.establish({
    destinationRealm: HOME_REALM,
    describing: [
      {
        name: 'Subscription-Id',
        value: [
          { name: 'Subscription-Id-Type', value: 'END_USER_IMSI' },
          { name: 'Subscription-Id-Data', value: sampleSubscriber(0).imsi },
        ],
      },
      { name: 'Framed-IP-Address', value: ADDRESS },
      { name: 'IP-CAN-Type', value: '3GPP-EPS' },
      { name: 'RAT-Type', value: 'EUTRAN' },
      { name: 'Called-Station-Id', value: 'internet' },
    ],
    checkRule: () => null,
    onRules: () => {},
    onEnd: () => {},
  })
  await network.wait(100)
  const media = application.open({
    destinationRealm: HOME_REALM,
    describing: [
      { name: 'Framed-IP-Address', value: ADDRESS },
      { name: 'Specific-Action', value: 'INDICATION_OF_RELEASE_OF_BEARER' },
    ],
    onEvent: () => {},
  })
  media.authorize([
    {
      name: 'Media-Component-Description',
      value: [
        { name: 'Media-Component-Number', value: 1 },
        { name: 'Media-Type', value: 'AUDIO' },
        { name: 'Max-Requested-Bandwidth-UL', value: 64_000 },
        {
          name: 'Media-Sub-Component',
          value: [
            { name: 'Flow-Number', value: 1 },
            { name: 'Flow-Description', value: FLOW },
          ],
        },
      ],
    },
  ])
  await network.wait(200)
  pcrf.release(session.sessionId, 'UE_SUBSCRIPTION_REASON')
  await network.wait(1000)
}

/** @param strange with an AVP nobody knows, and which must be understood (RFC 6733 §4.1) */
function ask({ sender }: DiameterNodeRole, destinationRealm: string, strange: boolean): Promise<void> {
  return new Promise((resolve) =>
    sender.request(
      S13,
      {
        command: 'ME-Identity-Check-Request',
        applicationId: S13_APPLICATION_ID,
        avps: [
          { name: 'Session-Id', value: sender.nextSessionId() },
          { name: 'Auth-Session-State', value: 'NO_STATE_MAINTAINED' },
          { name: 'Terminal-Information', value: [{ name: 'IMEI', value: sampleImei(1) }] },
          ...(strange ? [{ name: 'AVP', code: 77_777, vendorId: VENDOR_3GPP, flags: 0xc0, value: Uint8Array.of(1, 2, 3) } as const] : []),
        ],
        destinationHost: null,
        destinationRealm,
      },
      () => resolve(),
    ),
  )
}

/** An AVP of the first request of a command, as tshark shows it. */
function shownIn({ messages }: DiameterCapture, command: number, avp: string): string | undefined {
  const found = messages.find(({ commandCode, request, avps }) => commandCode === command && request && findDissected(avps, avp) !== null)
  return found && findDissected(found.avps, avp)?.value
}

function answerWith({ messages }: DiameterCapture, resultCode: number): DissectedDiameter | undefined {
  return messages.find(({ request, avps }) => !request && findDissected(avps, 'Result-Code')?.value === String(resultCode))
}

const ADDRESS = Uint8Array.of(10, 0, 0, 1)
const FLOW = 'permit in 17 from 10.0.0.1 to 192.0.2.5 4000'

// Command codes: RFC 6733 §3.1, 3GPP TS 29.272 §7.2, TS 29.214 §5.6.
const RAR = 258
const ASR = 274
const STR = 275
const AAR = 265
const CLR = 317
const IDR = 319
const DSR = 320
const PUR = 321
const RSR = 322
const NOR = 323
