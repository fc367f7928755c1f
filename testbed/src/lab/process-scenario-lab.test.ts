import { afterEach, describe, expect, it, vi } from 'vitest'
import type { LinkState, Scenario } from '../scenario/scenario.js'
import type { LabRegister } from './lab-register.js'
import { readNodeCommand } from './node-line.js'
import type { NodeCommand } from './node-protocol.js'
import { processBirth } from './process-birth.js'
import { type NodeSite, ProcessScenarioLab } from './process-scenario-lab.js'
import type { LinkAction, ScenarioLink } from './scenario-links.js'
import { FAKE_NODE, fakeScenario, RecordingListener } from './testing/fake-node.js'

/** Processes without a network. */
class BareLab extends ProcessScenarioLab {
  readonly kind = 'loopback'
  protected readonly carrier = 'udp'
  readonly steps: string[] = []
  networksFail = false

  /** Numbers of the processes that wait to become the node. */
  waiting(node: string): number[] {
    const { spares } = this as unknown as { readonly spares: ReadonlyMap<string, readonly { readonly pid: number }[]> }
    return (spares.get(node) ?? []).map(({ pid }) => pid)
  }

  get registering(): LabRegister {
    return this.register
  }

  pid(node: string): number {
    return this.living(node).pid!
  }

  protected async makeNetworks(): Promise<readonly NodeSite[]> {
    this.steps.push('made')
    if (this.networksFail) throw new Error('no networks today')
    return this.scenario.nodes.map(({ name, interfaces }, i) => {
      return { node: name, addresses: interfaces.map(({ address }) => address), encapsulationPort: 9900 + i, command: FAKE_NODE }
    })
  }

  protected async removeNetworks(): Promise<readonly string[]> {
    this.steps.push('removed')
    return []
  }

  protected linkStateAtSender({ state, carries }: ScenarioLink): LinkState {
    return { ...state, up: carries }
  }

  protected override async breakNetworks(action: LinkAction, changed: readonly ScenarioLink[]): Promise<void> {
    this.steps.push(`${action.kind} ${changed.length}`)
  }
}

const stop = new AbortController().signal
let labs: BareLab[] = []

function bareLab(behaviour = '', more: Partial<Scenario> = {}): { lab: BareLab; listener: RecordingListener } {
  const lab = new BareLab({
    scenario: fakeScenario(behaviour, more),
    nodeCommand: FAKE_NODE,
    endPatienceMs: behaviour === 'stays' ? 100 : 5000,
  })
  labs.push(lab)
  return { lab, listener: new RecordingListener() }
}

function linkCommands(listener: RecordingListener, node: string): Extract<NodeCommand, { kind: 'link' }>[] {
  const commands = listener.told(node, 'heard').map(readNodeCommand)
  return commands.filter((command) => command.kind === 'link')
}

afterEach(async () => {
  await Promise.all(labs.map((lab) => lab.close()))
  labs = []
})

describe('a lab of processes', () => {
  it('opens with every node told where it is, and the state of its links before anything else', async () => {
    const { lab, listener } = bareLab()
    await lab.open(listener)
    expect(
      listener.reports
        .filter(({ report }) => report.kind === 'opened')
        .map(({ node }) => node)
        .sort(),
    ).toEqual(['asp-1', 'sg'])
    lab.send('sg', { kind: 'prepare' })
    await vi.waitFor(() => expect(listener.told('sg', 'heard')).toHaveLength(5))
    const links = linkCommands(listener, 'sg')
    expect(links.map(({ local, remote, remotePort }) => [local, remote, remotePort])).toEqual([
      ['10.132.1.10', '10.132.1.11', 9901],
      ['10.132.2.10', '10.132.1.11', 9901],
      ['10.132.1.10', '10.132.2.11', 9901],
      ['10.132.2.10', '10.132.2.11', 9901],
    ])
    expect(links.every(({ state }) => state.up && state.mtu === Number.POSITIVE_INFINITY)).toBe(true)
  })

  it('shares its clock with its nodes', async () => {
    const { lab, listener } = bareLab()
    const before = lab.now()
    await lab.open(listener)
    await vi.waitFor(() => expect(listener.told('sg', 'clock')).toHaveLength(1))
    const there = Number(listener.told('sg', 'clock')[0])
    expect(there).toBeGreaterThan(before)
    expect(there).toBeLessThan(lab.now() + 1)
  })

  it('tells the senders of a link how it has become, and breaks it', async () => {
    const { lab, listener } = bareLab()
    await lab.open(listener)
    await lab.carryOut({ kind: 'cut', links: [{ network: 'path-a', from: 'asp-1', to: 'sg' }] })
    await vi.waitFor(() => expect(linkCommands(listener, 'asp-1').slice(4)).toHaveLength(2))
    expect(linkCommands(listener, 'asp-1').slice(4)).toMatchObject([
      { direction: 'outbound', local: '10.132.1.11', remote: '10.132.1.10', remotePort: 9900, state: { up: false } },
      { direction: 'outbound', local: '10.132.2.11', remote: '10.132.1.10', remotePort: 9900, state: { up: false } },
    ])
    await vi.waitFor(() => expect(linkCommands(listener, 'sg')).toHaveLength(4))
    expect(lab.steps).toEqual(['made', 'cut 1'])
  })

  it('passes stalls on to the program', async () => {
    const { lab, listener } = bareLab()
    await lab.open(listener)
    await lab.carryOut({ kind: 'stall', node: 'sg' })
    await lab.carryOut({ kind: 'unstall', node: 'sg' })
    await vi.waitFor(() => expect(listener.told('sg', 'heard')).toHaveLength(6))
    const heard = listener.told('sg', 'heard').slice(4).map(readNodeCommand)
    expect(heard).toEqual([
      { kind: 'stall', stalled: true },
      { kind: 'stall', stalled: false },
    ])
  })

  it('lets a node stand still and go on', async () => {
    const { lab, listener } = bareLab()
    await lab.open(listener)
    await lab.carryOut({ kind: 'pause', node: 'sg' })
    lab.send('sg', { kind: 'sample', last: false })
    lab.send('asp-1', { kind: 'sample', last: false })
    await vi.waitFor(() => expect(listener.told('asp-1', 'heard')).toHaveLength(5))
    await lab.sleep(50, stop)
    expect(listener.told('sg', 'heard').length).toBeLessThan(5)
    await lab.carryOut({ kind: 'resume', node: 'sg' })
    await vi.waitFor(() => expect(listener.told('sg', 'heard')).toHaveLength(5))
  })

  it('kills a node without a word, and starts it again with the links as they are by then', async () => {
    const { lab, listener } = bareLab()
    await lab.open(listener)
    await vi.waitFor(() => expect(linkCommands(listener, 'sg')).toHaveLength(4))
    const first = lab.pid('sg')
    await lab.carryOut({ kind: 'kill', node: 'sg' })
    expect(processBirth(first)).toBeNull()
    lab.send('sg', { kind: 'sample', last: false })
    await expect(lab.carryOut({ kind: 'pause', node: 'sg' })).rejects.toMatchObject({ code: 'SIGBED_LAB_NODE' })
    await lab.carryOut({ kind: 'cut', links: [{ network: 'path-b', from: null, to: null }] })
    await lab.carryOut({ kind: 'start', node: 'sg' })
    expect(lab.pid('sg')).not.toBe(first)
    await expect(lab.carryOut({ kind: 'start', node: 'sg' })).rejects.toThrow('node sg runs already: kill it before')
    await vi.waitFor(() => expect(linkCommands(listener, 'sg')).toHaveLength(8))
    expect(
      linkCommands(listener, 'sg')
        .slice(4)
        .map(({ remote, state }) => [remote, state.up]),
    ).toEqual([
      ['10.132.1.11', true],
      ['10.132.1.11', true],
      ['10.132.2.11', false],
      ['10.132.2.11', false],
    ])
    expect(listener.ends).toEqual([])
  })

  it('has a process waiting for each start of the timetable, and starts another when that one is gone', async () => {
    const starts = [1, 2].map((line) => ({ atMs: line, text: 'start sg', line, action: { kind: 'start', node: 'sg' } as const }))
    const { lab, listener } = bareLab('', { timetable: starts })
    await lab.open(listener)
    const waiting = lab.waiting('sg')
    expect(waiting).toHaveLength(2)
    const lives: number[] = []
    for (const life of [1, 2, 3]) {
      await lab.carryOut({ kind: 'kill', node: 'sg' })
      if (life === 2) process.kill(waiting[1]!, 'SIGKILL')
      if (life === 2) await vi.waitFor(() => expect(lab.waiting('sg')).toEqual([]))
      await lab.carryOut({ kind: 'start', node: 'sg' })
      lives.push(lab.pid('sg'))
    }
    expect(lives[0]).toBe(waiting[0])
    expect(lives).not.toContain(waiting[1])
    expect(listener.ends).toEqual([])
  })

  it('says that a node has ended though nobody killed it, and how', async () => {
    const { lab, listener } = bareLab('dies-when-prepared')
    await lab.open(listener)
    lab.send('asp-1', { kind: 'prepare' })
    await vi.waitFor(() => expect(listener.ends).toEqual(['asp-1: it ended with status 3']))
  })

  it('kills a node that reads no commands any more', async () => {
    const { lab, listener } = bareLab()
    await lab.open(listener)
    await lab.carryOut({ kind: 'pause', node: 'sg' })
    const reason = 'x'.repeat(1_000_000)
    for (let i = 0; i < 10; i++) lab.send('sg', { kind: 'prepare', reason } as unknown as NodeCommand)
    await vi.waitFor(() => expect(listener.ends).toEqual(['sg: it does not read its commands']))
  })

  it.each([
    ['dies', 'did not come up: it ended with status 2, and wrote: cannot bind 127.132.1.10'],
    ['fails', ': no such role'],
    ['babbles', 'did not come up: it wrote what is no report, not JSON: "hello"'],
  ])('does not open, and leaves nothing behind, when a node %s', async (behaviour, message) => {
    const { lab, listener } = bareLab(behaviour)
    const opening = lab.open(listener)
    await expect(opening).rejects.toThrow(message)
    await expect(opening).rejects.toMatchObject({ code: 'SIGBED_LAB_NODE' })
    expect(lab.steps).toEqual(['made', 'removed'])
    expect(() => lab.pid('sg')).toThrow('node sg does not run')
  })

  it('says of a program that is not there that it could not be started', async () => {
    const { lab, listener } = bareLab()
    vi.spyOn(lab as unknown as { makeNetworks(): Promise<unknown> }, 'makeNetworks').mockResolvedValue([
      { node: 'sg', addresses: ['10.132.1.10', '10.132.2.10'], encapsulationPort: 0, command: ['/nowhere/sigbed'] },
    ])
    await expect(lab.open(listener)).rejects.toThrow(
      'the process of node sg did not come up: it could not be started: spawn /nowhere/sigbed ENOENT',
    )
  })

  it.each([1, 2])('does not open, and leaves no process behind, when process number %i cannot be registered', async (number) => {
    const { lab, listener } = bareLab()
    const entered: number[] = []
    vi.spyOn(lab.registering, 'enter').mockImplementation((_, pid) => {
      entered.push(pid!)
      if (entered.length >= number) throw new Error('the disk is full')
    })
    await expect(lab.open(listener)).rejects.toThrow('the disk is full')
    expect(entered.map(processBirth)).toEqual([null, null])
    expect([lab.steps, listener.ends]).toEqual([['made', 'removed'], []])
  })

  it('takes away what there is of the networks when they cannot be made', async () => {
    const { lab, listener } = bareLab()
    lab.networksFail = true
    await expect(lab.open(listener)).rejects.toThrow('no networks today')
    expect(lab.steps).toEqual(['made', 'removed'])
  })

  it('stops opening when it is closed', async () => {
    const { lab, listener } = bareLab('mute')
    const opening = lab.open(listener)
    const refused = expect(opening).rejects.toMatchObject({ code: 'SIGBED_LAB_NODE' })
    expect(await lab.close()).toEqual([])
    await refused
    expect(listener.ends).toEqual([])
  })

  it('closes with nothing left, also of nodes that stand still', async () => {
    const timetable = [{ atMs: 1, text: 'start sg', line: 1, action: { kind: 'start', node: 'sg' } as const }]
    const { lab, listener } = bareLab('', { timetable })
    await lab.open(listener)
    const pids = [...['sg', 'asp-1'].map((node) => lab.pid(node)), ...lab.waiting('sg')]
    expect(pids).toHaveLength(3)
    await lab.carryOut({ kind: 'pause', node: 'sg' })
    lab.send('asp-1', { kind: 'end' })
    await vi.waitFor(() => expect(listener.reports.at(-1)!.report.kind).toBe('ended'))
    expect(await lab.close()).toEqual([])
    expect(pids.map(processBirth)).toEqual(pids.map(() => null))
    expect(lab.steps).toEqual(['made', 'removed'])
    expect(listener.ends).toEqual([])
  })

  it('kills a node that does not end by itself', async () => {
    const { lab, listener } = bareLab('stays')
    await lab.open(listener)
    const pid = lab.pid('sg')
    await lab.close()
    expect(processBirth(pid)).toBeNull()
  })

  it('sleeps until told to stop', async () => {
    const { lab } = bareLab()
    const stopping = new AbortController()
    const sleeping = lab.sleep(60_000, stopping.signal)
    stopping.abort()
    await sleeping
    await lab.sleep(60_000, stopping.signal)
  })
})
