import type { SweepRecord } from '@sigbed/measurement'
import { countText, durationText, rateText } from '../figures.js'

/** What a sweep was, in pairs of a label and a text. */
export function sweepCircumstances(record: SweepRecord): readonly (readonly [label: string, text: string])[] {
  const { profile, rtoMaxMs, cut, disturbance, messagesPerSecond, observedMs, seeds, runsDone, runsPlanned } = record
  const runs =
    runsDone === runsPlanned ? countText(runsDone) : `${countText(runsDone)} of ${countText(runsPlanned)}: stopped before the end`
  return [
    ['Profile', `${profile}, RTO.Max ${durationText(rtoMaxMs)} or RTO.Min where that is longer`],
    [
      'Traffic',
      `${rateText(messagesPerSecond)} messages per second of a flow at most: thinner than the scenario has it, so that a sweep ends soon`,
    ],
    ...(cut === null ? [] : [['Failover', `${cut}, until the path must be inactive and its return found out`] as const]),
    ...(disturbance === null ? [] : [['Disturbed', `${disturbance}, nothing cut, ${durationText(observedMs)} a run`] as const]),
    ['Runs', `${runs}, in virtual time, ${seeds.length === 1 ? 'seed' : 'seeds'} ${seedsText(seeds)}`],
  ]
}

/** What the signs in the cells mean, and what else there is to say. */
export function sweepNotes(record: SweepRecord): readonly string[] {
  const stages = record.cells.flatMap(({ failover }) =>
    failover === null ? [] : [failover.detected, failover.alternate, failover.inactive, failover.recovered],
  )
  const problems = [...new Set(record.cells.flatMap((cell) => cell.problems))]
  const spurious = record.cells.reduce((sum, { failover }) => sum + (failover?.spuriousFailovers ?? 0), 0)
  return [
    'Rows are Path.Max.Retrans, columns RTO.Min; a cell is the median over seeds, flows and senders.',
    ...(stages.some(({ missing, beyondOneRto }) => missing > 0 || beyondOneRto > 0)
      ? ['* more than one RTO from what RFC 9260 §6.3.3, §8.2 and RFC 7829 make of the timers, or due and not seen.']
      : record.cut === null
        ? []
        : ['Every stage came within one RTO of what RFC 9260 §6.3.3, §8.2 and RFC 7829 make of the timers.']),
    ...(spurious > 0 ? [`While one path was cut, others were declared failed that were not: ${countText(spurious)} times.`] : []),
    ...problems.map((problem) => `! a run says nothing: ${problem}`),
  ]
}

/** `1 to 3`, or one by one. */
function seedsText(seeds: readonly number[]): string {
  const [first, last] = [seeds[0] ?? 0, seeds.at(-1) ?? 0]
  return seeds.length > 2 && last - first === seeds.length - 1 ? `${first} to ${last}` : seeds.join(', ')
}
