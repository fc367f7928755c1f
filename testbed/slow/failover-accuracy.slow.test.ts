import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseRunReport, sigbed } from './sigbed-command.js'

/**
 * A failover takes the time that its timers say, and takes no message with it: ten times out of ten, by either profile.
 *
 * On loopback the round trip is far below RTO.Min, so that RTO is RTO.Min (RFC 9260 §6.3.1) and the first retransmission on the
 * other path comes one RTO after the last acknowledgement (§6.3.3). That one came up to an RTO before the cut, or the timer was
 * started by the first message after it; 50 ms are for the machine.
 */
const PROFILES = [
  { profile: 'rfc9260', rtoMinMs: 1000, timetable: ['--cut-at', '1', '--restore-at', '3.5', '--duration', '6'] },
  { profile: 'telecom', rtoMinMs: 120, timetable: ['--cut-at', '1', '--restore-at', '2', '--duration', '3.5'] },
] as const
const RUNS = Array.from({ length: 10 }, (_, at) => at + 1)
const SLACK_MS = 50

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigbed-slow-'))
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe.each(PROFILES)('with the timers of $profile', ({ profile, rtoMinMs, timetable }) => {
  it.each(RUNS)('run %i moves to the other path on time and loses nothing', async () => {
    const storing = ['--database', join(folder, 'runs.sqlite'), '--no-capture']
    const end = await sigbed(['run', '--profile', profile, ...timetable, ...RATES, ...storing, '--json', '--quiet'])
    const { format, status, audits, failovers } = parseRunReport(end)
    expect({ format, status }).toEqual({ format: 'sigbed-run', status: 'completed' })

    expect(audits.map(({ flow }) => flow)).toEqual(['m3ua', 'diameter'])
    for (const audit of audits) {
      expect(audit.offered).toBeGreaterThan(1000)
      expect(audit).toMatchObject({ delivered: audit.offered, lost: 0, duplicated: 0, reordered: 0, corrupted: 0 })
    }

    // M3UA goes one way, Diameter requests one way and their answers the other.
    expect(failovers.map(({ flow, node }) => `${flow} from ${node}`)).toEqual([
      'm3ua from west',
      'diameter from west',
      'diameter from east',
    ])
    for (const { firstDeliveryOnAlternateMs, rtoAtCutMs, computedFirstDeliveryMs } of failovers) {
      expect({ rtoAtCutMs, computedFirstDeliveryMs }).toEqual({ rtoAtCutMs: rtoMinMs, computedFirstDeliveryMs: rtoMinMs })
      expect(firstDeliveryOnAlternateMs).not.toBeNull()
      expect(Math.abs(firstDeliveryOnAlternateMs! - rtoMinMs)).toBeLessThanOrEqual(rtoMinMs + SLACK_MS)
    }
  })

  it('stores each run, so that they can be listed and compared', async () => {
    const database = ['--database', join(folder, 'runs.sqlite')]
    const { output } = await sigbed(['report', '--json', ...database])
    const runs: readonly { runId: number; profile: string; status: string }[] = JSON.parse(output).runs
    const stored = runs.filter((run) => run.profile === profile && run.status === 'completed').map(({ runId }) => runId)
    expect(stored).toHaveLength(RUNS.length)

    const comparison = await sigbed(['compare', String(stored[1]), String(stored[0]), '--json', ...database])
    expect(JSON.parse(comparison.output)).toMatchObject({
      format: 'sigbed-comparison',
      runIdA: stored[1],
      runIdB: stored[0],
      parameters: [],
    })
  })
})

const RATES = ['--m3ua-rate', '1000', '--diameter-rate', '1000']
