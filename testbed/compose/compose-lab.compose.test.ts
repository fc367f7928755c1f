import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { ComposeRemains, ComposeScenarioLab, type FaultAction, type LinkSelector, PERFECT_LINK_STATE, type Scenario } from '@sigbed/testbed'
import { afterEach, expect, it, vi } from 'vitest'
import { RecordingListener } from '../src/lab/testing/fake-node.js'
import { describeWithEngine } from './describe-with-engine.js'

/** Two nodes on one network of either family. */
const MIXED: Scenario = {
  name: 'beacons',
  title: '',
  teaches: '',
  profile: 'telecom',
  parameters: {},
  seed: 1,
  repetitions: 1,
  durationMs: 1000,
  networks: [
    { name: 'path-a', subnet: '10.132.61.0/24', link: PERFECT_LINK_STATE },
    { name: 'path-b', subnet: 'fd00:132:62::/64', link: PERFECT_LINK_STATE },
  ],
  nodes: ['sg', 'asp-1'].map((name, i) => ({
    name,
    interfaces: [
      { network: 'path-a', address: `10.132.61.1${i}` },
      { network: 'path-b', address: `fd00:132:62::1${i}` },
    ],
    role: '',
    settings: null,
  })),
  links: [],
  traffic: [],
  timetable: [],
  expectations: [],
  text: '',
}

const BEACON = ['node', '--input-type=module', '--eval', readFileSync(join(import.meta.dirname, 'beacon-program.js'), 'utf8')]
const PATH_A: LinkSelector = { network: 'path-a', from: null, to: null }
const PATH_B: LinkSelector = { network: 'path-b', from: null, to: null }
const EVERYTHING: FaultAction = { kind: 'restore', links: [{ network: null, from: null, to: null }] }

const TO_SG_BY_A = 'asp-1 10.132.61.11>10.132.61.10'
const TO_SG_BY_B = 'asp-1 fd00:132:62::11>fd00:132:62::10'
const TO_ASP_BY_A = 'sg 10.132.61.10>10.132.61.11'
const TO_ASP_BY_B = 'sg fd00:132:62::10>fd00:132:62::11'
const ALL = { sg: [TO_SG_BY_A, TO_SG_BY_B], 'asp-1': [TO_ASP_BY_A, TO_ASP_BY_B] }

/** A lab of two beacons, and what they hear. */
class Beacons {
  readonly listener = new RecordingListener()
  readonly lab = new ComposeScenarioLab({ scenario: MIXED, nodeCommand: BEACON })

  static async open(): Promise<Beacons> {
    const beacons = new Beacons()
    opened.push(beacons)
    await beacons.lab.open(beacons.listener)
    await beacons.hearAgain(ALL)
    return beacons
  }

  /** After a fault: what still comes, when what was under way has arrived. */
  async heard(...nodes: readonly string[]): Promise<Record<string, readonly string[]>> {
    await this.ask(nodes, 300)
    return Object.fromEntries(await this.ask(nodes, 300))
  }

  /** After a restore: a bridge may take a second to notice that a link is up again, and the address behind it a second to be found. */
  async hearAgain(everything: Record<string, readonly string[]>): Promise<void> {
    await vi.waitFor(async () => expect(await this.heard(...Object.keys(everything))).toEqual(everything), {
      timeout: 10_000,
      interval: 10,
    })
  }

  async do(...actions: readonly FaultAction[]): Promise<void> {
    for (const action of actions) await this.lab.carryOut(action)
  }

  container(node: string): string {
    const names = execFileSync('docker', ['ps', '--filter', 'label=sigbed.lab', '--format', '{{.Names}}'], { encoding: 'utf8' })
    return names.split('\n').find((name) => name.endsWith(`-${node}`))!
  }

  inContainer(node: string, ...words: readonly string[]): string {
    return execFileSync('docker', ['exec', this.container(node), ...words], { encoding: 'utf8' })
  }

  private async ask(nodes: readonly string[], afterMs: number): Promise<readonly (readonly [string, readonly string[]])[]> {
    await this.lab.sleep(afterMs, new AbortController().signal)
    return Promise.all(
      nodes.map(async (node) => {
        const before = this.listener.told(node, 'heard').length
        this.lab.send(node, { kind: 'sample', last: false })
        while (this.listener.told(node, 'heard').length === before) await this.lab.sleep(10, new AbortController().signal)
        const heard = this.listener.told(node, 'heard').at(-1)!
        return [node, heard === '' ? [] : heard.split(', ')] as const
      }),
    )
  }
}

const opened: Beacons[] = []

afterEach(async () => {
  for (const { lab } of opened.splice(0)) await lab.close()
})

/** Containers and networks of labs on this engine. */
function labThings(): string {
  const list = (...words: readonly string[]) => execFileSync('docker', words, { encoding: 'utf8' })
  return list('ps', '--all', '--quiet', '--filter', 'label=sigbed.lab') + list('network', 'ls', '--quiet', '--filter', 'label=sigbed.lab')
}

await describeWithEngine('a lab of containers', () => {
  it('has every node hear every other on every network, and leaves nothing behind', async () => {
    const beacons = await Beacons.open()
    expect(labThings()).not.toBe('')
    expect(await beacons.lab.close()).toEqual([])
    expect(labThings()).toBe('')
    expect(beacons.listener.ends).toEqual([])
  })

  it.each([
    ['path-a', PATH_A, { sg: [TO_SG_BY_B], 'asp-1': [TO_ASP_BY_B] }],
    ['path-b', PATH_B, { sg: [TO_SG_BY_A], 'asp-1': [TO_ASP_BY_A] }],
  ])('cuts %s in both directions and brings it back', async (_, link, left) => {
    const beacons = await Beacons.open()
    await beacons.do({ kind: 'cut', links: [link] })
    expect(await beacons.heard('sg', 'asp-1')).toEqual(left)
    await beacons.do({ kind: 'restore', links: [link] })
    await beacons.hearAgain(ALL)
  })

  it('cuts one direction of a network and leaves the other', async () => {
    const beacons = await Beacons.open()
    await beacons.do(
      { kind: 'cut', links: [{ ...PATH_A, from: 'asp-1', to: 'sg' }] },
      { kind: 'cut', links: [{ ...PATH_B, from: 'sg', to: 'asp-1' }] },
    )
    expect(await beacons.heard('sg', 'asp-1')).toEqual({ sg: [TO_SG_BY_B], 'asp-1': [TO_ASP_BY_A] })
    await beacons.do({ kind: 'restore', links: [PATH_A] })
    expect(await beacons.heard('sg', 'asp-1')).toEqual({ ...ALL, 'asp-1': [TO_ASP_BY_A] })
    await beacons.do(EVERYTHING)
    expect(await beacons.heard('sg', 'asp-1')).toEqual(ALL)
  })

  it.each([
    ['path-a', [TO_SG_BY_B], [TO_ASP_BY_B], '10.132.61.10'],
    ['path-b', [TO_SG_BY_A], [TO_ASP_BY_A], 'fd00:132:62::10'],
  ])('pulls the interface on %s out of a container, its address with it, and puts it back', async (network, sg, asp, address) => {
    const beacons = await Beacons.open()
    await beacons.do({ kind: 'interface-down', node: 'sg', network })
    expect(await beacons.heard('sg', 'asp-1')).toEqual({ sg, 'asp-1': asp })
    expect(beacons.inContainer('sg', 'ip', '-oneline', 'address')).not.toContain(address)
    expect(beacons.inContainer('sg', 'ip', 'route')).not.toContain('default')
    await beacons.do({ kind: 'interface-up', node: 'sg', network })
    await beacons.hearAgain({ 'asp-1': ALL['asp-1'] })
    expect(beacons.inContainer('sg', 'ip', '-oneline', 'address')).toContain(address)
  })

  it('has a paused node stand still, and meet what became of its network when it goes on', async () => {
    const beacons = await Beacons.open()
    await beacons.do({ kind: 'pause', node: 'sg' })
    expect(await beacons.heard('asp-1')).toEqual({ 'asp-1': [] })
    await beacons.do({ kind: 'cut', links: [{ ...PATH_A, from: 'asp-1', to: 'sg' }] }, { kind: 'resume', node: 'sg' })
    expect(await beacons.heard('sg', 'asp-1')).toEqual({ ...ALL, sg: [TO_SG_BY_B] })
    expect(beacons.listener.ends).toEqual([])
  })

  it('kills a node without a word and starts it anew, with its network as it has become', async () => {
    const beacons = await Beacons.open()
    await beacons.do({ kind: 'kill', node: 'sg' })
    expect(await beacons.heard('asp-1')).toEqual({ 'asp-1': [] })
    await beacons.do({ kind: 'cut', links: [PATH_B] }, { kind: 'start', node: 'sg' })
    await beacons.hearAgain({ sg: [TO_SG_BY_A], 'asp-1': [TO_ASP_BY_A] })
    expect(beacons.listener.ends).toEqual([])
  })

  it('closes while nodes are dead, stand still and are cut off, and leaves nothing behind', async () => {
    const beacons = await Beacons.open()
    await beacons.do({ kind: 'cut', links: [PATH_A] }, { kind: 'interface-down', node: 'sg', network: 'path-b' })
    await beacons.do({ kind: 'pause', node: 'sg' }, { kind: 'kill', node: 'asp-1' })
    expect(await beacons.lab.close()).toEqual([])
    expect(labThings()).toBe('')
  })

  it('refuses subnets that another lab has, says so, and leaves that one alone', async () => {
    const first = await Beacons.open()
    const second = new ComposeScenarioLab({ scenario: MIXED, nodeCommand: BEACON })
    await expect(second.open(new RecordingListener())).rejects.toMatchObject({
      code: 'SIGBED_LAB_NETWORK',
      message: expect.stringMatching(/^network path-[ab]: the Docker network sigbed-\S+ has addresses of \S+: another lab runs with it; /),
    })
    expect(await first.heard('sg', 'asp-1')).toEqual(ALL)
  })

  it('finds and removes what a lab left behind whose program was killed, and nothing of one that runs', async () => {
    const beacons = await Beacons.open()
    // Number and birth of a process there never was.
    const dead = '1-1-0badda'
    const labels = ['--label', `sigbed.lab=${dead}`, '--label', `sigbed.machine=${hostname()}`]
    execFileSync('docker', ['network', 'create', ...labels, '--subnet', '10.132.63.0/24', `sigbed-${dead}-path-a`])
    const image = execFileSync('docker', ['inspect', '--format', '{{.Image}}', beacons.container('sg')], { encoding: 'utf8' }).trim()
    execFileSync('docker', [
      'run',
      '--detach',
      ...labels,
      '--name',
      `sigbed-${dead}-sg`,
      '--network',
      `sigbed-${dead}-path-a`,
      image,
      'sleep',
      '60',
    ])
    const remains = new ComposeRemains()
    const left = [
      { name: `sigbed-${dead}-sg`, kind: 'container' },
      { name: `sigbed-${dead}-path-a`, kind: 'network' },
    ]
    expect(await remains.find()).toEqual(left)
    expect(await remains.remove()).toEqual({ removed: left, problems: [] })
    expect(await remains.find()).toEqual([])
    expect(await beacons.heard('sg', 'asp-1')).toEqual(ALL)
  })

  it('says what a node complained of that does not come up', async () => {
    const lab = new ComposeScenarioLab({ scenario: MIXED, nodeCommand: ['sh', '-c', 'echo no such role >&2; exit 3'] })
    await expect(lab.open(new RecordingListener())).rejects.toMatchObject({
      code: 'SIGBED_LAB_NODE',
      message: expect.stringMatching(/it ended with status 3, and wrote: no such role$/),
    })
    expect(labThings()).toBe('')
  })
})
