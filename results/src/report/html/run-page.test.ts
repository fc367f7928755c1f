import { describe, expect, it } from 'vitest'
import { syntheticRun } from '../../../test/synthetic-run.js'
import { renderMarkdownRun } from '../markdown-report.js'
import { escaped, scriptJson } from './html-text.js'
import { outageSpans } from './outage-spans.js'
import { pathHistories } from './path-history.js'
import { renderRunPage } from './run-page.js'
import { timelineColumns } from './timeline-columns.js'

const HOSTILE = `</script><script>alert(1)</script><img src=x onerror=alert('2')> | "quoted" & \`code\``

describe('a run as a page', () => {
  it('needs nothing from anywhere else', () => {
    const page = renderRunPage(syntheticRun())
    expect(page).not.toMatch(/(?:src|href)="?https?:/)
    expect(page).not.toMatch(/@import|url\(\s*["']?https?:/)
    expect(page).toContain(`default-src 'none'`)
    expect(page.match(/<svg /g)!.length).toBeGreaterThanOrEqual(8)
  })

  it('shows what others named as text, wherever it stands', () => {
    const usual = syntheticRun()
    const run = {
      ...usual,
      description: {
        ...usual.description,
        scenario: HOSTILE,
        profile: HOSTILE,
        scenarioText: HOSTILE,
        tags: [HOSTILE],
        flows: [{ name: HOSTILE, offeredPerSecond: 1 }, ...usual.description.flows.slice(1)],
      },
      samples: usual.samples.map((sample) => (sample.flow === 'm3ua' ? { ...sample, flow: HOSTILE } : sample)),
      latencies: usual.latencies.map((latency) => ({ ...latency, flow: HOSTILE })),
      audits: usual.audits.map((audit) => ({ ...audit, flow: HOSTILE })),
      failovers: usual.failovers.map((failover) => ({ ...failover, flow: HOSTILE, node: HOSTILE, association: HOSTILE })),
      pathEvents: usual.pathEvents.map((event) => ({ ...event, node: HOSTILE, association: HOSTILE, reason: HOSTILE })),
      pathSamples: usual.pathSamples.map((sample) => ({ ...sample, node: HOSTILE, association: HOSTILE })),
      events: usual.events.map((event) => ({ ...event, node: HOSTILE, detail: HOSTILE })),
      faults: [{ atMs: 1, text: HOSTILE, effect: 'breaks' as const }],
      expectations: [{ text: HOSTILE, met: false, seen: HOSTILE }],
      reasons: [HOSTILE],
    }
    const page = renderRunPage(run)
    expect(page).not.toContain('<script>alert')
    expect(page).not.toContain('<img')
    // Two elements of ours, and no third.
    expect(page.match(/<script/g)).toHaveLength(2)
    expect(renderMarkdownRun(run)).not.toContain('<script>')
  })

  it('can be drawn with nothing in it', () => {
    const usual = syntheticRun()
    const bare = {
      ...usual,
      samples: [],
      pathSamples: [],
      pathEvents: [],
      events: [],
      faults: [],
      latencies: [],
      audits: [],
      failovers: [],
      expectations: [],
    }
    expect(renderRunPage(bare)).toContain('</html>')
    expect(renderRunPage({ ...bare, samples: usual.samples })).toContain('Latency over time')
  })

  it('escapes what has a meaning in HTML, and what would end a script', () => {
    expect(escaped(`<a b="c" d='e'>&`)).toBe('&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;')
    expect(scriptJson('</script>\u2028')).toBe(String.raw`"\u003c/script>\u2028"`)
  })
})

describe('what the pictures show', () => {
  it('adds up intervals exactly, where they kept their histograms', () => {
    const { samples, audits, latencies } = syntheticRun()
    const [column, ...others] = timelineColumns(samples, 'm3ua', 1)
    expect(others).toEqual([])
    expect(column!.deliveredPerSecond * ((column!.toMs - column!.fromMs) / 1000)).toBeCloseTo(audits[0]!.delivered)
    const longest = Math.max(...latencies.filter(({ flow }) => flow === 'm3ua').map(({ histogram }) => histogram.maximumUs))
    expect(column!.maximumUs).toBe(longest)
  })

  it('follows each path from state to state without a gap', () => {
    const run = syntheticRun()
    const histories = pathHistories(run, 30_000)
    expect(histories.length).toBeGreaterThan(0)
    for (const { stretches } of histories) {
      expect(stretches[0]!.fromMs).toBe(0)
      expect(stretches.at(-1)!.toMs).toBe(30_000)
      for (let i = 1; i < stretches.length; i++) expect(stretches[i]!.fromMs).toBe(stretches[i - 1]!.toMs)
    }
    const failed = histories.flatMap(({ stretches }) => stretches.map(({ state }) => state))
    expect(failed).toContain('potentially-failed')
  })

  it('shades from what breaks to what mends, and to the end where nothing does', () => {
    const run = syntheticRun()
    const fault = (atMs: number, effect: 'breaks' | 'mends') => ({ atMs, effect, text: effect })
    const spans = (...faults: ReturnType<typeof fault>[]) => outageSpans({ ...run, faults }, 100)
    expect(spans(fault(10, 'breaks'), fault(20, 'breaks'), fault(30, 'mends'), fault(40, 'mends'), fault(50, 'breaks'))).toEqual([
      { fromMs: 10, toMs: 30 },
      { fromMs: 50, toMs: 100 },
    ])
  })
})
