import { type RehearsalOptions, type RoleKind, RoleRehearsal } from '@sigbed/testbed'
import { RETRANSMITTED_FLAG } from 'diameter-codec'
import { afterEach, describe, expect, it } from 'vitest'
import { DIAMETER_CLIENT, DIAMETER_RELAY, DIAMETER_SERVER, sampleRegister } from '../src/index.js'
import { measuredRegister } from '../src/s13/measured-register.js'
import { DiameterNodeOfScenario } from '../src/scenario/diameter-node-of-scenario.js'
import { EQUIPMENTS } from '../src/scenario/equipment-checks.js'

type Nodes = RehearsalOptions['nodes']

const SERVER = ['diameter-server', {}] as const
const TWO_SERVERS: Nodes = { mme: ['diameter-client', { servers: ['eir-1', 'eir-2'] }], 'eir-1': SERVER, 'eir-2': SERVER }
const CHECKS = { flow: 'checks', from: 'mme', to: ['eir-1', 'eir-2'] }

let rehearsal: RoleRehearsal
afterEach(() => rehearsal.end())

const open = async (nodes: Nodes, traffic: RehearsalOptions['traffic'] = [CHECKS]) => {
  const roleKinds = [DIAMETER_SERVER, DIAMETER_CLIENT, DIAMETER_RELAY]
  rehearsal = await RoleRehearsal.open({ roleKinds, nodes, traffic })
  return rehearsal
}

const AS_SERVER = { name: 'server', listens: true, isAgent: false } as const
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
    const { requests } = rehearsal.node('eir-1')
    expect(requests).toHaveLength(500)
    expect(new Set(requests)).toEqual(new Set(firstOf(500).map((sequence) => `checks ${sequence} from 10.132.1.10`)))
    expect(rehearsal.node('eir-2').requests).toEqual([])
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
    let resent = 0
    const counting: RoleKind = {
      ...DIAMETER_SERVER,
      open: (context) => {
        const register = measuredRegister(sampleRegister(EQUIPMENTS))
        const answer: typeof register.answer = (header, avps) => {
          if ((header.flags & RETRANSMITTED_FLAG) !== 0) resent++
          return register.answer(header, avps)
        }
        return new DiameterNodeOfScenario(context as never, { ...AS_SERVER, applications: [{ ...register, answer }] })
      },
    }
    rehearsal = await RoleRehearsal.open({ roleKinds: [counting, DIAMETER_CLIENT], nodes: TWO_SERVERS, traffic: [CHECKS] })
    await rehearsal.begin()
    const mme = rehearsal.node('mme')
    const offered = mme.offer('checks', 600, 100)
    await rehearsal.pass(1000)
    await rehearsal.carryOut({ kind: 'kill', node: 'eir-1' })
    await rehearsal.run(offered)
    await rehearsal.pass(10_000)
    expect([...mme.arrivedOf('checks')].sort((a, b) => a - b)).toEqual(firstOf(600))
    expect([mme.failed, mme.reordered]).toEqual([[], 0])
    expect(mme.kinds).toEqual(expect.arrayContaining(['peer-down', 'failed-over', 'request-resent']))
    expect(resent).toBeGreaterThan(1)
    expect(mme.events).toContain(`request-resent: eir-1: ${resent} requests`)
    expect(rehearsal.node('eir-2').requests.filter((request) => request.endsWith(' marked'))).toHaveLength(resent)
    expect(rehearsal.node('eir-1').requests.filter((request) => request.endsWith(' marked'))).toEqual([])
  })

  it('has requests carried out twice whose answers are lost, by servers that each see them once', async () => {
    await open(TWO_SERVERS)
    await rehearsal.begin()
    const mme = rehearsal.node('mme')
    const offered = mme.offer('checks', 200, 100)
    await rehearsal.pass(500)
    await rehearsal.carryOut({ kind: 'cut', links: [{ network: null, from: 'eir-1', to: 'mme' }] })
    await rehearsal.run(offered)
    await rehearsal.pass(10_000)
    expect([...mme.arrivedOf('checks')].sort((a, b) => a - b)).toEqual(firstOf(200))
    const numbers = (node: string) => rehearsal.node(node).requests.map((request) => Number(request.split(' ')[1]))
    const twice = numbers('eir-1').filter((number) => numbers('eir-2').includes(number))
    expect(twice.length).toBeGreaterThan(3)
    for (const node of ['eir-1', 'eir-2']) expect(new Set(numbers(node)).size, node).toBe(numbers(node).length)
    for (const number of twice) expect(rehearsal.node('eir-2').requests).toContain(`checks ${number} from 10.132.1.10 marked`)
  })

  it('comes back to its first server when that was restarted, once it has answered three DWRs', async () => {
    await open(TWO_SERVERS)
    await rehearsal.begin()
    const mme = rehearsal.node('mme')
    await rehearsal.carryOut({ kind: 'kill', node: 'eir-1' })
    mme.send('checks', 10)
    await rehearsal.pass(1000)
    await rehearsal.start('eir-1')
    await rehearsal.pass(8000)
    mme.send('checks', 10, 10)
    await rehearsal.pass(20_000)
    mme.send('checks', 10, 20)
    await rehearsal.pass(1000)
    expect([...mme.arrivedOf('checks')].sort((a, b) => a - b)).toEqual(firstOf(30))
    expect(mme.kinds.filter((kind) => kind !== 'connect-failed')).toEqual([
      ...['peer-open', 'peer-open', 'peer-down', 'request-resent', 'failed-over'],
      ...['peer-reopened', 'peer-open', 'failed-back'],
    ])
    expect([...mme.arrivedFrom]).toEqual(['10.132.1.12', '10.132.1.11'])
  })

  it('lets a request fail whose only server is gone, and is refused further ones', async () => {
    await open({ mme: ['diameter-client', { servers: ['eir-1'] }], 'eir-1': SERVER }, [{ ...CHECKS, to: ['eir-1'] }])
    await rehearsal.begin()
    const mme = rehearsal.node('mme')
    await rehearsal.carryOut({ kind: 'kill', node: 'eir-1' })
    expect(mme.send('checks', 5)).toBe(5)
    await rehearsal.pass(10_000)
    expect(mme.failed).toEqual(firstOf(5))
    expect(mme.send('checks', 5, 5)).toBe(0)
    expect(mme.events.filter((event) => event.startsWith('request-failed'))).toEqual(['request-failed: request 0: connection-lost'])
  })

  it('says when it is not connected', async () => {
    await open(TWO_SERVERS)
    await rehearsal.run(rehearsal.node('mme').role.start())
    await rehearsal.run(rehearsal.node('eir-1').role.start())
    await expect(rehearsal.run(rehearsal.node('mme').role.ready())).rejects.toThrow('no open connection with eir-2 (within 10000 ms)')
    // Whoever joins a run under way asks those there are.
    await rehearsal.run(rehearsal.node('mme').role.ready(true))
    await rehearsal.run(rehearsal.node('eir-1').role.ready(true))
  })

  it('loses nothing while its server does not read for a while', async () => {
    const mme = ['diameter-client', { servers: ['eir-1'] }] as const
    await open({ mme, 'eir-1': SERVER }, [{ ...CHECKS, to: ['eir-1'] }])
    await rehearsal.begin()
    const client = rehearsal.node('mme')
    await rehearsal.carryOut({ kind: 'stall', node: 'eir-1' })
    const offered = client.offer('checks', 400, 100)
    await rehearsal.pass(3500)
    expect(client.arrivedOf('checks')).toEqual([])
    await rehearsal.carryOut({ kind: 'unstall', node: 'eir-1' })
    await rehearsal.run(offered)
    await rehearsal.pass(1000)
    expect(client.arrivedOf('checks')).toEqual(firstOf(400))
    expect([client.failed, client.reordered]).toEqual([[], 0])
  })

  it('asks the other server when the first does not answer DWRs, and takes it for what it is when it speaks again', async () => {
    await open(TWO_SERVERS)
    await rehearsal.begin()
    const mme = rehearsal.node('mme')
    await rehearsal.carryOut({ kind: 'stall', node: 'eir-1' })
    const offered = mme.offer('checks', 900, 50)
    await rehearsal.run(offered)
    expect(mme.kinds.slice(2)).toEqual(['peer-suspect', 'failed-over', 'request-resent'])
    await rehearsal.carryOut({ kind: 'unstall', node: 'eir-1' })
    await rehearsal.pass(1000)
    expect(mme.kinds.slice(5, 7).sort()).toEqual(['failed-back', 'message-discarded'])
    expect([...mme.arrivedOf('checks')].sort((a, b) => a - b)).toEqual(firstOf(900))
    expect(mme.failed).toEqual([])
  })

  it('takes an answer for wrong that does not say what the register says', async () => {
    const lying: RoleKind = {
      ...DIAMETER_SERVER,
      open: (context) => {
        const applications = [measuredRegister(sampleRegister(1))]
        return new DiameterNodeOfScenario(context as never, { ...AS_SERVER, applications })
      },
    }
    const nodes: Nodes = { mme: ['diameter-client', { servers: ['eir-1'] }], 'eir-1': SERVER }
    rehearsal = await RoleRehearsal.open({ roleKinds: [lying, DIAMETER_CLIENT], nodes, traffic: [{ ...CHECKS, to: ['eir-1'] }] })
    await rehearsal.begin()
    rehearsal.node('mme').send('checks', 20)
    await rehearsal.pass(100)
    // The first is known to both; number 18 is in no register.
    expect(rehearsal.node('mme').arrivedOf('checks')).toEqual([0, 18])
    expect(rehearsal.node('mme').failed).toHaveLength(18)
  })
})

describe('a relay of a scenario', () => {
  it('passes requests on, and fails over in the place of its client', async () => {
    await open({
      mme: ['diameter-client', { servers: ['dra'] }],
      dra: ['diameter-relay', { servers: ['eir-1', 'eir-2'] }],
      'eir-1': SERVER,
      'eir-2': SERVER,
    })
    await rehearsal.begin()
    const [mme, dra] = [rehearsal.node('mme'), rehearsal.node('dra')]
    const offered = mme.offer('checks', 300, 100)
    await rehearsal.pass(1000)
    await rehearsal.carryOut({ kind: 'kill', node: 'eir-1' })
    await rehearsal.run(offered)
    await rehearsal.pass(10_000)
    expect([...mme.arrivedOf('checks')].sort((a, b) => a - b)).toEqual(firstOf(300))
    expect([mme.failed, mme.reordered, mme.kinds]).toEqual([[], 0, ['peer-open']])
    expect([...dra.sockets.keys()].sort()).toEqual(['dra - eir-1', 'dra - eir-2', 'mme - dra'])
    expect(dra.kinds).toContain('request-resent')
    // Requests reach those who serve them; to a relay they are only passing.
    expect(dra.requests).toEqual([])
    expect(rehearsal.node('eir-1').requests[0]).toBe('checks 0 from 10.132.1.11')
    expect(rehearsal.node('eir-2').requests.some((request) => request.endsWith(' marked'))).toBe(true)
  })
})
