import { NoBaselineError, RunNotFoundError } from './results-error.js'
import type { ResultsStore } from './results-store.js'
import { RunQueries } from './run-queries.js'
import { BASELINE_TAG, RunTags, SAME_KIND } from './run-tags.js'

/** Finds the runs a person means. */
export class RunSelection {
  private readonly queries: RunQueries
  private readonly tags: RunTags

  constructor(private readonly store: ResultsStore) {
    this.queries = new RunQueries(store)
    this.tags = new RunTags(store)
  }

  /**
   * The runs meant by `12`, `latest`, `-1`, `3..12` (those of them there are), `tag:before`, `baseline`, or several of these with commas
   * between them. In the order of their numbers, each once, never empty.
   *
   * @param like of which run's kind the baseline is meant; null: the newest
   * @throws RunNotFoundError, NoBaselineError
   */
  select(reference: string, like: number | null = null): number[] {
    const runIds = reference.split(',').flatMap((part) => this.selectPart(part.trim(), like))
    return [...new Set(runIds)].sort((a, b) => a - b)
  }

  /**
   * A run and those measured before it of the same kind and commit, up to the first that is not: what one series of repetitions leaves.
   * In the order of their numbers.
   */
  series(runId: number): number[] {
    const select = this.store.database.prepare<[number], { runId: number; belongs: number }>(SELECT_SERIES)
    const earlier = this.store.read(() => select.all(runId))
    const end = earlier.findIndex(({ belongs }) => belongs === 0)
    return (end < 0 ? earlier : earlier.slice(0, end)).map((run) => run.runId).reverse()
  }

  private selectPart(part: string, like: number | null): number[] {
    if (part === BASELINE_TAG) return this.baseline(like)
    const tag = /^tag:(.*)$/.exec(part)?.[1]
    if (tag !== undefined) return this.found(part, this.tags.runsWith(tag))
    const range = /^#?(\d{1,15})\.\.#?(\d{1,15})$/.exec(part)
    if (range === null) return [this.queries.resolve(part)]
    const select = this.store.database.prepare<[number, number], number>(
      'SELECT run_id FROM run WHERE run_id BETWEEN ? AND ? ORDER BY run_id',
    )
    return this.found(
      part,
      this.store.read(() => select.pluck().all(Number(range[1]), Number(range[2]))),
    )
  }

  private baseline(like: number | null): number[] {
    const runIds = this.tags.baselineFor(like ?? this.queries.resolve('latest'))
    if (runIds.length === 0) throw new NoBaselineError()
    return runIds
  }

  private found(reference: string, runIds: number[]): number[] {
    if (runIds.length > 0) return runIds
    const tags = this.tags.list().map(({ tag }) => tag)
    if (!reference.startsWith('tag:')) throw this.queries.notFound(reference)
    throw new RunNotFoundError(reference, tags.length === 0 ? 'No run has a tag' : `The tags in use are ${tags.join(', ')}`)
  }
}

const SELECT_SERIES = `
  SELECT run.run_id AS runId, ${SAME_KIND} AND run.git_commit IS like.git_commit AND run.git_dirty = like.git_dirty AS belongs
  FROM run, run AS like WHERE like.run_id = ? AND run.run_id <= like.run_id ORDER BY run.run_id DESC`
