import { RETRANSMITTED_FLAG } from 'diameter-codec'
import { describe, expect, it } from 'vitest'
import type { RoutingConfiguration } from '../src/index.js'
import { answering, RELAY, RoutingParty, relayTo, sentBy } from './many-nodes.js'
import { Party, World } from './two-nodes.js'

const QUICK = { timers: { watchdogMs: 6_000, reconnectMs: 6_000, requestTimeoutMs: 60_000 } }

/** C has two servers, Y and Z, which do not answer by themselves. */
function twoServers(routing: Partial<RoutingConfiguration> = {}) {
  const world = new World()
  const c = new RoutingParty('C', world, { routes: [relayTo('default', 'Y', 'Z')], ...routing }, {}, QUICK)
  const [y, z] = [new Party('Y', world, {}, QUICK), new Party('Z', world, {}, QUICK)]
  const [cy, cz] = c.connectTo(y, z)
  return { world, c, y, z, cy: cy!, cz: cz! }
}

/** Lets a party answer what it has been asked, or the first of it. */
function answerAll(party: Party, howMany = party.requests.length) {
  for (const request of party.requests.splice(0, howMany)) {
    const peer = party.cameOn.get(request)!
    peer.beginAnswer(request, 2001)
    peer.endAnswer(request, party.world.now)
  }
  party.world.settle()
}

const marked = (octets: Uint8Array) => (octets[4]! & RETRANSMITTED_FLAG) !== 0

describe('failover', () => {
  it('goes to the alternate when the watchdog suspects the peer, and the late answer is discarded and counted', () => {
    const { world, c, y, z, cy, cz } = twoServers()
    c.sendEcr(1, 'home.test', '', 0x1234_5678)
    world.settle()
    expect([y.requests.length, z.requests.length]).toEqual([1, 0])
    cy.silent = true
    world.run(16_001)
    expect(c.events).toContainEqual({ kind: 'requests-resent', count: 1 })
    expect(c.routing.failovers()).toMatchObject([{ from: 'y.example.net', cause: 'suspect', resent: 1, endToEndIds: [0x1234_5678] }])
    expect(c.routing.peers().map(({ originHost, state }) => `${originHost} ${state}`)).toEqual([
      'y.example.net suspect',
      'z.example.net open',
    ])
    const [first] = sentBy(cy, c)
    const [second] = sentBy(cz, c)
    expect([marked(first!), marked(second!)]).toEqual([false, true])
    expect(second!.slice(16)).toEqual(first!.slice(16))
    cy.silent = false
    answerAll(y)
    expect([c.answers.length, c.routing.counters.lateAnswers]).toEqual([0, 1])
    answerAll(z)
    expect([c.answers, c.routing.pendingMessageCount()]).toEqual([[{ context: 1, flags: 0x40, resultCode: 2001 }], 0])
  })

  it('leaves a request with a suspect peer that has no alternate: its answer may still come', () => {
    const { world, c, y, cy } = twoServers()
    c.sendEcr(1, 'home.test', 'y.example.net')
    world.settle()
    cy.silent = true
    world.run(16_001)
    expect([c.kinds().includes('failover'), c.routing.pendingMessageCount(), c.failures]).toEqual([true, 1, []])
    cy.silent = false
    answerAll(y)
    expect(c.answers).toEqual([{ context: 1, flags: 0x40, resultCode: 2001 }])
  })

  it('takes a request for a named host nowhere else when that host dies (RFC 6733 §5.5.4)', () => {
    const { world, c, z, cy } = twoServers()
    c.sendEcr(1, 'home.test', 'y.example.net')
    world.settle()
    cy.near!.connectionLost(world.now)
    world.settle()
    expect([c.failures, z.requests.length]).toMatchObject([[{ context: 1, failure: 'connection-lost' }], 0])
    expect(c.sendEcr(2, 'home.test', 'y.example.net')).toBe('unable-to-deliver')
  })

  it('comes back to a peer that has returned, and never resends a DWR', () => {
    const { world, c, y, z, cy } = twoServers()
    cy.near!.connectionLost(world.now)
    cy.far!.connectionLost(world.now)
    for (let context = 0; context < 4; context++) c.sendEcr(context, 'home.test')
    world.settle()
    expect([y.requests.length, z.requests.length]).toEqual([0, 4])
    world.run(30_000)
    expect(c.kinds().filter((kind) => kind === 'failback').length).toBe(1)
    for (let context = 4; context < 8; context++) c.sendEcr(context, 'home.test')
    world.settle()
    expect([y.requests.length, z.requests.length]).toEqual([2, 6])
    expect(cy.sent.filter(({ octets }) => marked(octets))).toEqual([])
  })

  it('after an orderly leave moves only what the leaver did not answer, and nothing twice', () => {
    const { world, c, y, z, cy } = twoServers()
    for (let context = 0; context < 4; context++) c.sendEcr(context, 'home.test')
    world.settle()
    cy.far!.stop('REBOOTING', world.now)
    world.settle()
    expect(c.sendEcr(4, 'home.test')).toBe('sent')
    answerAll(y, 1)
    expect(c.answers.map(({ context }) => context)).toEqual([0])
    // Y lingers for the other and then hangs up (§2.1.1).
    world.run(1_001)
    expect([z.requests.length, c.routing.counters.resent]).toEqual([4, 1])
    answerAll(z)
    expect([...c.outcomes.entries()].sort()).toEqual([0, 1, 2, 3, 4].map((context) => [context, 1]))
  })

  it('stops after the attempts that are allowed', () => {
    const world = new World()
    const names = ['V', 'W', 'X', 'Y', 'Z']
    const c = new RoutingParty('C', world, { routes: [relayTo('default', ...names)], maximumAttempts: 3 })
    const parties = names.map((name) => new Party(name, world))
    const associations = c.connectTo(...parties)
    c.sendEcr(1, 'home.test')
    world.settle()
    for (let attempt = 0; attempt < 5; attempt++) {
      const at = parties.findIndex((party) => party.requests.splice(0).length > 0)
      if (at !== -1) associations[at]!.near!.connectionLost(world.now)
      world.settle()
    }
    expect([c.routing.counters.resent, c.failures.length]).toEqual([2, 1])
  })

  it('is left to the application when the resending is switched off', () => {
    const { world, c, z, cy } = twoServers({ resendsAfterFailover: false })
    c.sendEcr(1, 'home.test', '', 77)
    world.settle()
    cy.near!.connectionLost(world.now)
    world.settle()
    expect([c.failures, z.requests.length]).toEqual([[{ context: 1, endToEndId: 77, failure: 'connection-lost' }], 0])
  })

  it('waits for room when the alternate has none just now', () => {
    const { world, c, z, cy, cz } = twoServers()
    for (let context = 0; context < 6; context++) c.sendEcr(context, 'home.test')
    world.settle()
    cz.sendBufferFull = true
    cy.near!.connectionLost(world.now)
    world.settle()
    expect([z.requests.length, c.failures.length, c.routing.pendingMessageCount()]).toEqual([3, 0, 6])
    cz.sendBufferFull = false
    cz.near!.handleWritable()
    world.settle()
    expect(z.requests.length).toBe(6)
    answerAll(z)
    expect([c.outcomes.size, c.answers.filter(({ context }) => context % 2 === 0).length]).toEqual([6, 3])
  })

  it('gives up what waits for room when the alternate goes too', () => {
    const { world, c, cy, cz } = twoServers()
    c.sendEcr(1, 'home.test')
    world.settle()
    cz.sendBufferFull = true
    cy.near!.connectionLost(world.now)
    cz.near!.connectionLost(world.now)
    expect([c.failures.length, c.routing.pendingMessageCount()]).toEqual([1, 0])
  })
})

describe('an answer that somebody else should be asked', () => {
  it.each([3002, 3004])('%i: is asked, without the T bit', (resultCode) => {
    const { world, c, y, z, cz } = twoServers()
    answering(y, resultCode)
    answering(z)
    c.sendEcr(1, 'home.test')
    world.settle()
    expect([c.answers, c.routing.counters.triedElsewhere]).toEqual([[{ context: 1, flags: 0x40, resultCode: 2001 }], 1])
    expect(marked(sentBy(cz, c)[0]!)).toBe(false)
  })

  it('reaches the application when everybody says so, when the host is named, and when it is switched off', () => {
    const all = twoServers()
    for (const party of [all.y, all.z]) answering(party, 3004)
    all.c.sendEcr(1, 'home.test')
    all.c.sendEcr(2, 'home.test', 'y.example.net')
    all.world.settle()
    expect(all.c.answers.map(({ resultCode }) => resultCode)).toEqual([3004, 3004])
    const off = twoServers({ resultCodesToTryElsewhere: [] })
    answering(off.y, 3002)
    off.c.sendEcr(1, 'home.test')
    off.world.settle()
    expect([off.c.answers.length, off.z.requests.length]).toEqual([1, 0])
  })
})

describe('bounds', () => {
  it('are told to a client, and by an agent with 3004', () => {
    const world = new World()
    const c = new RoutingParty('C', world, { routes: [relayTo('default', 'R')], maximumPendingMessages: 4 })
    const r = new RoutingParty('R', world, { routes: [relayTo('default', 'Z')], maximumPendingOctets: 600 }, RELAY)
    const z = new Party('Z', world)
    c.connectTo(r)
    const [rz] = r.connectTo(z)
    expect([1, 2, 3, 4, 5].map((context) => c.sendEcr(context, 'home.test'))).toEqual(['sent', 'sent', 'sent', 'sent', 'too-busy'])
    world.settle()
    const held = z.requests.length
    expect([held > 0 && held < 4, c.answers.every(({ resultCode, flags }) => resultCode === 3004 && flags === 0x60)]).toEqual([true, true])
    expect([c.answers.length, r.routing.counters.tooBusy]).toEqual([4 - held, 4 - held])
    rz!.sendBufferFull = true
    answerAll(z)
    expect(r.routing.pendingMessageCount()).toBe(held)
    rz!.sendBufferFull = false
  })

  it('of the way back hold an answer until the asker reads again, in order', () => {
    const world = new World()
    const c = new RoutingParty('C', world, { routes: [relayTo('default', 'R')] })
    const r = new RoutingParty('R', world, { routes: [relayTo('home.test', 'Z')] }, RELAY)
    const z = answering(new Party('Z', world))
    const [cr] = c.connectTo(r)
    r.connectTo(z)
    c.sendEcr(1, 'home.test')
    c.sendEcr(2, 'nowhere.test')
    c.sendEcr(3, 'home.test')
    cr!.sendBufferFull = true
    world.settle()
    expect([c.answers.length, z.requests.length]).toEqual([0, 2])
    cr!.sendBufferFull = false
    cr!.far!.handleWritable()
    world.settle()
    expect(c.answers.map(({ context, resultCode }) => [context, resultCode])).toEqual([
      [2, 3003],
      [1, 2001],
      [3, 2001],
    ])
    c.sendEcr(4, 'home.test')
    cr!.sendBufferFull = true
    world.settle()
    cr!.far!.connectionLost(world.now)
    cr!.near!.connectionLost(world.now)
    expect(c.failures.length).toBe(1)
  })

  it('of a server: the T-flagged copy that another relay brings is executed once, and both are answered', () => {
    const world = new World()
    const c = new RoutingParty('C', world, { routes: [relayTo('default', 'Q', 'R')] })
    const relays = ['Q', 'R'].map((name) => new RoutingParty(name, world, { routes: [relayTo('default', 'Z')] }, RELAY))
    const z = new RoutingParty('Z', world, {}, { originRealm: 'home.test' })
    const [cq] = c.connectTo(...relays)
    const [qz] = relays.map((relay) => relay.connectTo(z)[0]!)
    c.sendEcr(1, 'home.test')
    world.settle()
    const [request] = z.requests
    // C loses sight of Q, but Q not of Z.
    cq!.silent = true
    cq!.near!.connectionLost(world.now)
    world.settle()
    expect([z.requests.length, c.routing.counters.resent]).toEqual([1, 1])
    const zq = qz!.far!
    zq.beginAnswer(request!, 2001)
    expect(zq.endAnswer(request!, world.now)).toBe('sent')
    world.settle()
    expect(c.answers).toEqual([{ context: 1, flags: 0x40, resultCode: 2001 }])
    expect(relays.map((relay) => relay.routing.counters.answersForwarded)).toEqual([1, 1])
  })
})
