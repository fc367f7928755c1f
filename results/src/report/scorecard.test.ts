import { LONGEST_LATENCY_US } from '@sigbed/measurement'
import { describe, expect, it } from 'vitest'
import { syntheticRun, type Variation } from '../../test/synthetic-run.js'
import type { RecordedRun } from '../recorded-run.js'
import { renderScorecard } from './scorecard.js'
import { shownWidth } from './text-layout.js'

describe('the scorecard', () => {
  it.each([80, 100])('of a run that passed looks well at %d columns', async (width) => {
    await expect(scorecard(syntheticRun(), width)).toMatchFileSnapshot(`../../test/scorecard-passed-${width}.txt`)
  })

  it('of a run that failed names every fault', async () => {
    const run = syntheticRun({ lost: 3, failoverMs: 1304, late: 500, restoreAtMs: null, plannedDurationMs: 200_000, cutAtMs: 100_000 })
    const text = scorecard({ ...run, reasons: ['the server logged an error'] }, 80)
    expect(text).toContain('FAIL  Run 17')
    expect(text).toContain('✗ M3UA: of 100,000 messages 3 lost.')
    expect(text).toContain('✓ Diameter: all 20,000 messages delivered once, in order and intact.')
    expect(text).toMatch(/✗ M3UA from asp: first delivery on the alternate path 1\.304 s after the cut/)
    expect(text).toContain('✗ +303 ms, beyond 250 ms')
    expect(text).toContain('✗ due after 63 s, never')
    expect(text).toContain('the path did not come back')
    expect(text).toContain('! The generator itself was late with 1,000 of 120,000 messages')
    expect(text).toContain('✗ The server logged an error.')
    await expect(text).toMatchFileSnapshot('../../test/scorecard-failed-80.txt')
  })

  it('says why a stage was not reached', () => {
    expect(scorecard(syntheticRun(), 100)).toMatch(/path inactive +63,000 +not reached +needs 63 s of outage, the cut lasted 4 s/)
  })

  it('has no figure for a state that the timers never lead to', () => {
    const run = syntheticRun()
    const never = { computedPotentiallyFailedMs: Number.POSITIVE_INFINITY, potentiallyFailedMs: null }
    const text = scorecard({ ...run, failovers: run.failovers.map((failover) => ({ ...failover, ...never })) }, 100)
    expect(text).toMatch(/path potentially failed +– +not reached +not a state these timers lead to/)
    expect(text).not.toMatch(/Infinity|NaN/)
  })

  it('of a run that nobody finished tells how far it came', () => {
    const whole = syntheticRun()
    const unfinished = { verdict: null, concluded: false, audits: [], failovers: [], samples: whole.samples.slice(0, 24) } as const
    const interrupted = scorecard({ ...whole, ...unfinished, status: 'interrupted' }, 80)
    expect(interrupted).toMatch(/^INTERRUPTED {2}Run 17/)
    expect(interrupted).toMatch(/ended without finishing the run: recorded up to 12 s\s+of 30 s of traffic/)
    expect(scorecard({ ...whole, ...unfinished, status: 'running' }, 80)).toMatch(/^RUNNING {2}Run 17/)
    expect(scorecard({ ...whole, verdict: null, status: 'failed' }, 80)).toMatch(/^FAILED .*\n {2}! The run was broken off by an error\./)
  })

  it.each<[string, Partial<Variation>, Partial<RecordedRun>]>([
    ['no cut', { cutAtMs: null, restoreAtMs: null }, {}],
    ['a cut in the first second', { cutAtMs: 300, restoreAtMs: 700, plannedDurationMs: 90_000 }, {}],
    ['an hour of traffic', { plannedDurationMs: 3_600_000, m3uaPerSecond: 1 }, {}],
    ['half a second of traffic', { plannedDurationMs: 500, cutAtMs: null, restoreAtMs: null }, {}],
    ['nothing recorded at all', {}, { samples: [], latencies: [], audits: [], failovers: [], pathEvents: [], events: [] }],
    ['long IPv6 addresses', {}, { pathEvents: syntheticRun().pathEvents.map((event) => ({ ...event, ...LONG_ADDRESSES })) }],
    [
      'a hundred events',
      {},
      { events: Array.from({ length: 100 }, (_, at) => ({ atMs: at, node: 'lab', kind: 'note', detail: 'x'.repeat(at) })) },
    ],
  ])('keeps to the width and ends every line neatly with %s', (_, variation, change) => {
    const run = { ...syntheticRun(variation), ...change }
    for (const width of [80, 100, 200]) {
      const lines = scorecard(run, width).split('\n')
      expect(lines.at(-1)).toBe('')
      for (const line of lines) {
        expect(line).toBe(line.trimEnd())
        expect(shownWidth(line), line).toBeLessThanOrEqual(width)
        expect(line).not.toMatch(/NaN|undefined|Infinity|null/)
      }
    }
  })

  it('says the same with colour as without', () => {
    const coloured = renderScorecard({ run: syntheticRun(), ...PLACES }, { colour: true, width: 80 })
    const codes = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g')
    expect(coloured).toMatch(codes)
    expect(coloured.replace(codes, '')).toBe(scorecard(syntheticRun(), 80))
    // Every colour ends on the line it began on, so that pagers and grep show no stray paint.
    for (const line of coloured.split('\n')) expect(line.match(codes)?.at(-1) ?? '[39m', line).toMatch(/\[(22|39)m$/)
  })

  it('shows what was expected, and what was seen of it', () => {
    expect(scorecard(syntheticRun({ lost: 2 }), 80)).toMatch(
      /EXPECTATIONS\n.*\n.*\n {2}✗ +lost = 0 +2 lost\n {2}! +path-b stays active +no path-b\n/,
    )
    expect(scorecard({ ...syntheticRun(), expectations: [] }, 80)).not.toContain('EXPECTATIONS')
  })

  it('tells when the backlog of the cut was gone', () => {
    expect(scorecard(syntheticRun(), 80)).toMatch(/backlog of the cut gone +– +1,006 +the last message of/)
  })

  it('names phases after what happened, and tells faults as the timetable has them', () => {
    const fault = (atMs: number, text: string, effect: 'breaks' | 'mends') => ({ atMs, text, effect })
    const [loss, delay, mended] = [
      fault(10_000, 'loss 5% on path-a', 'breaks'),
      fault(11_000, 'delay 20ms on path-b', 'breaks'),
      fault(14_000, 'restore', 'mends'),
    ]
    const one = scorecard({ ...syntheticRun(), faults: [loss!, mended!] }, 80)
    expect(one).toMatch(/Faults +loss 5% on path-a at 10 s, restore at 14 s\n/)
    expect(one).toMatch(/during the fault .*\n.*after the fault/)
    expect(one).not.toMatch(/path cut at/)
    expect(one).toMatch(/at +since fault +node +event\n.*\n +10.000 s +fault +lab +loss 5% on path-a\n/)
    expect(one).toMatch(/fault at 10 s.*over at 14 s/)
    expect(scorecard({ ...syntheticRun(), faults: [loss!, delay!, mended!] }, 80)).toMatch(/before the faults/)
    const nine = Array.from({ length: 9 }, (_, at) => fault(10_000 + at, 'cut path-a', 'breaks'))
    expect(scorecard({ ...syntheticRun(), faults: nine }, 80)).toMatch(/ and 1 more\n/)
  })

  it('leaves names of nodes and expectations as they are', () => {
    const reasons = ['asp-1: 2.1 % of the messages were sent late', 'p99 during < 1 s: 1.59 s', 'stopped before its end']
    const expectations = [{ text: 'p99 during < 1 s', met: false, seen: '1.59 s' }]
    const text = scorecard({ ...syntheticRun(), reasons, expectations }, 80)
    expect(text).toMatch(/! asp-1: 2\.1 % .*late\.\n.*! p99 during < 1 s: 1\.59 s\.\n.*! Stopped before/)
  })

  it('marks the seconds in which nothing arrived', () => {
    const run = syntheticRun()
    const axis = scorecard(run, 80)
      .split('\n')
      .find((line) => line.includes('└─'))!
    expect(axis.indexOf('×')).toBe(axis.indexOf('└') + 1 + 20)
    expect(run.samples.filter((sample) => sample.delivered === 0).map((sample) => sample.fromMs)).toEqual([10_000, 10_000])
  })

  it('says so when latencies went off the scale', () => {
    const run = syntheticRun()
    run.latencies[0]!.histogram.record(LONGEST_LATENCY_US * 3)
    expect(scorecard(run, 80)).toContain('1 message took longer than 120 s, counted as 120 s')
  })
})

const LONG_ADDRESSES = { localAddress: '2001:db8:1111:2222:3333:4444:5555:6666', remoteAddress: '2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff' }
const PLACES = { databasePath: 'results/data/sigbed.sqlite', showCommand: 'sigbed show 17' }

function scorecard(run: RecordedRun, width: number): string {
  return renderScorecard({ run, ...PLACES }, { colour: false, width })
}
