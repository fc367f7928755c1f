import type { PathEvent, PathSample, PathState } from '@sigbed/measurement'
import { protocolParameters, timerProfile } from '@sigbed/sctp-core'
import { describe, expect, it } from 'vitest'
import { fakeScenario } from '../lab/testing/fake-node.js'
import type { FaultAction } from '../scenario/fault-action.js'
import { failoverMeasures } from './failover-anatomy.js'
import type { CarriedOutFault, FlowArrival, RunEvidence } from './run-evidence.js'

describe('the anatomy of failovers', () => {
  it('holds every stage of a cut against what the timers promise', () => {
    const [measure, ...others] = failoverMeasures(
      evidence({
        faults: [cut(3000, 'path-a'), restore(7000)],
        pathSamples: sampled(3000, { carries: 'path-a' }),
        arrivals: [arrival(1, 'path-a'), arrival(3125, 'path-b'), arrival(9200, 'path-a')],
        pathEvents: [event(3120, 'potentially-failed'), event(4640, 'inactive'), event(9158, 'active')],
      }),
      [{ flow: 'm3ua', node: 'sg', atMs: 3140 }],
    )
    expect(others).toEqual([])
    expect(measure).toEqual({
      flow: 'm3ua',
      node: 'asp-1',
      association: 'asp-1 - sg',
      cutAtMs: 3000,
      firstDeliveryOnAlternateMs: 125,
      potentiallyFailedMs: 120,
      inactiveMs: 1640,
      activeAgainMs: 2158,
      drainedMs: 140,
      rtoAtCutMs: 120,
      // RTO, and the one-way delay of the path that is left.
      computedFirstDeliveryMs: 125,
      computedPotentiallyFailedMs: 120,
      computedInactiveMs: 120 + 240 + 480 + 800,
      toleranceMs: 170,
      verdict: 'pass',
    })
  })

  it('measures requests where they are served and answers where they were asked for', () => {
    const answer = (atMs: number, network: string): FlowArrival => ({
      ...arrival(atMs, network),
      node: 'asp-1',
      address: addressOf('sg', network),
    })
    const measures = failoverMeasures(
      evidence({
        faults: [cut(3000, 'path-a')],
        pathSamples: sampled(3000, { carries: 'path-a' }),
        arrivals: [arrival(1, 'path-a'), answer(2, 'path-a'), arrival(3125, 'path-b'), answer(3127, 'path-b')],
      }),
      [
        { flow: 'm3ua', node: 'sg', atMs: 3130 },
        { flow: 'm3ua', node: 'asp-1', atMs: 3133 },
      ],
    )
    expect(measures.map(({ node, firstDeliveryOnAlternateMs, drainedMs }) => [node, firstDeliveryOnAlternateMs, drainedMs])).toEqual([
      ['sg', 127, 133],
      ['asp-1', 125, 130],
    ])
  })

  it('fails one that came too late', () => {
    const run = evidence({
      faults: [cut(3000, 'path-a')],
      pathSamples: sampled(3000, { carries: 'path-a' }),
      arrivals: [arrival(1, 'path-a'), arrival(3900, 'path-b')],
      pathEvents: [event(3120, 'potentially-failed'), event(4640, 'inactive')],
    })
    expect(failoverMeasures(run, [])).toMatchObject([{ firstDeliveryOnAlternateMs: 900, activeAgainMs: null, verdict: 'fail' }])
  })

  it('does not wait for a path to be potentially failed that is inactive by then', () => {
    const run = evidence({
      parameters: protocolParameters({ ...SCENARIO.parameters, pathMaxRetrans: 0 }),
      faults: [cut(3000, 'path-a')],
      pathSamples: sampled(3000, { carries: 'path-a' }),
      arrivals: [arrival(1, 'path-a'), arrival(3125, 'path-b')],
      pathEvents: [event(3120, 'inactive')],
    })
    expect(failoverMeasures(run, [])).toMatchObject([
      { computedPotentiallyFailedMs: Number.POSITIVE_INFINITY, potentiallyFailedMs: null, computedInactiveMs: 120, verdict: 'pass' },
    ])
  })

  it('measures none where the data was on another path', () => {
    const run = evidence({
      faults: [cut(3000, 'path-a')],
      pathSamples: sampled(3000, { carries: 'path-b' }),
      arrivals: [arrival(1, 'path-b')],
    })
    expect(failoverMeasures(run, [])).toEqual([])
  })

  it('measures none for a fault that breaks no link, or one that was broken', () => {
    const stall: FaultAction = { kind: 'stall', node: 'sg' }
    const run = evidence({
      faults: [fault(3000, stall), cut(3100, 'path-b'), cut(3200, 'path-b')],
      pathSamples: sampled(3000, { carries: 'path-a' }),
      arrivals: [arrival(1, 'path-a')],
    })
    expect(failoverMeasures(run, [])).toEqual([])
  })

  it('measures none where there was nothing to go to, and expects nothing after that was lost, too', () => {
    const both: FaultAction = { kind: 'cut', links: [{ network: null, from: null, to: null }] }
    const seen = { pathSamples: sampled(3000, { carries: 'path-a' }), arrivals: [arrival(1, 'path-a')] }
    expect(failoverMeasures(evidence({ ...seen, faults: [fault(3000, both)] }), [])).toEqual([])
    const oneAfterTheOther = evidence({ ...seen, faults: [cut(3000, 'path-a'), cut(3100, 'path-b')] })
    expect(failoverMeasures(oneAfterTheOther, [])).toMatchObject([{ firstDeliveryOnAlternateMs: null, verdict: 'not-measured' }])
  })

  it('measures each cut of a path that flaps, with an outage of its own', () => {
    const run = evidence({
      faults: [cut(3000, 'path-a'), restore(3500), cut(6000, 'path-a'), restore(6500)],
      pathSamples: [...sampled(3000, { carries: 'path-a' }), ...sampled(6000, { carries: 'path-a' })],
      arrivals: [arrival(1, 'path-a'), arrival(3125, 'path-b'), arrival(5000, 'path-a'), arrival(6125, 'path-b')],
      pathEvents: [event(3120, 'potentially-failed'), event(4900, 'active'), event(6120, 'potentially-failed'), event(8000, 'active')],
    })
    expect(failoverMeasures(run, [])).toMatchObject([
      { cutAtMs: 3000, firstDeliveryOnAlternateMs: 125, activeAgainMs: 1400, verdict: 'pass' },
      { cutAtMs: 6000, firstDeliveryOnAlternateMs: 125, activeAgainMs: 1500, verdict: 'pass' },
    ])
  })

  it('takes a one-way cut for one, whichever way it is', () => {
    for (const [from, to] of [
      ['asp-1', 'sg'],
      ['sg', 'asp-1'],
    ] as const) {
      const run = evidence({
        faults: [fault(3000, { kind: 'cut', links: [{ network: 'path-a', from, to }] })],
        pathSamples: sampled(3000, { carries: 'path-a' }),
        arrivals: [arrival(1, 'path-a'), arrival(3125, 'path-b')],
        pathEvents: [event(3120, 'potentially-failed')],
      })
      expect(failoverMeasures(run, [])).toMatchObject([{ node: 'asp-1', firstDeliveryOnAlternateMs: 125 }])
    }
  })
})

const SCENARIO = fakeScenario('', {
  parameters: timerProfile('telecom')!.parameters,
  durationMs: 11_000,
  links: [{ network: 'path-b', from: null, to: null, changes: { delayMs: 5 } }],
  traffic: [{ flow: 'm3ua', from: 'asp-1', to: ['sg'], perSecond: 500, arrivals: 'constant', octets: 100 }],
})

function evidence(seen: Partial<RunEvidence>): Omit<RunEvidence, 'failovers'> {
  return {
    scenario: SCENARIO,
    network: 'simulated',
    addresses: SCENARIO.nodes.flatMap(({ name, interfaces }) => interfaces.map((each) => ({ node: name, ...each }))),
    faults: [],
    pathEvents: [],
    pathSamples: [],
    events: [],
    audits: [],
    requestAudits: [],
    phaseLatencies: [],
    arrivals: [],
    deliveries: [],
    holdUps: [],
    parameters: protocolParameters(SCENARIO.parameters),
    durationMs: 11_000,
    endMs: 11_000,
    ...seen,
  }
}

function fault(atMs: number, action: FaultAction): CarriedOutFault {
  return { atMs, doneMs: atMs, text: action.kind, effect: action.kind === 'restore' ? 'mends' : 'breaks', action }
}

function cut(atMs: number, network: string): CarriedOutFault {
  return fault(atMs, { kind: 'cut', links: [{ network, from: null, to: null }] })
}

function restore(atMs: number): CarriedOutFault {
  return fault(atMs, { kind: 'restore', links: [{ network: null, from: null, to: null }] })
}

function addressOf(node: string, network: string): string {
  return SCENARIO.nodes.find(({ name }) => name === node)!.interfaces.find((each) => each.network === network)!.address
}

function arrival(atMs: number, network: string): FlowArrival {
  return { flow: 'm3ua', node: 'sg', atMs, address: addressOf('asp-1', network), network }
}

function event(atMs: number, state: PathState): PathEvent {
  return { atMs, node: 'asp-1', ...ASSOCIATION, ...between('path-a'), state, reason: '', rtoMs: 120 }
}

/** Both ends, as each of them stands. */
function sampled(atMs: number, { carries }: { readonly carries: string }): PathSample[] {
  return ['asp-1', 'sg'].flatMap((node) =>
    ['path-a', 'path-b'].map((network) => ({
      atMs,
      node,
      ...ASSOCIATION,
      ...(node === 'asp-1' ? between(network) : reversed(between(network))),
      state: 'active' as const,
      carriesData: network === carries,
      rtoMs: 120,
      smoothedRoundTripMs: 2,
      congestionWindow: 4380,
      outstandingOctets: 0,
    })),
  )
}

const ASSOCIATION = { association: 'asp-1 - sg' }

function between(network: string) {
  return { localAddress: addressOf('asp-1', network), remoteAddress: addressOf('sg', network) }
}

function reversed({ localAddress, remoteAddress }: ReturnType<typeof between>): ReturnType<typeof between> {
  return { localAddress: remoteAddress, remoteAddress: localAddress }
}
