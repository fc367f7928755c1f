import { describe, expect, it } from 'vitest'
import { syntheticRun } from '../../test/synthetic-run.js'
import { compareRuns } from '../comparison.js'
import type { RunSummary } from '../recorded-run.js'
import { renderComparison } from './comparison-report.js'
import { comparisonJson, renderJson, runJson, runListJson } from './json-report.js'
import { renderRunList } from './run-list-report.js'
import { shownWidth } from './text-layout.js'

describe('the comparison report', () => {
  const faster = syntheticRun({ runId: 18, seed: 9, failoverMs: 1304, lost: 2, latencyUs: 120 })
  const parameters = { sctp: { rtoInitialMs: 1000, rtoMinMs: 500 } }
  const other = { ...faster, description: { ...faster.description, parameters }, environment: { ...faster.environment, gitDirty: true } }

  it('looks well at 80 columns', async () => {
    const text = renderComparison(compareRuns([syntheticRun()], [other]), { colour: false, width: 80 })
    await expect(text).toMatchFileSnapshot('../../test/comparison-80.txt')
  })

  it('keeps to the width', () => {
    const apart = compareRuns([syntheticRun({ cutAtMs: null, restoreAtMs: null })], [{ ...other, runId: 123_456 }])
    for (const width of [80, 100])
      for (const line of renderComparison(apart, { colour: false, width }).split('\n'))
        expect(shownWidth(line), line).toBeLessThanOrEqual(width)
  })
})

describe('the list report', () => {
  it('gives a line to every run and more columns to wider terminals', () => {
    const runs: RunSummary[] = [
      { ...SUMMARY, runId: 2, status: 'running', verdict: null, slowestFailoverMs: null, flows: [{ ...SUMMARY.flows[0]!, lost: null }] },
      SUMMARY,
    ]
    expect(renderRunList(runs, { colour: false, width: 80 })).toMatchInlineSnapshot(`
      "  run  started UTC       scenario          profile  lost  failover  verdict
        ─────────────────────────────────────────────────────────────────────────
          2  2026-01-07 14:03  primary-path-cut  rfc9260     –         –  RUNNING
          1  2026-01-07 14:03  primary-path-cut  rfc9260     7  1,004 ms  FAIL
      "
    `)
    expect(renderRunList(runs, { colour: false, width: 100 })).toContain('4f2c9e1+')
  })

  it('says so when there is none', () => {
    expect(renderRunList([], { colour: false, width: 80 })).toBe('No run has been measured yet.\n')
  })
})

describe('the reports for programs', () => {
  it('are JSON that says what it is', () => {
    const run = runJson(syntheticRun())
    expect(JSON.parse(renderJson(run))).toEqual(run)
    expect(run).toMatchObject({ format: 'sigbed-run', version: 1, runId: 17, status: 'completed', description: { profile: 'rfc9260' } })
    expect(JSON.parse(renderJson(runListJson([SUMMARY])))).toEqual({ format: 'sigbed-run-list', version: 1, runs: [SUMMARY] })
    const comparison = JSON.parse(renderJson(comparisonJson(compareRuns([syntheticRun()], [syntheticRun({ runId: 18 })]))))
    expect(comparison).toMatchObject({ format: 'sigbed-comparison', version: 1, runIdA: 17, runIdB: 18, warnings: [] })
  })

  it('give latencies by their figures', () => {
    const [before] = runJson(syntheticRun()).latencies
    expect(Object.keys(before!)).toEqual([
      ...['flow', 'phase', 'count', 'clampedCount', 'minimumUs', 'meanUs'],
      ...['p50Us', 'p90Us', 'p99Us', 'p999Us', 'p9999Us', 'maximumUs', 'hdrHistogram'],
    ])
    const { histogram } = syntheticRun().latencies[0]!
    expect(before).toMatchObject({ count: 5000, p50Us: histogram.valueAtPercentile(50), p999Us: histogram.valueAtPercentile(99.9) })
  })
})

const SUMMARY: RunSummary = {
  runId: 1,
  startedAtUtc: '2026-01-07T14:03:22.480Z',
  scenario: 'primary-path-cut',
  profile: 'rfc9260',
  network: 'loopback',
  status: 'completed',
  verdict: 'fail',
  flows: [{ flow: 'm3ua', offeredPerSecond: 500, delivered: 14_993, lost: 7, duplicated: 0 }],
  slowestFailoverMs: 1004,
  gitCommit: '4f2c9e1d8b7a',
  gitDirty: true,
  tags: [],
}
