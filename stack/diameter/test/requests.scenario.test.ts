import { toHexadecimal, writeU24, writeU32 } from '@sigbed/octets'
import { AvpCursor, decodeMessage, isDecodeFault, ME_IDENTITY_CHECK, RETRANSMITTED_FLAG, S13, S13_APPLICATION_ID } from 'diameter-codec'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DiameterPeer } from '../src/index.js'
import { openPair, unsigned32In } from './two-nodes.js'

const SESSION_ID = S13.avp('Session-Id')
const AUTH_SESSION_STATE = S13.avp('Auth-Session-State')
const DESTINATION_REALM = S13.avp('Destination-Realm')
const TERMINAL_INFORMATION = S13.avp('Terminal-Information')
const IMEI = S13.avp('IMEI')
const EQUIPMENT_STATUS = S13.avp('Equipment-Status')
const PROXY_INFO = S13.avp('Proxy-Info')

function sendEcr(peer: DiameterPeer, context: number, now: number, imei = '35391808078706', flags?: number, endToEndId?: number) {
  const avps = peer.beginRequest(ME_IDENTITY_CHECK, S13_APPLICATION_ID, flags, endToEndId)
  avps.writeUtf8String(SESSION_ID, `a.example.net;1;${context}`)
  avps.writeUnsigned32(AUTH_SESSION_STATE, 1)
  peer.writeOrigin(avps)
  avps.writeUtf8String(DESTINATION_REALM, 'example.net')
  avps.beginGroup(TERMINAL_INFORMATION)
  avps.writeUtf8String(IMEI, imei)
  avps.endGroup()
  avps.beginGroup(PROXY_INFO)
  avps.writeUtf8String(S13.avp('Proxy-Host'), 'relay.example.net')
  avps.writeOctetString(S13.avp('Proxy-State'), Uint8Array.of(context))
  avps.endGroup()
  return peer.endRequest(context, now)
}

/** A pair whose Z is an equipment register: an IMEI that ends in 6 is blacklisted. */
function registerPair(configuration: Parameters<typeof openPair>[0] = {}) {
  const pair = openPair(configuration)
  const { z, world } = pair
  let served = 0
  const inner = new AvpCursor()
  z.onRequestHook = (_, avps, request, peer) => {
    served++
    expect(avps.find(TERMINAL_INFORMATION.code, TERMINAL_INFORMATION.vendorId)).toBe(true)
    inner.enterGroup(avps)
    expect(inner.find(IMEI.code, IMEI.vendorId)).toBe(true)
    const last = inner.octets[inner.valueAt + inner.valueLength - 1]
    const answer = peer.beginAnswer(request, 2001)
    answer.writeUnsigned32(AUTH_SESSION_STATE, 1)
    answer.writeUnsigned32(EQUIPMENT_STATUS, last === '6'.charCodeAt(0) ? 1 : 0)
    expect(peer.endAnswer(request, world.now)).toBe('sent')
  }
  pair.world.log.length = 0
  pair.association.sent.length = 0
  return { ...pair, served: () => served }
}

describe('requests and answers', () => {
  it('carries an ECR and its ECA, which repeats Session-Id, Proxy-Info, identifiers and the P bit', () => {
    const { world, a, near, association } = registerPair()
    expect(sendEcr(near, 3, world.now)).toBe('sent')
    expect(near.pendingRequestCount()).toBe(1)
    world.settle()
    expect(a.answers).toEqual([{ context: 3, flags: 0x40, resultCode: 2001 }])
    expect(near.pendingRequestCount()).toBe(0)
    const [request, answer] = association.sent.map(({ octets }) => decodeMessage(octets, 0, octets.length, S13))
    if (request === undefined || answer === undefined || isDecodeFault(request) || isDecodeFault(answer))
      throw new Error('not as the dictionary says')
    expect([request.command, answer.command]).toEqual(['ME-Identity-Check-Request', 'ME-Identity-Check-Answer'])
    expect([answer.hopByHopId, answer.endToEndId, answer.proxiable]).toEqual([request.hopByHopId, request.endToEndId, true])
    expect(answer.avps).toEqual([
      { name: 'Session-Id', value: 'a.example.net;1;3' },
      { name: 'Result-Code', value: 2001 },
      { name: 'Origin-Host', value: 'z.example.net' },
      { name: 'Origin-Realm', value: 'example.net' },
      { name: 'Auth-Session-State', value: 'NO_STATE_MAINTAINED' },
      { name: 'Equipment-Status', value: 'BLACKLISTED' },
      {
        name: 'Proxy-Info',
        value: [
          { name: 'Proxy-Host', value: 'relay.example.net' },
          { name: 'Proxy-State', value: Uint8Array.of(3) },
        ],
      },
    ])
  })

  it('matches answers that come in another order than their requests', () => {
    const { world, a, z, near, far } = openPair()
    for (let context = 0; context < 100; context++) sendEcr(near, context, world.now)
    world.settle()
    for (const request of [...z.requests].reverse()) {
      far.beginAnswer(request, 2001)
      far.endAnswer(request, world.now)
    }
    world.settle()
    expect(a.answers.map((answer) => answer.context)).toEqual(Array.from({ length: 100 }, (_, i) => 99 - i))
  })

  it('gives a request up after Tx, and discards the answer that comes later', () => {
    const { world, a, z, near, far } = openPair()
    sendEcr(near, 4, world.now)
    world.run(9_999)
    expect(a.failures).toEqual([])
    world.run(1)
    expect(a.failures).toMatchObject([{ context: 4, failure: 'timeout' }])
    far.beginAnswer(z.requests[0]!, 2001)
    far.endAnswer(z.requests[0]!, world.now)
    world.settle()
    expect(a.answers).toEqual([])
    expect(a.last('message-discarded')?.reason).toBe('unknown-hop-by-hop-id')
  })

  it('answers a duplicate with the same octets but for the Hop-by-Hop Identifier, and asks the application once', () => {
    const { world, a, z, near, association, served } = registerPair()
    sendEcr(near, 1, world.now, undefined, undefined, 4711)
    world.settle()
    expect(z.duplicates).toEqual([])
    sendEcr(near, 2, world.now, undefined, 0x40 | RETRANSMITTED_FLAG, 4711)
    world.settle()
    // Told from its first AVP on, like a request that is none.
    expect(z.duplicates).toEqual([{ endToEndId: 4711, flags: 0xc0 | RETRANSMITTED_FLAG, hasSession: true }])
    expect([served(), a.answers.map((answer) => answer.context)]).toEqual([1, [1, 2]])
    const [, first, , second] = association.sent.map(({ octets }) => octets.slice())
    expect(unsigned32In(first!, 268)).toBe(2001)
    expect(toHexadecimal(first!, 12, 16)).not.toBe(toHexadecimal(second!, 12, 16))
    writeU32(second!, 12, 0)
    writeU32(first!, 12, 0)
    expect(toHexadecimal(second!)).toBe(toHexadecimal(first!))
  })

  it('answers a duplicate that came before the answer, on another connection too', () => {
    const { world, a, z, near, association } = openPair()
    sendEcr(near, 1, world.now, undefined, undefined, 99)
    world.settle()
    association.far!.connectionLost(world.now)
    near.connectionLost(world.now)
    // The watchdog would wait for three DWAs before it lets the request out; they are not what this is about.
    world.run(95_000)
    expect(sendEcr(near, 2, world.now, undefined, 0x40 | RETRANSMITTED_FLAG, 99)).toBe('sent')
    world.settle()
    expect(z.requests.length).toBe(1)
    const first = z.peers[0]!
    first.beginAnswer(z.requests[0]!, 2001)
    expect(first.endAnswer(z.requests[0]!, world.now)).toBe('not-open')
    world.settle()
    expect(a.answers).toEqual([{ context: 2, flags: 0x40, resultCode: 2001 }])
  })

  it('may be answered later, but only once and only by the peer it came to', () => {
    const { world, z, near, far } = openPair()
    sendEcr(near, 1, world.now)
    world.settle()
    const request = z.requests[0]!
    expect(() => near.beginAnswer(request, 2001)).toThrow(RangeError)
    far.beginAnswer(request, 2001)
    far.endAnswer(request, world.now)
    expect(() => far.beginAnswer(request, 2001)).toThrow(RangeError)
  })

  it('is handed to the application from its first AVP on', () => {
    const { world, z, near } = openPair()
    const codes: number[] = []
    z.onRequestHook = (_, avps) => {
      while (avps.next()) codes.push(avps.code)
    }
    sendEcr(near, 1, world.now)
    world.settle()
    expect(codes).toEqual([263, 277, 264, 296, 283, 1401, 284])
  })

  it('does not answer on a later association what came on an earlier one', () => {
    const { world, a, near, far } = openPair()
    sendEcr(far, 1, world.now)
    world.settle()
    far.connectionLost(world.now)
    near.connectionLost(world.now)
    world.run(95_000)
    expect(near.isOpen()).toBe(true)
    near.beginAnswer(a.requests[0]!, 2001)
    expect(near.endAnswer(a.requests[0]!, world.now)).toBe('not-open')
  })

  it('sets the E bit for a protocol error the application answers with', () => {
    const { world, a, z, near } = openPair()
    z.onRequestHook = (_, __, request, peer) => {
      peer.beginAnswer(request, 3001)
      peer.endAnswer(request, world.now)
    }
    sendEcr(near, 1, world.now)
    world.settle()
    expect(a.answers).toEqual([{ context: 1, flags: 0x60, resultCode: 3001 }])
  })

  it('says so when the send buffer is full, and nothing is left behind', () => {
    const { world, a, z, near, far, association } = openPair()
    association.sendBufferFull = true
    expect([sendEcr(near, 1, world.now), near.pendingRequestCount()]).toEqual(['send-buffer-full', 0])
    association.sendBufferFull = false
    sendEcr(near, 2, world.now)
    world.settle()
    association.sendBufferFull = true
    far.beginAnswer(z.requests[0]!, 2001)
    expect(far.endAnswer(z.requests[0]!, world.now)).toBe('send-buffer-full')
    association.sendBufferFull = false
    far.handleWritable()
    far.beginAnswer(z.requests[0]!, 2001)
    expect(far.endAnswer(z.requests[0]!, world.now)).toBe('sent')
    world.settle()
    expect(a.answers.map((answer) => answer.context)).toEqual([2])
    expect(z.kinds().at(-1)).toBe('writable')
  })

  it('stops at the bounds that are set', () => {
    const { world, z, near, association } = openPair({ maximumPendingRequests: 3, maximumUnansweredRequests: 2 })
    expect([1, 2, 3, 4].map((context) => sendEcr(near, context, world.now))).toEqual(['sent', 'sent', 'sent', 'too-many-pending'])
    world.settle()
    expect(z.requests.length).toBe(2)
    expect(unsigned32In(association.sent.at(-1)!.octets, 268)).toBe(3004)
  })

  it('stops at the octets that may be kept of unanswered requests, and goes on when they are answered', () => {
    const { world, z, near, far, association } = openPair({ maximumUnansweredOctets: 200 })
    for (const context of [1, 2, 3]) expect(sendEcr(near, context, world.now)).toBe('sent')
    world.settle()
    // Session-Id and Proxy-Info of one are 84 octets.
    expect([z.requests.length, unsigned32In(association.sent.at(-1)!.octets, 268)]).toEqual([2, 3004])
    far.beginAnswer(z.requests[0]!, 2001)
    far.endAnswer(z.requests[0]!, world.now)
    sendEcr(near, 4, world.now)
    world.settle()
    expect(z.requests.length).toBe(3)
  })

  it('refuses what the layer below would never take, and lets go of the request that was answered so', () => {
    const { world, z, near, far, association } = openPair({ maximumUnansweredRequests: 1 })
    expect(sendEcr(near, 1, world.now)).toBe('sent')
    world.settle()
    Object.assign(near, { longestMessage: 100 })
    Object.assign(far, { longestMessage: 100 })
    expect([sendEcr(near, 2, world.now), near.pendingRequestCount()]).toEqual(['message-too-long', 1])
    const before = association.sent.length
    expect(near.forwardRequest(new Uint8Array(200), 0, 200, 3, world.now)).toBe('message-too-long')
    far.beginAnswer(z.requests[0]!, 2001).writeOctetString(S13.avp('Class'), new Uint8Array(100))
    expect(far.endAnswer(z.requests[0]!, world.now)).toBe('message-too-long')
    expect(association.sent.length).toBe(before)
    Object.assign(near, { longestMessage: 1000 })
    sendEcr(near, 4, world.now)
    world.settle()
    expect(z.requests.length).toBe(2)
  })

  it('hands pending requests back when they are abandoned after a failover', () => {
    const { world, a, near } = openPair()
    sendEcr(near, 1, world.now, undefined, undefined, 5)
    near.abandonPendingRequests()
    expect(a.failures).toEqual([{ context: 1, endToEndId: 5, failure: 'abandoned' }])
  })
})

describe('requests refused before any application sees them', () => {
  /** Z receives an ECR changed so; its answer. */
  function answerTo(change: (octets: Uint8Array) => unknown): { octets: Uint8Array; requests: number } {
    const { world, z, near, far, association } = registerPair()
    association.silent = true
    sendEcr(near, 1, world.now)
    association.silent = false
    const ecr = association.sent[0]!.octets.slice()
    association.sent.length = 0
    change(ecr)
    z.deliver(far, ecr)
    return { octets: association.sent[0]?.octets ?? new Uint8Array(20), requests: z.requests.length }
  }

  it.each<[string, number, (octets: Uint8Array) => unknown]>([
    ['an application nobody advertised', 3007, (octets) => writeU32(octets, 8, 4)],
    ['a base command that is none', 3001, (octets) => writeU32(octets, 8, 0)],
    ['another version', 5011, (octets) => (octets[0] = 2)],
    ['a message length that is not the message', 5015, (octets) => writeU24(octets, 1, octets.length - 4)],
    ['R with E', 3008, (octets) => (octets[4] = 0xe0)],
    ['an AVP length beyond the message', 5014, (octets) => writeU24(octets, 25, 0xffff)],
    [
      'no Origin-Host',
      5005,
      (octets) => {
        const cursor = new AvpCursor()
        cursor.enter(octets, 20, octets.length - 20)
        cursor.find(264)
        writeU32(octets, cursor.headerAt, 999)
      },
    ],
    ['a second CER', 5012, (octets) => octets.set([0, 1, 1, 0, 0, 0, 0], 5)],
  ])('%s: %i', (_, resultCode, change) => {
    const { octets, requests } = answerTo(change)
    expect([unsigned32In(octets, 268), octets[4]! & 0xa0, requests]).toEqual([resultCode, 0x20, 0])
    const cursor = new AvpCursor()
    cursor.enter(octets, 20, octets.length - 20)
    expect(cursor.find(279)).toBe(resultCode === 5014 || resultCode === 5005)
    const walkable = resultCode !== 5011 && resultCode !== 5015 && resultCode !== 5014
    expect(cursor.find(263)).toBe(walkable)
  })

  it('a DWR and a DPR that are wrong are answered so, and change nothing', () => {
    const { world, a, near, far, z, association } = openPair()
    const dwr = association.sent.find(({ octets }) => octets[7] === 0x18)!.octets.slice()
    association.sent.length = 0
    dwr[4]! |= 0x40
    z.deliver(far, dwr)
    expect(unsigned32In(association.sent[0]!.octets, 268)).toBe(3008)
    // A DPR without its Disconnect-Cause.
    const dpr = dwr.slice()
    dpr[4] = 0x80
    dpr[7] = 0x1a
    a.deliver(near, dpr)
    expect([unsigned32In(association.sent[1]!.octets, 268), near.remote?.state]).toEqual([5005, 'I-Open'])
    expect(world.now).toBe(0)
  })

  it('what has no header resets the connection (RFC 6733 §2.1)', () => {
    const { z, far } = openPair()
    z.deliver(far, new Uint8Array(19))
    expect([z.last('closed')?.reason, far.isOpen()]).toEqual(['protocol-error', false])
  })

  it('answers nobody asked for are discarded, those to another command too', () => {
    const { world, a, z, near, far, association } = openPair()
    sendEcr(near, 1, world.now)
    world.settle()
    association.silent = true
    far.beginAnswer(z.requests[0]!, 2001)
    far.endAnswer(z.requests[0]!, world.now)
    const answer = association.sent.at(-1)!.octets
    const other = answer.slice()
    writeU24(other, 5, 316)
    a.deliver(near, other)
    const stranger = answer.slice()
    writeU32(stranger, 12, 12345)
    a.deliver(near, stranger)
    expect([a.answers.length, a.kinds().slice(-2)]).toEqual([0, ['message-discarded', 'message-discarded']])
    a.deliver(near, answer)
    a.deliver(near, answer)
    expect([a.answers.length, a.kinds().at(-1)]).toEqual([1, 'message-discarded'])
  })

  it('never throws, whatever octets come in whatever state', () => {
    const { association } = openPair()
    const originals = association.sent.map(({ octets }) => octets)
    const mutation = fc.record({ at: fc.nat(), value: fc.nat(255) })
    const hostile = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.tuple(fc.constantFrom(...originals), fc.array(mutation, { maxLength: 4 })).map(([original, mutations]) => {
        const octets = original.slice()
        for (const { at, value } of mutations) octets[at % octets.length] = value
        return octets
      }),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(hostile, fc.boolean(), fc.nat(40_000)), { maxLength: 12 }), (messages) => {
        const { world, a, z, association: wire } = openPair()
        for (const [octets, toA, ms] of messages) {
          const peer = toA ? wire.near : wire.far
          if (peer !== null) (toA ? a : z).deliver(peer, octets)
          world.run(ms)
        }
      }),
      { numRuns: 200 },
    )
  })
})
