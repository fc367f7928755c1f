import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CaptureReader } from '@sigbed/sctp-transport'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Scenario } from '../scenario/scenario.js'
import type { NodeReport } from './node-protocol.js'
import { SimulatedScenarioLab } from './simulated-scenario-lab.js'
import { NumberedMessages } from './testing/numbered-messages.js'
import { cut, restore, smallScenario } from './testing/small-scenario.js'

interface Told {
  readonly atMs: number
  readonly node: string
  readonly kind: string
  readonly detail: string
}

const never = new AbortController().signal
const opened: SimulatedScenarioLab[] = []

afterEach(async () => {
  vi.restoreAllMocks()
  for (const lab of opened.splice(0)) await lab.close()
})

/** A lab whose traffic has begun, and everything its nodes tell. */
async function begin(scenario: Scenario = smallScenario(), captureFile: string | null = null) {
  const lab = new SimulatedScenarioLab({ scenario, openNodeProgram: (context) => new NumberedMessages(context), captureFile })
  opened.push(lab)
  const reports: { node: string; report: NodeReport }[] = []
  const events: Told[] = []
  await lab.open({
    onReport: (node, report) => {
      reports.push({ node, report })
      if (report.kind === 'event') events.push(report.event)
    },
    onEnded: (node, detail) => expect.fail(`${node} ended: ${detail}`),
    say: () => {},
  })
  const pass = (ms: number) => lab.run(lab.sleep(ms, never))
  const everybody = scenario.nodes.map(({ name }) => name)
  for (const node of everybody) lab.send(node, { kind: 'prepare' })
  await pass(50)
  for (const node of everybody) lab.send(node, { kind: 'traffic', zeroAt: lab.now(), joins: false })
  /** Numbers of messages sg got from addresses that begin so, from an instant on. */
  const got = (from: string, sinceMs = 0) =>
    events
      .filter((told) => told.kind === 'message' && told.atMs >= sinceMs && told.detail.split(' from ')[1]!.startsWith(from))
      .map(({ detail }) => Number.parseInt(detail, 10))
  return { lab, reports, events, pass, got }
}

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i)

describe('a simulated lab', () => {
  it('opens the program of every node, and carries what they send', async () => {
    const { reports, pass, got } = await begin()
    expect(reports.slice(0, 3).map(({ node, report }) => [node, report.kind])).toEqual([
      ['sg', 'opened'],
      ['asp', 'opened'],
      ['hlr', 'opened'],
    ])
    expect(reports.filter(({ report }) => report.kind === 'ready').map(({ node }) => node)).toEqual(['sg', 'asp', 'hlr'])
    await pass(100)
    expect(got('10.132.1.11')).toEqual(upTo(10))
    expect(got('10.132.1.12')).toEqual(upTo(10))
  })

  it('moves the same octets at the same instants for an equal seed, whatever is done to it', async () => {
    const digestOf = async (seed: number) => {
      const rough = { network: null, from: null, to: null, changes: { lossProbability: 0.1, jitterMs: 5, corruptProbability: 0.02 } }
      const { lab, pass } = await begin(smallScenario({ seed, links: [rough] }))
      await pass(300)
      await lab.carryOut(cut('path-a'))
      await pass(500)
      await lab.carryOut({ kind: 'pause', node: 'sg' })
      await pass(100)
      await lab.carryOut({ kind: 'resume', node: 'sg' })
      await lab.carryOut({ kind: 'kill', node: 'hlr' })
      await lab.carryOut({ kind: 'start', node: 'hlr' })
      lab.send('hlr', { kind: 'prepare' })
      await lab.carryOut(restore())
      await pass(500)
      return lab.digest
    }
    expect(await digestOf(1)).toBe(await digestOf(1))
    expect(await digestOf(1)).not.toBe(await digestOf(2))
  })

  it('sees a path fail by the defaults of RFC 9260 after 63 s, and sleeps through none of them', async () => {
    const parameters = { rtoInitialMs: 1000, rtoMinMs: 1000, rtoMaxMs: 60_000, pathMaxRetrans: 5, potentiallyFailed: false }
    const { lab, pass, events, got } = await begin(smallScenario({ parameters }))
    const waiting = vi.spyOn(globalThis, 'setTimeout')
    await pass(1000)
    const cutAtMs = lab.now()
    await lab.carryOut(cut('path-a'))
    await pass(70_000)
    // RFC 9260 §8.2: inactive after Path.Max.Retrans + 1 timeouts: 1 + 2 + 4 + 8 + 16 + 32 s, from the first message that is not
    // acknowledged; that may have left just before the cut.
    const inactive = events.find(({ node, detail }) => node === 'asp' && detail === '10.132.1.10 inactive')!
    expect(inactive.atMs - cutAtMs).toBeGreaterThanOrEqual(63_000 - 10)
    expect(inactive.atMs - cutAtMs).toBeLessThan(63_000 + 10)
    expect(got('10.132.2.11', cutAtMs).length).toBeGreaterThan(6000)
    expect(waiting).not.toHaveBeenCalled()
  })

  it('cuts one direction alone, and restores what was at the beginning and not a perfect network', async () => {
    const slow = { network: 'path-b', from: 'asp', to: 'sg', changes: { delayMs: 30 } }
    const { lab, pass, events, got } = await begin(smallScenario({ links: [slow] }))
    await lab.carryOut(cut('path-a', 'asp', 'sg'))
    await lab.carryOut({ kind: 'impair', change: { network: 'path-b', from: null, to: null, changes: { lossProbability: 1 } } })
    await pass(300)
    expect(got('10.132.1.12').length).toBeGreaterThan(25)
    expect(got('10.132.1.11').concat(got('10.132.2.11'))).toEqual([])
    await lab.carryOut(restore('path-b'))
    const restoredAtMs = lab.now()
    await pass(3000)
    // Over the path that is whole again, and was slow from the beginning.
    const first = events.find((told) => told.atMs >= restoredAtMs && told.detail.endsWith('10.132.2.11'))!
    expect(first.atMs).toBeGreaterThanOrEqual(restoredAtMs + 30)
    expect(got('10.132.1.11')).toEqual([])
  })

  it('takes an interface down for everybody, and up again', async () => {
    const { lab, pass, got } = await begin()
    await lab.carryOut({ kind: 'interface-down', node: 'sg', network: 'path-a' })
    const downAtMs = lab.now()
    await pass(1000)
    expect(got('10.132.1.', downAtMs + 2)).toEqual([])
    expect(got('10.132.2.11', downAtMs).length).toBeGreaterThan(80)
    await lab.carryOut({ kind: 'interface-up', node: 'sg', network: 'path-a' })
    const upAtMs = lab.now()
    await pass(2000)
    expect(got('10.132.1.12', upAtMs).length).toBeGreaterThan(100)
  })

  it('has no way between networks but where sender and receiver share one', async () => {
    // hlr is on path-a alone: what sg is told of path-b is of no use to it.
    const { lab, pass, got } = await begin()
    await lab.carryOut(cut('path-a'))
    const cutAtMs = lab.now()
    await pass(2000)
    expect(got('10.132.2.11', cutAtMs).length).toBeGreaterThan(150)
    expect(got('10.132.1.12', cutAtMs)).toEqual([])
  })

  it('pauses a node: nothing of it runs, packets wait for it, and it finds that time has jumped', async () => {
    const { lab, pass, events, got } = await begin()
    await pass(95)
    await lab.carryOut({ kind: 'pause', node: 'sg' })
    const pausedAtMs = lab.now()
    lab.send('sg', { kind: 'sample', last: false })
    await pass(60)
    expect(events.filter(({ atMs, node }) => node === 'sg' && atMs > pausedAtMs)).toEqual([])
    await lab.carryOut({ kind: 'resume', node: 'sg' })
    const resumedAtMs = lab.now()
    await pass(0)
    const backlog = events.filter(({ atMs, node }) => node === 'sg' && atMs > pausedAtMs)
    expect(new Set(backlog.map(({ atMs }) => atMs))).toEqual(new Set([resumedAtMs]))
    expect(got('10.132.1.11', resumedAtMs)).toEqual([10, 11, 12, 13, 14, 15])
    await pass(500)
    expect(got('10.132.1.11')).toEqual(upTo(66))
    expect(lab.socketDrops('sg')).toBe(0)
  })

  it('kills a node without a word, and starts a new one at its addresses', async () => {
    const { lab, pass, reports, events, got } = await begin()
    await pass(100)
    await lab.carryOut({ kind: 'kill', node: 'sg' })
    const killedAtMs = lab.now()
    lab.send('sg', { kind: 'sample', last: false })
    await pass(5000)
    expect(reports.filter(({ node, report }) => node === 'sg' && report.kind === 'sampled')).toEqual([])
    expect(events.filter(({ node, atMs }) => node === 'sg' && atMs > killedAtMs)).toEqual([])
    expect(events.some(({ node, kind, atMs }) => node === 'asp' && kind === 'lost' && atMs > killedAtMs)).toBe(true)
    await lab.carryOut({ kind: 'start', node: 'sg' })
    expect(reports.at(-1)).toEqual({ node: 'sg', report: { kind: 'opened', addresses: ['10.132.1.10', '10.132.2.10'] } })
    lab.send('sg', { kind: 'prepare' })
    const startedAtMs = lab.now()
    await pass(5000)
    expect(got('10.132.1.11', startedAtMs).length).toBeGreaterThan(100)
  })

  it('takes commands for a program from the moment it reports anything', async () => {
    const ready: string[] = []
    const lab: SimulatedScenarioLab = new SimulatedScenarioLab({
      scenario: smallScenario(),
      openNodeProgram: (context) => new NumberedMessages(context),
    })
    opened.push(lab)
    await lab.open({
      onReport: (node, { kind }) => {
        if (kind === 'opened') lab.send(node, { kind: 'prepare' })
        if (kind === 'ready') ready.push(node)
      },
      onEnded: () => {},
      say: () => {},
    })
    await lab.run(lab.sleep(100, never))
    expect(ready).toEqual(['sg', 'asp', 'hlr'])
  })

  it('opens nothing on a node that is killed while it opens', async () => {
    const { lab, reports, pass } = await begin()
    await lab.carryOut({ kind: 'kill', node: 'sg' })
    const starting = lab.carryOut({ kind: 'start', node: 'sg' })
    await lab.carryOut({ kind: 'kill', node: 'sg' })
    await starting
    await pass(100)
    expect(reports.filter(({ node, report }) => node === 'sg' && report.kind === 'opened')).toHaveLength(1)
    await lab.carryOut({ kind: 'start', node: 'sg' })
    expect(reports.filter(({ node, report }) => node === 'sg' && report.kind === 'opened')).toHaveLength(2)
  })

  it('stalls the application of a node', async () => {
    const { lab, pass, got } = await begin()
    await lab.carryOut({ kind: 'stall', node: 'sg' })
    const stalledAtMs = lab.now()
    await pass(200)
    expect(got('10.132', stalledAtMs)).toEqual([])
    await lab.carryOut({ kind: 'unstall', node: 'sg' })
    await pass(50)
    expect(got('10.132.1.11')).toEqual(upTo(25))
  })

  it('refuses what cannot be done', async () => {
    const { lab } = await begin()
    await expect(lab.carryOut({ kind: 'start', node: 'sg' })).rejects.toThrow('node sg runs already: kill it before')
    await expect(lab.carryOut({ kind: 'pause', node: 'nobody' })).rejects.toThrow('node nobody does not run: start it before')
    await lab.carryOut({ kind: 'kill', node: 'sg' })
    await expect(lab.carryOut({ kind: 'kill', node: 'sg' })).rejects.toMatchObject({ code: 'SIGBED_LAB_NODE' })
    await lab.close()
    await expect(lab.carryOut({ kind: 'start', node: 'sg' })).rejects.toThrow('the lab is closed')
  })

  it('leaves nothing behind when a program cannot begin, or the lab is closed', async () => {
    const { lab } = await begin()
    expect(lab.pendingTimers).toBeGreaterThan(0)
    expect(await lab.close()).toEqual([])
    expect(lab.pendingTimers).toBe(0)
    const failing = new SimulatedScenarioLab({
      scenario: smallScenario(),
      openNodeProgram: (context) => {
        if (context.plan.name === 'asp') throw new Error('no role is called so')
        return new NumberedMessages(context)
      },
    })
    const listener = { onReport() {}, onEnded() {}, say() {} }
    await expect(failing.open(listener)).rejects.toThrow('no role is called so')
    expect(failing.pendingTimers).toBe(0)
  })

  it('wakes a sleeper early when it is told to stop', async () => {
    const { lab } = await begin()
    const stop = new AbortController()
    const before = lab.now()
    await lab.run(
      (async () => {
        const sleeping = lab.sleep(10_000, stop.signal)
        await lab.sleep(30, never)
        stop.abort()
        await sleeping
        await lab.sleep(5000, stop.signal)
      })(),
    )
    expect(lab.now()).toBe(before + 30)
  })

  it('writes down what every node sends and receives, by node and network', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sigbed-simulated-'))
    try {
      const file = join(folder, 'lab.pcapng')
      const scenario = smallScenario()
      const { lab, pass } = await begin(scenario, file)
      await pass(100)
      expect(await lab.close()).toEqual([])
      const octets = readFileSync(file)
      const views = scenario.nodes.flatMap(({ name, interfaces }) => interfaces.map(({ network }) => `${name} ${network}`))
      expect(views.filter((name) => octets.includes(name))).toEqual(views)
      const capture = new CaptureReader(octets)
      let packets = 0
      while (capture.next()) packets++
      expect(capture.fault).toBeNull()
      // Of two senders ten messages each, and what set their associations up, at both ends.
      expect(packets).toBeGreaterThan(60)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
