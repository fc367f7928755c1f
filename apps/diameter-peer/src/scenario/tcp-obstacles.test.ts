import { readScenario, refuseObstacles } from '@sigbed/testbed'
import { describe, expect, it } from 'vitest'
import { DIAMETER_CLIENT } from './diameter-client.js'
import { DIAMETER_SERVER } from './diameter-server.js'

const ROLE_KINDS = [DIAMETER_CLIENT, DIAMETER_SERVER]

function refusal(network: Parameters<typeof refuseObstacles>[2], transport: string, fault: string): string | null {
  const text = `scenario: checks
title: Equipment is checked
duration: 4s
networks: { path-a: {}, path-b: {} }
nodes:
  eir:
    interfaces: [path-a, path-b]
    diameter-server: {}
  mme:
    interfaces: [path-a, path-b]
    diameter-client:
      servers: [eir]
      transport: ${transport}
traffic:
  - { flow: checks, from: mme, to: eir, rate: 10 }
timetable:
  - at 1s: ${fault}
`
  const scenario = readScenario({ file: 'checks.yaml', text }, ROLE_KINDS)
  try {
    refuseObstacles('checks.yaml', scenario, network, ROLE_KINDS)
    return null
  } catch (error) {
    return (error as Error).message
  }
}

describe('Diameter on TCP', () => {
  it('is refused in virtual time, with the line, before anything runs', () => {
    expect(refusal('simulated', 'tcp', 'pause eir')).toBe(
      'checks.yaml:13: nodes.mme.diameter-client.transport: not on the simulated network: Diameter on TCP needs real time: run it on loopback, netns or compose, or take transport: sctp.',
    )
  })

  it.each([
    ['loopback', 'pause eir', null],
    ['loopback', 'cut path-a', /would not feel "cut path-a" there: run it on netns or compose/],
    ['loopback', 'take down path-a at mme', /would not feel "take down path-a at mme"/],
    ['netns', 'cut path-a', null],
    ['compose', 'loss 5% on path-a', /would not feel "loss 5% on path-a" there: cut the link instead/],
  ] as const)('on %s and "%s" is refused only where it would not feel that', (network, fault, expected) => {
    if (expected === null) expect(refusal(network, 'tcp', fault)).toBeNull()
    else expect(refusal(network, 'tcp', fault)).toMatch(expected)
    expect(refusal(network, 'sctp', fault)).toBeNull()
  })
})
