import { describe, expect, it } from 'vitest'
import { planted, read, SOUND } from '../../test/example-scenario.js'

describe('a scenario', () => {
  it('is read with every default filled in', () => {
    expect(read(SOUND)).toMatchObject({
      name: 'example',
      profile: 'telecom',
      parameters: { rtoMinMs: 120 },
      seed: 1,
      repetitions: 1,
      durationMs: 11_000,
      networks: [
        { name: 'path-a', subnet: '10.132.1.0/24', link: { up: true, delayMs: 1, lossProbability: 0 } },
        {
          name: 'path-b',
          subnet: 'fd00:132:2::/64',
          link: { lossProbability: 0.01, reorderProbability: 0.05, reorderByMs: 20, octetsPerSecond: 125_000, mtu: 800 },
        },
      ],
      nodes: [
        {
          name: 'gate',
          role: 'gateway',
          settings: { places: 4 },
          interfaces: [
            { network: 'path-a', address: '10.132.1.10' },
            { network: 'path-b', address: 'fd00:132:2::10' },
          ],
        },
        {
          name: 'one',
          settings: { gateways: ['gate'], patience: 2000 },
          interfaces: [{ address: 'fd00:132:2::11' }, { address: '10.132.1.11' }],
        },
        { name: 'two', settings: { patience: 1000 }, interfaces: [{ address: '10.132.1.99' }] },
      ],
      links: [{ network: 'path-b', from: 'one', to: 'gate', changes: { lossProbability: 0.001 } }],
      traffic: [
        { flow: 'visits', from: 'one', to: ['gate'], perSecond: 500, arrivals: 'constant', octets: 100 },
        { flow: 'calls', from: 'gate', to: ['one', 'two'], perSecond: 10, arrivals: 'poisson', octets: 200 },
      ],
      text: SOUND,
    })
  })

  it('has its timetable in order, with shorthands taken apart, and the line of each entry', () => {
    expect(read(SOUND).timetable.map(({ atMs, text, line }) => `${line}: ${atMs} ${text}`)).toEqual([
      '18: 3000 cut path-a',
      '19: 5000 restore',
      '19: 5000 pause two',
      '20: 5500 resume two',
      '21: 6000 cut path-b',
      '21: 6500 restore path-b',
      '21: 7000 cut path-b',
      '21: 7500 restore path-b',
    ])
    expect(read(SOUND).expectations.map(({ text, line }) => `${line}: ${text}`)).toEqual([
      '23: lost = 0',
      '24: visits p99 during < 300 ms',
      '25: event gate-open on gate',
    ])
  })

  it('takes a profile and what is changed of it', () => {
    const { profile, parameters } = read(
      planted(
        'profile: telecom',
        'profile: { base: telecom, rto-min: 200ms, rto-initial: 0.2s, path-max-retrans: 5, potentially-failed: off, receive-buffer: 16 kB }',
      ),
    )
    expect(profile).toBe('telecom with rto-initial 0.2s, rto-min 200ms, path-max-retrans 5, potentially-failed off, receive-buffer 16 kB')
    expect(parameters).toMatchObject({
      rtoMinMs: 200,
      rtoMaxMs: 800,
      pathMaxRetrans: 5,
      potentiallyFailed: false,
      receiveBufferOctets: 16_000,
    })
  })

  it('is changed for a run, and its text says so', () => {
    const changed = read(SOUND, { seed: 7, profile: 'rfc9260', duration: '12s' })
    expect(changed).toMatchObject({ seed: 7, profile: 'rfc9260', parameters: {}, durationMs: 12_000 })
    expect(changed.text).not.toBe(SOUND)
    expect(read(changed.text)).toEqual(changed)
  })
})
