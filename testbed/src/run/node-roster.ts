import type { NodeReport } from '../lab/node-protocol.js'
import type { ScenarioLab } from '../lab/scenario-lab.js'

/**
 * Where the program of a node stands. `closed`: not there yet, or killed. `gone`: it ended though nobody killed it. The others are what
 * it has reported last.
 */
export type NodeStage = 'closed' | 'opened' | 'ready' | 'failed' | 'stopped' | 'ended' | 'gone'

/** The programs of a run, by node: how far each has come, and who waits for it. */
export class NodeRoster {
  private readonly nodes: ReadonlyMap<string, RosterEntry>
  private readonly waiting = new Set<{ readonly holds: () => boolean; readonly over: AbortController }>()

  constructor(private readonly lab: ScenarioLab) {
    this.nodes = new Map(lab.scenario.nodes.map(({ name }) => [name, { stage: 'closed', isPaused: false, hasSampled: false, detail: '' }]))
  }

  takeReport(node: string, report: NodeReport): void {
    const entry = this.nodes.get(node)
    if (entry === undefined) return
    if (report.kind === 'sampled') entry.hasSampled = true
    else if (isStage(report.kind)) entry.stage = report.kind
    if (report.kind === 'failed') entry.detail = report.reason
    this.look()
  }

  /** A program ended by itself. @returns whether it should not have: it had not reported its end */
  noteGone(node: string, detail: string): boolean {
    const entry = this.nodes.get(node)
    if (entry === undefined || entry.stage === 'ended' || entry.stage === 'closed') return false
    entry.stage = 'gone'
    entry.detail = detail
    this.look()
    return true
  }

  noteKilled(node: string): void {
    const entry = this.nodes.get(node)!
    entry.stage = 'closed'
    entry.isPaused = false
    this.look()
  }

  notePaused(node: string, isPaused: boolean): void {
    this.nodes.get(node)!.isPaused = isPaused
    this.look()
  }

  stage(node: string): NodeStage {
    return this.nodes.get(node)!.stage
  }

  /** What the program said when it failed or ended. */
  detail(node: string): string {
    return this.nodes.get(node)!.detail
  }

  /** Nodes whose program can answer: it is there and does not stand still. */
  answering(): readonly string[] {
    return [...this.nodes].filter(([, { stage, isPaused }]) => THERE.has(stage) && !isPaused).map(([node]) => node)
  }

  /** Nodes whose program has come to none of these. */
  notAt(...stages: readonly NodeStage[]): readonly string[] {
    return [...this.nodes].filter(([, { stage }]) => !stages.includes(stage)).map(([node]) => node)
  }

  /**
   * Has the nodes report as of now, and resolves when they have, or do not in time.
   *
   * @param last the one that is going to be killed
   * @returns those that have
   */
  async sample(last: string | null, patienceMs: number, stop: AbortSignal): Promise<ReadonlySet<string>> {
    const asked = this.answering()
    for (const node of asked) this.nodes.get(node)!.hasSampled = false
    for (const node of asked) this.lab.send(node, { kind: 'sample', last: node === last })
    await this.until(() => asked.every((node) => this.nodes.get(node)!.hasSampled || !this.answering().includes(node)), patienceMs, stop)
    return new Set(asked.filter((node) => this.nodes.get(node)!.hasSampled))
  }

  /** @returns whether it came true before the patience was over or somebody stopped it */
  async until(holds: () => boolean, patienceMs: number, stop: AbortSignal): Promise<boolean> {
    if (holds()) return true
    const waiter = { holds, over: new AbortController() }
    this.waiting.add(waiter)
    await this.lab.sleep(patienceMs, AbortSignal.any([waiter.over.signal, stop]))
    this.waiting.delete(waiter)
    return holds()
  }

  /** Something has changed that somebody may wait for. */
  look(): void {
    for (const { holds, over } of this.waiting) if (holds()) over.abort()
  }
}

interface RosterEntry {
  stage: NodeStage
  isPaused: boolean
  hasSampled: boolean
  detail: string
}

function isStage(kind: NodeReport['kind']): kind is 'opened' | 'ready' | 'failed' | 'stopped' | 'ended' {
  return kind === 'opened' || kind === 'ready' || kind === 'failed' || kind === 'stopped' || kind === 'ended'
}

const THERE: ReadonlySet<NodeStage> = new Set(['opened', 'ready', 'failed', 'stopped'])
