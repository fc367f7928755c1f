import type { LiveFlow, LiveState, SelfWatch } from '@sigbed/load-generator'
import type { IntervalSample } from '@sigbed/measurement'
import type { RunOptions } from '../run-options.js'
import type { RunFlow } from './run-flow.js'

/** Puts together what the live display shows, five times a second; the figures of each flow are those of the last whole second. */
export class RunFrames {
  private framedAtMs = 0
  private secondTakenAtMs = 0
  private lastSeconds: readonly (IntervalSample | null)[]

  constructor(
    private readonly options: RunOptions,
    private readonly flows: readonly RunFlow[],
    private readonly selfWatch: SelfWatch,
  ) {
    this.lastSeconds = flows.map(() => null)
  }

  isDue(atMs: number): boolean {
    return atMs - this.framedAtMs >= FRAME_EVERY_MS - ROUNDING_MS
  }

  frame(atMs: number): LiveState {
    this.framedAtMs = atMs
    if (atMs - this.secondTakenAtMs >= A_SECOND_MS - ROUNDING_MS) {
      this.secondTakenAtMs = atMs
      this.lastSeconds = this.flows.map((flow) => flow.measurement.takeSpan(atMs))
    }
    const flows = this.flows.map(
      (flow, i): LiveFlow => ({ flow: flow.name, lastSecond: this.lastSeconds[i]!, waiting: flow.source.waiting }),
    )
    const { durationMs, cutAtMs, restoreAtMs } = this.options
    const paths = this.flows.flatMap((flow) => flow.paths())
    return { elapsedMs: atMs, totalMs: durationMs, cutAtMs, restoreAtMs, flows, paths, generator: this.selfWatch.report() }
  }
}

const FRAME_EVERY_MS = 200
const A_SECOND_MS = 1000
/** Sampled every 100 ms, ends do not drift: 999.9 is a second. */
const ROUNDING_MS = 0.5
