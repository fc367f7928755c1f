/**
 * A demand on the figures of a load, as people write it: `p99>50ms`, `lost>0`, `errors>0.1%`, `CCR-I p99.9 >= 200ms for 5s`. It says
 * what is bad: a threshold that is met fails the load, a stop condition that is met ends it.
 */
export interface Condition {
  /** As it was written. */
  readonly text: string
  /** A kind of message; null: all together. */
  readonly kind: string | null
  readonly metric: Metric
  readonly comparison: '>' | '>=' | '<' | '<='
  /** Microseconds of a latency, a share of 1, a rate per second, or a number of messages. */
  readonly limit: number
  /** How long it has to hold, one second after the other; 0: once is enough. */
  readonly forMs: number
}

export type Metric =
  | { readonly of: 'latency'; readonly at: number | 'mean' | 'minimum' }
  | { readonly of: 'count' | 'share'; readonly what: CountedMetric }
  /** Completed per second. */
  | { readonly of: 'rate' }

export const COUNTED_METRICS = ['lost', 'errors', 'refused', 'duplicated', 'reordered', 'offered', 'completed'] as const
export type CountedMetric = (typeof COUNTED_METRICS)[number]

/** @returns what is wrong with a text that is no condition, as a sentence */
export function parseCondition(text: string): Condition | string {
  const found =
    /^\s*(?:([\w.+-]+)\s+)?([a-z]+[\d.]*)\s*(>=|<=|>|<)\s*([\d.]+)\s*(us|µs|ms|s|%|\/s)?(?:\s+for\s+([\d.]+)\s*(ms|s|m))?\s*$/.exec(text)
  if (found === null)
    return `${JSON.stringify(text)} is no condition: say a figure, a comparison and a limit, such as p99>50ms or errors>0.1%.`
  const [, kind, name, comparison, number, unit, time, timeUnit] = found
  const value = /^\d{1,12}(\.\d{1,9})?$/.test(number!) ? Number(number) : Number.NaN
  if (Number.isNaN(value)) return `${JSON.stringify(number)} in ${JSON.stringify(text)} is no number.`
  const measured = metricOf(name!, unit)
  if (typeof measured === 'string') return `${JSON.stringify(text)}: ${measured}`
  const forMs = time === undefined ? 0 : Number(time) * TIME_UNITS[timeUnit as keyof typeof TIME_UNITS]
  if (Number.isNaN(forMs)) return `${JSON.stringify(time)} in ${JSON.stringify(text)} is no time.`
  return {
    text: text.trim(),
    kind: kind ?? null,
    metric: measured.metric,
    comparison: comparison as Condition['comparison'],
    limit: value * measured.factor,
    forMs,
  }
}

function metricOf(name: string, unit: string | undefined): { readonly metric: Metric; readonly factor: number } | string {
  const percentile = /^p(\d{1,2}(?:\.\d{1,4})?|100)$/.exec(name)?.[1]
  const at = percentile !== undefined ? Number(percentile) : LATENCIES[name]
  if (at !== undefined) {
    const factor = LATENCY_UNITS[unit ?? '']
    return factor === undefined ? `a latency takes us, ms or s, such as ${name}>50ms.` : { metric: { of: 'latency', at }, factor }
  }
  if (name === 'rate') {
    return unit === undefined || unit === '/s'
      ? { metric: { of: 'rate' }, factor: 1 }
      : 'a rate takes a number a second, such as rate<1000/s.'
  }
  const what = COUNTED_METRICS.find((counted) => counted === name)
  if (what === undefined)
    return `nothing is called ${name}; there are p50, p99, p99.9 and the like, ${Object.keys(LATENCIES).join(', ')}, rate, ${COUNTED_METRICS.join(', ')}.`
  if (unit === '%') return { metric: { of: 'share', what }, factor: 0.01 }
  return unit === undefined
    ? { metric: { of: 'count', what }, factor: 1 }
    : `${name} is counted: give a number, or a share of what was offered such as ${name}>0.1%.`
}

/** Whether what was seen is what the condition calls bad. */
export function holds({ comparison, limit }: Condition, seen: number): boolean {
  switch (comparison) {
    case '>':
      return seen > limit
    case '>=':
      return seen >= limit
    case '<':
      return seen < limit
    default:
      return seen <= limit
  }
}

const LATENCIES: Readonly<Partial<Record<string, number | 'mean' | 'minimum'>>> = { mean: 'mean', min: 'minimum', max: 100, median: 50 }
const LATENCY_UNITS: Readonly<Partial<Record<string, number>>> = { us: 1, µs: 1, ms: 1000, s: 1_000_000 }
const TIME_UNITS = { ms: 1, s: 1000, m: 60_000 } as const
