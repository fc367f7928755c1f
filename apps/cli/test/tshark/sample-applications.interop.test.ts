import { join } from 'node:path'
import { CLIENT_PROCEDURES, type ClientProcedure, type RunningSample, SAMPLE_APPLICATIONS, sampleSubscriber } from '@sigbed/diameter-peer'
import { ExperimentalResultCode3gpp } from 'diameter-codec'
import { beforeAll, expect, it } from 'vitest'
import { type DiameterCapture, readDiameterCapture } from './diameter-capture.js'
import { DiameterLab, HOME_REALM, routeTo } from './diameter-lab.js'
import { findDissected } from './dissected-diameter.js'
import { describeWithTshark } from './tshark.js'

/**
 * Every procedure there is, with every sample application on one server behind a relay: connections made, watched and taken leave of,
 * requests with Route-Records, what servers push, and refusals.
 */
describeWithTshark('what the sample applications and their clients send', (folder) => {
  let capture: DiameterCapture
  let sent = 0
  const outcomes: string[] = []

  beforeAll(async () => {
    const path = join(folder(), 'samples.pcapng')
    const clients = CLIENT_PROCEDURES.map((procedure) => ({ procedure, name: procedure.word }))
    // Who comes to another gateway or switch is taken from the first: the server tells it.
    const second = CLIENT_PROCEDURES.map((procedure) => ({ procedure, name: `${procedure.word}-elsewhere` }))
    const names = [...clients, ...second].map(({ name }) => name)
    const network = await DiameterLab.open(path, ['server', 'relay', ...names])
    const { surroundings } = network.lab
    const samples: RunningSample[] = SAMPLE_APPLICATIONS.map((sample) =>
      sample.open(sample.settings.parse({}), {
        surroundings,
        originHost: `server.${HOME_REALM}`,
        originRealm: HOME_REALM,
        readTable: (name) => {
          throw new Error(`nobody has named the table ${name}`)
        },
        onEvent: () => {},
      }),
    )
    const applications = samples.flatMap(({ served, companions = [] }) => [served, ...companions])
    const server = await network.start('server', { applications })
    for (const sample of samples) sample.connect(server.sender)
    await network.start('relay', { connectsTo: ['server'], settings: { isAgent: true, routes: [routeTo('server')] } })
    for (const { procedure, name } of [...clients, ...second]) outcomes.push(...(await runProcedure(network, procedure, name)))
    // The watchdog wakes.
    await network.wait(60_000)
    sent = await network.close()
    capture = await readDiameterCapture(path)
  })

  it('brings every procedure to a good end for whom the server knows', () => {
    expect(outcomes).toEqual([])
  })

  it('is all there, message by message', () => {
    expect(capture.messages.length).toBe(sent)
    for (const [kind, count] of capture.counts) if (kind.endsWith(' R')) expect([kind, answersTo(kind, capture)]).toEqual([kind, count])
    for (const base of ['257 R', '280 R', '282 R']) expect(capture.counts.get(base), base).toBeGreaterThan(0)
    for (const { applicationIds } of CLIENT_PROCEDURES)
      for (const id of applicationIds) expect(requestsOf(id, capture), String(id)).toBeGreaterThan(0)
  })

  it('has no fault that tshark finds, and no AVP it does not know but those listed', () => {
    expect(capture.complaints).toEqual([])
    expect([capture.unknown, capture.empty]).toEqual([[], []])
  })

  it('is read alike by sigbed decode', () => {
    expect(capture.disagreements).toEqual([])
  })

  it('has the values that were meant', () => {
    const request = capture.messages.find(
      ({ applicationId, request, avps }) => applicationId !== 0 && request && findDissected(avps, 'Route-Record'),
    )!
    expect(findDissected(request.avps, 'Route-Record')?.value).toMatch(/\.home\.test$/)
    expect(findDissected(request.avps, 'Destination-Realm')?.value).toBe(HOME_REALM)
    const ulr = capture.messages.find(({ commandCode, request }) => commandCode === 316 && request)!
    expect(findDissected(ulr.avps, 'User-Name')?.value).toBe(sampleSubscriber(0).imsi)
    expect(findDissected(ulr.avps, 'Visited-PLMN-Id')?.value).toBe('00:f1:10')
    const results = capture.messages.flatMap(({ avps }) => findDissected(avps, 'Experimental-Result-Code')?.value ?? [])
    expect(results).toContain(String(ExperimentalResultCode3gpp.DIAMETER_ERROR_USER_UNKNOWN))
    const clr = capture.messages.find(({ commandCode, request }) => commandCode === 317 && request)!
    expect(findDissected(clr.avps, 'Cancellation-Type')?.value).toBe('0')
  })
})

/** Once for somebody the samples have, and once for somebody they have not. @returns what did not come to a good end and should have */
async function runProcedure(network: DiameterLab, procedure: ClientProcedure, name: string): Promise<string[]> {
  const { word, applicationIds } = procedure
  const client = procedure.open({
    surroundings: network.lab.surroundings,
    originHost: `${name}.${HOME_REALM}`,
    destinationRealm: HOME_REALM,
    onEvent: () => {},
  })
  const node = await network.start(name, {
    applications: client.served,
    advertised: applicationIds.map((applicationId) => ({ applicationId, vendorId: vendorOf(applicationId), kind: 'authentication' })),
    connectsTo: ['relay'],
    settings: { routes: [routeTo('relay')] },
  })
  client.connect(node.sender)
  await network.wait(1000)
  const known = await network.lab.run(client.run(0))
  await network.lab.run(client.run(NOBODY))
  return known.ok ? [] : [`${word}: ${known.detail}`]
}

/** RFC 6733 §2.4, RFC 8506 §12: below the range of vendors stand the IETF's own. */
function vendorOf(applicationId: number): number {
  return applicationId < 0x0100_0000 ? 0 : 10_415
}

function answersTo(kind: string, { counts }: DiameterCapture): number {
  const code = kind.replace(' R', '')
  return (counts.get(code) ?? 0) + (counts.get(`${code} E`) ?? 0)
}

function requestsOf(applicationId: number, { messages }: DiameterCapture): number {
  return messages.filter((message) => message.request && message.applicationId === applicationId).length
}

/** Past the end of every sample population. */
const NOBODY = 5000
