import { writeSync } from 'node:fs'
import { LatencyHistogram } from '@sigbed/measurement'
import { ResultsStore } from '../src/results-store.js'
import { RunRecorder } from '../src/run-recorder.js'
import { syntheticRun } from './synthetic-run.js'

/**
 * Records one run after another as fast as it can. Says `run N` when a run is begun, `stored N B` when its first B batches are stored, and
 * `finished N`, written through at once, so that whoever kills it knows what must be in the database.
 *
 * Arguments: the database file, how many runs, how many batches each has.
 */
const [, , , path, runs, batches] = process.argv
const store = ResultsStore.open(path!)
// Copies the log into the database file every few transactions, so that this, too, is under way when the program is killed.
store.database.pragma('wal_autocheckpoint = 20')
const { description, environment, samples, pathSamples, audits, expectations } = syntheticRun({ plannedDurationMs: 5000 })
for (let run = 0; run < Number(runs); run++) {
  const recorder = RunRecorder.begin(store, { ...description, tags: ['killed'] }, environment)
  const { runId } = recorder
  writeSync(1, `run ${runId}\n`)
  const histogram = new LatencyHistogram()
  for (let batch = 0; batch < Number(batches); batch++) {
    for (let message = 0; message < 50; message++) histogram.record(150 + ((batch * 37 + message * 11) % 900))
    const stored = recorder.append({
      samples: samples.slice(0, 2).map((sample) => ({ ...sample, fromMs: batch * 1000, toMs: batch * 1000 + 1000 })),
      pathSamples: pathSamples.map((sample) => ({ ...sample, atMs: batch * 1000 })),
      events: [{ atMs: batch * 1000, node: 'program', kind: 'batch', detail: String(batch) }],
      faults: [{ atMs: batch * 1000, text: 'cut path-a', effect: 'breaks' }],
      latencies: [{ flow: 'm3ua', phase: 'before', histogram }],
    })
    if (stored) writeSync(1, `stored ${runId} ${batch + 1}\n`)
  }
  recorder.finish({ outcome: 'completed', verdict: 'pass', reasons: [], audits, failovers: [], expectations })
  writeSync(1, `finished ${runId}\n`)
}
store.close()
