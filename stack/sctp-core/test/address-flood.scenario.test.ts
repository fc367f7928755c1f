import { COMMON_HEADER_LENGTH, COOKIE_ECHO, INIT, INIT_ACK, initChunkLength, writeCommonHeader, writeInitChunk } from '@sigbed/sctp-codec'
import { describe, expect, it } from 'vitest'
import { protocolParameters } from '../src/association/protocol-parameters.js'
import { initOf } from '../src/association/setup.js'
import { CHECKSUM_GOOD, PacketBatch } from '../src/endpoint/packet-batch.js'
import { PORT, SimulatedNode, SimulatedPair } from './simulated-pair.js'

const MOST_ADDRESSES = 65_536
const STRANGERS = 200_000

/** The source address of stranger n; also what answers say, in their Verification Tag, about whom they are for. */
const octetsOf = (stranger: number) => Uint8Array.of(172, 16 + (stranger >> 16), stranger >> 8, stranger)
const textOf = (stranger: number) => octetsOf(stranger).join('.')

/** By turns an INIT, a packet out of the blue, and garbage. */
function packetOf(stranger: number): Uint8Array {
  const tag = stranger + 1
  switch (stranger % 3) {
    case 0: {
      const init = initOf(tag, 1, protocolParameters({}), 10, [
        { kind: 'ipv4-address', type: 5, octets: octetsOf(stranger) },
        { kind: 'ipv4-address', type: 5, octets: octetsOf(stranger ^ 1) },
      ])
      const packet = new Uint8Array(COMMON_HEADER_LENGTH + initChunkLength(init))
      writeInitChunk(packet, writeCommonHeader(packet, 0, 7000, PORT, 0), INIT, init)
      return packet
    }
    case 1: {
      // DATA of nobody: answered by an ABORT that carries its tag.
      const packet = new Uint8Array(32)
      packet.set([0, 3, 0, 20], writeCommonHeader(packet, 0, 7000, PORT, tag))
      return packet
    }
    default:
      return Uint8Array.from({ length: 12 + (stranger % 40) }, (_, i) => (stranger * 31 + i * 7) & 255)
  }
}

/** One packet from each of `count` strangers, from `first` on, in batches as large as they come; each answer goes to who asked. */
function flood(node: SimulatedNode, first: number, count: number): { initAcks: number; aborts: number } {
  const { endpoint, addresses, clock } = node
  const [inbound, outbound] = [new PacketBatch(), new PacketBatch()]
  const local = endpoint.localAddresses[0]!
  const tally = { initAcks: 0, aborts: 0 }
  const handle = () => {
    endpoint.handleBatch(inbound, clock.now())
    inbound.clear()
    for (let done = false; !done; outbound.clear()) {
      done = endpoint.pollTransmit(outbound, clock.now())
      for (let i = 0; i < outbound.count; i++) {
        const at = outbound.offset[i]!
        const stranger = new DataView(outbound.arena.buffer, at + 4, 4).getUint32(0) - 1
        if (stranger % 3 === 2) continue
        const { text } = addresses.at(outbound.remoteAddress[i]!)
        if (text !== textOf(stranger)) throw new Error(`what was for ${textOf(stranger)} goes to ${text}`)
        if (outbound.arena[at + COMMON_HEADER_LENGTH] === INIT_ACK) tally.initAcks++
        else tally.aborts++
      }
    }
  }
  for (let stranger = first; stranger < first + count; stranger++) {
    const packet = packetOf(stranger)
    const source = addresses.intern(octetsOf(stranger), 0)
    if (source < 0) throw new Error(`no room for stranger ${stranger}`)
    inbound.append(packet, 0, packet.length, local, source, CHECKSUM_GOOD)
    if (inbound.count === inbound.capacity || stranger === first + count - 1) handle()
  }
  return tally
}

describe('a flood from more source addresses than are remembered', () => {
  it('leaves the association that lives untouched and everybody who comes later able to associate', () => {
    const pair = new SimulatedPair(7).establish()
    const { a, z, clock, network, random } = pair
    for (const node of [a, z]) node.remembers = false
    const held = z.association!.paths.paths.map(({ remoteAddress }) => remoteAddress)
    const answers = { initAcks: 0, aborts: 0 }
    for (let first = 0; first < STRANGERS; first += 8000) {
      const { initAcks, aborts } = flood(z, first, 8000)
      answers.initAcks += initAcks
      answers.aborts += aborts
      a.send(`over the flood at ${first}`)
      z.send(`against it at ${first}`)
      pair.runFor(400)
    }
    expect(answers).toEqual({ initAcks: Math.ceil(STRANGERS / 3), aborts: Math.ceil((STRANGERS - 1) / 3) })
    expect(z.addresses.size).toBe(MOST_ADDRESSES)
    expect([a.delivered.length, z.delivered.length]).toEqual([STRANGERS / 8000, STRANGERS / 8000])
    expect(a.association!.state).toBe('ESTABLISHED')
    expect(z.association!.paths.paths.map(({ remoteAddress }) => remoteAddress)).toEqual(held)
    expect(held.map((index) => z.addresses.at(index).text)).toEqual(a.localTexts)
    expect(z.association!.paths.paths.map(({ state }) => state)).toEqual(['active', 'active'])

    const late = new SimulatedNode(clock, network, random, ['10.0.1.77'])
    late.associate(['10.0.1.2'], PORT)
    pair.run(() => late.association!.state === 'ESTABLISHED')
    late.send('I came late')
    pair.run(() => z.texts().includes('I came late'))
  }, 120_000)

  it('does not keep a stranger from coming back with its cookie when its address has been forgotten', () => {
    const pair = new SimulatedPair(8).establish()
    const { a, z, clock, network, random } = pair
    const slow = new SimulatedNode(clock, network, random, ['10.0.1.78', '10.0.2.78'])
    slow.interfere = ({ types }) => (types.includes(COOKIE_ECHO) ? 500 : 'pass')
    slow.associate(['10.0.1.2'], PORT)
    pair.run(() => slow.association!.state === 'COOKIE-ECHOED')
    expect(z.addresses.find('10.0.1.78', 0)).toBeGreaterThanOrEqual(0)
    flood(z, 0, MOST_ADDRESSES + 100)
    for (const text of slow.localTexts) expect(z.addresses.find(text, 0)).toBe(-1)
    pair.run(() => slow.association!.state === 'ESTABLISHED' && slow.association!.paths.paths.every((path) => path.confirmed), 2000)
    slow.send('back again')
    pair.run(() => z.texts().includes('back again'))
    expect(a.association!.state).toBe('ESTABLISHED')
    const [first, second] = z.association!.paths.paths
    expect([first, second].map((path) => z.addresses.at(path!.remoteAddress).text)).toEqual(slow.localTexts)
  }, 60_000)

  it('discards a cookie none of whose addresses finds room, every one being in use', () => {
    const pair = new SimulatedPair(11).establish()
    const { a, z, clock, network, random } = pair
    const slow = new SimulatedNode(clock, network, random, ['10.0.1.78'])
    slow.interfere = ({ types }) => (types.includes(COOKIE_ECHO) ? 'lose' : 'pass')
    slow.associate(['10.0.1.2'], PORT)
    pair.run(() => slow.association!.state === 'COOKIE-ECHOED')
    flood(z, 0, MOST_ADDRESSES + 100)
    for (let index = 0; index < MOST_ADDRESSES; index++) z.addresses.hold(index)
    const before = z.endpoint.statistics.malformedPackets
    // By way of a translator: from an address that is known.
    z.arrive(slow.packetsWith(COOKIE_ECHO)[0]!.octets, a.localTexts[0]!, '10.0.1.2')
    expect([z.endpoint.statistics.malformedPackets - before, z.endpoint.table.size]).toEqual([1, 1])
  }, 60_000)

  it('gives the addresses of associations back when they are over, after their last packets', () => {
    const pair = new SimulatedPair(9).establish()
    const { a, z } = pair
    const paths = z.association!.paths.paths
    a.shutdown()
    pair.run(() => z.association!.isOver && a.association!.isOver)
    expect(paths.map(({ remoteAddress }) => z.addresses.at(remoteAddress).text)).toEqual(a.localTexts)
    flood(z, 0, MOST_ADDRESSES + 100)
    for (const [i, path] of paths.entries()) {
      expect(z.addresses.at(path.remoteAddress).text).toMatch(/^172\./)
      // What is shown of an association that is over stays what it was.
      expect(path.addresses.remoteText).toBe(a.localTexts[i])
    }
  }, 60_000)

  it('remembers where a message came from that nobody has read yet, its peer being gone', () => {
    const pair = new SimulatedPair(10).establish()
    const { a, z } = pair
    const from: string[] = []
    z.onMessage = (message) => from.push(z.addresses.at(message.remoteAddress).text)
    const association = z.association!
    z.pause(true)
    a.send('unread')
    pair.runFor(500)
    a.abort('gone')
    pair.run(() => association.isOver)
    flood(z, 0, MOST_ADDRESSES + 100)
    association.pauseReceiving(false)
    z.drain()
    expect(from).toEqual([a.localTexts[0]])
    flood(z, 70_000, MOST_ADDRESSES)
    expect(z.addresses.find(a.localTexts[0]!, 0)).toBe(-1)
  }, 60_000)
})
