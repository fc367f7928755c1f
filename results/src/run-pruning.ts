import type { ResultsStore } from './results-store.js'
import { BASELINE_TAG } from './run-tags.js'

/** Which runs are no longer wanted: those of which all that is said here is true. */
export interface PruneRule {
  /** Not among the newest so many of those that the rest of the rule is about. */
  readonly keep: number | null
  /** Begun before. */
  readonly olderThanDays: number | null
  readonly tag: string | null
}

export interface PrunedRun {
  readonly runId: number
  readonly scenario: string
  readonly startedAtUtc: string
  readonly captureFile: string | null
}

/** The runs a rule is about, the oldest first; never a baseline, nor a run that is being recorded. */
export function prunable(store: ResultsStore, { keep, olderThanDays, tag }: PruneRule): PrunedRun[] {
  const select = store.database.prepare<unknown[], PrunedRun>(SELECT_PRUNABLE)
  return store.read(() => select.all({ tag, olderThanDays, keep: keep ?? 0, baseline: BASELINE_TAG })).reverse()
}

/** Deletes runs with all that belongs to them, and gives the room back. Captures are files of their own and stay. @throws ResultsError */
export function prune(store: ResultsStore, runIds: readonly number[]): void {
  store.write(
    () => {
      const remove = store.database.prepare('DELETE FROM run WHERE run_id = ?')
      for (const runId of runIds) remove.run(runId)
    },
    { onDisk: true },
  )
  store.giveBackRoom()
}

const SELECT_PRUNABLE = `
  SELECT run_id AS runId, scenario, started_at_utc AS startedAtUtc, capture_file AS captureFile FROM run
  WHERE (@tag IS NULL OR EXISTS (SELECT 1 FROM run_tag WHERE run_tag.run_id = run.run_id AND run_tag.tag = @tag))
    AND (@olderThanDays IS NULL OR julianday('now') - julianday(started_at_utc) > @olderThanDays)
    AND NOT EXISTS (SELECT 1 FROM run_tag WHERE run_tag.run_id = run.run_id AND run_tag.tag = @baseline)
    AND (outcome IS NOT NULL OR julianday('now') - julianday(last_written_at_utc) > 120.0 / 86400)
  ORDER BY run_id DESC LIMIT -1 OFFSET @keep`
