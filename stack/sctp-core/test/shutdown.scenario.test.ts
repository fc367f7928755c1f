import { ABORT, chunkTypeName, DATA, HEARTBEAT, SACK, SHUTDOWN, SHUTDOWN_ACK, SHUTDOWN_COMPLETE, writeSackChunk } from '@sigbed/sctp-codec'
import { describe, expect, it } from 'vitest'
import type { ProtocolParameters } from '../src/association/protocol-parameters.js'
import { chunksOf, dataOf, headerOf, packetOf, sackOf } from './sent-packet.js'
import { A_ADDRESSES, type Interference, PORT, type SimulatedNode, SimulatedPair, Z_ADDRESSES } from './simulated-pair.js'

function up(parameters: Partial<ProtocolParameters> = {}, homes = 2): SimulatedPair {
  const pair = new SimulatedPair(1, parameters, homes).establish()
  pair.runFor(1000 - pair.clock.now())
  return pair.forgetSent()
}

function over(node: SimulatedNode): boolean {
  return node.endpoint.table.size === 0 && node.endpoint.pollTimeout() === Number.POSITIVE_INFINITY
}

function expectGraceful(pair: SimulatedPair): void {
  pair.run(() => over(pair.a) && over(pair.z))
  for (const node of [pair.a, pair.z]) {
    expect(node.eventsOf('shutdown-complete')).toHaveLength(1)
    expect(node.eventsOf('communication-lost')).toEqual([])
  }
}

describe('a graceful shutdown', () => {
  it('takes three packets, and both sides are told', () => {
    const pair = up()
    pair.a.shutdown()
    expect(pair.a.association!.state).toBe('SHUTDOWN-SENT')
    expectGraceful(pair)
    expect(pair.clock.now()).toBe(1030)
    expect([...pair.a.sent, ...pair.z.sent].map((packet) => packet.types)).toEqual([[SHUTDOWN], [SHUTDOWN_COMPLETE], [SHUTDOWN_ACK]])
    expect(pair.a.eventsOf('shutdown-complete')).toMatchObject([{ atMs: 1020 }])
    expect(pair.z.eventsOf('peer-shutdown')).toHaveLength(1)
    // RFC 9260 §8.5.1 C: where there is a TCB the T bit is not set.
    const complete = pair.a.packetsWith(SHUTDOWN_COMPLETE)[0]!
    expect(chunksOf(complete.octets)[0]!.flags & 1).toBe(0)
  })
  it('leaves no timer and no memory of the association behind', () => {
    const pair = up()
    pair.a.shutdown()
    expectGraceful(pair)
    pair.runFor(200_000)
    expect(pair.clock.pendingTimers).toBe(0)
    expect(pair.a.endpoint.statistics.packetsSent + pair.z.endpoint.statistics.packetsSent).toBe(1)
  })

  for (const [side, type, atMs] of [
    ['a', SHUTDOWN, 2030],
    ['z', SHUTDOWN_ACK, 2030],
    ['a', SHUTDOWN_COMPLETE, 2030],
  ] as const) {
    it(`is repeated after an RTO when the ${chunkTypeName(type)} is lost, on the other network`, () => {
      const pair = up()
      pair[side].loseNext(type)
      pair.a.shutdown()
      expectGraceful(pair)
      expect(pair.clock.now()).toBe(atMs)
      const sender = type === SHUTDOWN ? pair.a : pair.z
      const repeated = sender.packetsWith(type === SHUTDOWN_COMPLETE ? SHUTDOWN_ACK : type).map((packet) => packet.to)
      expect(new Set(repeated).size).toBe(2)
    })
  }
  it('answers a SHUTDOWN ACK for an association already forgotten with the tag it brought', () => {
    const pair = up()
    pair.a.loseNext(SHUTDOWN_COMPLETE)
    pair.a.shutdown()
    expectGraceful(pair)
    const last = pair.a.packetsWith(SHUTDOWN_COMPLETE).at(-1)!
    expect(chunksOf(last.octets)[0]!.flags & 1).toBe(1)
    expect(headerOf(last.octets).verificationTag).toBe(headerOf(pair.z.packetsWith(SHUTDOWN_ACK).at(-1)!.octets).verificationTag)
  })
  it('gives up on T2 after Association.Max.Retrans repetitions', () => {
    const pair = up({ associationMaxRetrans: 4 }, 1)
    pair.cut(0)
    pair.a.shutdown()
    pair.run(() => over(pair.a))
    expect(pair.a.packetsWith(SHUTDOWN).map((packet) => packet.atMs)).toEqual([1000, 2000, 4000, 8000, 16_000])
    expect(pair.a.eventsOf('communication-lost')).toMatchObject([{ atMs: 32_000, reason: 'shutdown-timed-out' }])
  })
  it('is bounded by T5-shutdown-guard, five times RTO.Max', () => {
    const pair = up({ associationMaxRetrans: 1000 }, 1)
    pair.cut(0)
    pair.a.shutdown()
    pair.run(() => over(pair.a))
    expect(pair.a.eventsOf('communication-lost')).toMatchObject([{ atMs: 301_000, reason: 'shutdown-timed-out' }])
    expect(pair.a.sent.at(-1)!.types).toEqual([ABORT])
  })
  it('is bounded by T5-shutdown-guard also while data keeps it in SHUTDOWN-PENDING', () => {
    const pair = up({ associationMaxRetrans: 1000, rtoMaxMs: 4000 }, 1)
    pair.cut(0)
    pair.a.send('never arrives')
    pair.a.shutdown()
    expect(pair.a.association!.state).toBe('SHUTDOWN-PENDING')
    pair.run(() => over(pair.a))
    expect(pair.a.eventsOf('communication-lost')).toMatchObject([{ atMs: 21_000, reason: 'shutdown-timed-out', unacknowledgedMessages: 1 }])
  })

  it('delivers first what both sides have queued', () => {
    const pair = up()
    for (let i = 0; i < 60; i++) for (const node of [pair.a, pair.z]) node.queue(`${i} ${'x'.repeat(1000)}`)
    pair.a.shutdown()
    pair.z.drain()
    expect(pair.a.association!.state).toBe('SHUTDOWN-PENDING')
    expect(pair.a.send('late')).toBe('shutting-down')
    expectGraceful(pair)
    for (const node of [pair.a, pair.z]) expect(node.delivered).toHaveLength(60)
  })
  it('waits in SHUTDOWN-RECEIVED for the data of the other side, and refuses more of it', () => {
    const pair = up()
    pair.z.interfere = (packet) => (packet.types.includes(DATA) ? 'lose' : 'pass')
    pair.z.send('slow')
    pair.runFor(100)
    pair.a.shutdown()
    pair.runFor(100)
    const z = pair.z.association!
    expect(z.state).toBe('SHUTDOWN-RECEIVED')
    expect(pair.z.send('late')).toBe('shutting-down')
    z.shutdown(pair.clock.now())
    expect(z.state).toBe('SHUTDOWN-RECEIVED')
    pair.z.interfere = null
    expectGraceful(pair)
    expect(pair.a.texts()).toEqual(['slow'])
  })
  it('acknowledges DATA that comes in SHUTDOWN-SENT by a SHUTDOWN at once', () => {
    const pair = up()
    pair.z.interfere = (packet) => (packet.types.includes(DATA) ? 15 : 'pass')
    pair.z.send('under way')
    pair.runFor(10)
    pair.forgetSent()
    pair.a.shutdown()
    expectGraceful(pair)
    expect(pair.a.texts()).toEqual(['under way'])
    const shutdowns = pair.a.packetsWith(SHUTDOWN)
    expect(shutdowns.map((packet) => packet.atMs)).toEqual([1010, 1025])
    expect(shutdowns[1]!.types).toEqual([SHUTDOWN])
  })
  it('sends a SACK as well when DATA in SHUTDOWN-SENT leaves a gap', () => {
    const pair = up()
    let first = true
    pair.z.interfere = (packet): Interference => {
      if (!packet.types.includes(DATA)) return 'pass'
      if (!first) return 15
      first = false
      return 'lose'
    }
    pair.z.send('lost at first')
    pair.z.send('second')
    pair.runFor(10)
    pair.forgetSent()
    pair.a.shutdown()
    pair.runFor(30)
    const answer = pair.a.packetsWith(SACK)[0]!
    expect(answer.types).toEqual([SHUTDOWN, SACK])
    expect(sackOf(answer.octets)!.gaps).toEqual([[2, 2]])
    expectGraceful(pair)
    expect(pair.a.texts()).toEqual(['lost at first', 'second'])
  })
  it('does not take the SHUTDOWN of a peer with gaps for reneging', () => {
    const pair = up({ sackDelayMs: 0 })
    let lost = 0
    pair.a.interfere = (packet) => (packet.types.includes(DATA) && lost++ === 0 ? 'lose' : 'pass')
    for (const text of ['one', 'two', 'three']) pair.a.send(text)
    pair.runFor(50)
    const { outstanding } = pair.a.association!.outbound
    expect(outstanding.gapAcked).toBe(2)
    pair.z.shutdown()
    pair.runFor(15)
    expect(pair.a.association!.state).toBe('SHUTDOWN-RECEIVED')
    expect(outstanding.gapAcked).toBe(2)
    expectGraceful(pair)
    expect(pair.z.texts()).toEqual(['one', 'two', 'three'])
    for (const tsn of [...new Set(dataTsns(pair.a))].slice(1)) expect(pair.a.transmissionsOf(tsn)).toHaveLength(1)
  })
  it('ends for both when both begin it at the same instant', () => {
    const pair = up()
    pair.a.shutdown()
    pair.z.shutdown()
    expectGraceful(pair)
    expect(pair.clock.now()).toBe(1020)
    for (const node of [pair.a, pair.z]) {
      expect(node.sent.map((packet) => packet.types[0])).toEqual([SHUTDOWN, SHUTDOWN_ACK, SHUTDOWN_COMPLETE])
    }
  })
  it('answers a SHUTDOWN that acknowledges the last data with SHUTDOWN ACK, also when it wanted to shut down itself', () => {
    const pair = up()
    // Z's SACK is lost; its SHUTDOWN says the same.
    pair.z.loseNext(SACK)
    pair.a.send('last')
    pair.runFor(15)
    pair.a.shutdown()
    expect(pair.a.association!.state).toBe('SHUTDOWN-PENDING')
    pair.z.shutdown()
    expectGraceful(pair)
    expect(pair.a.packetsWith(SHUTDOWN)).toEqual([])
    expect(pair.a.packetsWith(SHUTDOWN_ACK)).toHaveLength(1)
  })
  it('gets through whichever packet is lost, data and all', () => {
    for (let lost = 0; lost < 30; lost++) {
      const pair = up()
      let packets = 0
      const interfere = (): Interference => (packets++ === lost ? 'lose' : 'pass')
      pair.a.interfere = interfere
      pair.z.interfere = interfere
      for (let i = 0; i < 8; i++) for (const node of [pair.a, pair.z]) node.queue(`${i} ${'x'.repeat(1200)}`)
      pair.z.drain()
      pair.a.shutdown()
      if (lost % 2 === 0) pair.z.shutdown()
      expectGraceful(pair)
      for (const node of [pair.a, pair.z]) expect(node.delivered).toHaveLength(8)
    }
  })

  it('before the association is up forgets the setup', () => {
    const pair = new SimulatedPair()
    pair.a.interfere = () => 'lose'
    pair.a.associate([Z_ADDRESSES[0]], PORT)
    pair.a.shutdown()
    expect(pair.a.eventsOf('shutdown-complete')).toHaveLength(1)
    expect(over(pair.a)).toBe(true)
    pair.runFor(5000)
    expect(pair.a.sent).toHaveLength(1)
  })
  it('stops the heartbeats, and an answer that comes late does not start them again', () => {
    const pair = up({ heartbeatIntervalMs: 500 })
    pair.z.interfere = () => 'lose'
    pair.a.association!.requestHeartbeat(pair.a.addressIndex(Z_ADDRESSES[1]), pair.clock.now())
    pair.a.drain()
    const sent = pair.a.packetsWith(HEARTBEAT).at(-1)!
    pair.a.shutdown()
    expect(pair.a.association!.state).toBe('SHUTDOWN-SENT')
    pair.forgetSent()
    const { octets } = sent
    const answer = octets.slice(12)
    answer[0] = 5
    pair.a.arrive(packetOf(PORT, 40_000, pair.a.association!.localTag, answer), Z_ADDRESSES[1], A_ADDRESSES[1])
    pair.runFor(20_000)
    expect(pair.a.packetsWith(HEARTBEAT)).toEqual([])
  })
  it('stays open to a SACK that acknowledges nothing new while it waits', () => {
    const pair = up()
    pair.a.interfere = (packet) => (packet.types.includes(DATA) ? 'lose' : 'pass')
    pair.a.send('one')
    pair.a.shutdown()
    const sack = new Uint8Array(16)
    writeSackChunk(sack, 0, {
      cumulativeTsnAck: (pair.a.association!.outbound.outstanding.nextTsn - 2) >>> 0,
      advertisedReceiverWindow: 100_000,
      gapAckBlocks: new Uint16Array(0),
      gapAckBlockCount: 0,
      duplicateTsns: new Uint32Array(0),
      duplicateTsnCount: 0,
    })
    pair.a.arrive(packetOf(PORT, 40_000, pair.a.association!.localTag, sack), Z_ADDRESSES[0], A_ADDRESSES[0])
    expect(pair.a.association!.state).toBe('SHUTDOWN-PENDING')
    pair.a.interfere = null
    expectGraceful(pair)
  })
})

function dataTsns(node: SimulatedNode): number[] {
  return node.packetsWith(DATA).flatMap((packet) => dataOf(packet.octets).map((data) => data.tsn))
}
