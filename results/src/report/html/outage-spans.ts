import type { RecordedRun } from '../../recorded-run.js'

/** The stretches in which something was broken: from what breaks to the next that mends, or to the end. Milliseconds. */
export function outageSpans({ faults, description }: RecordedRun, endMs: number): { readonly fromMs: number; readonly toMs: number }[] {
  if (faults.length === 0) {
    const { cutAtMs, restoreAtMs } = description
    return cutAtMs === null ? [] : [{ fromMs: cutAtMs, toMs: Math.min(restoreAtMs ?? endMs, endMs) }]
  }
  const spans: { fromMs: number; toMs: number }[] = []
  let since: number | null = null
  for (const { atMs, effect } of faults) {
    if (effect === 'breaks') since ??= atMs
    else if (since !== null) {
      spans.push({ fromMs: since, toMs: atMs })
      since = null
    }
  }
  if (since !== null) spans.push({ fromMs: since, toMs: endMs })
  return spans.filter(({ fromMs, toMs }) => toMs > fromMs)
}
