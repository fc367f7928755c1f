import {
  ABORT,
  ASCONF,
  ASCONF_ACK,
  AUTH,
  asconfAckChunkLength,
  chunkListParameter,
  DATA,
  ERROR,
  errorChunkLength,
  HEARTBEAT,
  INIT,
  initChunkLength,
  isFault,
  randomParameter,
  requestedHmacAlgorithmParameter,
  SACK,
  supportedExtensionsParameter,
  unrecognizedChunkTypeCause,
  writeAsconfAckChunk,
  writeErrorChunk,
  writeInitChunk,
} from '@sigbed/sctp-codec'
import { describe, expect, it } from 'vitest'
import { addAddress, replaceAddress } from '../src/address-configuration/asconf-request.js'
import { encodeChunk } from '../src/association/control-queue.js'
import {
  A_PORT,
  acknowledgements,
  add,
  addressOf,
  asconfs,
  DYNAMIC,
  established,
  locals,
  remotes,
  remove,
  THIRD,
} from './address-change.js'
import { causesOf, chunksOf, packetOf, rewritten } from './sent-packet.js'
import { A_ADDRESSES, PORT, SimulatedPair, Z_ADDRESSES } from './simulated-pair.js'

describe('dynamic addresses (RFC 5061)', () => {
  it('§5.1, §5.3 F14: an address that is added is verified, and carries the data when the others are cut', () => {
    const pair = established()
    expect(add(pair.a, THIRD)).toBe('requested')
    pair.runFor(1000)
    expect(remotes(pair.z)).toEqual([...A_ADDRESSES, THIRD])
    expect(pair.z.association!.paths.paths.every((path) => path.state === 'active')).toBe(true)
    expect(pair.a.eventsOf('local-address-change')).toMatchObject([{ change: 'added', accepted: true, causes: '' }])
    expect(pair.z.eventsOf('peer-address-change')).toMatchObject([{ change: 'added', text: THIRD }])
    // Both travel behind AUTH only.
    for (const node of [pair.a, pair.z])
      for (const { types } of [...node.packetsWith(ASCONF), ...node.packetsWith(ASCONF_ACK)])
        expect(types.indexOf(AUTH)).toBeLessThan(types.findIndex((type) => type === ASCONF || type === ASCONF_ACK))
    for (const to of A_ADDRESSES) for (const from of Z_ADDRESSES) pair.network.cutPath(to, from)
    pair.z.send('by the third')
    pair.runFor(20_000)
    expect(pair.a.texts()).toEqual(['by the third'])
  })

  it('§5.3 F1: what is not acknowledged yet is no source, and gets heartbeats only', () => {
    const pair = established()
    pair.z.loseNext(ASCONF_ACK, 3)
    add(pair.a, THIRD)
    for (let i = 0; i < 20; i++) pair.a.send(`message ${i}`)
    pair.runFor(3000)
    expect(locals(pair.a)).toEqual([...A_ADDRESSES])
    // What Z probes there is answered from there (RFC 9260 §8.3); nothing else leaves from it.
    expect(pair.a.sent.filter(({ from, types }) => from === THIRD && types.some((type) => type === DATA || type === SACK))).toEqual([])
    pair.runFor(20_000)
    expect(locals(pair.a)).toEqual([...A_ADDRESSES, THIRD])
    expect(pair.z.delivered).toHaveLength(20)
  })

  it('is not to be had where one side does not offer it, or takes the chunks without AUTH', () => {
    for (const parameters of [{}, { authentication: true }]) {
      const pair = new SimulatedPair(1, DYNAMIC)
      pair.z.listen(PORT, parameters)
      pair.establish()
      expect(pair.a.association!.authentication !== null).toBe('authentication' in parameters)
      expect(add(pair.a, THIRD)).toBe('not-supported')
      expect(pair.a.packetsWith(ASCONF)).toEqual([])
    }
    expect(() => new SimulatedPair(1).z.listen(PORT, { dynamicAddresses: true })).toThrow(/authentication/)
  })

  it('§6: an INIT with ASCONF and without authentication is answered by ABORT; §4.2.7: chunks not listed are not used', () => {
    const pair = new SimulatedPair(1, DYNAMIC)
    const answer = (...parameters: Parameters<typeof writeInitChunk>[3]['parameters']) => {
      pair.forgetSent()
      const init = { initiateTag: 5, advertisedReceiverWindow: 65_536, outboundStreams: 1, inboundStreams: 1, initialTsn: 1, parameters }
      const chunk = encodeChunk(initChunkLength(init), (into) => writeInitChunk(into, 0, INIT, init))
      pair.z.arrive(packetOf(A_PORT, PORT, 0, chunk), A_ADDRESSES[0], Z_ADDRESSES[0])
      return pair.z.sent.map(({ types }) => types[0])
    }
    const lists = supportedExtensionsParameter([ASCONF, ASCONF_ACK])
    expect(answer(lists)).toEqual([ABORT])
    expect(answer(lists, randomParameter(new Uint8Array(32)), requestedHmacAlgorithmParameter([1]))).not.toEqual([ABORT])
    expect(answer(lists, randomParameter(new Uint8Array(32)), chunkListParameter([ASCONF]), requestedHmacAlgorithmParameter([1]))).toEqual([
      2,
    ])
  })

  it('§5.2 D5: an ASCONF without AUTH, with a wrong MAC or replayed changes nothing, from wherever it comes', () => {
    const pair = established()
    pair.a.loseNext(ASCONF, 1)
    add(pair.a, THIRD)
    const { octets } = pair.a.packetsWith(ASCONF)[0]!
    const place = chunksOf(octets).find(({ type }) => type === ASCONF)!
    const before = remotes(pair.z)
    const tag = pair.z.association!.localTag
    const hostile = [
      packetOf(A_PORT, PORT, tag, octets.slice(place.at)),
      rewritten(octets, (copy) => {
        copy[copy.length - 1]! ^= 1
      }),
      packetOf(A_PORT, PORT, tag, Uint8Array.of(AUTH, 0, 0, 40, 0, 0, 0, 3, ...new Uint8Array(32)), octets.slice(place.at)),
    ]
    for (const packet of hostile) for (const from of [A_ADDRESSES[0], '10.9.9.9']) pair.z.arrive(packet, from, Z_ADDRESSES[0])
    expect(remotes(pair.z)).toEqual(before)
    expect(acknowledgements(pair.z)).toEqual([])
    expect(pair.z.eventsOf('peer-address-change')).toEqual([])
    // The real one is done once, however often it comes.
    for (let i = 0; i < 3; i++) pair.z.arrive(octets, A_ADDRESSES[0], Z_ADDRESSES[0])
    expect(pair.z.eventsOf('peer-address-change')).toHaveLength(1)
    expect(new Set(acknowledgements(pair.z).map((ack) => JSON.stringify(ack))).size).toBe(1)
    expect(acknowledgements(pair.z)).toHaveLength(3)
  })

  it('§5.1 B1 to B5: T4-rto backs off, counts errors, and ends the association when nothing is answered', () => {
    const pair = established(2, { associationMaxRetrans: 3, heartbeatIntervalMs: 0, potentiallyFailed: false })
    pair.z.interfere = () => 'lose'
    add(pair.a, THIRD)
    pair.runFor(60_000)
    expect(pair.a.eventsOf('communication-lost')).toMatchObject([{ reason: 'too-many-retransmissions' }])
    expect(asconfs(pair.a)).toHaveLength(4)
    expect(pair.a.endpoint.pollTimeout()).toBe(Number.POSITIVE_INFINITY)
  })

  it('§5.1.1 C1: one ASCONF is under way; what is asked meanwhile goes in the next, all together', () => {
    const pair = established()
    for (const text of [THIRD, '10.0.4.1', '10.0.5.1']) expect(add(pair.a, text)).toBe('requested')
    expect(add(pair.a, THIRD)).toBe('no-change')
    pair.runFor(2000)
    const chunks = asconfs(pair.a).map(({ chunk }) => (isFault(chunk) ? null : chunk))
    expect(chunks.map((chunk) => chunk!.requests.length)).toEqual([1, 2])
    expect(chunks[1]!.sequenceNumber).toBe((chunks[0]!.sequenceNumber + 1) >>> 0)
    expect(remotes(pair.z)).toHaveLength(5)
  })

  it('§5.3 F4, F13: an address that is deleted is no source at once, and what is outstanding there is sent again elsewhere', () => {
    const pair = established()
    pair.z.association!.setPrimary(pair.z.addressIndex(A_ADDRESSES[1]))
    // Nothing that Z sends to the second address arrives.
    pair.network.cutPath(A_ADDRESSES[1], Z_ADDRESSES[1])
    for (let i = 0; i < 10; i++) pair.z.send(`message ${i}`)
    expect(remove(pair.a, A_ADDRESSES[1])).toBe('requested')
    expect(locals(pair.a)).toEqual([A_ADDRESSES[0]])
    pair.forgetSent()
    pair.runFor(400)
    expect(pair.a.texts()).toHaveLength(10)
    expect(remotes(pair.z)).toEqual([A_ADDRESSES[0]])
    expect(pair.z.eventsOf('peer-address-change')).toMatchObject([{ change: 'removed', text: A_ADDRESSES[1] }])
    expect(pair.a.sent.filter(({ from }) => from === A_ADDRESSES[1])).toEqual([])
    expect(pair.z.association!.paths.paths[0]!.outstandingOctets).toBe(0)
    pair.runFor(60_000)
    expect(pair.z.sent.filter(({ to }) => to === A_ADDRESSES[1])).toEqual([])
    // RFC 9260 §8.3: heartbeats under way survive the renumbering of paths.
    expect(pair.z.association!.paths.paths.map(({ index, errorCount, state }) => [index, errorCount, state])).toEqual([[0, 0, 'active']])
  })

  it('§5.3 F6: the ASCONF that deletes an address leaves from another', () => {
    const pair = established()
    // The one that the data path begins at.
    expect(remove(pair.a, A_ADDRESSES[0])).toBe('requested')
    pair.a.send('from the second')
    pair.runFor(500)
    expect(asconfs(pair.a).map(({ from }) => from)).toEqual([A_ADDRESSES[1]])
    expect(pair.a.eventsOf('local-address-change')).toMatchObject([{ change: 'removed', accepted: true }])
    expect(remotes(pair.z)).toEqual([A_ADDRESSES[1]])
    expect(pair.a.sent.filter(({ from }) => from === A_ADDRESSES[0])).toEqual([])
    expect(pair.z.texts()).toEqual(['from the second'])
  })

  it('§5.3.2: the only address gives way to another, in one ASCONF that leaves from the new one', () => {
    const pair = established(1)
    const added = pair.a.openAddress(THIRD)
    expect(replaceAddress(pair.a.association!, added, pair.a.addressIndex(A_ADDRESSES[0]), pair.clock.now())).toBe('requested')
    pair.a.drain()
    pair.z.send('on the way')
    pair.runFor(5000)
    expect(asconfs(pair.a).map(({ from, chunk }) => [from, isFault(chunk) ? '' : chunk.lookupAddress])).toEqual([
      [THIRD, addressOf(A_ADDRESSES[0])],
    ])
    expect(remotes(pair.z)).toEqual([THIRD])
    expect(locals(pair.a)).toEqual([THIRD])
    expect(pair.a.texts()).toEqual(['on the way'])
    pair.a.send('from there')
    pair.runFor(1000)
    expect(pair.z.texts()).toEqual(['from there'])
  })

  it('§5.2 D2: from an unknown source nothing but the ASCONF is looked at', () => {
    const pair = established()
    pair.a.loseNext(ASCONF, 1)
    add(pair.a, THIRD)
    const { octets } = pair.a.packetsWith(ASCONF)[0]!
    const heartbeat = Uint8Array.of(HEARTBEAT, 0, 0, 12, 0, 1, 0, 8, 1, 2, 3, 4)
    pair.z.arrive(packetOf(A_PORT, PORT, pair.z.association!.localTag, octets.slice(12), heartbeat), '10.9.9.9', Z_ADDRESSES[0])
    pair.z.arrive(packetOf(A_PORT, PORT, pair.z.association!.localTag, heartbeat), '10.9.9.9', Z_ADDRESSES[0])
    expect(pair.z.sent.filter(({ to }) => to === '10.9.9.9')).toEqual([])
    expect(remotes(pair.z)).toEqual([...A_ADDRESSES])
  })

  it('both sides change their addresses at once', () => {
    const pair = established()
    add(pair.a, THIRD)
    add(pair.z, '10.0.3.2')
    remove(pair.a, A_ADDRESSES[1])
    remove(pair.z, Z_ADDRESSES[1])
    pair.a.send('one way')
    pair.z.send('the other')
    pair.runFor(5000)
    expect([remotes(pair.z), remotes(pair.a)]).toEqual([
      [A_ADDRESSES[0], THIRD],
      [Z_ADDRESSES[0], '10.0.3.2'],
    ])
    expect([locals(pair.a), locals(pair.z)]).toEqual([remotes(pair.z), remotes(pair.a)])
    expect([pair.z.texts(), pair.a.texts()]).toEqual([['one way'], ['the other']])
  })

  it('§5.3 F0: an acknowledgement of what was never sent ends the association', () => {
    const pair = established()
    const ack = { sequenceNumber: pair.a.association!.addressConfiguration!.nextSequenceNumber, responses: [] }
    const octets = encodeChunk(asconfAckChunkLength(ack), (into) => writeAsconfAckChunk(into, 0, ack))
    pair.z.association!.sendControl(octets, pair.z.addressIndex(Z_ADDRESSES[0]), pair.z.addressIndex(A_ADDRESSES[0]), false)
    pair.z.association!.host.touch(pair.z.association!)
    pair.z.drain()
    pair.runFor(100)
    expect(causesOf(pair.a.packetsWith(ABORT)[0]!.octets, ABORT)).toMatchObject([{ kind: 'address-configuration', code: 0xa3 }])
    expect(pair.z.eventsOf('communication-lost')).toMatchObject([{ reason: 'aborted-by-peer' }])
  })

  it('§5.1 A9: a peer that does not know ASCONF after all is not asked again', () => {
    const pair = established()
    pair.a.loseNext(ASCONF, 10)
    add(pair.a, THIRD)
    const causes = [unrecognizedChunkTypeCause(Uint8Array.of(ASCONF, 0, 0, 4), 0, 4)]
    const error = encodeChunk(errorChunkLength(causes), (into) => writeErrorChunk(into, 0, causes))
    pair.a.arrive(packetOf(PORT, A_PORT, pair.a.association!.localTag, error), Z_ADDRESSES[0], A_ADDRESSES[0])
    pair.runFor(30_000)
    expect(asconfs(pair.a)).toHaveLength(1)
    expect(pair.a.eventsOf('local-address-change')).toMatchObject([{ change: 'added', accepted: false }])
    expect(add(pair.a, '10.0.4.1')).toBe('not-supported')
    expect(pair.z.packetsWith(ERROR)).toEqual([])
  })

  it('§5.3.1: an ABORT to the address that is being deleted is ignored', () => {
    const pair = established()
    pair.a.loseNext(ASCONF, 1)
    remove(pair.a, A_ADDRESSES[1])
    const abort = packetOf(PORT, A_PORT, pair.a.association!.localTag, Uint8Array.of(ABORT, 0, 0, 4))
    pair.a.arrive(abort, Z_ADDRESSES[1], A_ADDRESSES[1])
    expect(pair.a.association!.state).toBe('ESTABLISHED')
    pair.runFor(10_000)
    expect(remotes(pair.z)).toEqual([A_ADDRESSES[0]])
  })

  it('refuses what it cannot do, and bounds what waits', () => {
    const pair = established()
    pair.z.interfere = () => 'lose'
    const outcomes = Array.from({ length: 70 }, (_, i) => add(pair.a, `10.2.0.${i + 1}`))
    expect(outcomes.slice(0, 65).every((outcome) => outcome === 'requested')).toBe(true)
    expect(outcomes.at(-1)).toBe('too-many-requests')
    expect(remove(pair.a, '10.6.6.6')).toBe('no-change')
    const starting = new SimulatedPair(1, DYNAMIC)
    starting.a.associate([Z_ADDRESSES[0]], PORT, DYNAMIC)
    expect(add(starting.a, THIRD)).toBe('not-supported')
  })

  it('§5.1 A2: a peer that restarts is asked by new numbers', () => {
    const pair = established()
    add(pair.z, '10.0.3.2')
    pair.runFor(500)
    const again = pair.restartA()
    again.associate([Z_ADDRESSES[0]], PORT, DYNAMIC)
    pair.run(() => again.association!.state === 'ESTABLISHED')
    pair.runFor(2000)
    expect(addAddress(again.association!, again.openAddress(THIRD), pair.clock.now())).toBe('requested')
    again.drain()
    pair.runFor(1000)
    expect(remotes(pair.z)).toContain(THIRD)
  })
})
