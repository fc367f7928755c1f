import { describe, expect, it } from 'vitest'
import type { Flags } from '../command.js'
import { UsageError } from '../command-failure.js'
import { parseSweepOptions, SWEEP_DEFAULTS } from './sweep-options.js'

const PLACE = { workingFolder: '/lab/here', resultsFolder: '/sigbed/results/data', processors: 2 }
const parse = (flags: Flags) => parseSweepOptions(flags, PLACE)

describe('the options of a sweep', () => {
  it('are those of the usual one when nothing is given', () => {
    expect(parse({})).toMatchObject({
      scenario: { shown: SWEEP_DEFAULTS.scenario },
      profile: null,
      rtoMinMs: [100, 200, 500, 1000],
      pathMaxRetrans: [0, 1, 2, 3, 4, 5],
      potentiallyFailed: ['on', 'off'],
      heartbeatMs: [1000, 30_000],
      seeds: [1, 2],
      rtoMaxMs: null,
      messagesPerSecond: 20,
      disturbance: null,
      observedMs: 60_000,
      workers: 2,
      outputs: [],
      store: null,
      json: false,
    })
  })

  it.each<[string, Flags, object]>([
    ['a list', { 'rto-min': '1s, 100ms,1000ms' }, { rtoMinMs: [100, 1000] }],
    ['a range with its step', { 'rto-min': '100ms..500ms by 200ms' }, { rtoMinMs: [100, 300, 500] }],
    ['a range that its step does not fill', { heartbeat: '1s..6s by 2s' }, { heartbeatMs: [1000, 3000, 5000] }],
    ['a range of numbers', { 'path-max-retrans': '2..4' }, { pathMaxRetrans: [2, 3, 4] }],
    ['ranges and single values', { 'path-max-retrans': '0..2,5,8..10 by 2' }, { pathMaxRetrans: [0, 1, 2, 5, 8, 10] }],
    ['fractions of milliseconds', { 'rto-min': '0.1s..0.3s by 0.1s' }, { rtoMinMs: [100, 200, 300] }],
    ['no heartbeats', { heartbeat: '30s,off' }, { heartbeatMs: [0, 30_000] }],
    ['several PFMR', { pf: 'off,2,1,on' }, { potentiallyFailed: ['on', 1, 2, 'off'] }],
    ['so many seeds', { seeds: '4' }, { seeds: [1, 2, 3, 4] }],
    ['certain seeds', { seeds: '7..9' }, { seeds: [7, 8, 9] }],
    [
      'files by their endings',
      { output: ['a.html', 'b.md', 'c.json', 'd.txt'] },
      { outputs: ['html', 'markdown', 'json', 'text'].map((format, i) => ({ file: ['a.html', 'b.md', 'c.json', 'd.txt'][i], format })) },
    ],
    [
      'stored runs',
      { store: true, tag: 'mine', database: 'a.sqlite' },
      { store: { databasePath: '/lab/here/a.sqlite', tags: ['sweep', 'mine'] } },
    ],
    ['stored runs in the usual place', { store: true }, { store: { databasePath: '/sigbed/results/data/sigbed.sqlite', tags: ['sweep'] } }],
  ])('understand %s', (_, flags, expected) => {
    expect(parse(flags)).toMatchObject(expected)
  })

  it.each<[Flags, RegExp]>([
    [{ 'rto-min': '100' }, /^--rto-min takes times such as 100ms or 1s, as a list or a range, not "100"\.$/],
    [{ 'rto-min': '100ms,,1s' }, /^--rto-min takes .* not ""\.$/],
    [{ 'rto-min': '0ms' }, /^--rto-min 0ms is out of range\. Give 1ms to 60s\.$/],
    [
      { 'rto-min': '100ms..500ms' },
      /^--rto-min 100ms\.\.500ms does not say how far its values are apart\. Say "100ms\.\.500ms by 100ms", or list them\.$/,
    ],
    [{ 'rto-min': '500ms..100ms by 100ms' }, /^--rto-min .* runs backwards\. Say "100ms\.\.500ms by 100ms"\.$/],
    [{ 'rto-min': '1ms..60s by 1ms' }, /^--rto-min .* is 60000 values\. Give 24 at most, with a longer step\.$/],
    [{ 'rto-min': '1s..2s by 0ms' }, /^--rto-min .* "0ms" is no step\. Say by 100ms\.$/],
    [{ 'path-max-retrans': '0..5s' }, /^--path-max-retrans takes whole numbers, as a list or a range, not "5s"\.$/],
    [{ 'path-max-retrans': '21' }, /^--path-max-retrans 21 is out of range\. Give 0 to 20\.$/],
    [{ pf: 'maybe' }, /^--pf takes on, off, and numbers of retransmissions \(PFMR\), .* not "maybe"\.$/],
    [{ heartbeat: 'never' }, /^--heartbeat takes times such as 1s or 30s, or off, /],
    [{ seeds: '0' }, /^--seeds takes how many there are to be, 1 to 24, or which, as 7\.\.9, not "0"\.$/],
    [{ 'rto-max': '1s,2s' }, /^--rto-max takes one value, not "1s,2s": it is the same in every cell\.$/],
    [{ rate: '0' }, /^--rate 0 is out of range\. Give 1 to 10000\.$/],
    [{ observe: '1ms' }, /^--observe 1ms is out of range\. Give 1s to 3600s\.$/],
    [{ workers: 'all' }, /^--workers takes a whole number, /],
    [{ output: 'sweep.pdf' }, /^--output sweep\.pdf: its ending does not say what it is to be\. End it in \.html, /],
    [{ tag: 'mine' }, /^--tag is for runs that are stored\. Say --store as well, or leave it out\.$/],
    [{ database: 'a.sqlite' }, /^--database is for runs that are stored\./],
    [{ scenario: 'two-homed' }, /^"two-homed" is no scenario\./],
    [
      { 'rto-min': '1ms..24ms by 1ms', 'path-max-retrans': '0..20', heartbeat: '1s..20s by 1s', seeds: '2' },
      /^the sweep would take 80640 runs; 20000 are the most\. Give fewer values to --rto-min, /,
    ],
  ])('refuse %j, naming the flag and what would do', (flags, message) => {
    expect(() => parse(flags)).toThrow(UsageError)
    expect(() => parse(flags)).toThrow(message)
  })
})
