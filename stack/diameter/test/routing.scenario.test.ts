import { RETRANSMITTED_FLAG } from 'diameter-codec'
import { describe, expect, it } from 'vitest'
import { answering, avpsOf, RELAY, RoutingParty, relayTo, sentBy, server } from './many-nodes.js'
import { Party, World } from './two-nodes.js'

/** C asks, R relays to Y and Z, which serve the realm home.test. */
function relayed(answers = true) {
  const world = new World()
  const c = new RoutingParty('C', world, { routes: [relayTo('default', 'R')] }, { originRealm: 'visited.test' })
  const r = new RoutingParty('R', world, { routes: [relayTo('home.test', 'Y', 'Z')] }, RELAY)
  const y = new RoutingParty('Y', world, {}, { originRealm: 'home.test' })
  const z = new RoutingParty('Z', world, {}, { originRealm: 'home.test' })
  if (answers) for (const party of [y, z]) answering(party)
  const [cr] = c.connectTo(r)
  const [ry, rz] = r.connectTo(y, z)
  return { world, c, r, y, z, cr: cr!, ry: ry!, rz: rz! }
}

describe('relay', () => {
  it('passes a request on with a Route-Record, and the answer back, and touches nothing else', () => {
    const { world, c, r, y, cr, ry } = relayed()
    expect(c.sendEcr(1, 'home.test')).toBe('sent')
    world.settle()
    expect(c.answers).toEqual([{ context: 1, flags: 0x40, resultCode: 2001 }])
    const [asked] = sentBy(cr, c)
    const [passedOn] = sentBy(ry, r)
    const [answered] = sentBy(ry, y)
    const [passedBack] = sentBy(cr, r)
    expect(avpsOf(passedOn!).at(-1)).toEqual({ name: 'Route-Record', value: 'c.example.net' })
    expect(passedOn!.slice(20, asked!.length)).toEqual(asked!.slice(20))
    expect(passedOn!.slice(4, 12)).toEqual(asked!.slice(4, 12))
    expect(passedOn!.slice(16, 20)).toEqual(asked!.slice(16, 20))
    expect(passedBack!.slice(12, 16)).toEqual(asked!.slice(12, 16))
    expect(passedBack!.slice(0, 12)).toEqual(answered!.slice(0, 12))
    expect(passedBack!.slice(16)).toEqual(answered!.slice(16))
    expect([r.routing.counters.forwarded, r.routing.counters.answersForwarded, r.routing.pendingMessageCount()]).toEqual([1, 1, 0])
  })

  it('shares requests among the servers of a realm by their weights', () => {
    const world = new World()
    const c = new RoutingParty('C', world, {
      routes: [
        {
          realm: 'default',
          applicationId: 'any',
          action: 'RELAY',
          servers: [server('y.example.net', 1, 3), server('z.example.net', 1, 1)],
        },
      ],
    })
    const [y, z] = [answering(new Party('Y', world)), answering(new Party('Z', world))]
    c.connectTo(y, z)
    const order: string[] = []
    y.onRequestHook = () => order.push('Y')
    z.onRequestHook = () => order.push('Z')
    for (let context = 0; context < 8; context++) {
      c.sendEcr(context, 'home.test')
      world.settle()
    }
    expect(order.join('')).toBe('YYZYYYZY')
  })

  it('asks the servers of the next priority only when those of the first cannot be asked', () => {
    const world = new World()
    const c = new RoutingParty('C', world, {
      routes: [
        { realm: 'default', applicationId: 'any', action: 'RELAY', servers: [server('z.example.net', 2), server('y.example.net', 1)] },
      ],
    })
    const [y, z] = [answering(new Party('Y', world)), answering(new Party('Z', world))]
    const [cy] = c.connectTo(y, z)
    c.sendEcr(1, 'home.test')
    world.settle()
    cy!.near!.connectionLost(world.now)
    c.sendEcr(2, 'home.test')
    world.settle()
    expect([y.requests.length, z.requests.length, c.answers.length]).toEqual([1, 1, 2])
  })

  it('refuses what nobody serves: 3003 for the realm, 3002 when no server is there, 3007 for an application of its own realm', () => {
    const { world, c, r, ry, rz } = relayed()
    c.sendEcr(1, 'nowhere.test')
    world.settle()
    ry.near!.connectionLost(world.now)
    rz.near!.connectionLost(world.now)
    c.sendEcr(2, 'home.test')
    c.sendEcr(3, 'example.net')
    c.sendEcr(4, '', 'somebody.test')
    c.sendEcr(5, 'home.test', 'r.example.net')
    world.settle()
    expect(c.answers.map(({ flags, resultCode }) => [flags, resultCode])).toEqual([
      [0x60, 3003],
      [0x60, 3002],
      [0x60, 3007],
      [0x60, 3007],
    ])
    expect(r.routing.counters).toMatchObject({ realmNotServed: 1, unableToDeliver: 1, applicationUnsupported: 2, forwarded: 0 })
  })

  it('forwards to the host a request names, by whatever realm', () => {
    const { world, c, y, z } = relayed()
    for (let context = 0; context < 4; context++) c.sendEcr(context, 'home.test', 'Z.Example.NET')
    world.settle()
    expect([y.requests.length, z.requests.length, c.answers.length]).toEqual([0, 4, 4])
  })

  it('is judged by the server, which refuses a route it does not accept with 5003 (RFC 6733 §2.9)', () => {
    for (const [acceptableRouteRecords, resultCode] of [
      [['C.example.net'], 2001],
      [['b.example.net'], 5003],
    ] as const) {
      const world = new World()
      const c = new RoutingParty('C', world, { routes: [relayTo('default', 'R')] })
      const r = new RoutingParty('R', world, { routes: [relayTo('home.test', 'Z')] }, RELAY)
      const z = new RoutingParty('Z', world, { acceptableRouteRecords }, { originRealm: 'home.test' })
      answering(z)
      c.connectTo(r)
      r.connectTo(z)
      c.sendEcr(1, 'home.test')
      world.settle()
      expect([c.answers.map((answer) => answer.resultCode), z.requests.length]).toEqual([[resultCode], resultCode === 2001 ? 1 : 0])
    }
  })

  it('detects that a request has passed it before (RFC 6733 §6.1.3)', () => {
    const world = new World()
    const c = new RoutingParty('C', world, { routes: [relayTo('default', 'R')] })
    const r = new RoutingParty('R', world, { routes: [relayTo('default', 'S')] }, RELAY)
    const s = new RoutingParty('S', world, { routes: [relayTo('default', 'T')] }, RELAY)
    const t = new RoutingParty('T', world, { routes: [relayTo('default', 'R')] }, RELAY)
    c.connectTo(r)
    r.connectTo(s)
    s.connectTo(t)
    t.connectTo(r)
    // T knows that R has seen it and does not even try (§6.1.7).
    c.sendEcr(1, 'home.test')
    world.settle()
    expect([c.answers.at(-1)?.resultCode, t.routing.counters.unableToDeliver]).toEqual([3002, 1])
    // A T that does not look: it has R under another name.
    const passedOn = sentBy(s.associations[0]!, s)[0]!.slice()
    r.deliver(t.associations[0]!.far!, passedOn)
    expect(r.routing.counters.loopDetected).toBe(1)
  })
})

describe('failover', () => {
  it('answers every request exactly once when a server dies under a thousand of them, the resent ones marked', () => {
    const { world, c, r, y, z, ry, rz } = relayed(false)
    for (let context = 0; context < 1000; context++) expect(c.sendEcr(context, 'home.test')).toBe('sent')
    world.settle()
    expect([y.requests.length, z.requests.length]).toEqual([500, 500])
    // Y has answered some, and these get through.
    const yPeer = ry.far!
    for (const request of y.requests.slice(0, 100)) {
      yPeer.beginAnswer(request, 2001)
      yPeer.endAnswer(request, world.now)
    }
    world.settle()
    ry.silent = true
    ry.near!.connectionLost(world.now)
    world.settle()
    const resent = sentBy(rz, r).filter((octets) => (octets[4]! & RETRANSMITTED_FLAG) !== 0)
    expect([resent.length, z.requests.length, r.routing.counters.resent]).toEqual([400, 900, 400])
    const before = new Map(sentBy(ry, r).map((octets) => [String(octets.slice(16, 20)), octets]))
    for (const octets of resent) {
      const first = before.get(String(octets.slice(16, 20)))!
      expect(octets.slice(20)).toEqual(first.slice(20))
    }
    expect(r.events).toContainEqual({ kind: 'requests-resent', count: 400 })
    const zPeer = rz.far!
    for (const request of z.requests) {
      zPeer.beginAnswer(request, 2001)
      zPeer.endAnswer(request, world.now)
    }
    world.settle()
    expect(c.outcomes.size).toBe(1000)
    expect([...c.outcomes.values()].every((times) => times === 1)).toBe(true)
    expect([c.failures.length, r.routing.pendingMessageCount(), c.routing.pendingMessageCount()]).toEqual([0, 0, 0])
  })
})
