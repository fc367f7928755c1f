import fc from 'fast-check'
import { expect, it } from 'vitest'
import { RELAY, RoutingParty, relayTo } from './many-nodes.js'
import { type Association, Party, World } from './two-nodes.js'

const QUICK = { timers: { watchdogMs: 6_000, reconnectMs: 7_000, requestTimeoutMs: 20_000 } }

/** C asks for home.test by two relays; both relay to both servers. */
function network() {
  const world = new World()
  const c = new RoutingParty('C', world, { routes: [relayTo('default', 'P', 'Q')] }, {}, QUICK)
  const relays = ['P', 'Q'].map((name) => new RoutingParty(name, world, { routes: [relayTo('default', 'Y', 'Z')] }, RELAY, QUICK))
  const servers = ['Y', 'Z'].map((name) => new Party(name, world, {}, QUICK))
  const associations: Association[] = [...c.connectTo(...relays), ...relays.flatMap((relay) => relay.connectTo(...servers))]
  return { world, c, relays, servers, associations }
}

type Step =
  | { readonly kind: 'send'; readonly howMany: number; readonly host: boolean }
  | { readonly kind: 'answer'; readonly server: number; readonly howMany: number; readonly resultCode: number }
  | { readonly kind: 'lose' | 'silence' | 'fill' | 'empty' | 'leave'; readonly association: number }
  | { readonly kind: 'wait'; readonly ms: number }

const association = fc.nat(5)
const STEP: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('send' as const), howMany: fc.integer({ min: 1, max: 30 }), host: fc.boolean() }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('answer' as const),
      server: fc.nat(1),
      howMany: fc.integer({ min: 1, max: 30 }),
      resultCode: fc.constantFrom(2001, 2001, 3002, 3004, 5012),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('lose', 'lose', 'silence', 'fill', 'fill', 'empty', 'empty', 'empty', 'leave'),
      association,
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(20_000) }) },
)

/** Lets servers answer the first of what they have been asked. */
function answer(party: Party, howMany: number, resultCode: number): void {
  for (const request of party.requests.splice(0, howMany)) {
    const peer = party.cameOn.get(request)!
    peer.beginAnswer(request, resultCode)
    // What the send buffer has no room for is asked again by nobody here: the request times out.
    peer.endAnswer(request, party.world.now)
  }
}

it('tells the application of every request it sent exactly once, whatever happens to connections, buffers and answers', () => {
  fc.assert(
    fc.property(fc.array(STEP, { minLength: 20, maxLength: 60, size: 'max' }), (steps) => {
      const { world, c, relays, servers, associations } = network()
      let sent = 0
      for (const step of steps) {
        switch (step.kind) {
          case 'send':
            for (let i = 0; i < step.howMany; i++) {
              if (c.sendEcr(sent, 'home.test', step.host ? 'z.example.net' : '') === 'sent') sent++
            }
            break
          case 'answer':
            answer(servers[step.server]!, step.howMany, step.resultCode)
            break
          case 'wait':
            world.run(step.ms)
            break
          default:
            disturb(step.kind, associations[step.association]!, world)
        }
        world.settle()
      }
      // All well again, and time enough for every timer.
      for (const one of associations) disturb('empty', one, world)
      world.run(120_000)
      expect([...c.outcomes.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: sent }, (_, context) => context))
      expect([...c.outcomes.values()].every((times) => times === 1)).toBe(true)
      expect([c, ...relays].map((party) => party.routing.pendingMessageCount())).toEqual([0, 0, 0])
    }),
    { numRuns: 60 },
  )
})

function disturb(how: 'lose' | 'silence' | 'fill' | 'empty' | 'leave', one: Association, world: World): void {
  switch (how) {
    case 'lose':
      one.near!.connectionLost(world.now)
      one.far?.connectionLost(world.now)
      return
    case 'silence':
      one.silent = true
      return
    case 'fill':
      one.sendBufferFull = true
      return
    case 'leave':
      one.far?.stop('REBOOTING', world.now)
      return
    case 'empty':
      one.silent = false
      one.sendBufferFull = false
      one.near!.handleWritable()
      one.far?.handleWritable()
      return
  }
}
