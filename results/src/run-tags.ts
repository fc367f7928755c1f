import { InvalidTagError } from './results-error.js'
import type { ResultsStore } from './results-store.js'

/** The tag of the runs that later ones are held against. */
export const BASELINE_TAG = 'baseline'

/** @throws InvalidTagError for what cannot be typed after `tag:` */
export function checkTag(tag: string): void {
  if (!/^[A-Za-z0-9][\w.-]{0,63}$/.test(tag)) throw new InvalidTagError(tag)
}

/** What changed about a baseline. */
export interface BaselineChange {
  readonly set: readonly number[]
  /** Were it before, for runs of the same kind. */
  readonly replaced: readonly number[]
}

/**
 * Words on runs. A baseline is a tag like others, with one rule: for runs of one kind (scenario, profile, network and, unless time is
 * virtual, machine) there is one, so that setting it takes it from who had it.
 */
export class RunTags {
  constructor(private readonly store: ResultsStore) {}

  /** @returns the runs that did not have it yet. @throws ResultsError */
  add(runIds: readonly number[], tag: string): number[] {
    checkTag(tag)
    return this.store.write(() => {
      const insert = this.store.database.prepare(`INSERT INTO run_tag (run_id, tag) VALUES (?, ?) ON CONFLICT DO NOTHING`)
      return runIds.filter((runId) => insert.run(runId, tag).changes > 0)
    })
  }

  /** @returns the runs that had it. @throws ResultsError */
  remove(runIds: readonly number[], tag: string): number[] {
    return this.store.write(() => {
      const remove = this.store.database.prepare('DELETE FROM run_tag WHERE run_id = ? AND tag = ?')
      return runIds.filter((runId) => remove.run(runId, tag).changes > 0)
    })
  }

  /** Which runs have it, in the order of their numbers. */
  runsWith(tag: string): number[] {
    return this.store.read(() =>
      this.store.database.prepare<[string], number>('SELECT run_id FROM run_tag WHERE tag = ? ORDER BY run_id').pluck().all(tag),
    )
  }

  /** Every tag in use, with how many runs have it. */
  list(): { readonly tag: string; readonly runs: number }[] {
    const select = 'SELECT tag, COUNT(*) AS runs FROM run_tag GROUP BY tag ORDER BY tag'
    return this.store.read(() => this.store.database.prepare<[], { tag: string; runs: number }>(select).all())
  }

  /** Makes these runs the baseline of their kind, or kinds. @throws ResultsError */
  setBaseline(runIds: readonly number[]): BaselineChange {
    return this.store.write(() => {
      const before = new Set(runIds.flatMap((runId) => this.baselineFor(runId)))
      const replaced = [...before].filter((runId) => !runIds.includes(runId))
      this.remove(replaced, BASELINE_TAG)
      this.add(runIds, BASELINE_TAG)
      return { set: runIds, replaced }
    })
  }

  /** The baseline for runs of this run's kind; empty when there is none. */
  baselineFor(runId: number): number[] {
    return this.store.read(() => this.store.database.prepare<[string, number], number>(SELECT_TAGGED_LIKE).pluck().all(BASELINE_TAG, runId))
  }
}

/** Of the run named `like`: whether `run` is of its kind. On virtual time the machine makes no difference. */
export const SAME_KIND = `
  run.scenario = like.scenario AND run.profile = like.profile AND run.network = like.network AND (run.network = 'simulated' OR (
    run.cpu_model = like.cpu_model AND run.cores = like.cores AND run.platform = like.platform AND run.architecture = like.architecture))`

const SELECT_TAGGED_LIKE = `
  SELECT run.run_id FROM run_tag JOIN run USING (run_id), run AS like
  WHERE tag = ? AND like.run_id = ? AND ${SAME_KIND} ORDER BY run.run_id`
