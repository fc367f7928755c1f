import { fillChecksum, INIT, INIT_ACK, isFault, readInitChunk } from '@sigbed/sctp-codec'
import { SeededRandom, SimulatedNetwork, VirtualClock } from '@sigbed/simulated-network'
import { describe, expect, it } from 'vitest'
import { chunksOf } from './sent-packet.js'
import { SimulatedNode } from './simulated-pair.js'

const PORT = 2905

/** A and Z with the addresses given, on a network where each reaches every other. */
function nodes(localTexts: readonly string[], peerTexts: readonly string[]) {
  const random = new SeededRandom(1)
  const clock = new VirtualClock(random)
  const network = new SimulatedNetwork(clock, random)
  network.configureUsual({ delayMs: 10 })
  const a = new SimulatedNode(clock, network, random, localTexts)
  const z = new SimulatedNode(clock, network, random, peerTexts)
  z.listen(PORT)
  return { clock, network, a, z, runFor: (ms: number) => clock.runUntil(clock.now() + ms) }
}

/** Local and remote address of each path. */
function pathsOf(node: SimulatedNode): string[] {
  const text = (index: number) => node.addresses.at(index).text
  return node.association!.paths.paths.map((path) => `${text(path.localAddress)} > ${text(path.remoteAddress)} ${path.state}`)
}

/** The addresses listed in the first INIT or INIT ACK a node sent. */
function listedBy(node: SimulatedNode, type: number): string[] {
  const { octets } = node.packetsWith(type)[0]!
  const place = chunksOf(octets)[0]!
  const init = readInitChunk(octets, place.at, place.length)
  if (isFault(init)) throw new Error('not readable')
  const found: string[] = []
  for (const parameter of init.parameters)
    if (parameter.kind === 'ipv4-address' || parameter.kind === 'ipv6-address')
      found.push(node.addresses.at(node.addresses.intern(parameter.octets, 0)).text)
  return found
}

describe('source addresses', () => {
  it('goes on from another local address when the peer has one address only and stops answering', () => {
    const { a, z, network, runFor } = nodes(['10.0.1.1', '10.0.2.1'], ['10.0.1.2'])
    a.associate(['10.0.1.2'], PORT)
    runFor(100)
    expect(pathsOf(a)).toEqual(['10.0.1.1 > 10.0.1.2 active'])
    network.cutPath('10.0.1.1', '10.0.1.2')
    a.send('first')
    runFor(1100)
    expect(z.texts()).toEqual(['first'])
    expect(pathsOf(a)).toEqual(['10.0.2.1 > 10.0.1.2 active'])
    expect(a.eventsOf('data-path-change').map((event) => a.addresses.at(event.localAddress).text)).toEqual(['10.0.2.1'])
    a.send('second')
    runFor(100)
    expect(z.texts()).toEqual(['first', 'second'])
  })

  it('comes back to the first local address when that one alone answers', () => {
    const { a, z, network, runFor } = nodes(['10.0.1.1', '10.0.2.1'], ['10.0.1.2'])
    a.associate(['10.0.1.2'], PORT)
    runFor(100)
    network.cutPath('10.0.1.1', '10.0.1.2')
    a.send('first')
    runFor(1100)
    network.restorePath('10.0.1.1', '10.0.1.2')
    network.cutPath('10.0.2.1', '10.0.1.2')
    a.send('second')
    runFor(1100)
    expect(z.texts()).toEqual(['first', 'second'])
    expect(pathsOf(a)).toEqual(['10.0.1.1 > 10.0.1.2 active'])
  })

  it('finishes a shutdown from another local address', () => {
    const { a, z, network, runFor } = nodes(['10.0.1.1', '10.0.2.1'], ['10.0.1.2'])
    a.associate(['10.0.1.2'], PORT)
    runFor(100)
    network.cutPath('10.0.1.1', '10.0.1.2')
    a.shutdown()
    // Z's answer, too, tries the cut address first.
    runFor(5000)
    expect([a, z].map((node) => node.eventsOf('shutdown-complete').length)).toEqual([1, 1])
  })

  it('leaves a path where it is as long as another begins elsewhere', () => {
    const { a, network, runFor } = nodes(['10.0.1.1', '10.0.2.1'], ['10.0.1.2', '10.0.2.2'])
    a.associate(['10.0.1.2'], PORT)
    runFor(1000)
    network.cutPath('10.0.1.1', '10.0.1.2')
    a.send('first')
    runFor(10_000)
    expect(pathsOf(a)).toEqual(['10.0.1.1 > 10.0.1.2 potentially-failed', '10.0.2.1 > 10.0.2.2 active'])
  })

  it('begins two paths at two addresses when none is nearer than the other', () => {
    const { a, runFor } = nodes(['10.0.1.1', '10.0.2.1'], ['10.200.1.2', '10.200.2.2'])
    a.associate(['10.200.1.2'], PORT)
    runFor(1000)
    expect(pathsOf(a)).toEqual(['10.0.1.1 > 10.200.1.2 active', '10.0.2.1 > 10.200.2.2 active'])
  })

  it('sends to a global address from a global address, whatever bits they share', () => {
    // 100 shares three bits with 127, and one with 10.
    const { a, runFor } = nodes(['127.0.0.1', '10.0.0.1'], ['100.64.0.1'])
    a.associate(['100.64.0.1'], PORT)
    runFor(1000)
    expect(pathsOf(a)).toEqual(['10.0.0.1 > 100.64.0.1 active'])
  })
})

describe('address scopes', () => {
  it('keeps loopback addresses from a peer elsewhere, in INIT and INIT ACK', () => {
    const { a, z, runFor } = nodes(['10.0.1.1', '10.0.2.1', '127.0.0.1'], ['10.0.1.2', '10.0.2.2', '127.0.0.2'])
    a.associate(['10.0.1.2'], PORT)
    runFor(1000)
    expect(listedBy(a, INIT)).toEqual(['10.0.1.1', '10.0.2.1'])
    expect(listedBy(z, INIT_ACK)).toEqual(['10.0.1.2', '10.0.2.2'])
  })

  it('lists everything to a peer on the same machine, and reaches all of its addresses', () => {
    const { a, z, runFor } = nodes(['127.0.0.1', '10.0.1.1'], ['127.0.0.2', '10.0.1.2'])
    a.associate(['127.0.0.2'], PORT)
    runFor(1000)
    expect(listedBy(a, INIT)).toEqual(['127.0.0.1', '10.0.1.1'])
    expect(pathsOf(a)).toEqual(['127.0.0.1 > 127.0.0.2 active', '10.0.1.1 > 10.0.1.2 active'])
    expect(pathsOf(z)).toEqual(['127.0.0.2 > 127.0.0.1 active', '10.0.1.2 > 10.0.1.1 active'])
  })

  it('is neither slowed nor ended by an address of the peer that nobody answers from', () => {
    const { a, z, network, runFor } = nodes(['10.0.1.1'], ['10.0.1.2', '10.0.2.2'])
    network.cutPath('10.0.1.1', '10.0.2.2')
    a.associate(['10.0.1.2'], PORT)
    runFor(100)
    for (let i = 0; i < 100; i++) {
      a.send(`message ${i}`)
      runFor(10_000)
      expect(z.delivered[i]!.atMs).toBe(110 + i * 10_000)
    }
    expect(pathsOf(a)).toEqual(['10.0.1.1 > 10.0.1.2 active', '10.0.1.1 > 10.0.2.2 inactive'])
    expect(a.eventsOf('communication-lost')).toEqual([])
  })

  it('does not look for another machine under the loopback address it lists', () => {
    // Z lists all it has, as some stacks do; the third node stands for whoever else is on 127.0.0.2 at this machine.
    const { a, z, network, runFor } = nodes(['10.0.1.1'], ['10.0.1.2', '10.0.2.2'])
    const strays: string[] = []
    network.attach('127.0.0.2', (_octets, from) => strays.push(from))
    z.interfere = (packet) => {
      // The second address parameter of the INIT ACK becomes 127.0.0.2.
      if (packet.types[0] === INIT_ACK) replaceAddress(packet.octets, [10, 0, 2, 2], [127, 0, 0, 2])
      return 'pass'
    }
    a.associate(['10.0.1.2'], PORT)
    runFor(10_000)
    expect(pathsOf(a)).toEqual(['10.0.1.1 > 10.0.1.2 active'])
    expect(strays).toEqual([])
  })
})

/** The last occurrence: the first one may be in the cookie. */
function replaceAddress(octets: Uint8Array, from: readonly number[], to: readonly number[]): void {
  for (let at = octets.length - 4; at >= 0; at--) {
    if (!from.every((octet, i) => octets[at + i] === octet)) continue
    octets.set(to, at)
    fillChecksum(octets, 0, octets.length)
    return
  }
}
