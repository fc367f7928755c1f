import { DATA, FORWARD_TSN, ForwardTsnChunk, readForwardTsnChunk, SACK, SHUTDOWN } from '@sigbed/sctp-codec'
import { describe, expect, it } from 'vitest'
import type { ProtocolParameters } from '../src/association/protocol-parameters.js'
import { MessageOutcome } from '../src/outbound/message-outcome.js'
import { LIMITED_RETRANSMISSIONS, PRIORITY, RELIABLE, TIMED } from '../src/outbound/reliability-policy.js'
import { chunksOf, dataOf } from './sent-packet.js'
import { type SimulatedNode, SimulatedPair } from './simulated-pair.js'

interface Options {
  readonly stream?: number
  readonly unordered?: boolean
  readonly context?: number
  readonly policy?: number
  readonly policyValue?: number
}

/** Up, and the first DATA and its RTT measurement have gone by. */
function up(parameters: Partial<ProtocolParameters> = {}, homes = 1): SimulatedPair {
  const pair = new SimulatedPair(1, { partialReliability: true, ...parameters }, homes).establish()
  pair.a.send('first', { stream: 0 })
  pair.runFor(2000)
  pair.z.delivered.length = 0
  return pair.forgetSent()
}

/** Leaves in the next turn. */
function queue(node: SimulatedNode, text: string | number, options: Options = {}): string {
  const octets = typeof text === 'number' ? new Uint8Array(text) : Uint8Array.from(text, (character) => character.charCodeAt(0))
  const { stream = 1, unordered = false, context = 0, policy = RELIABLE, policyValue = 0 } = options
  return node.association!.send(stream, 0, unordered, octets, 0, octets.length, false, context, -1, policy, policyValue)
}

function send(node: SimulatedNode, text: string | number, options: Options = {}): void {
  expect(queue(node, text, options)).toBe('queued')
  node.drain()
}

const ONCE = { policy: LIMITED_RETRANSMISSIONS, policyValue: 0 }

/** What A's FORWARD TSNs say: when, the TSN counted from the first one after `up`, and the streams. */
function forwards(pair: SimulatedPair, node = pair.a): { atMs: number; to: string; above: number; streams: number[] }[] {
  const first = (node.association!.localInitialTsn + 1) >>> 0
  return node.packetsWith(FORWARD_TSN).map(({ atMs, to, octets }) => {
    const chunk = new ForwardTsnChunk()
    const { at, length } = chunksOf(octets).find(({ type }) => type === FORWARD_TSN)!
    expect(readForwardTsnChunk(octets, at, length, chunk)).toBeNull()
    const streams = [...chunk.skippedStreams.subarray(0, 2 * chunk.skippedStreamCount)]
    return { atMs, to, above: ((chunk.newCumulativeTsn - first) | 0) + 1, streams }
  })
}

function outcomes(pair: SimulatedPair): string[] {
  const into = new MessageOutcome()
  const found: string[] = []
  while (pair.a.association!.outcomes.poll(into))
    found.push(
      `${into.context} ${into.acknowledged ? 'acknowledged' : `${into.abandoned ? 'abandoned' : 'lost'} ${into.sent ? 'sent' : 'unsent'}`}`,
    )
  return found
}

/** Loses the DATA chunks with these numbers, counted from 1 after `up`, whenever they are sent. */
function loseAlways(pair: SimulatedPair, ...lost: readonly number[]): void {
  const { localInitialTsn } = pair.a.association!
  pair.a.interfere = ({ octets }) => (dataOf(octets).some(({ tsn }) => lost.includes((tsn - localInitialTsn) | 0)) ? 'lose' : 'pass')
}

describe('timed reliability (RFC 3758 §4.1)', () => {
  it('delivers a message whose lifetime has not ended as if it were reliable', () => {
    const pair = up()
    pair.a.loseNext(DATA)
    send(pair.a, 'in time', { policy: TIMED, policyValue: pair.clock.now() + 5000, context: 1 })
    pair.runFor(4000)
    expect(pair.z.texts()).toEqual(['in time'])
    expect(outcomes(pair)).toEqual(['1 acknowledged'])
    expect(forwards(pair)).toEqual([])
  })

  it('does not send it again after its lifetime (TR4), and lets the peer go on', () => {
    const pair = up()
    loseAlways(pair, 1)
    send(pair.a, 'too late', { policy: TIMED, policyValue: pair.clock.now() + 300, context: 1 })
    send(pair.a, 'next', { context: 2 })
    pair.runFor(4000)
    expect(pair.a.transmissionsOf((pair.a.association!.localInitialTsn + 1) >>> 0)).toHaveLength(1)
    expect(forwards(pair)).toMatchObject([{ above: 1, streams: [1, 0] }])
    expect(pair.z.texts()).toEqual(['next'])
    expect(outcomes(pair)).toEqual(['1 abandoned sent', '2 acknowledged'])
    expect(pair.a.association!.abandonedMessages.ofStream(1, TIMED)).toEqual({ sent: 1, unsent: 0 })
  })

  it('gives no TSN to a message whose lifetime ends before it leaves (TR3), also where the peer knows nothing of it', () => {
    for (const partialReliability of [true, false]) {
      const pair = up({ partialReliability, receiveBufferOctets: 20_000 })
      pair.z.pause(true)
      for (let i = 0; i < 30; i++) queue(pair.a, 1000, { context: 100 + i })
      queue(pair.a, 'stale', { policy: TIMED, policyValue: pair.clock.now() + 500, context: 1 })
      pair.a.drain()
      queue(pair.a, 'fresh', { context: 2 })
      pair.runFor(2000)
      pair.z.pause(false)
      pair.runFor(60_000)
      expect(pair.z.texts().slice(30)).toEqual(['fresh'])
      expect(pair.z.delivered.at(-1)!.streamSequenceNumber).toBe(30)
      const told = outcomes(pair)
      expect(told.filter((outcome) => !outcome.includes('acknowledged'))).toEqual(['1 abandoned unsent'])
      expect(told.at(-1)).toBe('2 acknowledged')
      expect(pair.a.association!.statistics).toMatchObject({ messagesAbandonedUnsent: 1, messagesAbandonedSent: 0, forwardTsnsSent: 0 })
    }
  })

  it('sends again what was sent once and has outlived itself where the peer cannot pass it', () => {
    const pair = up({ partialReliability: false })
    pair.a.loseNext(DATA)
    send(pair.a, 'cannot be taken back', { policy: TIMED, policyValue: pair.clock.now() + 100, context: 1 })
    pair.runFor(4000)
    expect(pair.z.texts()).toEqual(['cannot be taken back'])
    expect(outcomes(pair)).toEqual(['1 acknowledged'])
  })
})

describe('limited retransmissions (RFC 7496 §3.1)', () => {
  it.each([0, 1, 3])('sends a message again %i times, and no more', (times) => {
    const pair = up()
    loseAlways(pair, 1)
    send(pair.a, 'lost', { policy: LIMITED_RETRANSMISSIONS, policyValue: times, context: 1 })
    pair.runFor(60_000)
    expect(pair.a.transmissionsOf((pair.a.association!.localInitialTsn + 1) >>> 0)).toHaveLength(1 + times)
    expect(outcomes(pair)).toEqual(['1 abandoned sent'])
    expect(pair.a.association!.abandonedMessages.ofPolicy(LIMITED_RETRANSMISSIONS)).toEqual({ sent: 1, unsent: 0 })
    expect(pair.a.association!.outbound.settled).toBe(true)
  })
})

describe('priority (RFC 7496 §3.2)', () => {
  const held = (pair: SimulatedPair, priorities: readonly number[]) => {
    pair.cut(0)
    priorities.forEach((policyValue, i) => {
      expect(queue(pair.a, 1000, { policy: PRIORITY, policyValue, context: i + 1 })).toBe('queued')
    })
  }

  it('gives up what has a lower priority when the send buffer is full, the longest queued first, and only as much as is needed', () => {
    const pair = up({ sendBufferOctets: 5000 })
    held(pair, [3, 1, 2, 3, 0])
    expect(queue(pair.a, 1500, { policy: PRIORITY, policyValue: 1, context: 6 })).toBe('queued')
    expect(outcomes(pair)).toEqual(['1 abandoned unsent', '3 abandoned unsent'])
    expect(pair.a.association!.outbound.queue.bufferedOctets).toBe(4500)
    expect(pair.a.association!.abandonedMessages.ofPolicy(PRIORITY)).toEqual({ sent: 0, unsent: 2 })
  })

  it('gives up nothing when that would not make enough room', () => {
    const pair = up({ sendBufferOctets: 5000 })
    held(pair, [3, 1, 1, 1, 1])
    expect(queue(pair.a, 1500, { policy: PRIORITY, policyValue: 1, context: 6 })).toBe('send-buffer-full')
    expect(queue(pair.a, 1500, { policy: PRIORITY, policyValue: 3, context: 6 })).toBe('send-buffer-full')
    expect(outcomes(pair)).toEqual([])
  })

  it('has reliable messages above all that have a priority, and never gives them up', () => {
    const pair = up({ sendBufferOctets: 3000 })
    held(pair, [0, 0, 0])
    for (let i = 4; i <= 6; i++) expect(queue(pair.a, 1000, { context: i })).toBe('queued')
    expect(outcomes(pair)).toEqual(['1 abandoned unsent', '2 abandoned unsent', '3 abandoned unsent'])
    expect(queue(pair.a, 1000, { policy: PRIORITY, policyValue: 0 })).toBe('send-buffer-full')
  })
})

describe('the sender of FORWARD TSN (RFC 3758 §3.5)', () => {
  it('gives up every part of a message when one is given up (A3), and names its stream once (C4)', () => {
    const pair = up()
    loseAlways(pair, 2)
    send(pair.a, 4000, { ...ONCE, context: 1 })
    send(pair.a, 'behind it', { context: 2 })
    pair.runFor(4000)
    expect(forwards(pair)).toMatchObject([{ above: 3, streams: [1, 0] }])
    expect(pair.z.texts()).toEqual(['behind it'])
    expect(pair.z.association!.inbound!.heldOctets).toBe(0)
    expect(outcomes(pair)).toEqual(['1 abandoned sent', '2 acknowledged'])
  })

  it('lets one TSN stand for what of a message has not been sent', () => {
    const pair = up()
    loseAlways(pair, 1, 2, 3, 4)
    send(pair.a, 60_000, { policy: TIMED, policyValue: pair.clock.now() + 200, context: 1 })
    send(pair.a, 'behind it', { context: 2 })
    const sent = pair.a.association!.outbound.outstanding.length
    pair.runFor(10_000)
    expect(forwards(pair)).toMatchObject([{ above: sent + 1, streams: [1, 0] }])
    expect(pair.a.association!.outbound.queue.bufferedOctets).toBe(0)
    expect(pair.z.texts()).toEqual(['behind it'])
    expect(pair.z.delivered[0]!.streamSequenceNumber).toBe(1)
    expect(outcomes(pair)).toEqual(['1 abandoned sent', '2 acknowledged'])
  })

  it('advances over what is abandoned and no further (C2), and over the rest after the next SACK', () => {
    const pair = up()
    // 1, 2 and 4 are given up; 3 is reliable, arrives, and is acknowledged by a gap: the point stops before it.
    loseAlways(pair, 1, 2, 4)
    for (let i = 1; i <= 8; i++) send(pair.a, `${i}`, i === 3 ? {} : { ...ONCE, stream: i % 2 })
    pair.runFor(8000)
    expect(forwards(pair)).toMatchObject([
      { above: 2, streams: [1, 0, 0, 1] },
      { above: 4, streams: [0, 2] },
    ])
    expect(pair.z.texts().sort()).toEqual(['3', '5', '6', '7', '8'])
  })

  it('bundles it with new data that goes the same way (F2)', () => {
    const pair = up()
    loseAlways(pair, 1)
    send(pair.a, 'lost', ONCE)
    for (let i = 0; i < 30; i++) queue(pair.a, 700)
    pair.a.drain()
    pair.runFor(5000)
    expect(pair.z.delivered).toHaveLength(30)
    expect(pair.a.packetsWith(FORWARD_TSN).length).toBeGreaterThan(0)
    for (const { types } of pair.a.packetsWith(FORWARD_TSN)) expect(types.slice(0, 2)).toEqual([FORWARD_TSN, DATA])
  })

  it('sends it again at T3-rtx until the peer follows (A5, C5), over another path', () => {
    const pair = up({}, 2)
    const { localInitialTsn } = pair.a.association!
    let left = 2
    pair.a.interfere = ({ octets, types }) => {
      if (dataOf(octets).some(({ tsn }) => tsn === (localInitialTsn + 1) >>> 0)) return 'lose'
      return types.includes(FORWARD_TSN) && left-- > 0 ? 'lose' : 'pass'
    }
    send(pair.a, 'lost', { ...ONCE, context: 1 })
    pair.runFor(20_000)
    const told = forwards(pair)
    expect(told.map(({ above }) => above)).toEqual([1, 1, 1])
    expect(new Set(told.map(({ to }) => to)).size).toBe(2)
    expect(pair.a.association!.outbound.settled).toBe(true)
    expect(pair.a.association!.errorCount).toBe(0)
    expect(pair.a.association!.paths.paths.map((path) => [path.outstandingOctets, path.t3Deadline])).toEqual([
      [0, Number.POSITIVE_INFINITY],
      [0, Number.POSITIVE_INFINITY],
    ])
  })

  it('does not repeat it with every SACK', () => {
    const pair = up()
    pair.a.interfere = ({ octets, types }) =>
      types.includes(FORWARD_TSN) || dataOf(octets).some(({ tsn }) => tsn === (pair.a.association!.localInitialTsn + 1) >>> 0)
        ? 'lose'
        : 'pass'
    send(pair.a, 'lost', ONCE)
    for (let i = 0; i < 4; i++) {
      send(pair.a, `${i}`, { stream: 2 })
      pair.runFor(1)
    }
    pair.run(() => pair.a.packetsWith(FORWARD_TSN).length > 0)
    const sacks = pair.z.packetsWith(SACK).length
    for (let i = 0; i < 10; i++) {
      pair.a.interfere = ({ types }) => (types.includes(FORWARD_TSN) ? 'lose' : 'pass')
      send(pair.a, `${i}`, { stream: 2 })
      pair.runFor(3)
    }
    expect(pair.z.packetsWith(SACK).length - sacks).toBeGreaterThan(5)
    expect(pair.a.packetsWith(FORWARD_TSN).length).toBeLessThan(5)
  })

  it('names no more streams than a packet has room for, and lowers the point to the end of a message (C4)', () => {
    const pair = up({ pathMtu: 576, outboundStreams: 400 })
    pair.cut(0)
    for (let i = 0; i < 300; i++) queue(pair.a, `${i}`, { ...ONCE, stream: i })
    pair.a.drain()
    pair.runFor(200)
    pair.restore(0)
    pair.runFor(120_000)
    const most = (576 - 20 - 12 - 8) / 4
    const told = forwards(pair)
    for (const { streams } of told) expect(streams.length / 2).toBeLessThanOrEqual(most)
    expect(pair.a.association!.outbound.settled).toBe(true)
  })

  it('reports no number for unordered messages', () => {
    const pair = up()
    loseAlways(pair, 1)
    send(pair.a, 'lost', { ...ONCE, unordered: true })
    pair.runFor(5000)
    expect(forwards(pair)).toMatchObject([{ above: 1, streams: [] }])
  })

  it('grows no window by what is abandoned (A2), while the loss cuts it as ever (F5)', () => {
    const pair = up()
    const [path] = pair.a.association!.paths.paths
    const before = path!.congestion.cwnd
    loseAlways(pair, 1)
    send(pair.a, 1000, ONCE)
    pair.runFor(5000)
    expect(path!.congestion.cwnd).toBe(path!.congestion.pmdcs)
    expect(path!.congestion.ssthresh).toBe(Math.max(before / 2, 4 * path!.congestion.pmdcs))
    expect(path!.outstandingOctets).toBe(0)
  })

  it('measures round trips again after the chunk that was timed has been abandoned', () => {
    const pair = up()
    loseAlways(pair, 1)
    send(pair.a, 'lost', ONCE)
    pair.runFor(5000)
    pair.a.interfere = null
    pair.network.configureUsual({ delayMs: 40 })
    for (let i = 0; i < 30; i++) {
      send(pair.a, `${i}`)
      pair.runFor(300)
    }
    expect(Number.isNaN(pair.a.association!.paths.paths[0]!.timedAt)).toBe(true)
    expect(pair.z.texts()).toHaveLength(30)
  })
})

describe('shutdown with messages given up', () => {
  it('waits until the peer has followed, and then goes on', () => {
    const pair = up()
    loseAlways(pair, 1)
    send(pair.a, 'lost', { ...ONCE, context: 1 })
    pair.a.shutdown()
    pair.run(() => pair.a.association!.isOver && pair.z.association!.isOver)
    expect(forwards(pair)).toHaveLength(1)
    expect(pair.a.eventsOf('shutdown-complete')).toHaveLength(1)
    expect(outcomes(pair)).toEqual(['1 abandoned sent'])
  })

  it('goes on at once when all that is left has outlived itself', () => {
    const pair = up({ receiveBufferOctets: 1500 })
    pair.z.pause(true)
    send(pair.a, 1400, {})
    pair.runFor(1000)
    for (let context = 1; context <= 3; context++) queue(pair.a, 500, { policy: TIMED, policyValue: pair.clock.now() + 400, context })
    pair.a.drain()
    pair.a.shutdown()
    pair.runFor(300)
    expect(pair.a.packetsWith(SHUTDOWN)).toEqual([])
    pair.z.pause(false)
    pair.run(() => pair.a.association!.isOver && pair.z.association!.isOver)
  })

  it('of the peer is answered with FORWARD TSN as with data', () => {
    const pair = up()
    loseAlways(pair, 1)
    send(pair.a, 'lost', { ...ONCE, context: 1 })
    pair.z.shutdown()
    pair.run(() => pair.a.association!.isOver && pair.z.association!.isOver)
    expect(outcomes(pair)).toEqual(['1 abandoned sent'])
    expect(pair.z.eventsOf('shutdown-complete')).toHaveLength(1)
  })
})

it('counts what is lost with the association apart from what was given up before', () => {
  const pair = up()
  loseAlways(pair, 1)
  send(pair.a, 'given up', { ...ONCE, context: 1 })
  pair.run(() => forwards(pair).length > 0)
  pair.cut(0)
  send(pair.a, 'lost', { context: 2 })
  pair.a.abort('enough')
  expect(outcomes(pair)).toEqual(['1 abandoned sent', '2 lost sent'])
  expect(pair.a.eventsOf('communication-lost')).toMatchObject([{ unacknowledgedMessages: 1 }])
})
