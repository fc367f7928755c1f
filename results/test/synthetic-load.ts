import type { LoadWords } from '../src/load-words.js'
import type { RecordedRun } from '../src/recorded-run.js'
import { syntheticRun } from './synthetic-run.js'

/** A load of M3UA as its recorder would have stored it: no paths, no faults, and no rate beforehand where there is none. */
export function syntheticLoad(words: Partial<LoadWords> = {}, offeredPerSecond = 500): RecordedRun {
  const run = syntheticRun({ cutAtMs: null, restoreAtMs: null, m3uaPerSecond: 500 })
  const said: LoadWords = {
    messages: 'M3UA DATA of 100 octets, echoed',
    offered: '500/s',
    latency: 'from when a message was meant to be sent to its echo, there and back',
    ...words,
  }
  const load = { ...said, addresses: ['192.0.2.1', '192.0.2.2'], port: 2905, transport: 'sctp', connections: 4 }
  return {
    ...run,
    description: {
      ...run.description,
      scenario: 'load',
      network: 'external',
      flows: [{ name: 'm3ua', offeredPerSecond }],
      parameters: { load },
    },
    samples: run.samples.filter(({ flow }) => flow === 'm3ua'),
    latencies: run.latencies.filter(({ flow }) => flow === 'm3ua'),
    audits: run.audits.filter(({ flow }) => flow === 'm3ua'),
    pathEvents: [],
    pathSamples: [],
    faults: [],
    failovers: [],
    events: [{ atMs: 30_000, node: 'load', kind: 'result-code', detail: '2001 DIAMETER_SUCCESS: 15,000' }],
  }
}
