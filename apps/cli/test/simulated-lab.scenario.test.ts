import { DIAMETER_CLIENT, DIAMETER_RELAY, DIAMETER_SERVER } from '@sigbed/diameter-peer'
import { scenarioNodeProgram } from '@sigbed/load-generator'
import { APPLICATION_SERVER_PROCESS, SIGNALLING_GATEWAY } from '@sigbed/m3ua-peer'
import { conductRun, type RoleKind, readScenario, SimulatedScenarioLab } from '@sigbed/testbed'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

const roleKinds = [
  SIGNALLING_GATEWAY,
  APPLICATION_SERVER_PROCESS,
  DIAMETER_SERVER,
  DIAMETER_CLIENT,
  DIAMETER_RELAY,
] as unknown as readonly RoleKind[]

const M3UA = `
nodes:
  sg:
    interfaces: [path-a, path-b]
    signalling-gateway: {}
  asp-1:
    interfaces: [path-a, path-b]
    application-server-process: { gateways: [sg] }
  asp-2:
    interfaces: [path-a, path-b]
    application-server-process: { gateways: [sg] }
traffic:
  - { flow: m3ua, from: asp-1, to: sg, rate: 200, size: 100, arrivals: poisson }
`

const DIAMETER = `
nodes:
  eir-1:
    interfaces: [path-a, path-b]
    diameter-server: {}
  eir-2:
    interfaces: [path-a, path-b]
    diameter-server: {}
  mme:
    interfaces: [path-a, path-b]
    diameter-client: { servers: [eir-1, eir-2] }
traffic:
  - { flow: checks, from: mme, to: [eir-1, eir-2], rate: 100 }
`

function scenarioOf(nodes: string, timetable: readonly string[], seed: number) {
  const text = `
scenario: rehearsed
title: Nodes under all that can be done to them
profile: telecom
duration: 4s
seed: ${seed}
networks:
  path-a: { delay: 1ms }
  path-b: { subnet: "fd00:132:2::/64", delay: 2ms, jitter: 1ms }
${nodes}
timetable: ${JSON.stringify(timetable.map((step) => ({ [step.split(':')[0]!]: step.split(': ')[1]! })))}
expect: [ lost = 0 ]
`
  return readScenario({ file: 'rehearsed.yaml', text }, roleKinds)
}

async function run(nodes: string, timetable: readonly string[], seed = 1) {
  const lab = new SimulatedScenarioLab({ scenario: scenarioOf(nodes, timetable, seed), openNodeProgram: scenarioNodeProgram(roleKinds) })
  vi.setSystemTime(Date.UTC(2026, 0, 1) + runs++ * 12_345_678)
  const sink = { begin() {}, append() {}, frame() {}, say() {} }
  const { outcome, reasons, evidence, remains } = await conductRun(lab, () => [], sink, new AbortController().signal)
  return { outcome, reasons, remains, audit: evidence.audits[0]!, digest: lab.digest, pendingTimers: lab.pendingTimers }
}

/** The time of day is no part of a seed: each run has another. */
let runs = 0

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
})

afterEach(() => {
  vi.useRealTimers()
})

describe('the real nodes of a scenario in virtual time', () => {
  it.each([
    ['a path that is cut', ['at 1s: cut path-a', 'at 3s: restore']],
    ['a path that is cut in one direction', ['at 1s: cut path-a from asp-1 to sg', 'at 3s: restore']],
    ['an interface that goes down', ['at 1s: take down path-a at asp-1', 'at 3s: bring up path-a at asp-1']],
    ['every impairment at once', ['at 1s: loss 5% duplicate 2% corrupt 2% reorder 5% by 20ms on path-a', 'at 3s: restore']],
    ['a slow path that is narrow besides', ['at 1s: rate 1 Mbit/s queue 64 kB on path-a', 'at 2s: mtu 800 on path-a', 'at 3s: restore']],
    ['a peer that stands still', ['at 1s: pause sg', 'at 1.3s: resume sg']],
    ['a node that offers traffic and stands still', ['at 1s: pause asp-1', 'at 2s: resume asp-1']],
    ['a stalled reader', ['at 1s: stall sg', 'at 2s: unstall sg']],
    ['a server that dies, where there is another', ['at 1s: kill eir-1', 'at 2.5s: start eir-1']],
  ])('lose nothing to %s, and send the same octets for the same seed', async (_, timetable) => {
    const nodes = timetable[0]!.includes('eir') ? DIAMETER : M3UA
    const first = await run(nodes, timetable)
    expect(first).toMatchObject({ outcome: 'completed', remains: [], pendingTimers: 0 })
    expect(first.audit).toMatchObject({ lost: 0, duplicated: 0, reordered: 0, corrupted: 0, refused: 0 })
    expect(first.audit.delivered).toBe(first.audit.offered)
    expect((await run(nodes, timetable)).digest).toBe(first.digest)
  })

  it('come up again when they were killed', async () => {
    const timetable = ['at 1s: kill sg', 'at 1.5s: start sg']
    const first = await run(M3UA, timetable)
    expect(first).toMatchObject({ outcome: 'completed', pendingTimers: 0 })
    expect(first.audit.delivered).toBeGreaterThan(300)
    expect((await run(M3UA, timetable)).digest).toBe(first.digest)
    expect((await run(M3UA, timetable, 2)).digest).not.toBe(first.digest)
  })
})
