import {
  ABORT,
  AUTH,
  COOKIE_ECHO,
  chunkListParameter,
  chunkTypeName,
  DATA,
  ERROR,
  HEARTBEAT,
  INIT,
  INIT_ACK,
  initChunkLength,
  randomParameter,
  requestedHmacAlgorithmParameter,
  SACK,
  SHUTDOWN_COMPLETE,
  writeInitChunk,
} from '@sigbed/sctp-codec'
import { describe, expect, it } from 'vitest'
import type { ProtocolParameters } from '../src/association/protocol-parameters.js'
import { mayBeListed } from '../src/authentication/authentication-offer.js'
import { activateSharedKey, deactivateSharedKey, deleteSharedKey, setSharedKey } from '../src/authentication/key-management.js'
import { causesOf, chunksOf, packetOf, rewritten } from './sent-packet.js'
import { A_ADDRESSES, PORT, type SimulatedNode, SimulatedPair, Z_ADDRESSES } from './simulated-pair.js'

const KEY = Uint8Array.from('a shared secret', (character) => character.charCodeAt(0))
const OTHER_KEY = Uint8Array.from('another secret', (character) => character.charCodeAt(0))
const AUTHENTICATED: Partial<ProtocolParameters> = { authentication: true, authenticatedChunks: [DATA] }
const ALL_TYPES = Array.from({ length: 256 }, (_, type) => type).filter(mayBeListed)
const A_PORT = 40_000

function withKey(octets: Uint8Array, more: Partial<ProtocolParameters> = {}): Partial<ProtocolParameters> {
  return { ...AUTHENTICATED, sharedKeys: [{ identifier: 7, octets }], activeSharedKey: 7, ...more }
}

/** A with the one set of parameters, Z with the other. */
function pairOf(ofA: Partial<ProtocolParameters>, ofZ: Partial<ProtocolParameters>, seed = 1): SimulatedPair {
  const pair = new SimulatedPair(seed, ofA)
  pair.z.listen(PORT, ofZ)
  return pair
}

/** Types of the chunks that stand before any AUTH chunk, in all that a node has sent. */
function unauthenticated(node: SimulatedNode): string[] {
  const types = node.sent.flatMap(({ types: all }) => (all.includes(AUTH) ? all.slice(0, all.indexOf(AUTH)) : all))
  return [...new Set(types)].sort((one, other) => one - other).map(chunkTypeName)
}

describe('authentication (RFC 4895)', () => {
  it('§6.2: sends what the peer lists behind an AUTH chunk, one a packet, and nothing else is changed', () => {
    const pair = new SimulatedPair(1, AUTHENTICATED).establish().forgetSent()
    for (let i = 0; i < 5; i++) pair.a.queue(`message ${i}`)
    pair.a.drain()
    pair.z.send('back')
    pair.runFor(1000)
    expect(pair.z.texts()).toEqual(['message 0', 'message 1', 'message 2', 'message 3', 'message 4'])
    expect(pair.a.texts()).toEqual(['back'])
    for (const node of [pair.a, pair.z]) {
      expect(unauthenticated(node)).not.toContain('DATA')
      for (const { types } of node.packetsWith(DATA)) expect(types.filter((type) => type === AUTH)).toHaveLength(1)
    }
    expect(pair.a.packetsWith(DATA)[0]!.types).toEqual([AUTH, DATA, DATA, DATA, DATA, DATA])
    // A SACK alone needs none.
    expect(pair.z.packetsWith(SACK).some(({ types }) => !types.includes(AUTH))).toBe(true)
  })

  it('is not used, and not one octet of it is sent after the setup, with a peer that does not know it; the user is told', () => {
    const pair = pairOf(AUTHENTICATED, {}).establish()
    pair.a.send('hello')
    pair.runFor(1000)
    expect(pair.z.texts()).toEqual(['hello'])
    expect([...pair.a.packetsWith(AUTH), ...pair.z.packetsWith(AUTH)]).toEqual([])
    expect(pair.a.eventsOf('authentication-key')).toMatchObject([{ indication: 'no-authentication' }])
    expect(pair.z.eventsOf('authentication-key')).toEqual([])
  })

  it('§6.1: takes the first algorithm of the peer, SHA-1 as well as SHA-256', () => {
    const pair = pairOf({ ...AUTHENTICATED, hmacIdentifiers: [1] }, { ...AUTHENTICATED, hmacIdentifiers: [3, 1] }).establish()
    pair.a.send('by SHA-256')
    pair.z.send('by SHA-1')
    pair.runFor(1000)
    expect([pair.z.texts(), pair.a.texts()]).toEqual([['by SHA-256'], ['by SHA-1']])
    const lengthOfAuth = (node: SimulatedNode) => chunksOf(node.packetsWith(AUTH)[0]!.octets).find(({ type }) => type === AUTH)!.length
    expect([lengthOfAuth(pair.a), lengthOfAuth(pair.z)]).toEqual([40, 28])
  })

  it('§6.2: leaves room for the AUTH chunk when messages are cut and bundled', () => {
    const pair = new SimulatedPair(3, AUTHENTICATED).establish().forgetSent()
    pair.a.send('x'.repeat(20_000))
    for (let length = 1300; length < 1480; length += 4) pair.a.send('y'.repeat(length))
    pair.runFor(10_000)
    expect(pair.z.delivered.map(({ length }) => length).slice(0, 2)).toEqual([20_000, 1300])
    expect(pair.z.delivered).toHaveLength(46)
    expect(Math.max(...pair.a.sent.map(({ octets }) => octets.length))).toBeLessThanOrEqual(1480)
    expect(unauthenticated(pair.a)).not.toContain('DATA')
  })

  it('§3.2: works with every chunk type listed that may be, from setup to shutdown, over a network that loses packets', () => {
    const parameters = withKey(KEY, { authenticatedChunks: ALL_TYPES })
    for (let seed = 0; seed < 5; seed++) {
      const pair = new SimulatedPair(seed, parameters)
      pair.network.configureUsual({ delayMs: 10, loss: { kind: 'random', probability: 0.05 } })
      pair.establish()
      for (let i = 0; i < 40; i++) pair.a.send(`${i} ${'z'.repeat(37 * i)}`, { stream: i % 3 })
      pair.run(() => pair.z.delivered.length === 40)
      pair.a.shutdown()
      pair.run(() => pair.a.endpoint.table.size + pair.z.endpoint.table.size === 0)
      for (const node of [pair.a, pair.z]) {
        expect(unauthenticated(node).filter((name) => !['INIT', 'INIT ACK', 'SHUTDOWN COMPLETE', 'ABORT'].includes(name))).toEqual([])
        expect(node.eventsOf('communication-lost')).toEqual([])
      }
    }
  })

  it('§3.2: ignores INIT, INIT ACK, SHUTDOWN COMPLETE and AUTH in the list of a peer', () => {
    const pair = new SimulatedPair(1, AUTHENTICATED)
    pair.a.interfere = ({ types, octets }) => {
      if (!types.includes(INIT)) return 'pass'
      const list = chunkListParameter([INIT, INIT_ACK, SHUTDOWN_COMPLETE, AUTH])
      const init = {
        initiateTag: pair.a.association!.localTag,
        advertisedReceiverWindow: 65_536,
        outboundStreams: 2,
        inboundStreams: 2,
        initialTsn: 1,
        parameters: [randomParameter(new Uint8Array(32)), list, requestedHmacAlgorithmParameter([1])],
      }
      const chunk = new Uint8Array(initChunkLength(init))
      writeInitChunk(chunk, 0, INIT, init)
      expect(octets.length).toBeGreaterThan(0)
      pair.z.arrive(packetOf(A_PORT, PORT, 0, chunk), A_ADDRESSES[0], Z_ADDRESSES[0])
      return 'lose'
    }
    pair.a.associate([Z_ADDRESSES[0]], PORT, AUTHENTICATED)
    pair.runFor(100)
    expect(pair.z.association?.authentication?.isDemanded(SHUTDOWN_COMPLETE)).toBe(false)
    expect(pair.z.association?.authentication?.isDemanded(AUTH)).toBe(false)
  })

  it('§6.3: discards silently what it listed and what comes without an AUTH chunk, and takes the rest of the packet', () => {
    const pair = new SimulatedPair(1, AUTHENTICATED).establish()
    pair.a.send('genuine')
    const { octets } = pair.a.packetsWith(DATA)[0]!
    const data = chunksOf(octets).find(({ type }) => type === DATA)!
    pair.runFor(1000)
    const { association } = pair.z
    const tsn = association!.inbound!.tracker.cumulativeTsn
    const forged = octets.slice(data.at)
    new DataView(forged.buffer).setUint32(4, tsn + 1)
    const heartbeat = Uint8Array.of(HEARTBEAT, 0, 0, 12, 0, 1, 0, 8, 1, 2, 3, 4)
    pair.forgetSent()
    pair.z.arrive(packetOf(A_PORT, PORT, association!.localTag, forged, heartbeat), A_ADDRESSES[0], Z_ADDRESSES[0])
    pair.runFor(1000)
    expect(pair.z.texts()).toEqual(['genuine'])
    expect(association!.inbound!.tracker.cumulativeTsn).toBe(tsn)
    expect(association!.statistics.unauthenticatedChunks).toBe(1)
    // The HEARTBEAT was not listed: it is answered, and that is all that is sent.
    expect(pair.z.sent.map(({ types }) => types.map(chunkTypeName))).toEqual([['HEARTBEAT ACK']])
  })

  it('§6.3: discards everything behind an AUTH chunk when a single bit is wrong, wherever', () => {
    const pair = new SimulatedPair(1, AUTHENTICATED).establish()
    pair.runFor(500)
    pair.a.loseNext(DATA, 1)
    pair.a.send('once')
    const { octets } = pair.a.packetsWith(DATA)[0]!
    const { statistics } = pair.z.association!
    const first = chunksOf(octets).find(({ type }) => type === AUTH)!.at
    let tries = 0
    for (let at = first; at < octets.length; at++) {
      // The header of the AUTH chunk says which algorithm and key, and how long it is: those have tests of their own.
      if (at < first + 8 || (at >= first + 40 && at < first + 44)) continue
      tries++
      pair.z.arrive(
        rewritten(octets, (copy) => {
          copy[at]! ^= 0x10
        }),
        A_ADDRESSES[0],
        Z_ADDRESSES[0],
      )
    }
    expect(pair.z.texts()).toEqual([])
    expect(statistics.authenticationFailures).toBe(tries)
    pair.z.arrive(octets, A_ADDRESSES[0], Z_ADDRESSES[0])
    expect(pair.z.texts()).toEqual(['once'])
  })

  it('§6.3, §4.1: answers an algorithm it did not ask for by ERROR, and an unknown key by nothing', () => {
    const pair = new SimulatedPair(1, AUTHENTICATED).establish()
    pair.a.loseNext(DATA, 1)
    pair.a.send('lost')
    const { octets } = pair.a.packetsWith(DATA)[0]!
    const auth = chunksOf(octets).find(({ type }) => type === AUTH)!.at
    pair.forgetSent()
    const arrive = (at: number, value: number) =>
      pair.z.arrive(
        rewritten(octets, (copy) => {
          copy[at] = value
        }),
        A_ADDRESSES[0],
        Z_ADDRESSES[0],
      )
    arrive(auth + 7, 2)
    expect(pair.z.sent).toHaveLength(1)
    expect(causesOf(pair.z.sent[0]!.octets, ERROR)).toEqual([{ kind: 'unsupported-hmac-identifier', code: 0x0105, hmacIdentifier: 2 }])
    arrive(auth + 5, 9)
    // A SHA-1 that is as long as a SHA-256.
    arrive(auth + 7, 1)
    expect(pair.z.sent).toHaveLength(1)
    expect(pair.z.texts()).toEqual([])
  })

  it('§5.1: discards what stands behind a second AUTH chunk', () => {
    const pair = new SimulatedPair(1, AUTHENTICATED).establish()
    pair.a.loseNext(DATA, 1)
    pair.a.send('lost')
    const { octets } = pair.a.packetsWith(DATA)[0]!
    const auth = chunksOf(octets).find(({ type }) => type === AUTH)!
    const twice = packetOf(A_PORT, PORT, pair.z.association!.localTag, octets.slice(auth.at, auth.at + 40), octets.slice(auth.at))
    pair.z.arrive(twice, A_ADDRESSES[0], Z_ADDRESSES[0])
    expect(pair.z.texts()).toEqual([])
    expect(pair.z.association!.state).toBe('ESTABLISHED')
  })

  it('§6.3: takes nothing from a peer with another shared key, and all of it once the keys are alike', () => {
    const pair = pairOf(withKey(KEY), withKey(OTHER_KEY)).establish()
    pair.a.send('patience')
    pair.runFor(2000)
    expect(pair.z.texts()).toEqual([])
    expect(pair.z.association!.statistics.authenticationFailures).toBeGreaterThan(0)
    setSharedKey(pair.z.association!, 7, KEY)
    pair.runFor(10_000)
    expect(pair.z.texts()).toEqual(['patience'])
  })

  it('RFC 6458 §8.3: changes keys while messages flow; the peer hears of the new one, and a deleted one is good for nothing', () => {
    const pair = new SimulatedPair(1, withKey(KEY)).establish()
    for (const node of [pair.a, pair.z]) setSharedKey(node.association!, 8, OTHER_KEY)
    pair.a.send('by 7')
    pair.runFor(100)
    expect(activateSharedKey(pair.a.association!, 8)).toBeNull()
    pair.a.send('by 8')
    pair.runFor(100)
    expect(pair.z.texts()).toEqual(['by 7', 'by 8'])
    expect(pair.z.eventsOf('authentication-key').map(({ indication, keyIdentifier }) => [indication, keyIdentifier])).toEqual([
      ['new-key', 7],
      ['new-key', 8],
    ])
    expect(deactivateSharedKey(pair.a.association!, 7)).toBeNull()
    pair.a.drain()
    expect(pair.a.eventsOf('authentication-key')).toMatchObject([{ indication: 'free-key', keyIdentifier: 7 }])
    expect(deleteSharedKey(pair.a.association!, 7)).toBeNull()
    // Z still sends by 7: A has it no more.
    pair.z.send('too late')
    pair.runFor(500)
    expect(pair.a.texts()).toEqual([])
    expect(activateSharedKey(pair.z.association!, 8)).toBeNull()
    pair.runFor(10_000)
    expect(pair.a.texts()).toEqual(['too late'])
  })

  it('§6.3: makes no association of a COOKIE ECHO that has to be authenticated and is not, or by another key', () => {
    const wanting = (octets: Uint8Array) => withKey(octets, { authenticatedChunks: [COOKIE_ECHO] })
    const good = pairOf(wanting(KEY), wanting(KEY)).establish()
    expect(good.a.packetsWith(COOKIE_ECHO)[0]!.types).toEqual([AUTH, COOKIE_ECHO])
    const wrong = pairOf({ ...wanting(OTHER_KEY), maxInitRetransmits: 2 }, wanting(KEY))
    wrong.a.associate([Z_ADDRESSES[0]], PORT, { ...wanting(OTHER_KEY), maxInitRetransmits: 2 })
    wrong.runFor(30_000)
    expect(wrong.a.eventsOf('communication-lost')).toMatchObject([{ reason: 'setup-timed-out' }])
    expect(wrong.z.endpoint.table.size).toBe(0)
    expect(wrong.z.endpoint.statistics.unauthenticatedCookies).toBeGreaterThan(1)
    // The same packet without its AUTH chunk.
    const { octets } = good.a.packetsWith(COOKIE_ECHO)[0]!
    const before = good.z.endpoint.statistics.unauthenticatedCookies
    const place = chunksOf(octets).find(({ type }) => type === COOKIE_ECHO)!
    good.z.arrive(packetOf(A_PORT, PORT, good.z.association!.localTag, octets.slice(place.at)), A_ADDRESSES[0], Z_ADDRESSES[0])
    expect(good.z.endpoint.statistics.unauthenticatedCookies).toBe(before + 1)
  })

  it('§6.1: has new keys after a restart, and what the old ones made is worth nothing', () => {
    const pair = new SimulatedPair(1, withKey(KEY)).establish()
    pair.a.send('before')
    pair.runFor(500)
    const old = pair.a.packetsWith(DATA)[0]!.octets
    const again = pair.restartA()
    again.associate([Z_ADDRESSES[0]], PORT, withKey(KEY))
    pair.run(() => again.association!.state === 'ESTABLISHED')
    const { association } = pair.z
    const replay = rewritten(old, (copy) => new DataView(copy.buffer).setUint32(4, association!.localTag))
    const failures = association!.statistics.authenticationFailures
    pair.z.arrive(replay, A_ADDRESSES[0], Z_ADDRESSES[0])
    expect(association!.statistics.authenticationFailures).toBe(failures + 1)
    again.send('after')
    pair.z.send('and back')
    pair.runFor(2000)
    expect([pair.z.texts(), again.texts()]).toEqual([['before', 'after'], ['and back']])
  })

  it('§6.3: stands against the ABORT of a stranger who has read the tag', () => {
    const pair = new SimulatedPair(1, { authentication: true, authenticatedChunks: [ABORT] }).establish()
    const abort = Uint8Array.of(ABORT, 0, 0, 4)
    pair.z.arrive(packetOf(A_PORT, PORT, pair.z.association!.localTag, abort), A_ADDRESSES[0], Z_ADDRESSES[0])
    expect(pair.z.association!.state).toBe('ESTABLISHED')
    pair.a.abort('a real one')
    pair.runFor(100)
    expect(pair.z.eventsOf('communication-lost')).toMatchObject([{ reason: 'aborted-by-peer' }])
  })

  it('§6.1: has the keys alike when both sides begin at once', () => {
    const pair = new SimulatedPair(5, withKey(KEY))
    pair.a.listen(A_PORT, withKey(KEY))
    pair.a.associate([Z_ADDRESSES[0]], PORT, withKey(KEY))
    pair.z.associate([A_ADDRESSES[0]], A_PORT, withKey(KEY), PORT)
    pair.run(() => [pair.a, pair.z].every((node) => node.association!.state === 'ESTABLISHED'))
    pair.a.send('one way')
    pair.z.send('the other')
    pair.runFor(2000)
    expect([pair.z.texts(), pair.a.texts()]).toEqual([['one way'], ['the other']])
    expect(pair.a.association!.statistics.authenticationFailures).toBe(0)
  })

  it.each([
    ['a Random Number of 31 octets', [randomParameter(new Uint8Array(31)), requestedHmacAlgorithmParameter([1])]],
    [
      'a Chunk List longer than there are types',
      [randomParameter(new Uint8Array(32)), chunkListParameter(new Array<number>(257).fill(9)), requestedHmacAlgorithmParameter([1])],
    ],
    ['a flood of algorithms', [randomParameter(new Uint8Array(32)), requestedHmacAlgorithmParameter(new Array<number>(17).fill(1))]],
  ])('§6.1: answers an INIT with %s by ABORT, and keeps its cookies bounded', (_, parameters) => {
    const pair = new SimulatedPair(1, AUTHENTICATED)
    const init = { initiateTag: 5, advertisedReceiverWindow: 65_536, outboundStreams: 1, inboundStreams: 1, initialTsn: 1, parameters }
    const chunk = new Uint8Array((initChunkLength(init) + 3) & ~3)
    writeInitChunk(chunk, 0, INIT, init)
    pair.z.arrive(packetOf(A_PORT, PORT, 0, chunk), A_ADDRESSES[0], Z_ADDRESSES[0])
    expect(pair.z.sent.map(({ types }) => types)).toEqual([[ABORT]])
    expect(causesOf(pair.z.sent[0]!.octets, ABORT)).toMatchObject([{ kind: 'protocol-violation' }])
  })

  it('refuses parameters that make no sense', () => {
    const pair = new SimulatedPair(1)
    const refused = (parameters: Partial<ProtocolParameters>) => () => pair.z.listen(PORT, parameters)
    expect(refused({ authenticatedChunks: [INIT] })).toThrow(/INIT ACK/)
    expect(refused({ hmacIdentifiers: [3] })).toThrow(/SHA-1/)
    expect(refused({ hmacIdentifiers: [1, 2] })).toThrow(/SHA-1/)
    expect(refused({ activeSharedKey: 4 })).toThrow(/activeSharedKey/)
    expect(refused({ sharedKeys: [{ identifier: 65_536, octets: KEY }] })).toThrow(/65535/)
  })
})
