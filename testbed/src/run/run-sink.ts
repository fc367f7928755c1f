import type { IntervalSample, PathEvent, PathSample, PhaseLatency, RunEvent, RunFault } from '@sigbed/measurement'

/** Who keeps and who shows what a run brings, while it brings it. What one of them throws breaks the run off. */
export interface RunSink {
  /** The lab stands; from now on there is something to keep. */
  begin(): void
  /** What has come since the last time: about once a second of the run, and at its end. */
  append(batch: RunBatch): void
  /** How the run stands, five times a second. */
  frame(frame: RunFrame): void
  /** One line for people, about something that happened. */
  say(line: string): void
}

export interface RunBatch {
  /** By time, then flow; every tenth of a second of every flow, also those in which nothing moved. */
  readonly samples: readonly IntervalSample[]
  readonly pathEvents: readonly PathEvent[]
  readonly pathSamples: readonly PathSample[]
  readonly events: readonly RunEvent[]
  readonly faults: readonly RunFault[]
  /** Of the whole run so far. */
  readonly latencies: readonly PhaseLatency[]
}

export interface RunFrame {
  readonly elapsedMs: number
  readonly totalMs: number
  /** When the timetable first breaks something, and when it last mends. */
  readonly cutAtMs: number | null
  readonly restoreAtMs: number | null
  readonly flows: readonly { readonly flow: string; readonly lastSecond: IntervalSample | null; readonly waiting: number }[]
  readonly paths: readonly PathSample[]
  /** Not known before the end. */
  readonly generator: null
}
