import { writeSync } from 'node:fs'
import { LatencyHistogram } from '@sigbed/measurement'
import { ResultsStore } from '../src/results-store.js'
import { RunRecorder } from '../src/run-recorder.js'
import { syntheticRun } from './synthetic-run.js'

/**
 * Records a run as fast as it can: the given number of batches, then the conclusion. Says `run N` and after each stored
 * batch `stored N`, written through at once, so that whoever kills it knows what must be in the database.
 *
 * Arguments: the database file, the number of batches.
 */
const [, , , path, batches] = process.argv
const store = ResultsStore.open(path!)
const run = syntheticRun({ plannedDurationMs: 5000, cutAtMs: null, restoreAtMs: null })
const recorder = RunRecorder.begin(store, run.description, run.environment)
writeSync(1, `run ${recorder.runId}\n`)
const histogram = new LatencyHistogram()
for (let batch = 0; batch < Number(batches); batch++) {
  for (let message = 0; message < 50; message++) histogram.record(150 + ((batch * 37 + message * 11) % 900))
  recorder.append({
    samples: run.samples.slice(0, 2).map((sample) => ({ ...sample, fromMs: batch * 1000, toMs: batch * 1000 + 1000 })),
    events: [{ atMs: batch * 1000, node: 'program', kind: 'batch', detail: String(batch) }],
    latencies: [{ flow: 'm3ua', phase: 'before', histogram }],
  })
  writeSync(1, `stored ${batch + 1}\n`)
}
recorder.finish({ outcome: 'completed', verdict: 'pass', reasons: [], audits: run.audits, failovers: [], expectations: [] })
store.close()
