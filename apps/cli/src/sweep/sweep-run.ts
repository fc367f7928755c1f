import type { EnvironmentFingerprint } from '@sigbed/measurement'
import { ResultsStore } from '@sigbed/results'
import {
  type ConductedRun,
  conductRun,
  judge,
  type RunSink,
  readScenario,
  type Scenario,
  type SweptRun,
  SweptScenario,
  sweptRun,
} from '@sigbed/testbed'
import { scenarioLab } from '../lab/lab-backends.js'
import { ROLE_KINDS } from '../lab/role-catalogue.js'
import { conductStored } from '../lab/scenario-run.js'
import type { RunConsole } from '../run-console.js'
import type { SweepStore } from './sweep-options.js'
import { type SweepBasis, type SweepTask, taskScenario } from './sweep-plan.js'

/** What one thread needs to carry out tasks of a sweep. */
export interface SweepAssignment {
  readonly basis: SweepBasis
  /** null: runs are not stored. */
  readonly storing: (SweepStore & { readonly environment: EnvironmentFingerprint }) | null
}

/** Carries out tasks of one sweep, one after another, in virtual time. To be closed. */
export class SweepRunner {
  private readonly swept: SweptScenario
  private readonly store: ResultsStore | null

  /** @throws ResultsError when runs are to be stored and cannot be */
  constructor(private readonly assignment: SweepAssignment) {
    const { basis, storing } = assignment
    this.swept = new SweptScenario(readScenario({ file: basis.file, text: basis.text }, ROLE_KINDS), basis)
    this.store = storing === null ? null : ResultsStore.open(storing.databasePath)
  }

  /** @throws (rejects) what kept the run from beginning */
  async run(task: SweepTask): Promise<SweptRun> {
    const scenario = taskScenario(this.swept, this.assignment.basis, task)
    return sweptRun(task.half, await this.conduct(scenario))
  }

  close(): void {
    this.store?.close()
  }

  private async conduct(scenario: Scenario): Promise<ConductedRun> {
    const { storing } = this.assignment
    if (storing === null || this.store === null) return conductRun(scenarioLab('simulated', scenario, null), judge, UNHEARD, NEVER)
    const { tags, environment } = storing
    const startedAtUtc = new Date().toISOString()
    const options = { scenario, network: 'simulated' as const, captureFile: null, tags, startedAtUtc, environment }
    return (await conductStored(options, this.store, UNSEEN, NEVER)).run
  }
}

const UNHEARD: RunSink = { begin() {}, append() {}, frame() {}, say() {} }
const UNSEEN: RunConsole = { frame() {}, say() {} }
/** Whoever stops a sweep lets the runs at hand end: in virtual time that is soon. */
const NEVER = new AbortController().signal
