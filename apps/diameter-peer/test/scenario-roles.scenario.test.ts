import { type RehearsalOptions, RoleRehearsal } from '@sigbed/testbed'
import { afterEach, describe, expect, it } from 'vitest'
import { DIAMETER_CLIENT, DIAMETER_RELAY, DIAMETER_SERVER } from '../src/index.js'

type Nodes = RehearsalOptions['nodes']

const SERVER = ['diameter-server', {}] as const
const TWO_SERVERS: Nodes = { mme: ['diameter-client', { servers: ['eir-1', 'eir-2'] }], 'eir-1': SERVER, 'eir-2': SERVER }
const CHECKS = { flow: 'checks', from: 'mme', to: ['eir-1', 'eir-2'] }

let rehearsal: RoleRehearsal
afterEach(() => rehearsal.end())

const open = async (nodes: Nodes, traffic: RehearsalOptions['traffic'] = [CHECKS]) => {
  const roleKinds = [DIAMETER_SERVER, DIAMETER_CLIENT, DIAMETER_RELAY] as unknown as RehearsalOptions['roleKinds']
  rehearsal = await RoleRehearsal.open({ roleKinds, nodes, traffic })
  return rehearsal
}

const firstOf = (count: number) => Array.from({ length: count }, (_, i) => i)

describe('a Diameter client of a scenario', () => {
  it('has every request answered rightly and in order by the first of its servers', async () => {
    await open(TWO_SERVERS)
    await rehearsal.begin()
    const mme = rehearsal.node('mme')
    await rehearsal.run(mme.offer('checks', 500, 1000))
    await rehearsal.pass(100)
    expect([...mme.arrivedOf('checks')].sort((a, b) => a - b)).toEqual(firstOf(500))
    expect([mme.reordered, mme.failed]).toEqual([0, []])
    expect([...mme.arrivedFrom]).toEqual(['10.132.1.11'])
    expect([...mme.sockets.keys()]).toEqual(['mme - eir-1', 'mme - eir-2'])
    expect([...rehearsal.node('eir-1').sockets.keys()]).toEqual(['mme - eir-1'])
    expect(mme.kinds).toEqual(['peer-open', 'peer-open'])
  })

  it('shares its requests among its servers where it is told to', async () => {
    await open({ ...TWO_SERVERS, mme: ['diameter-client', { servers: ['eir-1', 'eir-2'], 'load-sharing': true }] })
    await rehearsal.begin()
    const mme = rehearsal.node('mme')
    expect(mme.send('checks', 100)).toBe(100)
    await rehearsal.pass(100)
    expect(mme.arrivedOf('checks')).toHaveLength(100)
    expect([...mme.arrivedFrom].sort()).toEqual(['10.132.1.11', '10.132.1.12'])
  })

  it('sends what its dead server has not answered to the other, with the T bit, and every request is answered', async () => {
    await open(TWO_SERVERS)
    await rehearsal.begin()
    const mme = rehearsal.node('mme')
    const offered = mme.offer('checks', 1200, 200)
    await rehearsal.pass(1000)
    await rehearsal.carryOut({ kind: 'kill', node: 'eir-1' })
    await rehearsal.run(offered)
    await rehearsal.pass(10_000)
    expect([...mme.arrivedOf('checks')].sort((a, b) => a - b)).toEqual(firstOf(1200))
    expect([mme.failed, mme.reordered]).toEqual([[], 0])
    expect(mme.kinds).toEqual(expect.arrayContaining(['peer-down', 'failed-over', 'request-resent']))
    expect(mme.events.find((event) => event.startsWith('request-resent'))).toMatch(/^request-resent: eir-1: [\d,]+ requests$/)
  })
})
