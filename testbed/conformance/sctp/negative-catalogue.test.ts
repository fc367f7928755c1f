import {
  ABORT,
  COOKIE_ACK,
  COOKIE_ECHO,
  DATA,
  ERROR,
  HEARTBEAT,
  HEARTBEAT_ACK,
  INIT,
  INIT_ACK,
  SACK,
  SHUTDOWN,
  SHUTDOWN_ACK,
  SHUTDOWN_COMPLETE,
  TAG_REFLECTED,
} from '@sigbed/sctp-codec'
import { describe, expect, it } from 'vitest'
import { abortChunk, bareChunk, chunkOf, cookieEcho, dataChunk, heartbeat, initOctets, sack, shutdownChunk } from './chunk-octets.js'
import { type ExpectedChunk, TESTER_COOKIE, TESTER_WINDOW, Tester } from './tester.js'

/** One thing that is wrong, the chunks that answer it (none: silence), and whether the association outlives it. */
type Row = readonly [what: string, wrong: (tester: Tester) => void, answer: readonly ExpectedChunk[], after?: 'is gone']

const INVALID = { name: 'ABORT', flags: 0, causes: [{ kind: 'invalid-mandatory-parameter' }] }
const OUT_OF_THE_BLUE = { name: 'ABORT', flags: TAG_REFLECTED, causes: [] }

/** Every chunk type, well-formed, with what a peer in ESTABLISHED would put into it. */
const EVERY_CHUNK: readonly (readonly [string, (tester: Tester) => Uint8Array])[] = [
  ['DATA', (tester) => dataChunk(tester.tsn(0))],
  ['INIT', (tester) => initOctets(tester.initChunk([], {}))],
  ['SACK', (tester) => sack(tester.sutTsn(-1), TESTER_WINDOW)],
  ['HEARTBEAT', () => heartbeat(Uint8Array.of(1))],
  ['ABORT', () => abortChunk()],
  ['SHUTDOWN', (tester) => shutdownChunk(tester.sutTsn(-1))],
  ['SHUTDOWN ACK', () => bareChunk(SHUTDOWN_ACK)],
  ['ERROR', () => chunkOf(ERROR, 0)],
  ['COOKIE ECHO', (tester) => cookieEcho(tester.cookie)],
  ['COOKIE ACK', () => bareChunk(COOKIE_ACK)],
  ['SHUTDOWN COMPLETE', () => bareChunk(SHUTDOWN_COMPLETE)],
  ['an unknown chunk', () => chunkOf(0xc5, 0)],
]

/** In ESTABLISHED, the tester having begun the association. */
function heldInEstablished(rows: readonly Row[]): void {
  for (const [what, wrong, answer, after] of rows) {
    it(`${what}: ${answer.length === 0 ? 'silence' : 'an answer'}, and the association ${after ?? 'goes on'}`, () => {
      const tester = new Tester({ parameters: { inboundStreams: 4 } }).establishAsInitiator()
      wrong(tester)
      if (answer.length > 0) tester.expectPacket(...answer)
      tester.expectNothing()
      if (after === undefined) tester.expectAlive()
      else tester.expectGone()
      if (answer.length === 0) expect(tester.sut.delivered).toEqual([])
    })
  }
}

// RFC 9260 §3, §6.10: what is no whole chunk is dropped, and so is what follows it.
describe('lengths', () => {
  heldInEstablished([
    ...[0, 3, 11, 12, 13, 15].map(
      (length): Row => [`a packet of ${length} octets`, (tester) => tester.sendOctets(new Uint8Array(length)), []],
    ),
    ...[0, 1, 2, 3].map(
      (length): Row => [
        `a Chunk Length of ${length}`,
        (tester) => tester.send(chunkOf(HEARTBEAT, 0, [0, 1, 0, 4], length), heartbeat(Uint8Array.of(1))),
        [],
      ],
    ),
    ['DATA longer than its packet', (tester) => tester.send(chunkOf(DATA, 3, new Uint8Array(20), 25)), []],
    ['DATA shorter than its header', (tester) => tester.send(chunkOf(DATA, 3, new Uint8Array(11))), []],
    ['a SACK shorter than its fields', (tester) => tester.send(chunkOf(SACK, 0, new Uint8Array(8))), []],
    ['a SACK that counts more blocks than it holds', (tester) => tester.send(chunkOf(SACK, 0, [0, 0, 0, 0, 0, 0, 9, 9, 0, 2, 0, 0])), []],
    ['a HEARTBEAT without information', (tester) => tester.send(chunkOf(HEARTBEAT, 0)), []],
    ['a HEARTBEAT with information longer than itself', (tester) => tester.send(chunkOf(HEARTBEAT, 0, [0, 1, 0, 9, 1, 2, 3, 4])), []],
    ['a HEARTBEAT ACK nobody asked for', (tester) => tester.send(chunkOf(HEARTBEAT_ACK, 0, [0, 1, 0, 16, ...new Uint8Array(12)])), []],
    ['a SHUTDOWN without its field', (tester) => tester.send(chunkOf(SHUTDOWN, 0)), []],
    ['a SHUTDOWN that is too long', (tester) => tester.send(chunkOf(SHUTDOWN, 0, new Uint8Array(8))), []],
    // §3.3.7: an ABORT with a format error MUST be discarded silently.
    ['an ABORT whose cause is longer than itself', (tester) => tester.send(chunkOf(ABORT, 0, [0, 12, 0, 9, 1, 1, 1, 1])), []],
    ['an ABORT with half a cause', (tester) => tester.send(chunkOf(ABORT, 0, [0, 12])), []],
    ['an ABORT longer than its packet', (tester) => tester.send(chunkOf(ABORT, 0, [], 8)), []],
    ['an ERROR whose cause has no length', (tester) => tester.send(chunkOf(ERROR, 0, [0, 1, 0, 0])), []],
    ['a COOKIE ECHO without a cookie', (tester) => tester.send(chunkOf(COOKIE_ECHO, 0)), []],
    ['an INIT ACK without its fields', (tester) => tester.send(chunkOf(INIT_ACK, 0)), []],
  ])

  it('a whole chunk before a partial one counts', () => {
    const tester = new Tester().establishAsInitiator()
    tester.send(heartbeat(Uint8Array.of(1, 2, 3, 4)), chunkOf(DATA, 3, new Uint8Array(20), 200))
    tester.expectPacket('HEARTBEAT ACK')
    expect(tester.sut.delivered).toEqual([])
  })

  it('the padding behind the last chunk may be missing', () => {
    const tester = new Tester().establishAsInitiator()
    tester.send(dataChunk(tester.tsn(0), { payload: 5 }).subarray(0, 21))
    tester.expectPacket({ name: 'SACK', cumulativeTsnAck: tester.tsn(0) })
    expect(tester.sut.delivered[0]!.payload).toHaveLength(5)
  })
})

// RFC 9260 §8.5, §8.5.1.
describe('Verification Tags', () => {
  const otherTags: readonly (readonly [string, (tester: Tester) => number])[] = [
    ['one more than the right tag', (tester) => (tester.sutTag + 1) >>> 0],
    ["the peer's tag", (tester) => tester.tag],
    ['the right tag with its first bit changed', (tester) => (tester.sutTag ^ 0x8000_0000) >>> 0],
    ['tag 0', () => 0],
  ]
  heldInEstablished(
    otherTags.flatMap(([which, tag]) =>
      EVERY_CHUNK.filter(([name]) => name !== 'INIT' || which !== 'tag 0').map(
        ([name, chunk]): Row => [`${name} under ${which}`, (tester) => tester.sendPacket([chunk(tester)], { tag: tag(tester) }), []],
      ),
    ),
  )
  heldInEstablished([
    ['INIT under the right tag', (tester) => tester.send(initOctets(tester.initChunk([], {}))), []],
    ['ABORT with the T bit under the own tag', (tester) => tester.send(abortChunk(TAG_REFLECTED)), []],
    ["ABORT without the T bit under the peer's tag", (tester) => tester.sendPacket([abortChunk()], { tag: tester.tag }), []],
    [
      "ABORT with the T bit under the peer's tag",
      (tester) => tester.sendPacket([abortChunk(TAG_REFLECTED)], { tag: tester.tag }),
      [],
      'is gone',
    ],
  ])
})

// RFC 9260 §6.8, §3.1.
describe('checksums and ports', () => {
  heldInEstablished([
    ...EVERY_CHUNK.map(([name, chunk]): Row => {
      const tag = (tester: Tester) => (name === 'INIT' ? 0 : tester.sutTag)
      return [`${name} with a wrong checksum`, (tester) => tester.sendPacket([chunk(tester)], { tag: tag(tester), badChecksum: true }), []]
    }),
    ['DATA from port 0', (tester) => tester.sendPacket([dataChunk(tester.tsn(0))], { sourcePort: 0 }), []],
    ['DATA to port 0', (tester) => tester.sendPacket([dataChunk(tester.tsn(0))], { destinationPort: 0 }), []],
    ['INIT from port 0', (tester) => tester.sendInit({}, { sourcePort: 0 }), []],
  ])

  it('DATA from another port is out of the blue', () => {
    const tester = new Tester().establishAsInitiator()
    tester.port = 5001
    tester.send(dataChunk(tester.tsn(0)))
    tester.expectPacket(OUT_OF_THE_BLUE)
    tester.port = 5000
    tester.expectAlive()
  })
})

// RFC 9260 §6.10, §3.3.7, §5.1.
describe('bundling', () => {
  heldInEstablished([
    [
      'a COOKIE ECHO behind another chunk',
      (tester) => tester.send(heartbeat(Uint8Array.of(1)), cookieEcho(tester.cookie)),
      ['HEARTBEAT ACK'],
    ],
    ['an INIT behind another chunk', (tester) => tester.send(heartbeat(Uint8Array.of(1)), chunkOf(INIT, 0)), ['HEARTBEAT ACK']],
    ['an INIT before another chunk', (tester) => tester.sendPacket([chunkOf(INIT, 0), heartbeat(Uint8Array.of(1))], { tag: 0 }), []],
    ['a SHUTDOWN COMPLETE before DATA', (tester) => tester.send(bareChunk(SHUTDOWN_COMPLETE), dataChunk(tester.tsn(0))), []],
    ['DATA behind an ABORT', (tester) => tester.send(abortChunk(), dataChunk(tester.tsn(0))), [], 'is gone'],
    ['a HEARTBEAT before an ABORT', (tester) => tester.send(heartbeat(Uint8Array.of(1)), abortChunk()), [], 'is gone'],
  ])
})

// RFC 9260 §3.3.2, §3.3.3: the smallest window is 1500, and neither tags nor numbers of streams are 0.
describe('values of INIT and INIT ACK', () => {
  const refused = [
    ['a window of 1499', { advertisedReceiverWindow: 1499 }],
    ['a window of 0', { advertisedReceiverWindow: 0 }],
    ['no outbound streams', { outboundStreams: 0 }],
    ['no inbound streams', { inboundStreams: 0 }],
  ] as const
  for (const [what, fields] of refused) {
    it(`an INIT with ${what} is refused, without an association and within one`, () => {
      const tester = new Tester()
      tester.sendInit(fields)
      tester.expectPacket(INVALID)
      tester.establishAsInitiator()
      tester.sendInit(fields)
      tester.expectPacket(INVALID)
      tester.expectAlive()
    })
  }
  for (const [what, fields] of refused.slice(2)) {
    it(`an INIT ACK with ${what} ends the setup`, () => {
      const tester = new Tester()
      tester.associate()
      tester.expectInit()
      tester.sendInitAck(fields)
      tester.expectPacket(INVALID)
      tester.expectGone()
    })
  }
  for (const [what, fields] of refused.slice(0, 2)) {
    it(`an INIT ACK with ${what} is refused and changes nothing: the setup goes on`, () => {
      const tester = new Tester()
      tester.associate()
      tester.expectInit()
      tester.sendInitAck(fields)
      tester.expectPacket(INVALID)
      expect(tester.sut.state).toBe('COOKIE-WAIT')
      tester.expectInit(1000)
      tester.sendInitAck({ advertisedReceiverWindow: 1500 })
      tester.expectPacket({ name: 'COOKIE ECHO', cookie: TESTER_COOKIE })
    })
  }
  for (const length of [0, 3, 9]) {
    it(`an INIT with a parameter of length ${length} is discarded`, () => {
      const tester = new Tester()
      const init = initOctets(
        tester.initChunk([{ kind: 'unknown', type: 0x8111, octets: Uint8Array.of(0x81, 0x11, 0, 8, 1, 1, 1, 1) }], {}),
      )
      init[23] = length
      tester.sendPacket([init], { tag: 0 })
      tester.expectNothingFor(1000)
    })
  }
})

// RFC 9260 §6.5, §6.6.
describe('streams', () => {
  heldInEstablished([
    ...[4, 5, 0xffff].map(
      (stream): Row => [
        `DATA on stream ${stream} of 4`,
        (tester) => tester.send(dataChunk(tester.tsn(0), { stream })),
        [{ name: 'ERROR', causes: [{ kind: 'invalid-stream-identifier', streamId: stream }] }, 'SACK'],
      ],
    ),
  ])

  it('a stream sequence number that is not due is held, and its turn comes', () => {
    const tester = new Tester().establishAsInitiator()
    tester.send(dataChunk(tester.tsn(0), { ssn: 1 }))
    expect(tester.sut.delivered).toEqual([])
    tester.send(dataChunk(tester.tsn(1), { ssn: 0 }))
    expect(tester.sut.delivered).toHaveLength(2)
    tester.collectFor(200)
  })

  it('a stream sequence number that has gone by is not delivered again', () => {
    const tester = new Tester().establishAsInitiator()
    tester.send(dataChunk(tester.tsn(0), { ssn: 0 }), dataChunk(tester.tsn(1), { ssn: 0 }))
    expect(tester.sut.delivered).toHaveLength(1)
    expect(tester.collectFor(200).at(-1)!.chunks).toMatchObject([{ name: 'SACK', cumulativeTsnAck: tester.tsn(1) }])
    tester.expectAlive()
  })
})
