import { describe, expect, it } from 'vitest'
import { answering, RELAY, RoutingParty, relayTo } from './many-nodes.js'
import { World } from './two-nodes.js'

describe('a node without a routing table', () => {
  it('asks the open peers of the realm, in turn, and none when they have gone', () => {
    const world = new World()
    const c = new RoutingParty('C', world, { routes: [] }, { originRealm: 'visited.test' })
    const [y, z, x] = ['Y', 'Z', 'X'].map((name) =>
      answering(new RoutingParty(name, world, {}, { originRealm: name === 'X' ? 'elsewhere.test' : 'Home.Test' })),
    )
    const [cy, cz] = c.connectTo(y!, z!, x!)
    const asked: string[] = []
    for (const party of [y!, z!, x!]) party.onRequestHook = () => asked.push(party.name)
    for (let context = 0; context < 4; context++) {
      expect(c.sendEcr(context, 'home.test')).toBe('sent')
      world.settle()
    }
    expect(asked).toEqual(['Y', 'Z', 'Y', 'Z'])
    cy!.abort()
    y!.peers[0]!.connectionLost(world.now)
    c.peers[0]!.connectionLost(world.now)
    expect(c.sendEcr(4, 'home.test')).toBe('sent')
    world.settle()
    expect(asked.at(-1)).toBe('Z')
    cz!.abort()
    c.peers[1]!.connectionLost(world.now)
    expect(c.sendEcr(5, 'home.test')).toBe('unable-to-deliver')
  })

  it('leaves other realms to whoever relays', () => {
    const world = new World()
    const c = new RoutingParty('C', world, { routes: [] }, { originRealm: 'visited.test' })
    const r = new RoutingParty('R', world, { routes: [relayTo('home.test', 'Y')] }, RELAY)
    const y = answering(new RoutingParty('Y', world, {}, { originRealm: 'home.test' }))
    r.connectTo(y)
    expect(c.sendEcr(1, 'home.test')).toBe('unable-to-deliver')
    c.connectTo(r)
    expect(c.sendEcr(2, 'home.test')).toBe('sent')
    world.settle()
    expect(c.answers).toEqual([{ context: 2, flags: 0x40, resultCode: 2001 }])
  })

  it('passes on nothing of others', () => {
    const world = new World()
    const s = new RoutingParty('S', world, { routes: [] }, { originRealm: 'server.test' })
    const y = answering(new RoutingParty('Y', world, {}, { originRealm: 'home.test' }))
    const c = new RoutingParty('C', world, { routes: [relayTo('default', 'S')] })
    s.connectTo(y)
    c.connectTo(s)
    expect(c.sendEcr(1, 'home.test')).toBe('sent')
    world.settle()
    // DIAMETER_REALM_NOT_SERVED (RFC 6733 §7.1.3): it is no agent.
    expect(c.answers).toMatchObject([{ context: 1, resultCode: 3003 }])
  })
})
