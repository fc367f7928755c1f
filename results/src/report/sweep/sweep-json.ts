import type { SweepRecord } from '@sigbed/measurement'

/** A sweep for programs. Names are only ever added under one version. */
export interface SweepJson extends SweepRecord {
  readonly format: 'sigbed-sweep'
  readonly version: 1
}

/** As text, two spaces a level, ending with a newline. The same scenario, flags and seeds give the same text. */
export function renderSweepJson(record: SweepRecord): string {
  const json: SweepJson = { format: 'sigbed-sweep', version: 1, ...record }
  return `${JSON.stringify(json, null, 2)}\n`
}
