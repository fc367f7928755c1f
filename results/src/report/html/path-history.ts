import type { PathEvent, PathState } from '@sigbed/measurement'
import type { RecordedRun } from '../../recorded-run.js'

/** One path as one node saw it, from the start of traffic to its end. */
export interface PathHistory {
  readonly node: string
  readonly association: string
  readonly localAddress: string
  readonly remoteAddress: string
  /** In order, without gaps. */
  readonly stretches: readonly { readonly state: PathState; readonly fromMs: number; readonly toMs: number }[]
}

/** Every path that was heard of, in the order of their nodes, associations and first mention. */
export function pathHistories(run: RecordedRun, endMs: number): PathHistory[] {
  const mentioned = new Map<string, Pick<PathEvent, 'node' | 'association' | 'localAddress' | 'remoteAddress'>>()
  for (const path of [...run.pathSamples, ...run.pathEvents]) if (!mentioned.has(keyOf(path))) mentioned.set(keyOf(path), path)
  const histories = [...mentioned].map(([key, { node, association, localAddress, remoteAddress }]) => ({
    node,
    association,
    localAddress,
    remoteAddress,
    stretches: stretchesOf(run, key, endMs),
  }))
  return histories.sort((a, b) => order(a.node, b.node) || order(a.association, b.association))
}

export function keyOf({ node, association, localAddress, remoteAddress }: Omit<PathHistory, 'stretches'>): string {
  return [node, association, localAddress, remoteAddress].join(' ')
}

function stretchesOf(run: RecordedRun, key: string, endMs: number): PathHistory['stretches'] {
  const events = run.pathEvents.filter((event) => keyOf(event) === key)
  const before = events.filter(({ atMs }) => atMs <= 0).at(-1)
  const first = before ?? run.pathSamples.find((sample) => keyOf(sample) === key)
  const stretches: { state: PathState; fromMs: number; toMs: number }[] = [{ state: first?.state ?? 'active', fromMs: 0, toMs: endMs }]
  for (const { atMs, state } of events) {
    if (atMs <= 0 || atMs >= endMs) continue
    const last = stretches.at(-1)!
    if (last.state === state) continue
    last.toMs = atMs
    stretches.push({ state, fromMs: atMs, toMs: endMs })
  }
  return stretches.filter(({ fromMs, toMs }) => toMs > fromMs)
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
