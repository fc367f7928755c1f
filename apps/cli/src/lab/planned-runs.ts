import type { Scenario, ScenarioChanges } from '@sigbed/testbed'
import type { LabRunOptions } from './lab-options.js'

/** One run that is going to be. */
export interface PlannedRun {
  readonly scenario: Scenario
  /** Absolute; null: no capture. */
  readonly captureFile: string | null
}

/**
 * Every run the options ask for, by scenario, then by repetition, each with a seed of its own.
 *
 * @throws ConfigurationError (rejects) with every mistake in the first scenario that has one
 */
export async function plannedRuns(options: LabRunOptions): Promise<readonly PlannedRun[]> {
  const [{ readScenario, refuseObstacles }, { ROLE_KINDS }] = await Promise.all([import('@sigbed/testbed'), import('./role-catalogue.js')])
  const { profile, duration, seed, scenarios, captureFile } = options
  const changes: ScenarioChanges = { ...(profile !== null && { profile }), ...(duration !== null && { duration }) }
  const scenariosOf = scenarios.flatMap(({ shown: file, text }) => {
    const scenario = readScenario({ file, text, changes: { ...changes, ...(seed !== null && { seed }) } }, ROLE_KINDS)
    refuseObstacles(file, scenario, options.network, ROLE_KINDS)
    const repetitions = options.repetitions ?? scenario.repetitions
    return Array.from({ length: repetitions }, (_, repetition) =>
      repetition === 0
        ? scenario
        : readScenario({ file, text, changes: { ...changes, seed: (scenario.seed + repetition) % SEEDS } }, ROLE_KINDS),
    )
  })
  return scenariosOf.map((scenario, i) => ({
    scenario,
    captureFile: captureFile === null || scenariosOf.length === 1 ? captureFile : numbered(captureFile, i + 1),
  }))
}

/** `run.pcapng` becomes `run-7.pcapng`. */
function numbered(file: string, number: number): string {
  return file.replace(/(\.[^./\\]*)?$/, (ending) => `-${number}${ending}`)
}

const SEEDS = 0x1_0000_0000
