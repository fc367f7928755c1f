import { SeededRandom } from '@sigbed/simulated-network'
import { describe, expect, it } from 'vitest'
import type { Association } from '../src/association/association.js'
import type { ProtocolParameters } from '../src/association/protocol-parameters.js'
import { MessageOutcome } from '../src/outbound/message-outcome.js'
import { CHUNK_ABANDONED, CHUNK_IN_FLIGHT } from '../src/outbound/outstanding-data.js'
import { LIMITED_RETRANSMISSIONS, PRIORITY, RELIABLE, TIMED } from '../src/outbound/reliability-policy.js'
import { digestOf } from './sent-packet.js'
import { A_ADDRESSES, PORT, type SimulatedNode, SimulatedPair, Z_ADDRESSES } from './simulated-pair.js'

/** Run one seed alone, for instance one that a failure named: SIGBED_SEED=4711. More than the usual 200 of them: SIGBED_SEEDS=1000. */
const ONLY_SEED = process.env['SIGBED_SEED']
const SEEDS =
  ONLY_SEED === undefined ? Array.from({ length: Number(process.env['SIGBED_SEEDS'] ?? 200) }, (_, seed) => seed) : [Number(ONLY_SEED)]
const STREAMS = 6

/** Its number is its context, and stands in its first four octets. */
interface Sent {
  readonly number: number
  readonly stream: number
  readonly unordered: boolean
  readonly policy: number
  readonly digest: number
}

type Fate = 'acknowledged' | 'abandoned after it was sent' | 'abandoned before it was sent' | 'failed'

/** Messages of every policy over a network that loses, decided by the seed alone. */
class RandomRun {
  readonly pair: SimulatedPair
  private readonly chance: SeededRandom
  private readonly homes: number
  private readonly parameters: Partial<ProtocolParameters>
  private readonly sent = new Map<SimulatedNode, Sent[]>()
  private readonly fates = new Map<SimulatedNode, Map<number, Fate>>()
  private turns = 0

  constructor(readonly seed: number) {
    this.chance = new SeededRandom(seed ^ 0x3758_0000)
    this.homes = this.one(2) ? 2 : 1
    this.parameters = {
      partialReliability: true,
      rtoInitialMs: 300,
      rtoMinMs: this.pick(50, 120, 300),
      // The guard over a shutdown is five times this (RFC 9260 §9.2), and much may be left to send when it begins.
      rtoMaxMs: 20_000,
      heartbeatIntervalMs: this.pick(200, 1000, 5000),
      sackDelayMs: this.pick(0, 20, 40),
      pathMaxRetrans: this.pick(1, 3, 5),
      associationMaxRetrans: 10_000,
      maxInitRetransmits: 1000,
      potentiallyFailed: !this.one(4),
      receiveBufferOctets: this.pick(3000, 20_000, 1_000_000),
      pathMtu: this.pick(576, 1500),
      maxBurst: this.pick(1, 4, 16),
      sendBufferOctets: this.pick(6000, 30_000, 10_000_000),
      outboundStreams: STREAMS,
    }
    this.pair = new SimulatedPair(seed, this.parameters, this.homes, this.pick(1, 10, 40))
    for (const node of [this.pair.a, this.pair.z]) {
      node.remembers = false
      this.sent.set(node, [])
      this.fates.set(node, new Map())
      // Around the wraps as often as elsewhere.
      if (this.one(2)) node.plannedRandom.push(this.chance.uint32() | 1, (0 - this.chance.below(60)) >>> 0)
    }
  }

  run(): number {
    const { pair } = this
    pair.a.associate(Z_ADDRESSES.slice(0, this.homes), PORT, this.parameters)
    pair.run(() => pair.a.association!.state === 'ESTABLISHED' && pair.z.association?.state === 'ESTABLISHED')
    this.disturb()
    for (let i = 20 + this.chance.below(60); i > 0; i--) {
      this.send(this.one(2) ? pair.a : pair.z)
      if (this.one(8)) this.flap()
      if (this.one(8)) (this.one(2) ? pair.a : pair.z).pause(this.one(2))
      if (this.one(3)) this.runFor(this.chance.below(150))
    }
    const closing = this.one(3)
    if (closing) pair.a.shutdown()
    else this.runFor(this.chance.below(1000))
    this.heal()
    pair.run(() => this.watch() && [pair.a, pair.z].every((node) => node.association!.outbound.settled))
    if (!closing) {
      this.runFor(1000)
      pair.a.shutdown()
    }
    pair.run(() => [pair.a, pair.z].every((node) => node.endpoint.table.size === 0))
    for (const node of [pair.a, pair.z]) {
      this.gatherFates(node)
      this.expectNothingHeld(node)
      expect(node.eventsOf('communication-lost')).toEqual([])
    }
    this.expectFates(pair.a, pair.z)
    this.expectFates(pair.z, pair.a)
    return pair.network.log.digest
  }

  /** How many of which fate, for the sum over all seeds. */
  tally(into: Map<Fate, number>): void {
    for (const fates of this.fates.values()) for (const fate of fates.values()) into.set(fate, (into.get(fate) ?? 0) + 1)
  }

  private send(from: SimulatedNode): void {
    const sent = this.sent.get(from)!
    const number = sent.length + 1
    const length = this.one(6) ? 1500 + this.chance.below(8000) : 4 + this.chance.below(this.one(3) ? 1600 : 120)
    const octets = Uint8Array.from({ length }, () => this.chance.uint32() & 0xff)
    new DataView(octets.buffer).setUint32(0, number)
    const stream = this.chance.below(STREAMS)
    const unordered = this.one(4)
    const policy = this.pick(RELIABLE, TIMED, PRIORITY, LIMITED_RETRANSMISSIONS)
    const value =
      policy === TIMED
        ? this.pair.clock.now() + this.pick(0, 30, 200, 1000)
        : policy === PRIORITY
          ? this.chance.below(4)
          : this.chance.below(3)
    if (from.sendOctets(octets, { stream, unordered, policy, policyValue: value, context: number }) !== 'queued') return
    sent.push({ number, stream, unordered, policy, digest: digestOf(octets) })
  }

  private disturb(): void {
    for (let i = 0; i < this.homes; i++) {
      for (const [from, to] of [
        [A_ADDRESSES[i]!, Z_ADDRESSES[i]!],
        [Z_ADDRESSES[i]!, A_ADDRESSES[i]!],
      ] as const) {
        this.pair.network.link(from, to).configure({
          loss: { kind: 'random', probability: this.pick(0, 0.05, 0.2, 0.4) },
          jitterMs: this.pick(0, 3, 30),
          jitterReorders: this.one(2),
          duplicateProbability: this.pick(0, 0.02, 0.2),
          reorderProbability: this.pick(0, 0.02, 0.2),
          reorderByMs: 25,
          octetsPerSecond: this.pick(Number.POSITIVE_INFINITY, 100_000),
          queueOctets: this.pick(Number.POSITIVE_INFINITY, 15_000),
        })
      }
    }
  }

  private flap(): void {
    const network = this.chance.below(this.homes) as 0 | 1
    if (this.one(2)) this.pair.cut(network)
    else this.pair.restore(network)
  }

  /** Nothing is lost or overtaken any more, so that the shutdown meets no late HEARTBEAT ACK out of the blue. */
  private heal(): void {
    const { pair } = this
    for (let i = 0; i < this.homes; i++) {
      pair.restore(i as 0 | 1)
      pair.network.configurePath(A_ADDRESSES[i]!, Z_ADDRESSES[i]!, {
        loss: { kind: 'none' },
        jitterMs: 0,
        reorderProbability: 0,
        duplicateProbability: 0,
        octetsPerSecond: Number.POSITIVE_INFINITY,
        queueOctets: Number.POSITIVE_INFINITY,
      })
    }
    pair.a.pause(false)
    pair.z.pause(false)
  }

  private runFor(ms: number): void {
    const until = this.pair.clock.now() + ms
    this.pair.run(() => this.watch() && this.pair.clock.now() >= until)
  }

  /** Now and then: the sums are those of the records. Always true, to stand in a condition. */
  private watch(): boolean {
    if (this.turns++ % 16 !== 0) return true
    for (const node of [this.pair.a, this.pair.z]) if (node.association !== null) expectBalance(node.association)
    return true
  }

  private gatherFates(node: SimulatedNode): void {
    const into = new MessageOutcome()
    const fates = this.fates.get(node)!
    while (node.association!.outcomes.poll(into)) {
      expect(fates.has(into.context)).toBe(false)
      const given = into.sent ? 'abandoned after it was sent' : 'abandoned before it was sent'
      fates.set(into.context, into.acknowledged ? 'acknowledged' : into.abandoned ? given : 'failed')
    }
  }

  private expectFates(from: SimulatedNode, to: SimulatedNode): void {
    const sent = this.sent.get(from)!
    const fates = this.fates.get(from)!
    const delivered = to.delivered.map((message) => ({ ...message, number: numberOf(message.text) }))
    const byNumber = new Map(sent.map((message) => [message.number, message]))
    // Whole, as sent, and once.
    expect(new Set(delivered.map(({ number }) => number)).size).toBe(delivered.length)
    for (const { number, streamId, unordered, digest } of delivered)
      expect(byNumber.get(number)).toMatchObject({ stream: streamId, unordered, digest })
    for (let stream = 0; stream < STREAMS; stream++) {
      const numbers = delivered.filter(({ streamId, unordered }) => streamId === stream && !unordered).map(({ number }) => number)
      expect(numbers).toEqual([...numbers].sort((one, other) => one - other))
    }
    const arrived = new Set(delivered.map(({ number }) => number))
    for (const { number, policy } of sent) {
      const fate = fates.get(number)
      if (policy === RELIABLE) expect([number, fate]).toEqual([number, 'acknowledged'])
      if (fate === 'acknowledged') expect([number, arrived.has(number)]).toEqual([number, true])
      else if (fate === 'abandoned before it was sent') expect([number, arrived.has(number)]).toEqual([number, false])
      else expect([number, fate]).toEqual([number, 'abandoned after it was sent'])
    }
    this.expectCounts(from.association!, sent, fates)
  }

  private expectCounts(association: Association, sent: readonly Sent[], fates: ReadonlyMap<number, Fate>): void {
    const count = (fate: Fate, of: readonly Sent[]) => of.filter(({ number }) => fates.get(number) === fate).length
    for (const policy of [TIMED, PRIORITY, LIMITED_RETRANSMISSIONS]) {
      const ofPolicy = sent.filter((message) => message.policy === policy)
      const abandoned = (of: readonly Sent[]) => ({
        sent: count('abandoned after it was sent', of),
        unsent: count('abandoned before it was sent', of),
      })
      expect(association.abandonedMessages.ofPolicy(policy)).toEqual(abandoned(ofPolicy))
      for (let stream = 0; stream < STREAMS; stream++)
        expect(association.abandonedMessages.ofStream(stream, policy)).toEqual(abandoned(ofPolicy.filter((one) => one.stream === stream)))
    }
    const { messagesAbandonedSent, messagesAbandonedUnsent, messagesAcknowledged } = association.statistics
    expect(messagesAbandonedSent).toBe(count('abandoned after it was sent', sent))
    expect(messagesAbandonedUnsent).toBe(count('abandoned before it was sent', sent))
    expect(messagesAcknowledged).toBe(count('acknowledged', sent))
  }

  private expectNothingHeld(node: SimulatedNode): void {
    const { outbound, inbound, paths } = node.association!
    const { outstanding, queue } = outbound
    expect([
      outstanding.inFlightOctets,
      outstanding.inFlightPayload,
      outstanding.length,
      outstanding.marked,
      outstanding.abandoned,
    ]).toEqual([0, 0, 0, 0, 0])
    expect([queue.length, queue.bufferedOctets, queue.slab.pagesInUse]).toEqual([0, 0, 1])
    expect([inbound!.heldOctets, pagesOf(inbound!)]).toEqual([0, 1])
    expect(paths.paths.map((path) => [path.outstandingOctets, path.t3Deadline])).toEqual(
      paths.paths.map(() => [0, Number.POSITIVE_INFINITY]),
    )
  }

  /** True once in n. */
  private one(n: number): boolean {
    return this.chance.below(n) === 0
  }

  private pick<T>(...choices: readonly T[]): T {
    return choices[this.chance.below(choices.length)]!
  }
}

function expectBalance(association: Association): void {
  const { outstanding, queue, advancedPeerAckPoint } = association.outbound
  const { paths } = association.paths
  const onPath = paths.map(() => 0)
  let buffered = 0
  let abandoned = 0
  for (let index = 0; index < outstanding.length; index++) {
    const chunk = outstanding.at(index)
    if (chunk.state === CHUNK_IN_FLIGHT) onPath[chunk.path]! += chunk.chunkOctets
    if (chunk.state === CHUNK_ABANDONED) abandoned++
    else buffered += chunk.length
  }
  for (let message = queue.oldest; message !== null; message = queue.after(message)) buffered += message.length - message.sent
  const inAll = onPath.reduce((sum, octets) => sum + octets, 0)
  if (inAll !== outstanding.inFlightOctets || onPath.some((octets, i) => octets !== paths[i]!.outstandingOctets))
    throw new Error(`${outstanding.inFlightOctets} octets in flight, but ${onPath} by the records`)
  if (buffered !== queue.bufferedOctets) throw new Error(`${queue.bufferedOctets} octets buffered, but ${buffered} by the records`)
  if (abandoned !== outstanding.abandoned) throw new Error(`${outstanding.abandoned} chunks abandoned, but ${abandoned} by the records`)
  if (association.state !== 'ESTABLISHED') return
  const running = paths.map((path) => path.t3Deadline !== Number.POSITIVE_INFINITY)
  if (paths.some((path, i) => path.outstandingOctets > 0 && !running[i])) throw new Error('data is in flight and no T3-rtx runs')
  const behind = advancedPeerAckPoint.tsn !== outstanding.cumulativeTsnAckPoint
  if (behind && !advancedPeerAckPoint.due && !running.includes(true)) throw new Error('a FORWARD TSN is under way and no T3-rtx runs')
}

function numberOf(text: string): number {
  return [0, 1, 2, 3].reduce((number, i) => number * 256 + text.charCodeAt(i), 0)
}

function pagesOf(inbound: object): number {
  return (inbound as { readonly slab: { readonly pagesInUse: number } }).slab.pagesInUse
}

/** A failure says which seed it was, and what the network saw. */
function runSeed(seed: number, tally = new Map<Fate, number>()): number {
  const run = new RandomRun(seed)
  try {
    const digest = run.run()
    run.tally(tally)
    return digest
  } catch (error) {
    throw new Error(`SIGBED_SEED=${seed} fails: ${(error as Error).message}\n${run.pair.report('the last packets were')}`, { cause: error })
  }
}

describe('a random association with messages of every policy', () => {
  it(`delivers whole messages in order, all reliable ones, and tells the truth about the rest, for ${SEEDS.length} seeds`, () => {
    const tally = new Map<Fate, number>()
    for (const seed of SEEDS) runSeed(seed, tally)
    if (ONLY_SEED !== undefined) return
    // It would prove nothing if nothing were ever given up.
    for (const fate of ['acknowledged', 'abandoned after it was sent', 'abandoned before it was sent'] as const)
      expect(tally.get(fate) ?? 0).toBeGreaterThan(SEEDS.length)
  }, 120_000)
  it('sends the very same packets again for the same seed', () => {
    for (const seed of SEEDS.slice(0, 10)) expect(runSeed(seed)).toBe(runSeed(seed))
  })
})
