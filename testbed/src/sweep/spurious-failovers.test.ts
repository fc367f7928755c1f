import type { PathState } from '@sigbed/measurement'
import { protocolParameters } from '@sigbed/sctp-core'
import { describe, expect, it } from 'vitest'
import { fakeScenario } from '../lab/testing/fake-node.js'
import type { CarriedOutFault, RunEvidence } from '../run/run-evidence.js'
import type { FaultAction } from '../scenario/fault-action.js'
import { spuriousFailovers } from './spurious-failovers.js'

const SCENARIO = fakeScenario()

describe('spurious failovers', () => {
  it('are counted once for a path that is potentially failed and then inactive', () => {
    const run = evidence([], [event(100, 'path-a', 'potentially-failed'), event(200, 'path-a', 'inactive'), event(900, 'path-a', 'active')])
    expect(spuriousFailovers(run)).toEqual({ observedMs: 11_000, failovers: 1, inactive: 1 })
  })

  it('are counted anew when the path has been active in between, and for each path', () => {
    const run = evidence(
      [],
      [
        event(100, 'path-a', 'potentially-failed'),
        event(200, 'path-a', 'active'),
        event(300, 'path-a', 'potentially-failed'),
        event(400, 'path-b', 'inactive'),
      ],
    )
    expect(spuriousFailovers(run)).toMatchObject({ failovers: 3, inactive: 1 })
  })

  it('are none of those before or after the traffic, nor a path that was never confirmed', () => {
    const run = evidence(
      [],
      [
        event(-300, 'path-b', 'potentially-failed'),
        event(-200, 'path-b', 'active'),
        event(-100, 'path-a', 'unconfirmed'),
        event(100, 'path-a', 'inactive'),
        event(11_500, 'path-b', 'inactive'),
      ],
    )
    expect(spuriousFailovers(run)).toEqual({ observedMs: 11_000, failovers: 0, inactive: 1 })
  })

  it('are none of a path from its cut on, also after its return, and all of the others', () => {
    const run = evidence(
      [cut(3000, 'path-a'), restore(5000)],
      [
        event(1000, 'path-a', 'potentially-failed'),
        event(1100, 'path-a', 'active'),
        event(3120, 'path-a', 'potentially-failed'),
        event(3200, 'path-b', 'potentially-failed'),
        event(6000, 'path-a', 'active'),
        event(6100, 'path-a', 'potentially-failed'),
      ],
    )
    expect(spuriousFailovers(run)).toMatchObject({ failovers: 2, inactive: 0 })
  })

  it('are none when a cut of one direction silences the path, nor when the program of either end stands still', () => {
    const oneWay: FaultAction = { kind: 'cut', links: [{ network: 'path-a', from: 'sg', to: 'asp-1' }] }
    const events = [event(3120, 'path-a', 'potentially-failed')]
    expect(spuriousFailovers(evidence([fault(3000, oneWay)], events)).failovers).toBe(0)
    expect(spuriousFailovers(evidence([fault(3000, { kind: 'pause', node: 'sg' })], events)).failovers).toBe(0)
    expect(spuriousFailovers(evidence([fault(3000, { kind: 'stall', node: 'sg' })], events)).failovers).toBe(1)
  })
})

function evidence(faults: readonly CarriedOutFault[], pathEvents: RunEvidence['pathEvents']): RunEvidence {
  return {
    scenario: SCENARIO,
    network: 'simulated',
    addresses: SCENARIO.nodes.flatMap(({ name, interfaces }) => interfaces.map((each) => ({ node: name, ...each }))),
    faults,
    pathEvents,
    pathSamples: [],
    holdUps: [],
    events: [],
    audits: [],
    requestAudits: [],
    phaseLatencies: [],
    arrivals: [],
    deliveries: [],
    failovers: [],
    parameters: protocolParameters(),
    durationMs: 11_000,
    endMs: 12_000,
  }
}

function event(atMs: number, network: string, state: PathState): RunEvidence['pathEvents'][number] {
  const [sg, asp] = SCENARIO.nodes.map(({ interfaces }) => interfaces.find((each) => each.network === network)!.address)
  return { atMs, node: 'asp-1', association: 'asp-1 - sg', localAddress: asp!, remoteAddress: sg!, state, reason: '', rtoMs: 120 }
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
