import { type RehearsalOptions, type RehearsedNode, RoleRehearsal } from '@sigbed/testbed'
import { afterEach, describe, expect, it } from 'vitest'
import { APPLICATION_SERVER_PROCESS, SIGNALLING_GATEWAY } from '../src/index.js'

type NodePlan = RehearsalOptions['nodes'][string]

const asp = (settings: object = {}): NodePlan => ['application-server-process', { gateways: ['sg'], ...settings }]
const gateway = (applicationServer: object = {}, settings: object = {}): NodePlan => [
  'signalling-gateway',
  { 'application-servers': [{ name: 'hlr', ...applicationServer }], 'redistribute-unacknowledged': true, ...settings },
]
const ASPS = ['asp-1', 'asp-2', 'asp-3']
const DOWN = { flow: 'down', from: 'sg', to: ASPS }

let rehearsal: RoleRehearsal
afterEach(() => rehearsal.end())

const open = async (
  nodes: RehearsalOptions['nodes'],
  traffic: NonNullable<RehearsalOptions['traffic']>,
  parameters?: RehearsalOptions['parameters'],
) => {
  const roleKinds = [SIGNALLING_GATEWAY, APPLICATION_SERVER_PROCESS]
  rehearsal = await RoleRehearsal.open({ roleKinds, nodes, traffic, ...(parameters && { parameters }) })
}
const node = (name: string): RehearsedNode => rehearsal.node(name)
const firstOf = (count: number) => Array.from({ length: count }, (_, i) => i)
/** Every number that arrived at any of these nodes, once. */
const arrivedAt = (names: readonly string[], flow: string) =>
  [...new Set(names.flatMap((name) => node(name).arrivedOf(flow)))].sort((a, b) => a - b)

describe('a gateway and its ASPs in a scenario', () => {
  it('carry numbered messages both ways, and call the association the same at both ends', async () => {
    await open({ sg: gateway(), 'asp-1': asp() }, [
      { flow: 'up', from: 'asp-1', to: ['sg'] },
      { flow: 'down', from: 'sg', to: ['asp-1'] },
    ])
    await rehearsal.begin()
    const [sg, asp1] = [node('sg'), node('asp-1')]
    expect([asp1.send('up', 40), sg.send('down', 40)]).toEqual([40, 40])
    await rehearsal.pass(100)
    expect([sg.arrivedOf('up').length, asp1.arrivedOf('down').length]).toEqual([40, 40])
    expect([sg.reordered, asp1.reordered]).toEqual([0, 0])
    expect([...sg.sockets.keys(), ...asp1.sockets.keys()]).toEqual(['asp-1 - sg', 'asp-1 - sg'])
    expect([[...sg.arrivedFrom], [...asp1.arrivedFrom]]).toEqual([['10.132.1.11'], ['10.132.1.10']])
    expect(sg.events).toContain('asp-active: asp-1: ASP-INACTIVE -> ASP-ACTIVE (ASP Active)')
    expect(sg.kinds).toEqual(['asp-inactive', 'as-inactive', 'asp-active', 'as-active'])
    expect(asp1.kinds).toEqual(['asp-inactive', 'notify-received', 'asp-active', 'notify-received'])
  })

  it('say what is missing, and send nothing, while the AS has no ASP', async () => {
    await open({ sg: gateway(), 'asp-1': asp() }, [{ flow: 'down', from: 'sg', to: ['asp-1'] }])
    await rehearsal.run(node('sg').role.start())
    expect(node('sg').send('down', 3)).toBe(0)
    await expect(rehearsal.run(node('sg').role.ready())).rejects.toThrow('hlr lacks asp-1 (to be active) (within 10000 ms)')
    await expect(rehearsal.run(node('asp-1').role.ready())).rejects.toThrow('no association with sg (within 10000 ms)')
  })

  it('share the traffic of a loadshare AS by SLS, and go on with two when one of three is killed', async () => {
    await open(
      { sg: gateway({ 'traffic-mode': 'loadshare', 'active-asps': 2 }), ...Object.fromEntries(ASPS.map((name) => [name, asp()])) },
      [DOWN],
    )
    await rehearsal.begin()
    const offered = node('sg').offer('down', 1000, 200)
    await rehearsal.pass(1000)
    const before = ASPS.map((name) => node(name).arrivedOf('down').length)
    for (const count of before) expect(count).toBeGreaterThan(20)
    await rehearsal.carryOut({ kind: 'kill', node: 'asp-2' })
    await rehearsal.run(offered)
    await rehearsal.pass(10_000)
    expect(arrivedAt(ASPS, 'down')).toEqual(firstOf(1000))
    expect(node('sg').events.join('\n')).toMatch(
      /asp-down: asp-2[\s\S]*data-undelivered: AS 100: of the messages of a lost association \d+ went to others/,
    )
  })

  it('have the first ASP of an override AS active, and another take over what it leaves behind when it is killed', async () => {
    await open({ sg: gateway({}, { timers: { 't-r': '5s' } }), 'asp-1': asp(), 'asp-2': asp() }, [{ ...DOWN, to: ['asp-1', 'asp-2'] }])
    await rehearsal.begin()
    const offered = node('sg').offer('down', 1200, 200)
    await rehearsal.pass(1000)
    expect([node('asp-1').arrivedOf('down').length, node('asp-2').arrivedOf('down').length]).toEqual([expect.any(Number), 0])
    await rehearsal.carryOut({ kind: 'kill', node: 'asp-1' })
    await rehearsal.run(offered)
    await rehearsal.pass(5000)
    expect(arrivedAt(['asp-1', 'asp-2'], 'down')).toEqual(firstOf(1200))
    expect(node('sg').kinds).toEqual(expect.arrayContaining(['as-pending', 'data-undelivered', 'pending-replayed']))
    expect(node('asp-2').kinds.at(-2)).toBe('asp-active')

    // It is the preferred one, and takes the traffic back.
    await rehearsal.start('asp-1')
    await rehearsal.pass(2000)
    node('sg').send('down', 16, 2000)
    await rehearsal.pass(100)
    expect(node('asp-1').arrivedOf('down').slice(-16)).toEqual(firstOf(16).map((i) => 2000 + i))
    expect(node('asp-2').kinds.at(-1)).toBe('asp-inactive')
  })

  it('find each other again after the gateway was restarted', async () => {
    await open({ sg: gateway(), 'asp-1': asp(), 'asp-2': asp() }, [{ flow: 'up', from: 'asp-1', to: ['sg'] }])
    await rehearsal.begin()
    const offered = node('asp-1').offer('up', 1000, 200)
    await rehearsal.pass(1000)
    await rehearsal.carryOut({ kind: 'kill', node: 'sg' })
    await rehearsal.pass(300)
    await rehearsal.start('sg')
    await rehearsal.run(node('sg').role.ready())
    expect(node('asp-1').kinds.slice(4)).toEqual([
      'asp-down',
      'data-undelivered',
      'asp-inactive',
      'notify-received',
      'asp-active',
      'notify-received',
    ])
    await rehearsal.run(offered)
    await rehearsal.pass(1000)
    // What had left for the gateway that was killed is gone, and nothing else.
    const arrived = arrivedAt(['sg'], 'up')
    expect(arrived.at(-1)).toBe(999)
    expect(arrived.length).toBeGreaterThan(850)
  })

  it('have the standby take over when the gateway comes back and the ASP that it is standby for does not', async () => {
    await open({ sg: gateway(), 'asp-1': asp(), 'asp-2': asp() }, [{ ...DOWN, to: ['asp-1', 'asp-2'] }])
    await rehearsal.begin()
    await rehearsal.carryOut({ kind: 'kill', node: 'sg' })
    await rehearsal.carryOut({ kind: 'kill', node: 'asp-1' })
    await rehearsal.pass(300)
    await rehearsal.start('sg')
    await rehearsal.run(node('sg').role.ready(true))
    expect(node('sg').send('down', 16)).toBe(16)
    await rehearsal.pass(100)
    expect(node('asp-2').arrivedOf('down')).toHaveLength(16)

    await rehearsal.start('asp-1')
    await rehearsal.run(node('asp-1').role.ready(true))
    await rehearsal.pass(100)
    expect(node('asp-2').kinds.at(-1)).toBe('asp-inactive')
    // It stands by as before: another restart of the gateway does not bring it in.
    await rehearsal.carryOut({ kind: 'kill', node: 'sg' })
    await rehearsal.start('sg')
    await rehearsal.pass(10_000)
    expect(node('asp-2').kinds.filter((kind) => kind === 'asp-active')).toHaveLength(1)
  })

  it('need one gateway of several to join again', async () => {
    await open({ sg: gateway(), 'sg-2': gateway(), 'asp-1': asp({ gateways: ['sg', 'sg-2'] }) }, [
      { flow: 'up', from: 'asp-1', to: ['sg', 'sg-2'] },
    ])
    await rehearsal.begin()
    for (const name of ['sg-2', 'asp-1']) await rehearsal.carryOut({ kind: 'kill', node: name })
    await rehearsal.start('asp-1')
    await rehearsal.run(node('asp-1').role.ready(true))
    expect(node('asp-1').send('up', 16)).toBe(16)
    await rehearsal.pass(100)
    expect(node('sg').arrivedOf('up')).toHaveLength(16)
    await expect(rehearsal.run(node('asp-1').role.ready())).rejects.toThrow('no association with sg-2 (within 10000 ms)')
  })

  it('know a restarted ASP as the one they had, by an SCTP restart', async () => {
    await open({ sg: gateway(), 'asp-1': asp() }, [{ flow: 'down', from: 'sg', to: ['asp-1'] }])
    await rehearsal.begin()
    await rehearsal.carryOut({ kind: 'kill', node: 'asp-1' })
    await rehearsal.start('asp-1')
    await rehearsal.run(node('asp-1').role.ready())
    expect(node('sg').events).toContain('asp-down: asp-1: ASP-ACTIVE -> ASP-DOWN (SCTP restart)')
    expect(node('sg').kinds.slice(4)).toEqual(['asp-down', 'as-pending', 'asp-inactive', 'asp-active', 'as-active'])
    expect(node('sg').send('down', 16)).toBe(16)
    await rehearsal.pass(100)
    expect(node('asp-1').arrivedOf('down')).toHaveLength(16)
  })

  it('lose nothing while an ASP does not read: its window closes, and it takes everything afterwards', async () => {
    await open({ sg: gateway(), 'asp-1': asp() }, [{ flow: 'down', from: 'sg', to: ['asp-1'] }], {
      sendBufferOctets: 40_000,
      receiveBufferOctets: 40_000,
    })
    await rehearsal.begin()
    await rehearsal.carryOut({ kind: 'stall', node: 'asp-1' })
    const offered = node('sg').offer('down', 1000, 1000)
    await rehearsal.pass(5000)
    expect(node('asp-1').arrivedOf('down')).toEqual([])
    // Send buffer and receive window are full, and the rest waits at the source.
    expect(node('sg').taken).toBeLessThan(1000)
    await rehearsal.carryOut({ kind: 'unstall', node: 'asp-1' })
    await rehearsal.run(offered)
    await rehearsal.pass(5000)
    expect(arrivedAt(['asp-1'], 'down')).toEqual(firstOf(1000))
    expect([node('asp-1').reordered, node('asp-1').arrivedOf('down').length]).toEqual([0, 1000])
  })

  it('spread the traffic of an ASP over two gateways, and go on with one', async () => {
    const both = asp({ gateways: ['sg', 'sg-2'], 'redistribute-unacknowledged': true })
    await open({ sg: gateway(), 'sg-2': gateway(), 'asp-1': both }, [{ flow: 'up', from: 'asp-1', to: ['sg', 'sg-2'] }])
    await rehearsal.begin()
    const offered = node('asp-1').offer('up', 600, 200)
    await rehearsal.pass(1000)
    for (const name of ['sg', 'sg-2']) expect(node(name).arrivedOf('up').length).toBeGreaterThan(50)
    await rehearsal.carryOut({ kind: 'kill', node: 'sg-2' })
    await rehearsal.run(offered)
    await rehearsal.pass(10_000)
    expect(arrivedAt(['sg', 'sg-2'], 'up')).toEqual(firstOf(600))
  })
})
