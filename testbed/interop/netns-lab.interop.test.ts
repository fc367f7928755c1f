import { type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type LinkSelector, NetnsRemains, NetnsScenarioLab, netnsObstacle, ProcessRemains, type Scenario } from '@sigbed/testbed'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { processBirth } from '../src/lab/process-birth.js'
import { FAKE_NODE, fakeScenario, RecordingListener } from '../src/lab/testing/fake-node.js'
import { NamespaceProbe } from './namespace-probe.js'

const obstacle = netnsObstacle()
const required = process.env['CI'] === 'true'
if (obstacle !== null && !required) console.warn(`skipped: a lab of network namespaces: ${obstacle}`)

let lab: NetnsScenarioLab | null = null
let probes: Map<string, NamespaceProbe>

/** The namespaces of labs of this process. */
function ourNamespaces(): string[] {
  return readdirSync('/run/netns')
    .filter((name) => name.startsWith(`sigbed-${process.pid}-`))
    .sort()
}

async function opened(scenario: Scenario): Promise<RecordingListener> {
  const listener = new RecordingListener()
  lab = new NetnsScenarioLab({ scenario, nodeCommand: FAKE_NODE })
  await lab.open(listener)
  for (const { name, interfaces } of scenario.nodes) {
    const namespace = ourNamespaces().find((candidate) => candidate.endsWith(`-${name}`))!
    probes.set(
      name,
      await NamespaceProbe.open(
        namespace,
        interfaces.map(({ address }) => address),
      ),
    )
  }
  return listener
}

/** What arrives of one packet over each network, in each direction: `path-a sg>asp-1`. Waits for what is expected, then for what is not. */
async function expectPassing(expected: readonly string[]): Promise<void> {
  const { nodes } = lab!.scenario
  const sent: { label: string; to: string; heard: string }[] = []
  for (const from of nodes)
    for (const to of nodes)
      for (const { network, address } of from.interfaces) {
        const there = to.interfaces.find((candidate) => candidate.network === network)
        if (from === to || there === undefined) continue
        probes.get(from.name)!.send(address, there.address)
        sent.push({ label: `${network} ${from.name}>${to.name}`, to: to.name, heard: `${address} > ${there.address}` })
      }
  const arrived = () =>
    sent
      .filter(({ to, heard }) => probes.get(to)!.heard.includes(heard))
      .map(({ label }) => label)
      .sort()
  await vi.waitFor(() => expect(arrived()).toEqual(expect.arrayContaining([...expected])), { timeout: 3000, interval: 5 })
  await sleep(PASSAGE_MS)
  expect(arrived()).toEqual([...expected].sort())
  for (const probe of probes.values()) probe.heard.splice(0)
}

const everywhere: LinkSelector = { network: null, from: null, to: null }
const on = (network: string, from: string | null = null, to: string | null = null): LinkSelector => ({ network, from, to })

const PATH_A = ['path-a asp-1>sg', 'path-a sg>asp-1']
const PATH_B = ['path-b asp-1>sg', 'path-b sg>asp-1']
const BOTH = [...PATH_A, ...PATH_B]

describe.skipIf(obstacle !== null && !required)('a lab of network namespaces', () => {
  beforeEach(() => {
    if (obstacle !== null) throw new Error(obstacle)
    probes = new Map()
  })

  afterEach(async () => {
    await Promise.all([...probes.values()].map((probe) => probe.close()))
    expect((await lab?.close()) ?? []).toEqual([])
    lab = null
    expect(ourNamespaces()).toEqual([])
  })

  it('cuts and restores networks, whole and in one direction', async () => {
    await opened(fakeScenario())
    await expectPassing(BOTH)
    await lab!.carryOut({ kind: 'cut', links: [on('path-a')] })
    await expectPassing(PATH_B)
    await lab!.carryOut({ kind: 'cut', links: [on('path-b', 'asp-1', 'sg')] })
    await expectPassing(['path-b sg>asp-1'])
    await lab!.carryOut({ kind: 'restore', links: [on('path-a')] })
    await expectPassing([...PATH_A, 'path-b sg>asp-1'])
    await lab!.carryOut({ kind: 'restore', links: [everywhere] })
    await expectPassing(BOTH)
  })

  it('takes an interface down and brings it up again', async () => {
    await opened(fakeScenario())
    await lab!.carryOut({ kind: 'interface-down', node: 'asp-1', network: 'path-a' })
    await expectPassing(PATH_B)
    await lab!.carryOut({ kind: 'interface-up', node: 'asp-1', network: 'path-a' })
    await expectPassing(BOTH)
  })

  it('does all that with IPv6, too', async () => {
    const networks = fakeScenario().networks.map((network, i) => (i === 1 ? { ...network, subnet: 'fd00:132:2::/64' } : network))
    const nodes = fakeScenario().nodes.map((node, i) => ({
      ...node,
      interfaces: [node.interfaces[0]!, { network: 'path-b', address: `fd00:132:2::1${i}` }],
    }))
    await opened(fakeScenario('', { networks, nodes }))
    await expectPassing(BOTH)
    await lab!.carryOut({ kind: 'cut', links: [on('path-b', 'asp-1', 'sg')] })
    await expectPassing([...PATH_A, 'path-b sg>asp-1'])
    await lab!.carryOut({ kind: 'cut', links: [on('path-b')] })
    await expectPassing(PATH_A)
    await lab!.carryOut({ kind: 'restore', links: [on('path-b')] })
    await expectPassing(BOTH)
    await lab!.carryOut({ kind: 'interface-down', node: 'sg', network: 'path-b' })
    await expectPassing(PATH_A)
    await lab!.carryOut({ kind: 'restore', links: [everywhere] })
    await expectPassing(BOTH)
  })

  it('cuts one node of three off, and one link between two', async () => {
    const [sg, asp] = fakeScenario().nodes
    const hlr = { ...asp!, name: 'hlr', interfaces: [{ network: 'path-a', address: '10.132.1.12' }] }
    await opened(fakeScenario('', { nodes: [sg!, asp!, hlr] }))
    const withHlr = ['sg', 'asp-1'].flatMap((name) => [`path-a ${name}>hlr`, `path-a hlr>${name}`])
    const all = [...BOTH, ...withHlr]
    await expectPassing(all)
    await lab!.carryOut({ kind: 'cut', links: [on('path-a', 'sg', 'hlr'), on('path-a', 'hlr', 'sg')] })
    await expectPassing(all.filter((label) => !['path-a sg>hlr', 'path-a hlr>sg'].includes(label)))
    await lab!.carryOut({ kind: 'cut', links: [on('path-a', null, 'hlr'), on('path-a', 'hlr', null)] })
    await expectPassing(all.filter((label) => !label.includes('hlr')))
    expect(ip(ourNamespaces().at(-2)!, 'link', 'show', 'path-a')).toContain('NO-CARRIER')
    await lab!.carryOut({ kind: 'restore', links: [everywhere] })
    await expectPassing(all)
  })

  it('lets a killed node vanish without a word, until it is started again', async () => {
    await opened(fakeScenario())
    // Its kernel would tell by ICMP that nobody speaks SCTP there.
    const toSg = [...PATH_A, ...PATH_B].filter((label) => label.endsWith('>sg'))
    await lab!.carryOut({ kind: 'kill', node: 'sg' })
    await expectPassing(BOTH.filter((label) => !toSg.includes(label)))
    await lab!.carryOut({ kind: 'start', node: 'sg' })
    await expectPassing(BOTH)
  })

  describe('whose program', () => {
    /** Its own, so that nobody else's labs are in the register. */
    let temporary: string

    beforeEach(() => {
      temporary = mkdtempSync(join(tmpdir(), 'sigbed-crashing-lab-'))
    })

    afterEach(() => rmSync(temporary, { recursive: true }))

    const ofProgram = (pid: number | undefined) => readdirSync('/run/netns').filter((name) => name.startsWith(`sigbed-${pid}-`))

    async function start(): Promise<ChildProcessByStdio<null, Readable, null>> {
      const words = [PROGRAM, JSON.stringify(fakeScenario()), JSON.stringify(FAKE_NODE)]
      const program = spawn(process.execPath, words, {
        detached: true,
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, TMPDIR: temporary },
      })
      program.stdout.setEncoding('utf8')
      expect(await once(program.stdout, 'data')).toEqual(['READY\n'])
      expect(ofProgram(program.pid)).toHaveLength(3)
      return program
    }

    it('is killed leaves remains that are found and removed, and those of living labs are not touched', async ({ skip }) => {
      skip(!existsSync(BUILT) && !required, 'the testbed is not built: npm run build')
      await opened(fakeScenario())
      const program = await start()
      program.kill('SIGKILL')
      await once(program, 'exit')
      const [processes, namespaces] = [new ProcessRemains(join(temporary, `sigbed-labs-${process.getuid!()}`)), new NetnsRemains()]
      // The other node sees its standard input close.
      await vi.waitFor(async () => expect((await processes.find()).filter(({ name }) => !name.endsWith('(sg)'))).toEqual([]))
      const left = ofProgram(program.pid)
      expect((await namespaces.find()).map(({ name }) => name)).toEqual(expect.arrayContaining(left))
      const [standing] = (await processes.find()).map(({ name }) => Number.parseInt(name, 10))
      expect(execFileSync('ip', ['netns', 'identify', `${standing}`], { encoding: 'utf8' }).trim()).toMatch(
        new RegExp(`-${program.pid}-.*-sg$`),
      )

      expect((await processes.remove()).problems).toEqual([])
      expect((await namespaces.remove()).problems).toEqual([])
      expect(processBirth(standing!)).toBeNull()
      expect(ofProgram(program.pid)).toEqual([])
      await expectPassing(BOTH)
    })

    it('is interrupted on its terminal keeps its nodes until it ends them, and leaves nothing', async ({ skip }) => {
      skip(!existsSync(BUILT) && !required, 'the testbed is not built: npm run build')
      const program = await start()
      // As a terminal does it: to the whole process group.
      process.kill(-program.pid!, 'SIGINT')
      expect(await once(program.stdout, 'data')).toEqual(['{"ended":[],"problems":[]}\n'])
      await once(program, 'exit')
      expect(ofProgram(program.pid)).toEqual([])
    })
  })

  it('begins with what the scenario begins with', async () => {
    await opened(fakeScenario('', { links: [{ ...on('path-b'), changes: { up: false } }] }))
    await expectPassing(PATH_A)
  })
})

function ip(namespace: string, ...words: readonly string[]): string {
  return execFileSync('ip', ['-netns', namespace, ...words], { encoding: 'utf8' })
}

/** A packet takes a tenth of a millisecond. */
const PASSAGE_MS = 30
const PROGRAM = fileURLToPath(new URL('crashing-lab.js', import.meta.url))
const BUILT = fileURLToPath(new URL('../dist/index.js', import.meta.url))
