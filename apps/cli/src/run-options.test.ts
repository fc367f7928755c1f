import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Flags } from './command.js'
import { UsageError } from './command-failure.js'
import { parseRunOptions, type RunPlace } from './run-options.js'

const PLACE: RunPlace = {
  workingFolder: '/lab/here',
  resultsFolder: '/sigbed/results/data',
  profiles: ['telecom', 'rfc9260', 'linux'],
  startedAt: new Date('2026-01-07T14:03:22.480Z'),
}

const parse = (flags: Flags) => parseRunOptions(flags, PLACE)

describe('the options of a run', () => {
  it('are those of the usual run when nothing is given', () => {
    expect(parse({ _: ['run'], $0: 'sigbed' })).toEqual({
      scenario: 'two-homed-failover',
      profile: 'telecom',
      network: 'loopback',
      m3uaPerSecond: 2000,
      diameterPerSecond: 2000,
      durationMs: 11_000,
      cutAtMs: 3000,
      restoreAtMs: 7000,
      encapsulationPort: 9899,
      encapsulationPortGiven: false,
      seed: 1,
      databasePath: '/sigbed/results/data/sigbed.sqlite',
      captureFile: '/sigbed/results/data/run-20260107T140322Z.pcapng',
      json: false,
      quiet: false,
    })
  })

  it.each<[string, Flags, object]>([
    ['a rate', { 'm3ua-rate': '50000' }, { m3uaPerSecond: 50_000, diameterPerSecond: 2000 }],
    ['a rate with a fraction', { 'diameter-rate': '0.5' }, { diameterPerSecond: 0.5 }],
    ['one flow switched off', { 'diameter-rate': '0' }, { diameterPerSecond: 0 }],
    ['a profile', { profile: 'rfc9260' }, { profile: 'rfc9260' }],
    ['a network', { network: 'simulated', seed: '4294967295' }, { network: 'simulated', seed: 4_294_967_295 }],
    ['a timetable', { duration: '4.5', 'cut-at': '.25', 'restore-at': '2.' }, { durationMs: 4500, cutAtMs: 250, restoreAtMs: 2000 }],
    ['thirds of a second', { 'cut-at': '0.333333333' }, { cutAtMs: 333.333 }],
    ['a port, even the usual one', { 'encapsulation-port': '9899' }, { encapsulationPort: 9899, encapsulationPortGiven: true }],
    ['a database', { database: 'mine.sqlite' }, { databasePath: '/lab/here/mine.sqlite' }],
    ['a database elsewhere', { database: '/tmp/mine.sqlite' }, { databasePath: '/tmp/mine.sqlite' }],
    ['a capture', { capture: '../x.pcapng' }, { captureFile: '/lab/x.pcapng' }],
    ['no capture', { 'no-capture': true }, { captureFile: null }],
    ['switches', { json: true, quiet: true }, { json: true, quiet: true }],
  ])('take %s', (_, flags, expected) => {
    expect(parse(flags)).toMatchObject(expected)
  })

  it.each<[string, Flags, RegExp]>([
    ['an unknown scenario', { scenario: 'three-homed' }, /^scenario "three-homed" .* only two-homed-failover\.$/],
    ['an unknown profile', { profile: 'telekom' }, /^--profile "telekom" .* telecom, rfc9260 and linux\. Did you mean telecom\?$/],
    ['a profile like nothing known', { profile: 'zzzzzz' }, /^--profile "zzzzzz" .* telecom, rfc9260 and linux\.$/],
    ['an unknown network', { network: 'wifi' }, /^--network "wifi" .* loopback and simulated\.$/],
    ['a rate that is no number', { 'm3ua-rate': 'many' }, /^--m3ua-rate takes .* not "many"\.$/],
    ['a negative rate', { 'diameter-rate': '-5' }, /^--diameter-rate takes .* not "-5"\.$/],
    ['a rate too high', { 'm3ua-rate': '50001' }, /^--m3ua-rate 50001 .* 50000 messages per second at most\.$/],
    ['a hexadecimal rate', { 'm3ua-rate': '0x10' }, /^--m3ua-rate takes /],
    ['an endless rate', { 'm3ua-rate': 'Infinity' }, /^--m3ua-rate takes /],
    ['a blank rate', { 'm3ua-rate': ' ' }, /^--m3ua-rate takes /],
    ['an empty rate', { 'm3ua-rate': '' }, /^--m3ua-rate needs a value/],
    ['no traffic at all', { 'm3ua-rate': '0', 'diameter-rate': '0' }, /^--m3ua-rate and --diameter-rate are both 0/],
    ['a duration of letters', { duration: '11s' }, /^--duration takes seconds .* not "11s"\.$/],
    ['a duration too long', { duration: '3601' }, /^--duration 3601 is too long/],
    ['a cut at the very start', { 'cut-at': '0' }, /^--cut-at 0 leaves no traffic/],
    ['a return before the cut', { 'cut-at': '5', 'restore-at': '4' }, /^--restore-at 4 is not after --cut-at 5/],
    ['a return with the cut', { 'cut-at': '5', 'restore-at': '5' }, /^--restore-at 5 is not after --cut-at 5/],
    ['a return after the end', { duration: '7' }, /^--duration 7 ends the run before the path is back \(--restore-at 7\)/],
    ['port 0', { 'encapsulation-port': '0' }, /^--encapsulation-port takes a whole number from 1 to 65535, not "0"\.$/],
    ['a port beyond the last', { 'encapsulation-port': '65536' }, /^--encapsulation-port takes /],
    ['a port with a fraction', { 'encapsulation-port': '98.99' }, /^--encapsulation-port takes /],
    ['a seed too large', { seed: '4294967296' }, /^--seed takes /],
    ['an empty database', { database: '' }, /^--database needs a value/],
    ['a capture and none', { capture: 'x.pcapng', 'no-capture': true }, /^--capture and --no-capture contradict/],
  ])('refuse %s', (_, flags, message) => {
    expect(() => parse(flags)).toThrow(UsageError)
    expect(() => parse(flags)).toThrow(message)
  })

  it('are in order whatever was given, or refused with a sentence', () => {
    const text = fc.option(fc.oneof(fc.string(), fc.double().map(String), fc.nat(20).map(String)), { nil: undefined })
    fc.assert(
      fc.property(fc.record({ duration: text, 'cut-at': text, 'restore-at': text, 'm3ua-rate': text, seed: text }), (flags) => {
        try {
          const { durationMs, cutAtMs, restoreAtMs, m3uaPerSecond, seed } = parse(flags)
          expect(0 < cutAtMs && cutAtMs < restoreAtMs && restoreAtMs < durationMs && durationMs <= 3_600_000).toBe(true)
          expect(m3uaPerSecond >= 0 && m3uaPerSecond <= 50_000 && Number.isInteger(seed)).toBe(true)
        } catch (error) {
          if (!(error instanceof UsageError)) throw error
          expect(error.message).toMatch(/^--[a-z0-9-]+ .+[.?]$/su)
        }
      }),
    )
  })
})
