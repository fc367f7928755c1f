import type { FaultAction } from '../scenario/fault-action.js'
import type { CarriedOutFault } from './run-evidence.js'

/** A time in which the process of a node did nothing although it was due to: the machine had other things to do, or it had itself. */
export interface HoldUp {
  /** On the run's clock, as `toMs`. */
  readonly fromMs: number
  readonly toMs: number
}

export interface NodeHoldUp extends HoldUp {
  readonly node: string
}

/**
 * When any node at all was held up: in order, none touching another. What the timetable made a node do is none of it, as standing
 * still is then what is being watched.
 */
export function jointHoldUps(holdUps: readonly NodeHoldUp[], faults: readonly CarriedOutFault[]): HoldUp[] {
  return joined(holdUps.filter((holdUp) => !isAsked(holdUp, faults)))
}

/** The same time in as few pieces as can be, in order, none touching another. */
export function joined(times: readonly HoldUp[]): HoldUp[] {
  const joint: { fromMs: number; toMs: number }[] = []
  for (const { fromMs, toMs } of [...times].sort((a, b) => a.fromMs - b.fromMs)) {
    const last = joint.at(-1)
    if (last === undefined || fromMs > last.toMs) joint.push({ fromMs, toMs })
    else last.toMs = Math.max(last.toMs, toMs)
  }
  return joint
}

/** How much of the time between two instants the hold-ups, which are joint, took. */
export function heldUpMs(fromMs: number, toMs: number, holdUps: readonly HoldUp[]): number {
  return holdUps.reduce((sum, holdUp) => sum + Math.max(0, Math.min(toMs, holdUp.toMs) - Math.max(fromMs, holdUp.fromMs)), 0)
}

/** How much of the time is held up in which `lengthMs` go by from an instant on that are not. */
export function heldUpWhile(fromMs: number, lengthMs: number, holdUps: readonly HoldUp[]): number {
  let untilMs = fromMs + lengthMs
  // In order: one that begins in the time there is makes it longer by what of it is not over when it begins.
  for (const holdUp of holdUps)
    if (holdUp.toMs > fromMs && holdUp.fromMs < untilMs) untilMs += holdUp.toMs - Math.max(fromMs, holdUp.fromMs)
  return untilMs - fromMs - lengthMs
}

function isAsked({ node, fromMs, toMs }: NodeHoldUp, faults: readonly CarriedOutFault[]): boolean {
  return faults.some(({ action, atMs }, i) => {
    if (action.kind !== 'pause' || action.node !== node) return false
    const over = faults.slice(i + 1).find(({ action: next }) => SETS_GOING.has(next.kind) && 'node' in next && next.node === node)
    return toMs > atMs && (over === undefined || fromMs < over.doneMs)
  })
}

const SETS_GOING: ReadonlySet<FaultAction['kind']> = new Set(['resume', 'kill', 'start'])
