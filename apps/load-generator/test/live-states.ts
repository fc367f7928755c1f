import type { FlowName, IntervalSample, PathState } from '@sigbed/measurement'
import type { LivePath, LiveState } from '../src/output/live-state.js'

export function secondOf(
  flow: FlowName,
  offered: number,
  delivered: number,
  latenciesUs: readonly [number, number, number],
): IntervalSample {
  const [p50Us, p99Us, maximumUs] = latenciesUs
  return { flow, fromMs: 11_000, toMs: 12_000, offered, delivered, p50Us, p99Us, maximumUs, lateSends: 0, histogram: null }
}

export function pathOf(node: string, localAddress: string, remoteAddress: string, state: PathState, rtoMs: number): LivePath {
  return { node, association: node === 'asp' ? 'm3ua' : 'diameter', localAddress, remoteAddress, state, rtoMs }
}

/** All is well, nine seconds into a run of thirty. */
export const BEFORE: LiveState = {
  elapsedMs: 9012,
  totalMs: 30_000,
  cutAtMs: 10_000,
  restoreAtMs: 14_000,
  flows: [
    { flow: 'm3ua', lastSecond: secondOf('m3ua', 1000, 1000, [184, 677, 1204]), waiting: 0 },
    { flow: 'diameter', lastSecond: secondOf('diameter', 200, 200, [198, 702, 718]), waiting: 0 },
  ],
  paths: [
    pathOf('asp', '127.0.1.1', '127.0.2.1', 'active', 1000),
    pathOf('asp', '127.0.1.2', '127.0.2.2', 'active', 1000),
    pathOf('client', '127.0.1.1', '127.0.2.1', 'active', 1000),
    pathOf('client', '127.0.1.2', '127.0.2.2', 'active', 1000),
  ],
  generator: { judgement: 'sound', reasons: ['the generator kept its schedule'] },
}

/** The path was cut two seconds ago: one association has moved, the other is about to. */
export const DURING: LiveState = {
  ...BEFORE,
  elapsedMs: 12_345,
  flows: [
    { flow: 'm3ua', lastSecond: secondOf('m3ua', 1000, 1813, [1_003_677, 1_203_000, 1_204_000]), waiting: 0 },
    { flow: 'diameter', lastSecond: secondOf('diameter', 200, 0, [0, 0, 0]), waiting: 1204 },
  ],
  paths: [
    pathOf('asp', '127.0.1.1', '127.0.2.1', 'potentially-failed', 2000),
    pathOf('asp', '127.0.1.2', '127.0.2.2', 'active', 1000),
    pathOf('client', '127.0.1.1', '127.0.2.1', 'inactive', 60_000),
    pathOf('client', '127.0.1.2', '127.0.2.2', 'unconfirmed', 250),
  ],
  generator: {
    judgement: 'strained',
    reasons: [
      '0.4 % of the messages were sent late (0.1 % is tolerable)',
      'one wake-up in a hundred was 7.5 ms late or more (5 ms is tolerable)',
    ],
  },
}
