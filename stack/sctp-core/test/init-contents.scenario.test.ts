import { ABORT, COOKIE_ECHO, ERROR, INIT, INIT_ACK, isFault, readInitChunk } from '@sigbed/sctp-codec'
import { describe, expect, it } from 'vitest'
import type { ProtocolParameters } from '../src/association/protocol-parameters.js'
import { causesOf, chunksOf, headerOf, packetOf, rewritten } from './sent-packet.js'
import { A_ADDRESSES, PORT, SimulatedPair, Z_ADDRESSES } from './simulated-pair.js'

function associated(parameters: Partial<ProtocolParameters> = {}, homes = 2): SimulatedPair {
  const pair = new SimulatedPair(1, parameters, homes)
  pair.a.associate([Z_ADDRESSES[0]], PORT, parameters)
  return pair
}

function runUntilUp(pair: SimulatedPair): void {
  pair.run(() => pair.a.association?.state === 'ESTABLISHED' && pair.z.association?.state === 'ESTABLISHED')
}

function initOf(octets: Uint8Array) {
  const place = chunksOf(octets)[0]!
  const init = readInitChunk(octets, place.at, place.length)
  if (isFault(init)) throw new Error('no INIT')
  return init
}

describe('what INIT and INIT ACK say', () => {
  it('uses no more streams than the other side accepts', () => {
    const pair = new SimulatedPair(1, { outboundStreams: 100, inboundStreams: 7 })
    pair.a.associate([Z_ADDRESSES[0]], PORT, { outboundStreams: 5, inboundStreams: 300 })
    runUntilUp(pair)
    expect(pair.a.eventsOf('communication-up')).toMatchObject([{ outboundStreams: 5, inboundStreams: 100 }])
    expect(pair.z.eventsOf('communication-up')).toMatchObject([{ outboundStreams: 100, inboundStreams: 5 }])
    expect(pair.a.send('beyond', { stream: 5 })).toBe('no-such-stream')
    expect(pair.a.send('last', { stream: 4 })).toBe('queued')
    pair.runFor(500)
    expect(pair.z.delivered).toMatchObject([{ streamId: 4, text: 'last' }])
  })
  it('lowers the outbound streams to what the peer accepts', () => {
    const pair = new SimulatedPair(1, { inboundStreams: 3 })
    pair.a.associate([Z_ADDRESSES[0]], PORT, { outboundStreams: 10 })
    runUntilUp(pair)
    expect(pair.a.eventsOf('communication-up')).toMatchObject([{ outboundStreams: 3 }])
    expect(pair.z.eventsOf('communication-up')).toMatchObject([{ inboundStreams: 3 }])
  })
  it("starts from the window of the peer's INIT, on the listening side too", () => {
    const pair = new SimulatedPair(1, { receiveBufferOctets: 20_000 })
    pair.a.associate([Z_ADDRESSES[0]], PORT, { receiveBufferOctets: 30_000 })
    runUntilUp(pair)
    expect(pair.a.association!.outbound.peerWindow).toBe(20_000)
    expect(pair.z.association!.outbound.peerWindow).toBe(30_000)
  })

  it('answers an INIT ACK without a State Cookie by ABORT that names the missing parameter', () => {
    const pair = associated()
    pair.z.interfere = () => 'lose'
    pair.runFor(10)
    const { octets, from, to } = pair.z.packetsWith(INIT_ACK)[0]!
    const tag = initOf(octets).initiateTag
    // The fixed part alone: 20 octets of chunk.
    const bare = octets.slice(12, 32)
    bare[3] = 20
    pair.a.arrive(packetOf(PORT, 40_000, headerOf(octets).verificationTag, bare), from, to)
    const abort = pair.a.packetsWith(ABORT)[0]!
    expect(headerOf(abort.octets).verificationTag).toBe(tag)
    expect(chunksOf(abort.octets)[0]!.flags & 1).toBe(0)
    expect(causesOf(abort.octets, ABORT)).toMatchObject([{ kind: 'missing-mandatory-parameter' }])
    expect(pair.a.association!.state).toBe('CLOSED')
  })
  it('does not set up an association with an Initiate Tag of 0', () => {
    const pair = associated()
    pair.z.interfere = () => 'lose'
    pair.runFor(10)
    const { octets, from, to } = pair.z.packetsWith(INIT_ACK)[0]!
    pair.a.arrive(
      rewritten(octets, (copy) => copy.fill(0, 16, 20)),
      from,
      to,
    )
    expect(pair.a.association!.state).toBe('CLOSED')
    expect(pair.a.eventsOf('communication-lost')).toMatchObject([{ reason: 'protocol-violation' }])
  })
  it('reads the chunk length of an INIT, not that of the packet', () => {
    const pair = new SimulatedPair()
    pair.a.interfere = () => 'lose'
    pair.a.associate([Z_ADDRESSES[0]], PORT)
    const init = pair.a.packetsWith(INIT)[0]!.octets
    // An unknown parameter of 5 octets, to be skipped without report; its padding lies behind the chunk.
    const chunk = init.slice(12)
    const longer = new Uint8Array(chunk.length + 8).fill(0xee)
    longer.set(chunk)
    longer.set([0x80, 0x33, 0, 5], chunk.length)
    longer[2] = (chunk.length + 5) >>> 8
    longer[3] = chunk.length + 5
    pair.z.arrive(packetOf(40_000, PORT, 0, longer), A_ADDRESSES[0], Z_ADDRESSES[0])
    expect(pair.z.packetsWith(INIT_ACK)).toHaveLength(1)
    expect(
      initOf(pair.z.packetsWith(INIT_ACK)[0]!.octets).parameters.filter((parameter) => parameter.kind === 'unrecognized-parameter'),
    ).toEqual([])
  })
  it('reports unknown parameters of an INIT in the INIT ACK, and those of an INIT ACK in an ERROR behind the COOKIE ECHO', () => {
    const pair = new SimulatedPair()
    const unknown = Uint8Array.of(0xc0, 0x77, 0, 8, 1, 2, 3, 4)
    const extended = (octets: Uint8Array) => {
      const { sourcePort, destinationPort, verificationTag } = headerOf(octets)
      const chunk = new Uint8Array(octets.length - 12 + unknown.length)
      chunk.set(octets.subarray(12))
      chunk.set(unknown, octets.length - 12)
      chunk[2] = chunk.length >>> 8
      chunk[3] = chunk.length & 0xff
      return packetOf(sourcePort, destinationPort, verificationTag, chunk)
    }
    pair.a.interfere = (packet) => (packet.types[0] === INIT ? 'lose' : 'pass')
    pair.z.interfere = (packet) => (packet.types[0] === INIT_ACK ? 'lose' : 'pass')
    pair.a.associate([Z_ADDRESSES[0]], PORT)
    pair.z.arrive(extended(pair.a.packetsWith(INIT)[0]!.octets), A_ADDRESSES[0], Z_ADDRESSES[0])
    const initAck = pair.z.packetsWith(INIT_ACK)[0]!.octets
    expect(initOf(initAck).parameters.find((parameter) => parameter.kind === 'unrecognized-parameter')).toMatchObject({ octets: unknown })
    pair.a.arrive(extended(initAck), Z_ADDRESSES[0], A_ADDRESSES[0])
    const echo = pair.a.packetsWith(COOKIE_ECHO)[0]!
    expect(echo.types).toEqual([COOKIE_ECHO, ERROR])
    expect(causesOf(echo.octets, ERROR)).toMatchObject([{ kind: 'unrecognized-parameters' }])
    runUntilUp(pair)
  })
})
