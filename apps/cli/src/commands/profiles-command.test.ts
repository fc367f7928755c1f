import { TIMER_PROFILES } from '@sigbed/sctp-core'
import { describe, expect, it } from 'vitest'
import { recordingSurroundings, sigbed } from '../../test/recording-surroundings.js'

describe('sigbed profiles', () => {
  it('shows every profile with its timers and what they promise', async () => {
    const { status, output } = await sigbed('profiles', recordingSurroundings('/lab'))
    expect(status).toBe(0)
    expect(Math.max(...output.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
    for (const { name } of TIMER_PROFILES) expect(output.match(new RegExp(`^  ${name} `, 'gm'))).toHaveLength(2)
    // RFC 9260 §16: 1 s doubled five times, the last one at RTO.Max or below: 1 + 2 + 4 + 8 + 16 + 32.
    expect(output).toMatch(/^ {2}rfc9260 +1\/1\/60 s +5 +0 +30 s +1 s +1 s +63 s$/m)
    expect(output).toMatch(/^ {2}telecom +120\/120\/800 ms +3 +0 +1 s +120 ms +120 ms +1\.64 s$/m)
  })

  it('writes JSON for programs', async () => {
    const { output } = await sigbed('profiles --json', recordingSurroundings('/lab'))
    const json = JSON.parse(output)
    expect(json).toMatchObject({ format: 'sigbed-profiles', version: 1 })
    expect(json.profiles.map((profile: { name: string }) => profile.name)).toEqual(TIMER_PROFILES.map((profile) => profile.name))
    expect(json.profiles[1]).toMatchObject({
      name: 'rfc9260',
      parameters: { rtoInitialMs: 1000, rtoMaxMs: 60_000, pathMaxRetrans: 5, primarySwitchoverMaxRetrans: null },
      expectation: { firstRetransmissionMs: 1000, potentiallyFailedMs: 1000, inactiveMs: 63_000 },
    })
  })
})
