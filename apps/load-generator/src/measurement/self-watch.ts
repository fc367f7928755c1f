import { LatencyHistogram } from '@sigbed/measurement'
import { InvalidLoadError } from '../load-generator-error.js'
import { millisecondsText, percentText } from '../output/figures.js'
import type { SourceWatch } from '../workload/open-loop-source.js'

/**
 * How far the generator's own figures can be trusted. `sound`: it kept its schedule. `strained`: it fell short in places, so the
 * worst latencies are partly its own. `saturated`: what was measured is the generator, not what it was to measure.
 */
export type SelfJudgement = 'sound' | 'strained' | 'saturated'

/** What only the surroundings know: asked regularly, each answer about the time since the one before. */
export interface LoadProbe {
  /** Processor time used, as a share of one core: the share the thread of the event loop can have. */
  cpuShare(): number
  /** The longest the event loop was held up, ms. */
  eventLoopDelayMs(): number
}

/** Up to `strained` all is well, up to `saturated` it is not, beyond it is lost. */
export interface SelfLimit {
  readonly strained: number
  readonly saturated: number
}

export interface SelfLimits {
  /** Share of the messages sent late. */
  readonly lateShare: SelfLimit
  /** 99th percentile of how late wake-ups were, ms. */
  readonly wakeUpLatenessMs: SelfLimit
  /** Mean over all answers of the probe. */
  readonly cpuShare: SelfLimit
  /** The worst answer of the probe, ms. */
  readonly eventLoopDelayMs: SelfLimit
}

/** One late message in a thousand is where run reports begin to mention it; the others are where latencies begin to show it. */
export const USUAL_SELF_LIMITS: SelfLimits = {
  lateShare: { strained: 0.001, saturated: 0.05 },
  wakeUpLatenessMs: { strained: 5, saturated: 50 },
  cpuShare: { strained: 0.9, saturated: 0.98 },
  eventLoopDelayMs: { strained: 50, saturated: 500 },
}

export interface SelfReport {
  readonly judgement: SelfJudgement
  /** In words, the worst first; one sentence of praise when the judgement is `sound`. */
  readonly reasons: readonly string[]
  readonly handled: number
  readonly late: number
  /** Shares are of 1; null: no probe, or never asked. */
  readonly lateShare: number
  readonly cpuShare: number | null
  readonly eventLoopDelayMs: number | null
}

/**
 * Watches over the generator while it measures, for all sources of a run together: a latency is only as good as the punctuality
 * of the one who took it.
 */
export class SelfWatch implements SourceWatch {
  /** How much later than planned each wake-up happened. */
  readonly wakeUpLateness = new LatencyHistogram()
  handled = 0
  late = 0
  private cpuShares = 0
  private probed = 0
  private worstDelayMs = 0

  /**
   * @param probe null where processor time means nothing, as in virtual time.
   * @throws InvalidLoadError for a limit whose `saturated` lies below its `strained`.
   */
  constructor(
    private readonly probe: LoadProbe | null = null,
    private readonly limits: SelfLimits = USUAL_SELF_LIMITS,
  ) {
    for (const { strained, saturated } of [limits.lateShare, limits.wakeUpLatenessMs, limits.cpuShare, limits.eventLoopDelayMs])
      if (!(strained <= saturated)) throw new InvalidLoadError(`strained begins at ${strained}, so saturated cannot begin at ${saturated}`)
  }

  recordWakeUp(plannedAtMs: number, nowMs: number): void {
    this.wakeUpLateness.record((nowMs - plannedAtMs) * 1000)
  }

  recordSends(handled: number, late: number): void {
    this.handled += handled
    this.late += late
  }

  /** Asks the probe; to be called at regular intervals, so that the mean of its answers is the mean over time. */
  askProbe(): void {
    if (this.probe === null) return
    this.cpuShares += this.probe.cpuShare()
    this.worstDelayMs = Math.max(this.worstDelayMs, this.probe.eventLoopDelayMs())
    this.probed++
  }

  report(): SelfReport {
    const lateShare = this.handled === 0 ? 0 : this.late / this.handled
    const cpuShare = this.probed === 0 ? null : this.cpuShares / this.probed
    const eventLoopDelayMs = this.probed === 0 ? null : this.worstDelayMs
    const findings = this.findings(lateShare, cpuShare, eventLoopDelayMs)
    const saturated = findings.filter((finding) => finding.judgement === 'saturated')
    const strained = findings.filter((finding) => finding.judgement === 'strained')
    const reasons = [...saturated, ...strained].map((finding) => finding.reason)
    return {
      judgement: saturated.length > 0 ? 'saturated' : strained.length > 0 ? 'strained' : 'sound',
      reasons: reasons.length > 0 ? reasons : [SOUND],
      handled: this.handled,
      late: this.late,
      lateShare,
      cpuShare,
      eventLoopDelayMs,
    }
  }

  private findings(lateShare: number, cpuShare: number | null, eventLoopDelayMs: number | null): Finding[] {
    const { limits } = this
    const lateness = this.wakeUpLateness.valueAtPercentile(99) / 1000
    return [
      {
        judgement: judged(lateShare, limits.lateShare),
        reason: `${percentText(lateShare)} of the messages were sent late (${percentText(limits.lateShare.strained)} is tolerable)`,
      },
      {
        judgement: judged(lateness, limits.wakeUpLatenessMs),
        reason: `one wake-up in a hundred was ${millisecondsText(lateness)} late or more (${millisecondsText(limits.wakeUpLatenessMs.strained)} is tolerable)`,
      },
      {
        judgement: judged(cpuShare ?? 0, limits.cpuShare),
        reason: `the generator used ${percentText(cpuShare ?? 0)} of a processor core (${percentText(limits.cpuShare.strained)} is tolerable)`,
      },
      {
        judgement: judged(eventLoopDelayMs ?? 0, limits.eventLoopDelayMs),
        reason: `the event loop was once held up for ${millisecondsText(eventLoopDelayMs ?? 0)} (${millisecondsText(limits.eventLoopDelayMs.strained)} is tolerable)`,
      },
    ]
  }
}

interface Finding {
  readonly judgement: SelfJudgement
  readonly reason: string
}

function judged(value: number, limit: SelfLimit): SelfJudgement {
  if (value > limit.saturated) return 'saturated'
  return value > limit.strained ? 'strained' : 'sound'
}

const SOUND = 'the generator kept its schedule'
