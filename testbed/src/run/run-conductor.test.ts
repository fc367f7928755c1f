import { describe, expect, it } from 'vitest'
import type { NodeProgram, NodeProgramContext } from '../lab/node-program.js'
import type { NodeCommand } from '../lab/node-protocol.js'
import type { LabListener } from '../lab/scenario-lab.js'
import { SimulatedScenarioLab } from '../lab/simulated-scenario-lab.js'
import { fakeScenario } from '../lab/testing/fake-node.js'
import type { FaultAction } from '../scenario/fault-action.js'
import type { Scenario } from '../scenario/scenario.js'
import { conductRun } from './run-conductor.js'
import type { RunBatch, RunFrame, RunSink } from './run-sink.js'

describe('the conductor of a run', () => {
  it('takes every node through the run, and each through the same one', async () => {
    const scene = new Scene({ timetable: [entry(300, { kind: 'stall', node: 'sg' })] })
    const run = await scene.conduct()
    expect(run).toMatchObject({ outcome: 'completed', verdict: 'pass', remains: [] })
    const course = ['prepare', 'traffic', 'sample', 'settle', 'end']
    expect(scene.commandsOf('asp-1')).toEqual(course)
    expect(scene.commandsOf('sg')).toEqual(['prepare', 'traffic', 'sample', 'stall', 'settle', 'end'])
    expect(run.evidence).toMatchObject({ durationMs: 1000, faults: [{ atMs: 300, doneMs: 300, text: 'stall', effect: 'breaks' }] })
    expect(scene.lab.pendingTimers).toBe(0)
  })

  it('begins traffic when the last node is ready, at one instant', async () => {
    const scene = new Scene({}, { sg: { readyAfterMs: 4000 } })
    await scene.conduct()
    const begins = scene.heard.filter(({ command }) => command.kind === 'traffic')
    expect(begins.map(({ command }) => command)).toEqual([begins[0]!.command, begins[0]!.command])
    expect(begins[0]!.atMs).toBe(4000)
  })

  it('lets a node that is killed report first, and has the next one join', async () => {
    const scene = new Scene({ timetable: [entry(300, { kind: 'kill', node: 'sg' }), entry(500, { kind: 'start', node: 'sg' })] })
    const run = await scene.conduct()
    expect(run.outcome).toBe('completed')
    const commands = scene.heard.filter(({ node }) => node === 'sg').map(({ command }) => command)
    expect(commands).toMatchObject([
      { kind: 'prepare' },
      { kind: 'traffic', joins: false },
      { kind: 'sample', last: true },
      { kind: 'traffic', joins: true },
      { kind: 'prepare' },
      { kind: 'settle' },
      { kind: 'end' },
    ])
    expect(scene.commandsOf('asp-1').filter((kind) => kind === 'sample')).toHaveLength(2)
  })

  it('waits for no node that stands still', async () => {
    const scene = new Scene({ timetable: [entry(300, { kind: 'pause', node: 'sg' }), entry(400, { kind: 'stall', node: 'asp-1' })] })
    const run = await scene.conduct()
    expect(run.evidence.faults.map(({ atMs }) => atMs)).toEqual([300, 400])
    expect(run.outcome).toBe('completed')
    expect(scene.commandsOf('sg')).toEqual(['prepare', 'traffic', 'sample'])
  })

  it('says which node did not come up, and why', async () => {
    const scene = new Scene({}, { sg: { failure: 'no ASP is active' } })
    expect(await scene.conduct()).toMatchObject({
      outcome: 'failed',
      verdict: null,
      reasons: ['node sg did not come up: no ASP is active'],
    })
    expect(scene.commandsOf('asp-1')).toEqual(['prepare', 'end'])
    expect(scene.batches).toHaveLength(1)
  })

  it('does not wait for ever for a node that says nothing', async () => {
    const scene = new Scene({}, { sg: { readyAfterMs: Number.POSITIVE_INFINITY } })
    expect(await scene.conduct()).toMatchObject({ outcome: 'failed', reasons: ['node sg did not come up: nothing came within 20 s'] })
  })

  it('ends at once when a program has died unasked, before or in traffic', async () => {
    for (const atMs of [50, 600]) {
      const scene = new Scene({}, { sg: { readyAfterMs: 100 } })
      scene.lab.dieAt(atMs, 'sg', 'it ended with status 7')
      const run = await scene.conduct()
      expect(run).toMatchObject({ outcome: 'failed', reasons: [expect.stringContaining('it ended with status 7')] })
      expect(scene.commandsOf('asp-1').at(-1)).toBe('end')
    }
  })

  it('does not pass when a program dies that was to end', async () => {
    const scene = new Scene({}, { sg: { endedAfterMs: Number.POSITIVE_INFINITY } })
    scene.lab.dieAt(2000, 'sg', 'it ended with status 7')
    const reasons = ['the program of sg has ended by itself: it ended with status 7']
    expect(await scene.conduct()).toMatchObject({ outcome: 'failed', verdict: null, reasons })
  })

  it('does not pass when a role could not end', async () => {
    const run = await new Scene({}, { sg: { endsWith: 'no way out' } }).conduct()
    expect(run).toMatchObject({ outcome: 'failed', verdict: null, reasons: ['sg did not end in order: no way out'] })
  })

  it('believes what arrived of a node that was killed before it could answer', async () => {
    const timetable = [entry(300, { kind: 'kill', node: 'asp-1' })]
    const scene = new Scene({ timetable, traffic: [TRAFFIC] }, { 'asp-1': { isMute: true }, sg: { numbers: 'AQAK', numbersAfterMs: 900 } })
    const run = await scene.conduct()
    expect(run.evidence.audits).toMatchObject([{ offered: 10, delivered: 10, lost: 0, corrupted: 0 }])
    expect(run.evidence.faults).toMatchObject([{ atMs: 500 }])
  })

  it('tells of a node that does not come up again', async () => {
    const timetable = [entry(300, { kind: 'kill', node: 'sg' }), entry(500, { kind: 'start', node: 'sg' })]
    const scene = new Scene({ timetable }, { sg: { failsAgain: 'no ASP is active' } })
    const run = await scene.conduct()
    expect(run.evidence.events).toMatchObject([{ node: 'sg', kind: 'node-failed', detail: 'no ASP is active' }])
    expect(scene.said.at(-1)).toMatch(/sg: did not come up again: no ASP is active$/)
  })

  it('breaks off when what it brings cannot be kept', async () => {
    const scene = new Scene({ durationMs: 5000 })
    scene.onAppend = () => {
      throw new Error('the disk is full')
    }
    expect(await scene.conduct()).toMatchObject({ outcome: 'failed', reasons: ['the disk is full'] })
    expect(scene.commandsOf('sg').at(-1)).toBe('end')
  })

  it('breaks off when the lab cannot do what the timetable says', async () => {
    const scene = new Scene({ timetable: [entry(300, { kind: 'start', node: 'sg' })] })
    expect(await scene.conduct()).toMatchObject({ outcome: 'failed', reasons: ['node sg runs already: kill it before'] })
  })

  it('breaks off for a report that cannot be', async () => {
    const scene = new Scene({ traffic: [TRAFFIC] }, { sg: { numbers: 'Zm9v' } })
    expect(await scene.conduct()).toMatchObject({ outcome: 'failed', reasons: [expect.stringContaining('sg reports what cannot be')] })
  })

  it('begins nothing in a lab that cannot be opened', async () => {
    const [sg, asp] = fakeScenario().nodes
    const scene = new Scene({ nodes: [sg!, { ...asp!, interfaces: sg!.interfaces }] })
    await expect(scene.conduct()).rejects.toThrow()
    expect(scene.begun).toBe(false)
    expect(scene.heard).toEqual([])
  })

  it('ends in order when it is stopped, at whatever moment', async () => {
    for (let atMs = 0; atMs < 1600; atMs += 40) {
      const timetable = [entry(300, { kind: 'kill', node: 'sg' }), entry(600, { kind: 'start', node: 'sg' })]
      const scene = new Scene({ timetable }, { sg: { readyAfterMs: 100 }, 'asp-1': { stoppedAfterMs: 300 } })
      scene.stopAt(atMs)
      const run = await scene.conduct()
      expect([run.outcome, run.remains, scene.lab.pendingTimers], `stopped at ${atMs} ms`).toEqual(['interrupted', [], 0])
      const last = ['asp-1', 'sg'].map((node) => scene.commandsOf(node).at(-1))
      expect(last[0], `stopped at ${atMs} ms`).toBe('end')
      expect(['end', 'sample'], `stopped at ${atMs} ms`).toContain(last[1])
    }
  })

  it('hands on a batch each second, with every tenth of it, and frames in between', async () => {
    const scene = new Scene({ durationMs: 3000, traffic: [TRAFFIC] })
    await scene.conduct()
    expect(scene.batches.map(({ samples }) => samples.length)).toEqual([10, 10, 10])
    expect(scene.frames.length).toBeGreaterThan(10)
    expect(scene.frames.at(-1)).toMatchObject({ totalMs: 3000, flows: [{ flow: 'm3ua', waiting: 0 }], cutAtMs: null })
  })
})

interface Behaviour {
  readonly readyAfterMs?: number
  readonly failure?: string
  readonly stoppedAfterMs?: number
  readonly endedAfterMs?: number
  /** What kept its role from ending in order. */
  readonly endsWith?: string
  /** Whether it does not answer samples. */
  readonly isMute?: boolean
  /** Why its second life does not come up. */
  readonly failsAgain?: string
  /** When it says what arrived; with the traffic unless told. */
  readonly numbersAfterMs?: number
  /** What it says arrived, once traffic begins. */
  readonly numbers?: string
}

class Scene implements RunSink {
  readonly heard: { readonly node: string; readonly atMs: number; readonly command: NodeCommand }[] = []
  readonly batches: RunBatch[] = []
  readonly frames: RunFrame[] = []
  readonly said: string[] = []
  readonly lab: MortalLab
  begun = false
  onAppend = (): void => {}
  private readonly stop = new AbortController()

  constructor(scenario: Partial<Scenario>, behaviours: Readonly<Record<string, Behaviour>> = {}) {
    this.lab = new MortalLab({
      scenario: fakeScenario('', scenario),
      openNodeProgram: (context) => new ScriptedProgram(context, behaviours[context.plan.name] ?? {}, this.heard),
    })
  }

  conduct() {
    return conductRun(this.lab, () => [], this, this.stop.signal)
  }

  stopAt(atMs: number): void {
    void this.lab.sleep(atMs, NEVER).then(() => this.stop.abort())
  }

  commandsOf(node: string): string[] {
    return this.heard.filter((each) => each.node === node).map(({ command }) => command.kind)
  }

  begin(): void {
    this.begun = true
  }

  append(batch: RunBatch): void {
    this.batches.push(batch)
    this.onAppend()
  }

  frame(frame: RunFrame): void {
    this.frames.push(frame)
  }

  say(line: string): void {
    this.said.push(line)
  }
}

/** Its programs can die, as processes do. */
class MortalLab extends SimulatedScenarioLab {
  private told: LabListener | null = null

  override open(listener: LabListener): Promise<void> {
    this.told = listener
    return super.open(listener)
  }

  dieAt(atMs: number, node: string, detail: string): void {
    void this.sleep(atMs, NEVER).then(async () => {
      await this.carryOut({ kind: 'kill', node })
      this.told!.onEnded(node, detail)
    })
  }
}

class ScriptedProgram implements NodeProgram {
  constructor(
    private readonly context: NodeProgramContext,
    private readonly behaviour: Behaviour,
    private readonly heard: Scene['heard'],
  ) {
    context.report({ kind: 'opened', addresses: context.node.addresses })
  }

  handle(command: NodeCommand): void {
    const { report, plan, surroundings } = this.context
    const { readyAfterMs = 0, stoppedAfterMs = 0, endedAfterMs = 0, isMute = false, numbers, numbersAfterMs = 0 } = this.behaviour
    const isAgain = this.heard.some(({ node, command: { kind } }) => node === plan.name && kind === 'sample')
    const failure = isAgain ? this.behaviour.failsAgain : this.behaviour.failure
    this.heard.push({ node: plan.name, atMs: surroundings.now(), command })
    switch (command.kind) {
      case 'prepare':
        surroundings.startTimer(readyAfterMs, () => report(failure === undefined ? { kind: 'ready' } : { kind: 'failed', reason: failure }))
        break
      case 'traffic':
        if (numbers !== undefined)
          surroundings.startTimer(numbersAfterMs, () =>
            report({ kind: 'delivered', flow: 'm3ua', toMs: numbersAfterMs, numbers, ...NOTHING_BUT }),
          )
        break
      case 'sample':
        if (!isMute) report({ kind: 'sampled' })
        break
      case 'settle':
        surroundings.startTimer(stoppedAfterMs, () => report({ kind: 'stopped' }))
        break
      case 'end':
        if (this.behaviour.endsWith !== undefined) report({ kind: 'failed', reason: this.behaviour.endsWith })
        surroundings.startTimer(endedAfterMs, () => report({ kind: 'ended' }))
        break
      default:
    }
  }

  abandon(): void {}
}

function entry(atMs: number, action: FaultAction) {
  return { atMs, text: action.kind, line: 1, action }
}

const TRAFFIC = { flow: 'm3ua', from: 'asp-1', to: ['sg'], perSecond: 100, arrivals: 'constant', octets: 100 } as const
const NOTHING_BUT = {
  delivered: 1,
  duplicated: 0,
  reordered: 0,
  corrupted: 0,
  backlogMs: null,
  latencies: { before: null, during: null, after: null },
}
const NEVER = new AbortController().signal
