import { SeededRandom } from '@sigbed/simulated-network'
import { describe, expect, it } from 'vitest'
import { addAddress, removeAddress, setPeerPrimary } from '../src/address-configuration/asconf-request.js'
import { type SimulatedNode, SimulatedPair } from './simulated-pair.js'

const ONLY_SEED = process.env['SIGBED_SEED']
const SEEDS = ONLY_SEED === undefined ? Array.from({ length: 20 }, (_, seed) => seed) : [Number(ONLY_SEED)]
const STEPS = 60

/** Both sides add and delete addresses as chance has it, send messages, and lose packets all the while. */
class RandomConfiguration {
  readonly pair: SimulatedPair
  readonly chance: SeededRandom
  private readonly sent = new Map<SimulatedNode, string[]>()

  constructor(readonly seed: number) {
    this.chance = new SeededRandom(seed + 1)
    const parameters = {
      authentication: true,
      dynamicAddresses: true,
      authenticatedChunks: seed % 3 === 0 ? [0] : [],
      associationMaxRetrans: 60,
      rtoMinMs: 100,
      rtoInitialMs: 200,
      rtoMaxMs: 1000,
    }
    this.pair = new SimulatedPair(seed, parameters)
    this.pair.establish()
    this.pair.network.configureUsual({ delayMs: 10, loss: { kind: 'random', probability: 0.15 } })
  }

  run(): void {
    const { pair } = this
    for (let step = 0; step < STEPS; step++) {
      for (const node of [pair.a, pair.z]) {
        this.change(node)
        this.send(node)
      }
      pair.runFor(this.chance.below(400))
    }
    pair.network.configureUsual({ delayMs: 10, loss: { kind: 'none' } })
    pair.run(() => this.everythingArrived() && this.isQuiet(pair.a) && this.isQuiet(pair.z))
    this.expectAgreement(pair.a, pair.z)
    this.expectAgreement(pair.z, pair.a)
    for (const [from, to] of [
      [pair.a, pair.z],
      [pair.z, pair.a],
    ] as const) {
      for (let stream = 0; stream < 3; stream++) {
        const ofStream = (text: string) => text.startsWith(`${stream} `)
        expect(to.texts().filter(ofStream)).toEqual(this.sent.get(from)!.filter(ofStream))
      }
      const { outbound, paths } = from.association!
      expect(outbound.outstanding.inFlightOctets).toBe(0)
      expect(paths.paths.map((path, i) => [path.index - i, path.outstandingOctets])).toEqual(paths.paths.map(() => [0, 0]))
      expect(from.eventsOf('communication-lost')).toEqual([])
      expect(from.eventsOf('local-address-change').filter((event) => !event.accepted)).toEqual([])
    }
    pair.a.shutdown()
    pair.run(() => pair.a.endpoint.table.size + pair.z.endpoint.table.size === 0)
    for (const node of [pair.a, pair.z]) expect(node.endpoint.pollTimeout()).toBe(Number.POSITIVE_INFINITY)
  }

  /** Those that the peers have agreed to. */
  get changes(): number {
    const accepted = (node: SimulatedNode) => node.eventsOf('local-address-change').filter((event) => event.accepted).length
    return accepted(this.pair.a) + accepted(this.pair.z)
  }

  private change(node: SimulatedNode): void {
    const { chance } = this
    const { association } = node
    const now = node.clock.now()
    const locals = association!.localAddresses
    switch (chance.below(6)) {
      case 0:
        addAddress(association!, node.openAddress(`10.0.${3 + chance.below(6)}.${node === this.pair.a ? 1 : 2}`), now)
        break
      case 1:
        removeAddress(association!, locals[chance.below(locals.length)]!, now)
        break
      case 2:
        setPeerPrimary(association!, locals[chance.below(locals.length)]!, now)
        break
      default:
    }
  }

  private send(node: SimulatedNode): void {
    const sent = this.sent.get(node) ?? []
    this.sent.set(node, sent)
    for (let n = this.chance.below(4); n > 0; n--) {
      const stream = this.chance.below(3)
      const text = `${stream} ${sent.length}`
      // What is looked at is its beginning; some are fragmented.
      node.queue(text.padEnd(64 + this.chance.below(3) * this.chance.below(2500)), { stream })
      sent.push(text.padEnd(64))
    }
    node.drain()
  }

  private everythingArrived(): boolean {
    const { a, z } = this.pair
    return z.delivered.length >= this.sent.get(a)!.length && a.delivered.length >= this.sent.get(z)!.length
  }

  private isQuiet({ association }: SimulatedNode): boolean {
    const configuration = association!.addressConfiguration!
    return configuration.outstanding === null && configuration.waiting.length === 0 && association!.outbound.settled
  }

  private expectAgreement(one: SimulatedNode, other: SimulatedNode): void {
    const said = one.association!.localAddresses.map((index) => one.addresses.at(index).text).sort()
    const known = other.association!.paths.paths.map((path) => path.addresses.remoteText).sort()
    expect(known).toEqual(said)
    for (const path of one.association!.paths.paths) expect(one.association!.localAddresses).toContain(path.localAddress)
  }
}

describe('random changes of addresses', () => {
  it(`lose no message, and both ends agree in the end, for ${SEEDS.length} seeds`, () => {
    let changes = 0
    for (const seed of SEEDS) {
      const run = new RandomConfiguration(seed)
      try {
        run.run()
        changes += run.changes
      } catch (error) {
        throw new Error(`SIGBED_SEED=${seed} fails: ${(error as Error).message}\n${run.pair.report('the last packets were')}`, {
          cause: error,
        })
      }
    }
    expect(changes).toBeGreaterThan(10 * SEEDS.length)
  }, 120_000)
})
