import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import {
  CLIENT_PROCEDURES,
  csvRows,
  type ProcedureOutcome,
  type RunningClient,
  type RunningSample,
  SAMPLE_APPLICATIONS,
} from '../src/index.js'
import { REALM, VirtualRealm } from '../src/testing/virtual-realm.js'

const example = (name: string) => fileURLToPath(new URL(`../examples/${name}`, import.meta.url))

/** Runs a sample server and a client procedure against each other. */
function network(word: string, settings: unknown, procedure: string) {
  const realm = new VirtualRealm()
  const events: string[] = []
  const sample = SAMPLE_APPLICATIONS.find((one) => one.word === word)!
  const opened: RunningSample = sample.open(sample.settings.parse(settings), {
    surroundings: realm,
    originHost: 'server',
    originRealm: REALM,
    readTable: (name) => csvRows(example(name)),
    onEvent: (kind, detail) => events.push(`${kind}: ${detail}`),
  })
  opened.connect(realm.join('server', [opened.served, ...(opened.companions ?? [])]))
  const client: RunningClient = CLIENT_PROCEDURES.find((one) => one.word === procedure)!.open({
    surroundings: realm,
    originHost: 'client',
    destinationRealm: REALM,
    onEvent: (kind, detail) => events.push(`${kind}: ${detail}`),
  })
  client.connect(realm.join('client', client.served))
  const run = async (index: number): Promise<ProcedureOutcome> => {
    let ended: ProcedureOutcome | null = null
    client.run(index).then((outcome) => (ended = outcome))
    // Between two requests a procedure may have to be given its turn.
    for (let turns = 0; ended === null && turns < 20; turns++) {
      realm.advance(60_000)
      await Promise.resolve()
    }
    return ended!
  }
  return { opened, events, run, realm }
}

describe('sample applications', () => {
  it('have words and numbers of their own, and run without settings', () => {
    expect(new Set(SAMPLE_APPLICATIONS.map(({ word }) => word)).size).toBe(SAMPLE_APPLICATIONS.length)
    expect(new Set(SAMPLE_APPLICATIONS.map(({ applicationId }) => applicationId)).size).toBe(SAMPLE_APPLICATIONS.length)
    expect(new Set(CLIENT_PROCEDURES.map(({ word }) => word)).size).toBe(CLIENT_PROCEDURES.length)
    for (const { settings } of SAMPLE_APPLICATIONS) expect(settings.safeParse({}).success).toBe(true)
    for (const { settings } of SAMPLE_APPLICATIONS) expect(settings.safeParse({ nonsense: 1 }).success).toBe(false)
  })

  it('attach sample subscribers', async () => {
    const { opened, events, run } = network('s6a', { sampleSubscribers: 2 }, 'attach')
    expect(opened.summary).toBe('2 subscribers')
    expect(await run(0)).toEqual({ ok: true, detail: '001010000000001 is attached, may use internet, ims' })
    expect(await run(0)).toMatchObject({ ok: true })
    expect(await run(2)).toEqual({ ok: false, detail: '001010000000003 was refused in the step of authentication: 5001' })
    expect(events).toEqual([
      'registered: 001010000000001 is served by client (MME)',
      'registered: 001010000000001 is served by client (MME)',
      'refused: Authentication-Information-Request about 001010000000003 was refused: 5001',
    ])
  })

  it('serve the subscribers of a table, whose keys the samples do not know', async () => {
    const { opened, run } = network('s6a', { subscribers: 'subscribers.csv' }, 'attach')
    expect(opened.summary).toBe('5 subscribers')
    expect(await run(0)).toEqual({ ok: false, detail: '001010000000001 was not authenticated: mac failure' })
  })

  it('register sample subscribers in IMS', async () => {
    const { run, realm } = network('cx', { sampleSubscribers: 1 }, 'register-ims')
    expect(await run(0)).toEqual({ ok: true, detail: '001010000000001 is registered at sip:client' })
    expect(realm.sent()).toEqual(['UAR client>server', 'MAR client>server', 'SAR client>server'])
    expect(await run(0)).toMatchObject({ ok: true })
    expect(await run(1)).toEqual({ ok: false, detail: '001010000000002 was refused in the step of authorization: 5001' })
    realm.reachability.set('server', 'unreachable')
    expect(await run(0)).toEqual({ ok: false, detail: '001010000000001 was refused in the step of authorization: unroutable' })
  })

  it('check sample equipments, and those of a table', async () => {
    const samples = network('s13', {}, 'check-equipment')
    expect(await samples.run(12)).toEqual({ ok: true, detail: '00100001000012: BLACKLISTED' })
    expect(await samples.run(18)).toEqual({ ok: true, detail: '00100001000018: unknown to the register' })
    const table = network('s13', { equipment: 'equipment.csv' }, 'check-equipment')
    expect(table.opened.summary).toBe('4 pieces of equipment')
    expect(await table.run(2)).toEqual({ ok: true, detail: '00100001000002: BLACKLISTED' })
    table.realm.reachability.set('server', 'silent')
    expect(await table.run(2)).toEqual({ ok: false, detail: '00100001000002: timeout' })
  })

  it('decide policy for sample bearers', async () => {
    const { opened, run, realm } = network('gx', {}, 'bearer')
    expect([opened.summary, opened.companions?.length]).toEqual(['1 access point, 1 rule', 1])
    expect(await run(0)).toEqual({ ok: true, detail: '001010000000001: terminated, rules: everything' })
    realm.reachability.set('server', 'silent')
    expect(await run(1)).toEqual({ ok: false, detail: '001010000000002: timeout, rules: none' })
    const profile = {
      accessPoint: 'internet',
      rules: [
        {
          name: 'web',
          ratingGroup: 10,
          online: true,
          flows: [{ description: 'permit out 6 from any 80 to assigned', direction: 'DOWNLINK' }],
        },
        { name: 'new radio', radio: ['NR'] },
      ],
    }
    const configured = network('gx', { profiles: [profile] }, 'bearer')
    expect(await configured.run(0)).toEqual({ ok: true, detail: '001010000000001: terminated, rules: web' })
  })

  it('give sample calls a bearer, and take it back', async () => {
    const { run, realm } = network('gx', {}, 'media')
    expect(await run(0)).toEqual({ ok: true, detail: '001010000000001: called' })
    expect(realm.sent()).toEqual([
      ...['CCR client>server', 'AAR client>server', 'RAR server>client', 'STR client>server', 'RAR server>client', 'CCR client>server'],
    ])
    expect(realm.log[1]!.avps).toContainEqual({ name: 'Destination-Host', value: 'server' })
    realm.reachability.set('server', 'silent')
    expect(await run(1)).toEqual({ ok: false, detail: '001010000000002: the rule of the media did not follow in the step of bearer' })
    const noVoice = network('gx', { media: { VIDEO: { classIdentifier: 2, priorityLevel: 4 } } }, 'media')
    expect(await noVoice.run(0)).toEqual({ ok: false, detail: '001010000000001: the media were refused: 5063' })
    const deaf = network('gx', {}, 'media')
    deaf.realm.reachability.set('client', 'silent')
    expect(await deaf.run(0)).toEqual({
      ok: false,
      detail: '001010000000001: the rule of the media did not follow in the step of authorization',
    })
  })

  it('charge sample sessions, as long as there is money', async () => {
    const { opened, run } = network('gy', { sampleSubscribers: 1, balance: '0.25' }, 'charge')
    expect(opened.summary).toBe('1 account')
    expect(await run(0)).toEqual({ ok: true, detail: '001010000000001: 2 quotas, successful answer received' })
    // Ten cents are gone with each quota that is used up; what is left buys one quota and a half.
    expect(await run(0)).toMatchObject({ ok: true })
    expect(await run(1)).toEqual({ ok: false, detail: '001010000000002: 0 quotas, USER_UNKNOWN received' })
  })

  it.each([
    ['gy', { balance: '1,50' }, 'an amount such as "12.50"'],
    ['gy', { ratingGroups: { ten: {} } }, 'a number'],
    ['gy', { finalUnit: { action: 'REDIRECT' } }, 'address'],
    ['gx', { profiles: [{ accessPoint: 'a', rules: [{ name: 'x', radio: ['5G'] }] }] }, 'NR'],
    ['gx', { profiles: [{ accessPoint: 'a', rules: [{ name: 'x' }, { name: 'x' }] }] }, 'each rule name once'],
    ['gx', { media: { SPEECH: {} } }, 'media'],
  ])('of %s say what is wrong with %j', (word, settings, text) => {
    const sample = SAMPLE_APPLICATIONS.find((one) => one.word === word)!
    expect(JSON.stringify(sample.settings.safeParse(settings).error?.issues)).toContain(text.replaceAll('"', '\\"'))
  })
})
