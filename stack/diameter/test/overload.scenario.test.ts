import { RFC7683 } from 'diameter-codec'
import { describe, expect, it } from 'vitest'
import { DEFAULT_OVERLOAD_CONTROL, ReportingNode, type RoutingConfiguration } from '../src/index.js'
import { answering, RELAY, RoutingParty, relayTo, sentBy } from './many-nodes.js'
import { Party, World } from './two-nodes.js'

const S13 = 16777252
const REACTS: Partial<RoutingConfiguration> = { overloadControl: { ...DEFAULT_OVERLOAD_CONTROL, reacts: true } }

/** C reacts; Y and Z serve and report, by hand. */
function overloaded(names: readonly string[] = ['Y', 'Z'], routing: Partial<RoutingConfiguration> = REACTS) {
  const world = new World()
  const c = new RoutingParty('C', world, { routes: [relayTo('default', ...names)], ...routing })
  const servers = names.map((name) => answering(new Party(name, world)))
  for (const party of servers) party.node.reporting = new ReportingNode(1_700_000_000)
  const associations = c.connectTo(...servers)
  const outcomes = (howMany: number, host = '') => {
    const counts: Record<string, number> = { sent: 0, throttled: 0 }
    for (let context = 0; context < howMany; context++) {
      const outcome = c.sendEcr(context, 'example.net', host)
      counts[outcome] = (counts[outcome] ?? 0) + 1
      world.settle()
    }
    return counts
  }
  return { world, c, servers, reporting: servers.map((party) => party.node.reporting!), associations, outcomes }
}

/** How often a message has an AVP of this code. */
const codes = (octets: Uint8Array, code: number) => {
  let found = 0
  for (let at = 20; at < octets.length; ) {
    const length = (octets[at + 5]! << 16) | (octets[at + 6]! << 8) | octets[at + 7]!
    if (((octets[at]! << 24) | (octets[at + 1]! << 16) | (octets[at + 2]! << 8) | octets[at + 3]!) === code) found++
    at += (length + 3) & ~3
  }
  return found
}
const FEATURES = RFC7683.avp('OC-Supported-Features').code
const OLR = RFC7683.avp('OC-OLR').code

describe('overload control', () => {
  it('is announced in every request and every answer to one, and a report only while there is an overload', () => {
    const { c, servers, reporting, associations, outcomes, world } = overloaded(['Z'])
    outcomes(1)
    reporting[0]!.setReduction(S13, 'HOST_REPORT', 50, world.now)
    outcomes(20)
    const requests = sentBy(associations[0]!, c)
    const answers = sentBy(associations[0]!, servers[0]!)
    expect(requests.every((octets) => codes(octets, FEATURES) === 1)).toBe(true)
    expect(answers.every((octets) => codes(octets, FEATURES) === 1)).toBe(true)
    expect(answers.map((octets) => codes(octets, OLR))).toEqual([0, ...answers.slice(1).map(() => 1)])
  })

  it('is never spoken of to who has not announced it (RFC 7683 §5.1.2)', () => {
    const { servers, reporting, associations, outcomes, world } = overloaded(['Z'], {})
    reporting[0]!.setReduction(S13, 'HOST_REPORT', 50, world.now)
    expect(outcomes(10)).toEqual({ sent: 10, throttled: 0 })
    const answers = sentBy(associations[0]!, servers[0]!)
    expect(answers.every((octets) => codes(octets, FEATURES) + codes(octets, OLR) === 0)).toBe(true)
  })

  it.each([0, 10, 50, 90, 100])('of %i percent reduces what is sent by as much, within four deviations', (percentage) => {
    const { world, c, reporting, outcomes } = overloaded(['Z'])
    reporting[0]!.setReduction(S13, 'HOST_REPORT', percentage, world.now)
    outcomes(1)
    const { sent, throttled } = outcomes(4_000)
    const expected = 4_000 * (percentage / 100)
    const deviation = Math.sqrt(4_000 * (percentage / 100) * (1 - percentage / 100))
    expect(Math.abs(throttled! - expected)).toBeLessThanOrEqual(4 * deviation)
    expect([sent! + throttled!, c.routing.counters.throttled]).toEqual([4_000, throttled])
  })

  it('of one host diverts to another, and throttles only what must go there', () => {
    const { world, c, servers, reporting, outcomes } = overloaded()
    reporting[0]!.setReduction(S13, 'HOST_REPORT', 100, world.now)
    outcomes(2)
    const before = servers.map((party) => party.requests.length)
    expect(outcomes(100)).toEqual({ sent: 100, throttled: 0 })
    expect(servers.map((party, i) => party.requests.length - before[i]!)).toEqual([0, 100])
    expect(c.routing.counters.diverted).toBeGreaterThan(40)
    expect(outcomes(10, 'y.example.net')).toEqual({ sent: 0, throttled: 10 })
    expect(outcomes(10, 'z.example.net')).toEqual({ sent: 10, throttled: 0 })
  })

  it('of the realm throttles what names no host', () => {
    const { world, reporting, outcomes } = overloaded()
    reporting[0]!.setReduction(S13, 'REALM_REPORT', 100, world.now)
    outcomes(2)
    expect(outcomes(50)).toEqual({ sent: 0, throttled: 50 })
    expect(outcomes(10, 'z.example.net')).toEqual({ sent: 10, throttled: 0 })
  })

  it('runs out, and traffic comes back slowly', () => {
    const { world, reporting, outcomes, c } = overloaded(['Z'])
    reporting[0]!.setReduction(S13, 'HOST_REPORT', 100, world.now)
    outcomes(1)
    world.run(29_000)
    expect(outcomes(10).sent).toBe(0)
    world.run(6_000)
    expect(Math.round(c.routing.reacting.percentage('HOST_REPORT', S13, 'z.example.net', world.now))).toBe(50)
    reporting[0]!.setReduction(S13, 'HOST_REPORT', 0, world.now)
    world.run(5_000)
    expect(outcomes(10)).toEqual({ sent: 10, throttled: 0 })
    expect(c.routing.reacting.isIdle()).toBe(true)
  })

  it('that lasts is told anew before its report runs out, with another number', () => {
    const { world, reporting, outcomes, c } = overloaded(['Z'])
    reporting[0]!.setReduction(S13, 'HOST_REPORT', 30, world.now)
    for (let second = 0; second < 120; second += 5) {
      outcomes(5)
      world.run(5_000)
      expect(c.routing.reacting.percentage('HOST_REPORT', S13, 'z.example.net', world.now)).toBe(30)
    }
    expect(c.routing.reacting.reportsTaken).toBeGreaterThan(5)
  })

  it('follows a load function', () => {
    const { world, servers, outcomes, c } = overloaded(['Z'])
    let load = 0
    servers[0]!.node.reporting = new ReportingNode(0, (_, type) => (type === 'HOST_REPORT' ? load : 0))
    outcomes(1)
    expect(c.routing.reacting.isIdle()).toBe(true)
    load = 25
    outcomes(2)
    expect(c.routing.reacting.percentage('HOST_REPORT', S13, 'z.example.net', world.now)).toBe(25)
    load = 0
    outcomes(20)
    world.run(10_000)
    expect(outcomes(50)).toEqual({ sent: 50, throttled: 0 })
  })

  it('is reacted to by an agent for a client that does not, with 5012 (RFC 7683 §5.1.3, §8)', () => {
    const world = new World()
    const c = new RoutingParty('C', world, { routes: [relayTo('default', 'R')] })
    const overloadControl = { ...DEFAULT_OVERLOAD_CONTROL, reactsForOthers: true }
    const r = new RoutingParty('R', world, { routes: [relayTo('default', 'Z')], overloadControl }, RELAY)
    const z = answering(new Party('Z', world))
    z.node.reporting = new ReportingNode(0)
    z.node.reporting.setReduction(S13, 'HOST_REPORT', 100, 0)
    const [cr] = c.connectTo(r)
    const [rz] = r.connectTo(z)
    for (const context of [1, 2]) {
      c.sendEcr(context, 'home.test')
      world.settle()
    }
    expect(c.answers.map(({ resultCode }) => resultCode)).toEqual([2001, 5012])
    expect(sentBy(rz!, r).map((octets) => codes(octets, FEATURES))).toEqual([1])
    expect(sentBy(rz!, z).map((octets) => codes(octets, OLR))).toEqual([1])
    expect(sentBy(cr!, r).map((octets) => codes(octets, OLR) + codes(octets, FEATURES))).toEqual([0, 0])
  })

  it('is not believed, nor passed on, from peers that are not trusted (RFC 7683 §10.4)', () => {
    const world = new World()
    const c = new RoutingParty('C', world, { routes: [relayTo('default', 'R')], ...REACTS })
    const overloadControl = { ...DEFAULT_OVERLOAD_CONTROL, trustedPeers: ['c.example.net'] }
    const r = new RoutingParty('R', world, { routes: [relayTo('default', 'Z')], overloadControl }, RELAY)
    const z = answering(new Party('Z', world))
    z.node.reporting = new ReportingNode(0)
    z.node.reporting.setReduction(S13, 'HOST_REPORT', 100, 0)
    const [cr] = c.connectTo(r)
    r.connectTo(z)
    c.sendEcr(1, 'home.test')
    world.settle()
    expect(sentBy(cr!, r).map((octets) => codes(octets, OLR) + codes(octets, FEATURES))).toEqual([0])
    expect([c.answers.length, c.routing.reacting.isIdle()]).toEqual([1, true])
  })
})
