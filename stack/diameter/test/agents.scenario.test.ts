import { type DiameterUri, S13, S13_APPLICATION_ID } from 'diameter-codec'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  DEFAULT_OVERLOAD_CONTROL,
  type ProxyPolicy,
  type RedirectHostUsage,
  ReportingNode,
  type RouteEntry,
  type RoutingConfiguration,
} from '../src/index.js'
import { answering, avpsOf, RELAY, RoutingParty, relayTo, sentBy, server } from './many-nodes.js'
import { Party, World } from './two-nodes.js'

/** C asks D, which redirects to Z; C is connected to Z as well, unless told otherwise. */
function redirected(usage: RedirectHostUsage, routing: Partial<RoutingConfiguration> = {}, connected = true) {
  const world = new World()
  const route: RouteEntry = {
    realm: 'home.test',
    applicationId: 'any',
    action: 'REDIRECT',
    redirectHosts: ['aaa://gone.example.net', 'aaa://z.example.net:3869;transport=sctp'],
    usage,
    maxCacheTimeSeconds: 60,
  }
  const c = new RoutingParty('C', world, { routes: [relayTo('default', 'D')], ...routing })
  const d = new RoutingParty('D', world, { routes: [route] }, RELAY)
  const z = answering(new Party('Z', world))
  const [cd] = c.connectTo(d)
  if (connected) c.connectTo(z)
  return { world, c, d, z, cd: cd! }
}

describe('redirect agent', () => {
  it('answers with the hosts of the route, the E bit and how long that may be remembered (RFC 6733 §6.1.8)', () => {
    const { world, c, d, cd } = redirected('ALL_REALM', { followsRedirects: false })
    c.sendEcr(1, 'home.test')
    world.settle()
    expect(c.answers).toEqual([{ context: 1, flags: 0x60, resultCode: 3006 }])
    expect(avpsOf(sentBy(cd, d)[0]!).slice(3)).toEqual([
      { name: 'Origin-Realm', value: 'example.net' },
      { name: 'Redirect-Host', value: 'aaa://gone.example.net' },
      { name: 'Redirect-Host', value: 'aaa://z.example.net:3869;transport=sctp' },
      { name: 'Redirect-Host-Usage', value: 'ALL_REALM' },
      { name: 'Redirect-Max-Cache-Time', value: 60 },
    ])
    const once = redirected('DONT_CACHE', { followsRedirects: false })
    once.c.sendEcr(1, 'home.test')
    once.world.settle()
    expect(avpsOf(sentBy(once.cd, once.d)[0]!).filter(({ name }) => name.startsWith('Redirect')).length).toBe(2)
  })

  it.each<[RedirectHostUsage, number]>([
    ['DONT_CACHE', 4],
    ['ALL_SESSION', 3],
    ['ALL_USER', 3],
    ['REALM_AND_APPLICATION', 1],
    ['ALL_REALM', 1],
    ['ALL_APPLICATION', 1],
    ['ALL_HOST', 1],
  ])('is followed, and asked again by a client as %s allows: %i times for four requests', (usage, asked) => {
    const { world, c, d, z } = redirected(usage)
    for (const context of [1, 1, 2, 3]) {
      c.sendEcr(context, 'home.test', '', undefined, `user${context}@home.test`)
      world.settle()
    }
    expect([c.answers.every(({ resultCode }) => resultCode === 2001), z.requests.length]).toEqual([true, 4])
    expect(d.routing.counters.redirected).toBe(asked)
    expect(c.routing.counters.redirectionsFollowed).toBe(asked)
  })

  it('is asked again when the time is over, and when the host is gone', () => {
    const { world, c, d, z } = redirected('ALL_REALM')
    const ask = (context: number) => {
      c.sendEcr(context, 'home.test')
      world.settle()
    }
    ask(1)
    ask(2)
    world.run(60_000)
    ask(3)
    expect(d.routing.counters.redirected).toBe(2)
    c.associations.at(-1)!.near!.connectionLost(world.now)
    ask(4)
    expect([d.routing.counters.redirected, z.requests.length, c.answers.at(-1)?.resultCode]).toEqual([3, 3, 3006])
  })

  it('is followed by a relay for a client that knows nothing of it', () => {
    const world = new World()
    const route: RouteEntry = {
      realm: 'home.test',
      applicationId: S13_APPLICATION_ID,
      action: 'REDIRECT',
      redirectHosts: ['aaa://z.example.net'],
      usage: 'DONT_CACHE',
      maxCacheTimeSeconds: 0,
    }
    const c = new RoutingParty('C', world, { routes: [relayTo('default', 'R')], followsRedirects: false })
    const d = new RoutingParty('D', world, { routes: [route] }, RELAY)
    const z = answering(new Party('Z', world))
    const r = new RoutingParty('R', world, { routes: [relayTo('default', 'D')] }, RELAY)
    c.connectTo(r)
    r.connectTo(d, z)
    c.sendEcr(1, 'home.test')
    world.settle()
    expect(c.answers).toEqual([{ context: 1, flags: 0x40, resultCode: 2001 }])
  })

  it('has a connection made when there is none, and the request waits for it', () => {
    const { world, c, z } = redirected('ALL_REALM', {}, false)
    const asked: DiameterUri[] = []
    c.onRedirectHost = (uri) => {
      asked.push(uri)
      if (uri.host !== 'z.example.net') return false
      c.peerTo(z).start(world.now)
      return true
    }
    c.sendEcr(1, 'home.test')
    world.settle()
    expect(asked.map(({ host, port, transport }) => `${host}:${port} ${transport}`)).toEqual([
      'gone.example.net:3868 tcp',
      'z.example.net:3869 sctp',
    ])
    expect(c.answers).toEqual([{ context: 1, flags: 0x40, resultCode: 2001 }])
    const failing = redirected('ALL_REALM', {}, false)
    failing.c.onRedirectHost = (uri) => {
      if (uri.host !== 'z.example.net') return false
      const peer = failing.c.peerTo(failing.z)
      failing.c.associations.at(-1)!.refused = true
      peer.start(failing.world.now)
      return true
    }
    failing.c.sendEcr(1, 'home.test')
    failing.world.settle()
    expect([failing.c.failures, failing.c.routing.pendingMessageCount()]).toMatchObject([[{ context: 1, failure: 'connection-lost' }], 0])
  })

  it('does not lead round in circles', () => {
    const world = new World()
    const to = (name: string): RouteEntry => ({
      realm: 'default',
      applicationId: 'any',
      action: 'REDIRECT',
      redirectHosts: [`aaa://${name.toLowerCase()}.example.net`],
      usage: 'DONT_CACHE',
      maxCacheTimeSeconds: 0,
    })
    const c = new RoutingParty('C', world, { routes: [relayTo('default', 'D')] })
    const d = new RoutingParty('D', world, { routes: [to('E')] }, RELAY)
    const e = new RoutingParty('E', world, { routes: [to('D')] }, RELAY)
    c.connectTo(d, e)
    c.sendEcr(1, 'home.test')
    world.settle()
    expect([c.answers, c.routing.counters.redirectionsFollowed]).toEqual([[{ context: 1, flags: 0x60, resultCode: 3006 }], 1])
  })
})

/** C asks P, a proxy with this policy, for Z. */
function proxied(policy: ProxyPolicy) {
  const world = new World()
  const route: RouteEntry = { realm: 'home.test', applicationId: S13_APPLICATION_ID, action: 'PROXY', servers: [server('z.example.net')] }
  const c = new RoutingParty('C', world, { routes: [relayTo('default', 'P')] })
  const p = new RoutingParty('P', world, { routes: [route], proxyPolicy: policy })
  const z = answering(new Party('Z', world))
  const [cp] = c.connectTo(p)
  const [pz] = p.connectTo(z)
  c.sendEcr(1, 'home.test')
  world.settle()
  const [answer] = sentBy(cp!, p)
  return { c, z, request: sentBy(pz!, p)[0], answer: answer! }
}

const UNCHANGED: ProxyPolicy = { judgeRequest: () => 'unchanged', judgeAnswer: () => 'unchanged' }
const CLASS = S13.avp('Class')

describe('proxy', () => {
  it('may add AVPs to a request and to its answer, and keeps the order of the others', () => {
    const addClass: ProxyPolicy['judgeRequest'] = (_header, avps, rewritten) => {
      while (avps.next()) rewritten.writeAvps(avps.octets, avps.headerAt, avps.paddedLength())
      rewritten.writeOctetString(CLASS, Uint8Array.of(7))
      return 'rewritten'
    }
    const { c, request, answer } = proxied({ judgeRequest: addClass, judgeAnswer: addClass })
    expect(c.answers).toEqual([{ context: 1, flags: 0x40, resultCode: 2001 }])
    const names = (octets: Uint8Array) => avpsOf(octets).map(({ name }) => name)
    expect(names(request!).slice(-3)).toEqual(['Terminal-Information', 'Class', 'Route-Record'])
    expect(names(answer)).toEqual(['Session-Id', 'Result-Code', 'Origin-Host', 'Origin-Realm', 'Auth-Session-State', 'Class'])
  })

  it('may answer by itself', () => {
    const { c, z, answer } = proxied({
      ...UNCHANGED,
      judgeRequest: (_header, _avps, into) => {
        into.writeUnsigned32(S13.avp('Auth-Session-State'), 1)
        into.writeUtf8String(S13.avp('Error-Message'), 'not today')
        return 5003
      },
    })
    expect([c.answers, z.requests.length]).toEqual([[{ context: 1, flags: 0x40, resultCode: 5003 }], 0])
    expect(avpsOf(answer).at(-1)).toEqual({ name: 'Error-Message', value: 'not today' })
  })

  it('may turn a success into a failure in its own name (RFC 6733 §6.2.2, §7.4)', () => {
    const { c, answer } = proxied({ ...UNCHANGED, judgeAnswer: () => 5003 })
    expect(c.answers).toEqual([{ context: 1, flags: 0x40, resultCode: 5003 }])
    expect(avpsOf(answer).at(-1)).toEqual({ name: 'Error-Reporting-Host', value: 'p.example.net' })
    expect(avpsOf(answer)).toContainEqual({ name: 'Origin-Host', value: 'z.example.net' })
  })

  it('must not modify the Result-Code of a failure', () => {
    const world = new World()
    const route: RouteEntry = { realm: 'home.test', applicationId: 'any', action: 'PROXY', servers: [server('z.example.net')] }
    const c = new RoutingParty('C', world, { routes: [relayTo('default', 'P')] })
    const p = new RoutingParty('P', world, { routes: [route], proxyPolicy: { ...UNCHANGED, judgeAnswer: () => 5003 } })
    c.connectTo(p)
    p.connectTo(answering(new Party('Z', world), 5012))
    c.sendEcr(1, 'home.test')
    world.settle()
    expect(c.answers.map(({ resultCode }) => resultCode)).toEqual([5012])
  })
})

describe('relay', () => {
  it('passes on AVPs nobody knows, with their M bits, as they came', () => {
    const world = new World()
    const c = new RoutingParty('C', world, { routes: [relayTo('default', 'R')] })
    const r = new RoutingParty('R', world, { routes: [relayTo('home.test', 'Z')] }, RELAY)
    const z = answering(new Party('Z', world))
    const [cr] = c.connectTo(r)
    const [rz] = r.connectTo(z)
    const avps = c.routing.beginRequest(9999, 424242)
    c.routing.writeOrigin(avps)
    avps.writeOctetString({ code: 4_000_000, vendorId: 99_999, flags: 0xc0 }, Uint8Array.of(1, 2, 3))
    avps.writeUtf8String(S13.avp('Destination-Realm'), 'home.test')
    avps.writeOctetString({ code: 3_999_999, vendorId: 0, flags: 0x60 }, Uint8Array.of(9))
    expect(c.routing.endRequest(1)).toBe('sent')
    world.settle()
    // Z has not advertised the application (RFC 6733 §2.7); a server that is a relay itself need not.
    expect(c.answers[0]?.resultCode).toBe(3002)
    const y = answering(new Party('Z', world, RELAY))
    rz!.near!.stop('REBOOTING', world.now)
    world.settle()
    const [ry] = r.connectTo(y)
    const asked = cr!.sent.find(({ octets }) => octets[6] === 0x27)!.octets
    c.routing.beginRequest(9999, 424242).writeAvps(asked, 20)
    expect(c.routing.endRequest(2)).toBe('sent')
    world.settle()
    const passedOn = ry!.sent.find(({ octets }) => octets[6] === 0x27)!.octets
    expect(passedOn.slice(20, asked.length)).toEqual(asked.slice(20))
    expect(c.routing.counters.originated).toBe(2)
  })

  it('never throws and keeps nothing, whatever octets come from either side', () => {
    const overloadControl = { ...DEFAULT_OVERLOAD_CONTROL, reacts: true, reactsForOthers: true }
    const originals = (() => {
      const { c, z, association } = pair()
      c.sendEcr(1, 'home.test')
      c.world.settle()
      return [...association.cr.sent, ...association.rz.sent].map(({ octets }) => octets).concat(z.node.identity.originAvps)
    })()
    function pair() {
      const world = new World()
      const c = new RoutingParty('C', world, { routes: [relayTo('default', 'R')] })
      const r = new RoutingParty('R', world, { routes: [relayTo('home.test', 'Z')], overloadControl }, RELAY)
      const z = answering(new Party('Z', world))
      z.node.reporting = new ReportingNode(0, () => 50)
      const [cr] = c.connectTo(r)
      const [rz] = r.connectTo(z)
      return { world, c, r, z, association: { cr: cr!, rz: rz! } }
    }
    const mutation = fc.record({ at: fc.nat(), value: fc.nat(255) })
    const hostile = fc.tuple(fc.constantFrom(...originals), fc.array(mutation, { maxLength: 4 })).map(([original, mutations]) => {
      const octets = original.slice()
      for (const { at, value } of mutations) octets[at % octets.length] = value
      return octets
    })
    fc.assert(
      fc.property(fc.array(fc.tuple(hostile, fc.boolean()), { maxLength: 12 }), (messages) => {
        const { world, c, r, association } = pair()
        for (const [octets, fromClient] of messages) {
          c.sendEcr(1, 'home.test')
          const peer = fromClient ? association.cr.far : association.rz.near
          if (peer !== null) r.deliver(peer, octets)
          world.run(1_000)
        }
        world.run(30_000)
        expect(r.routing.pendingMessageCount()).toBe(0)
      }),
      { numRuns: 200 },
    )
  })
})
