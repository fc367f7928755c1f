import type { FailoverMeasure, FlowAudit, PathState } from '@sigbed/measurement'
import { describe, expect, it } from 'vitest'
import { arrival, carriedOut, delivery, event, latencies, pathEvent, sample, shownRun } from '../../test/shown-run.js'
import type { CarriedOutFault, RunEvidence } from '../run/run-evidence.js'
import { readDemand } from '../scenario/grammar/expectation-phrases.js'
import { judge } from './judge.js'

const NAMES = {
  nodes: ['gate', 'one', 'two'],
  networks: ['path-a', 'path-b'],
  flows: ['visits', 'calls'],
  events: ['gate-open', 'communication-lost'],
}

function judged(text: string, shown: Partial<RunEvidence>): [met: boolean | null, seen: string] {
  const understood = readDemand(text, NAMES)
  if ('fault' in understood) throw new Error(understood.fault)
  const [outcome] = judge([{ text, line: 1, demand: understood.value }], shownRun(shown))
  expect(outcome!.text).toBe(text)
  return [outcome!.met, outcome!.seen]
}

const audit = (flow: string, lost: number): FlowAudit => ({
  flow,
  offered: 1000,
  delivered: 1000 - lost,
  lost,
  duplicated: 2,
  reordered: 0,
  corrupted: 0,
  refused: 0,
})
/** Path-a is cut at 3 s, and everything is restored at 5 s. */
const cut = carriedOut(3000)
const restored = carriedOut(5000)

describe('a count', () => {
  it('is that of all flows unless one is named', () => {
    const audits = [audit('visits', 0), audit('calls', 3)]
    expect(judged('lost = 0', { audits })).toEqual([false, '3 lost of 2,000'])
    expect(judged('visits lost = 0', { audits })).toEqual([true, '0 lost of 1,000'])
    expect(judged('duplicated <= 4', { audits })).toEqual([true, '4 duplicated of 2,000'])
    expect(judged('offered >= 2001', { audits })).toEqual([false, '2,000 offered'])
    expect(judged('lost = 0', {})).toEqual([null, 'nothing was counted'])
  })

  it('is not shown by a flow to which it could not have happened', () => {
    const idle = { ...audit('calls', 0), offered: 0, delivered: 0, duplicated: 0 }
    const audits = [audit('visits', 0), idle]
    expect(judged('lost = 0', { audits })).toEqual([null, 'nothing of calls was offered'])
    expect(judged('visits lost = 0', { audits })[0]).toBe(true)
    expect(judged('lost >= 1', { audits })).toEqual([false, '0 lost of 1,000'])
    expect(judged('offered >= 1000', { audits })[0]).toBe(true)
    const swallowed = [audit('visits', 0), { ...audit('calls', 1000), duplicated: 0 }]
    expect(judged('reordered = 0', { audits: swallowed })).toEqual([null, 'nothing of calls was delivered'])
    const damaged = [{ ...audit('calls', 1000), duplicated: 0, corrupted: 1000 }]
    expect(judged('corrupted <= 1000', { audits: damaged })[0]).toBe(true)
  })

  it('of one node is what arrived there', () => {
    const deliveries = [delivery(100, 'visits', 'gate'), delivery(200, 'visits', 'gate'), delivery(100, 'calls', 'one')]
    expect(judged('delivered at gate >= 100', { deliveries })).toEqual([true, '100 delivered at gate'])
    expect(judged('calls delivered at gate > 0', { deliveries })).toEqual([false, '0 delivered at gate'])
    expect(judged('delivered at two = 0', { deliveries, audits: [audit('visits', 0)] })).toEqual([true, '0 delivered at two'])
    expect(judged('calls delivered at two = 0', { deliveries, audits: [audit('visits', 0)] })).toEqual([null, 'nothing was offered'])
  })
})

describe('what servers saw of requests', () => {
  const seen = (flow: string, carriedOutAgain: number) => ({
    flow,
    arrived: 500,
    marked: 12,
    arrivedAgain: 9,
    arrivedAgainUnmarked: 0,
    carriedOutAgain,
  })

  it('is counted over all flows unless one is named', () => {
    const requestAudits = [seen('visits', 3), seen('calls', 4)]
    expect(judged('carried out twice = 0', { requestAudits })).toEqual([false, '7 carried out twice of 1,000 that arrived'])
    expect(judged('calls carried out twice <= 4', { requestAudits })).toEqual([true, '4 carried out twice of 500 that arrived'])
    expect(judged('arrived twice > 0', { requestAudits })).toEqual([true, '18 arrived twice of 1,000 that arrived'])
    expect(judged('arrived twice unmarked = 0', { requestAudits })[0]).toBe(true)
  })

  it('is not shown where no request reached a server', () => {
    expect(judged('carried out twice = 0', {})).toEqual([null, 'no request reached a server'])
    expect(judged('calls carried out twice = 0', { requestAudits: [seen('visits', 0)] })[1]).toBe('no request of calls reached a server')
  })
})

describe('a latency', () => {
  const phaseLatencies = [
    { flow: 'visits', phase: 'before' as const, histogram: latencies(1000, 2000) },
    { flow: 'visits', phase: 'during' as const, histogram: latencies(1000, 140_000) },
    { flow: 'calls', phase: 'during' as const, histogram: latencies(150_000) },
  ]

  it('is that of the slowest flow', () => {
    expect(judged('max during < 145 ms', { phaseLatencies })).toEqual([false, '150 ms (calls)'])
    expect(judged('visits max during < 145 ms', { phaseLatencies })).toEqual([true, '140 ms'])
    expect(judged('p50 during >= 1 ms', { phaseLatencies })).toEqual([true, '1 ms (visits)'])
    expect(judged('median during > 100 ms', { phaseLatencies })).toEqual([false, '1 ms (visits)'])
  })

  it('is over all phases when none is named', () => {
    expect(judged('visits max < 200 ms', { phaseLatencies })).toEqual([true, '140 ms'])
  })

  it('may be higher by what the machine held nodes up while the messages were under way', () => {
    const holdUps = [
      { fromMs: 2980, toMs: 3010 },
      { fromMs: 4000, toMs: 4020 },
    ]
    const shown = { phaseLatencies, holdUps, network: 'loopback' as const }
    expect(judged('visits max during < 111 ms', shown)).toEqual([true, '140 ms; 30 ms for the machine'])
    expect(judged('visits max during < 110 ms', shown)).toEqual([false, '140 ms; 30 ms for the machine'])
    expect(judged('visits max during > 150 ms', shown)).toEqual([false, '140 ms'])
  })

  it('is not shown by a flow without messages', () => {
    expect(judged('max before < 1s', { phaseLatencies })).toEqual([null, 'no message arrived that was sent before (calls)'])
  })
})

describe('the alternate', () => {
  const before = arrival(0, 'visits', 'gate', 'path-a')

  it('carries data within its time, to the way of a packet exactly, when time is virtual', () => {
    const at = (atMs: number) =>
      judged('visits alternate carries data within 1 RTO', {
        faults: cut,
        arrivals: [before, arrival(3000 + atMs, 'visits', 'gate', 'path-b')],
      })
    expect(at(122)).toEqual([true, 'after 122 ms over path-b (visits); 120 ms are due, 3 ms for the way'])
    expect(at(123.5)[0]).toBe(false)
  })

  it('gets a little slack, the time the cut took and that in which nodes were held up, when time is real', () => {
    const faults = carriedOut(3000, 8)
    const holdUps = [
      { fromMs: 2900, toMs: 2990 },
      { fromMs: 3040, toMs: 3070 },
      { fromMs: 3500, toMs: 3600 },
    ]
    const at = (atMs: number) =>
      judged('visits alternate carries data within 1 RTO', {
        network: 'loopback',
        faults,
        holdUps,
        arrivals: [before, arrival(3000 + atMs, 'visits', 'gate', 'path-b')],
      })
    expect(at(181)).toEqual([true, 'after 181 ms over path-b (visits); 120 ms are due, 3 ms for the way, 58 ms for the machine'])
    expect(at(182)[0]).toBe(false)
  })

  it('is due by the RTO the path had when it was cut', () => {
    const pathSamples = [sample(2900, 'one', 'path-a', 200), sample(3000, 'one', 'path-a', 300), sample(3100, 'one', 'path-a', 600)]
    const arrivals = [before, arrival(3290, 'visits', 'gate', 'path-b')]
    expect(judged('visits alternate carries data within 1 RTO', { faults: cut, arrivals, pathSamples })[0]).toBe(true)
  })

  it('is asked of every flow that came over the cut path, and of no other', () => {
    const arrivals = [before, arrival(0, 'calls', 'one', 'path-b'), arrival(3100, 'visits', 'gate', 'path-b')]
    expect(judged('alternate carries data within 1 RTO', { faults: cut, arrivals })[0]).toBe(true)
    const both = [before, arrival(0, 'calls', 'one', 'path-a'), arrival(3100, 'visits', 'gate', 'path-b')]
    expect(judged('alternate carries data within 200 ms', { faults: cut, arrivals: both })).toEqual([
      false,
      'never; 200 ms are due, 1.001 s for the way',
    ])
  })

  it('is asked of requests or answers by the way that is cut', () => {
    // Requests of one to gate come by path-a, answers the other way.
    const requests = (atMs: number) => [arrival(0, 'visits', 'gate', 'path-a'), arrival(3000 + atMs, 'visits', 'gate', 'path-b')]
    const answers = (atMs: number) => [arrival(0, 'visits', 'one', 'path-a'), arrival(3000 + atMs, 'visits', 'one', 'path-b')]
    const cutFrom = (from: string, to: string): CarriedOutFault[] => [
      { ...cut[0]!, action: { kind: 'cut', links: [{ network: 'path-a', from, to }] } },
    ]
    const at = (faults: CarriedOutFault[], requestsMs: number, answersMs: number) =>
      judged('visits alternate carries data within 1 RTO', { faults, arrivals: [...requests(requestsMs), ...answers(answersMs)] })
    expect(at(cutFrom('one', 'gate'), 121, 900)[1]).toMatch(/^after 121 ms over path-b/)
    expect(at(cutFrom('one', 'gate'), 900, 121)[0]).toBe(false)
    expect(at(cutFrom('gate', 'one'), 900, 121)[1]).toMatch(/^after 121 ms over path-b/)
    expect(at(cutFrom('gate', 'one'), 121, 900)[0]).toBe(false)
    expect(at(cut, 121, 900)[0]).toBe(false)
  })

  it('is not shown without a cut, or when nothing came over it', () => {
    expect(judged('alternate carries data within 1 RTO', { arrivals: [before] })).toEqual([null, 'no path was cut'])
    const elsewhere = { faults: cut, arrivals: [arrival(0, 'visits', 'gate', 'path-b')] }
    expect(judged('alternate carries data within 1 RTO', elsewhere)).toEqual([null, 'no flow came over a path that was cut'])
  })
})

describe('a path', () => {
  it('is in a state within its time from the cut', () => {
    const pathEvents = [pathEvent(500, 'one', 'path-a', 'inactive'), pathEvent(3118, 'one', 'path-a', 'potentially-failed')]
    expect(judged('path-a potentially-failed within 1 RTO', { faults: cut, pathEvents })[0]).toBe(true)
    expect(judged('path-a inactive within 5 s', { faults: cut, pathEvents })[1]).toMatch(/^never; 5 s are due/)
    expect(
      judged('path-b potentially-failed within 1 RTO', { faults: cut, pathEvents, pathSamples: [sample(0, 'one', 'path-b')] })[0],
    ).toBe(false)
  })

  it('is active again when all that were not are', () => {
    const pathEvents = [
      pathEvent(3118, 'one', 'path-a', 'inactive'),
      pathEvent(3500, 'gate', 'path-a', 'potentially-failed'),
      pathEvent(5400, 'one', 'path-a', 'active'),
    ]
    expect(judged('path-a active within 1 s', { faults: restored, pathEvents })[1]).toMatch(/^never on gate/)
    const all = [...pathEvents, pathEvent(5900, 'gate', 'path-a', 'active')]
    expect(judged('path-a active within 1 s', { faults: restored, pathEvents: all })).toEqual([
      true,
      'after 900 ms; 1 s is due, 3 ms for the way',
    ])
    expect(judged('path-a active within 1 s', { faults: restored })).toEqual([
      null,
      'no path of path-a was out of use when it was restored',
    ])
  })

  it('stays active, or never gets into a state', () => {
    const pathEvents = [pathEvent(-10, 'one', 'path-b', 'inactive'), pathEvent(4000, 'gate', 'path-b', 'potentially-failed')]
    const pathSamples = [sample(0, 'one', 'path-b'), sample(0, 'one', 'path-a')]
    expect(judged('path-b stays active', { pathEvents, pathSamples })).toEqual([
      false,
      'potentially-failed at 4 s on gate (T3-rtx expired)',
    ])
    expect(judged('path-b never inactive', { pathEvents, pathSamples })).toEqual([true, 'never inactive'])
    expect(judged('path-a stays active', { pathEvents, pathSamples })).toEqual([true, 'never potentially-failed or inactive'])
  })

  it('does not stay active that was out of use before the traffic and all the time, or was never looked at', () => {
    const pathEvents = [pathEvent(-10, 'one', 'path-b', 'inactive')]
    const stays = (...pathSamples: RunEvidence['pathSamples'][number][]) => judged('path-b stays active', { pathEvents, pathSamples })
    const inState = (state: PathState) => ({ ...sample(100, 'one', 'path-b'), state })
    expect(stays(inState('inactive'))).toEqual([false, 'inactive at 100 ms on one'])
    expect(stays()).toEqual([null, 'no path of path-b was seen'])
    expect(stays(inState('unconfirmed'))).toEqual([null, 'fd00:132:2::11 - fd00:132:2::10 was unconfirmed on one all the time'])
    expect(stays(inState('unconfirmed'), sample(200, 'one', 'path-b'))[0]).toBe(true)
  })
})

describe('data', () => {
  it('return to a path they had left', () => {
    const arrivals = [
      arrival(0, 'visits', 'gate', 'path-a'),
      arrival(3120, 'visits', 'gate', 'path-b'),
      arrival(6500, 'visits', 'gate', 'path-a'),
    ]
    expect(judged('data returns to path-a within 1.5 s', { faults: restored, arrivals })).toEqual([
      true,
      'after 1.5 s (visits); 1.5 s are due, 3 ms for the way',
    ])
    expect(judged('data returns to path-a within 400 ms', { faults: restored, arrivals })[0]).toBe(false)
    expect(judged('data returns to path-a within 1 s', { faults: restored, arrivals: arrivals.slice(0, 1) })).toEqual([
      null,
      'no flow had left path-a',
    ])
  })

  it('are silent as long as from one tenth with deliveries to the next', () => {
    const deliveries = [
      delivery(100, 'visits', 'gate'),
      delivery(200, 'visits', 'gate'),
      delivery(1700, 'visits', 'gate'),
      delivery(10_950, 'visits', 'gate'),
    ]
    const [met, seen] = judged('visits delivery resumes within 5 s', { deliveries })
    expect([met, seen]).toEqual([false, 'at most 9.15 s without a delivery; 5 s are due, 3 ms for the way'])
    expect(judged('visits delivery resumes within 9.2 s', { deliveries })[0]).toBe(true)
    // Also when they never come back, or come late.
    expect(judged('visits delivery resumes within 5 s', { deliveries: deliveries.slice(0, 2) })[1]).toMatch(/^at most 10.8 s/)
    expect(judged('visits delivery resumes within 5 s', { deliveries: deliveries.slice(3) })[1]).toMatch(/^at most 10.8 s/)
    // A flow that never came says nothing of when it resumes, however well another did.
    expect(judged('delivery resumes within 20 s', { deliveries })).toEqual([null, 'nothing was delivered (calls)'])
    expect(judged('visits delivery resumes within 5 s', {})).toEqual([null, 'nothing was delivered'])
  })

  it('are missing for as long as nodes were held up', () => {
    const deliveries = [delivery(1000, 'visits', 'gate'), delivery(1500, 'visits', 'gate'), delivery(11_000, 'visits', 'gate')]
    const holdUps = [{ fromMs: 2000, toMs: 6000 }]
    const [met, seen] = judged('visits delivery resumes within 5380 ms', { deliveries, holdUps, network: 'loopback' })
    expect([met, seen]).toEqual([true, 'at most 9.4 s without a delivery; 5.38 s are due, 3 ms for the way, 4.02 s for the machine'])
    expect(judged('visits delivery resumes within 5370 ms', { deliveries, holdUps, network: 'loopback' })[0]).toBe(false)
  })

  it('come to who takes over', () => {
    const calls = [arrival(0, 'calls', 'gate', 'path-a'), arrival(3400, 'calls', 'one', 'path-b')]
    expect(judged('one takes over within 500 ms', { faults: cut, arrivals: calls })[0]).toBe(true)
    expect(judged('two takes over within 500 ms', { faults: cut, arrivals: calls })[1]).toMatch(/^never; /)
    // Who had messages before shows it by the first tenth of a second after the fault.
    expect(
      judged('two takes over within 5 s', { faults: cut, deliveries: [delivery(3050, 'calls', 'two'), delivery(3300, 'calls', 'two')] })[1],
    ).toMatch(/^after 300 ms/)
  })
})

describe('associations', () => {
  const lost = event(4000, 'one', 'communication-lost', 'one - gate association lost')

  it('stay up while there is traffic', () => {
    expect(judged('association stays up', { events: [event(12_000, 'gate', 'communication-lost')] })).toEqual([true, 'none was lost'])
    expect(judged('association stays up', { events: [lost] })).toEqual([
      false,
      'at 4 s one: one - gate association lost (communication-lost)',
    ])
  })

  it('do not stay up that are ended in order or begun anew, or never were, or whose end may have been left out', () => {
    for (const kind of ['shutdown-complete', 'restart']) {
      const seen = `at 500 ms one: one - gate (${kind})`
      expect(judged('association stays up', { events: [event(500, 'one', kind, 'one - gate')] })).toEqual([false, seen])
    }
    expect(judged('association stays up', { pathSamples: [] })).toEqual([null, 'there was no association'])
    const events = [event(500, 'one', 'events-left-out', 'more than 20000 events')]
    expect(judged('association stays up', { events })).toEqual([null, 'one told more than 20000 events'])
  })

  it('are lost within a time, and return', () => {
    expect(judged('association lost within 500 ms', { faults: restored, events: [lost] })[1]).toMatch(/^after 1 s by one; 500 ms are due/)
    const returns = (...events: RunEvidence['events'][number][]) => judged('association returns within 1 s', { faults: restored, events })
    expect(returns(event(100, 'one', 'communication-up'), event(5900, 'one', 'communication-up'))[0]).toBe(true)
    expect(returns(event(5800, 'one', 'restart'))[0]).toBe(true)
    expect(returns(event(100, 'one', 'communication-up'))[1]).toMatch(/^never/)
  })
})

describe('an event', () => {
  it('counts from the first fault on', () => {
    const events = [event(1000, 'gate', 'gate-open', 'early'), event(3500, 'gate', 'gate-open', 'late')]
    expect(judged('event gate-open on gate', { faults: cut, events })).toEqual([true, 'at 3.5 s by gate: late'])
    expect(judged('event gate-open', { faults: cut, events: events.slice(0, 1) })).toEqual([
      false,
      'not after the first fault, which was at 3 s',
    ])
    expect(judged('event gate-open on one', { events })).toEqual([false, 'never'])
    expect(judged('event gate-open on gate', { events })[1]).toBe('at 1 s by gate: early')
  })
})

describe('a failover', () => {
  const measure: FailoverMeasure = {
    flow: 'visits',
    node: 'one',
    association: 'one - gate',
    cutAtMs: 3000,
    firstDeliveryOnAlternateMs: 121,
    potentiallyFailedMs: 120,
    inactiveMs: null,
    activeAgainMs: null,
    drainedMs: 130,
    rtoAtCutMs: 120,
    computedFirstDeliveryMs: 120,
    computedPotentiallyFailedMs: Number.POSITIVE_INFINITY,
    computedInactiveMs: 1640,
    toleranceMs: 170,
    verdict: 'pass',
  }

  it('is as computed when all that were due are', () => {
    const text =
      'visits from one: alternate after 121 ms (computed 120 ms), potentially failed after 120 ms, inactive never (computed 1.64 s); give or take 170 ms'
    expect(judged('failover as computed', { failovers: [measure] })).toEqual([true, text])
    expect(judged('failover as computed', { failovers: [measure, { ...measure, verdict: 'fail' }] })[0]).toBe(false)
    expect(judged('failover as computed', { failovers: [{ ...measure, verdict: 'not-measured' }] })).toEqual([null, 'no failover was due'])
    expect(judged('failover as computed', {})).toEqual([null, 'no path that carried data was cut'])
  })
})
