import { LatencyHistogram } from '@sigbed/measurement'
import { afterEach, describe, expect, it } from 'vitest'
import type { LoadSecond } from '../run/load-run.js'
import { LoadTally } from '../run/load-tally.js'
import { openPrometheusExporter, type PrometheusExporter } from './prometheus-exporter.js'

function second(completed: number): LoadSecond {
  const histogram = new LatencyHistogram()
  for (let i = 0; i < completed; i++) histogram.record(2000)
  const self = {
    judgement: 'saturated',
    reasons: ['busy'],
    handled: 1,
    late: 1,
    lateShare: 1,
    cpuShare: 0.99,
    eventLoopDelayMs: 1,
  } as const
  const tally = new LoadTally()
  const kind = {
    kind: 'ECR',
    offered: completed + 1,
    completed,
    errors: 2,
    lost: 1,
    refused: 0,
    duplicated: 0,
    reordered: 0,
    latencies: histogram.toBlob(),
  }
  const results = [{ code: 2001, vendorId: 0, count: completed }]
  tally.addReport({
    second: 0,
    fromMs: 0,
    toMs: 1000,
    lengthMs: 1000,
    kinds: [kind],
    results,
    waiting: 0,
    outstanding: 0,
    late: 0,
    self,
    events: [],
    last: false,
  })
  return { second: tally, whole: tally, waiting: 3, outstanding: 4, self, events: [] }
}

describe('metrics for Prometheus', () => {
  let exporter: PrometheusExporter | null = null
  afterEach(() => exporter?.close())

  it('are folded from the newest second when they are asked for', async () => {
    let last: LoadSecond | null = null
    exporter = await openPrometheusExporter('127.0.0.1', 0, () => last)
    const scrape = async (path = '/metrics') => {
      const answer = await fetch(`http://127.0.0.1:${exporter!.port}${path}`)
      return { status: answer.status, text: await answer.text() }
    }
    expect((await scrape()).text).not.toContain('kind="ECR"')
    for (const completed of [10, 12]) {
      last = second(completed)
      const { status, text } = await scrape()
      expect(status).toBe(200)
      const lines = text.split('\n')
      // Scraped twice, counted once.
      expect(lines).toContain(`sigbed_load_messages_completed_total{kind="ECR"} ${completed}`)
      expect(lines).toContain('sigbed_load_messages_errors_total{kind="ECR"} 2')
      expect(lines).toContain(`sigbed_load_results_total{code="2001",vendor="0"} ${completed}`)
      expect(lines).toContain('sigbed_load_latency_seconds{kind="ECR",quantile="0.99"} 0.002')
      expect(lines).toContain('sigbed_load_outstanding 4')
      expect(lines).toContain('sigbed_load_generator_valid 0')
    }
    expect((await scrape('/')).status).toBe(404)
  })
})
