import { describe, expect, it } from 'vitest'
import { chunkOf, dataChunk } from './chunk-octets.js'
import { Tester } from './tester.js'

/** The two high bits of an unknown chunk's type say what becomes of it and of what is behind it. RFC 9260 §3.2. */
describe('unknown chunks', () => {
  // Type 11: reported, and passed over.
  it('SCTP_M_I_10_1 reports an unknown chunk of type 11 and goes on', () => {
    const tester = withUnknownChunk(0xef)
    tester.expectPacket({ name: 'ERROR', causes: [UNKNOWN(0xef)] }, { name: 'SACK', cumulativeTsnAck: tester.tsn(0) })
    expect(tester.sut.delivered).toHaveLength(1)
    tester.expectAlive()
  })

  // Type 00: the rest of the packet is discarded with it.
  it('SCTP_M_I_10_2 stops at an unknown chunk of type 00', () => {
    const tester = withUnknownChunk(0x2f)
    tester.expectNothingFor(1000)
    expect(tester.sut.delivered).toEqual([])
    tester.expectAlive()
  })

  // Type 01: so it is, and it is reported.
  it('SCTP_M_I_10_3 reports an unknown chunk of type 01 and stops', () => {
    const tester = withUnknownChunk(0x6f)
    tester.expectPacket({ name: 'ERROR', causes: [UNKNOWN(0x6f)] })
    tester.expectNothingFor(1000)
    expect(tester.sut.delivered).toEqual([])
    tester.expectAlive()
  })

  // Type 10: passed over.
  it('SCTP_M_I_10_4 passes over an unknown chunk of type 10', () => {
    const tester = withUnknownChunk(0xaf)
    tester.expectPacket({ name: 'SACK', cumulativeTsnAck: tester.tsn(0) })
    expect(tester.sut.delivered).toHaveLength(1)
    tester.expectAlive()
  })
})

/** An association, and a packet with an unknown chunk of five octets before DATA. */
function withUnknownChunk(type: number): Tester {
  const tester = new Tester().establishAsResponder()
  tester.send(chunkOf(type, 0, [1]), dataChunk(tester.tsn(0)))
  return tester
}

const UNKNOWN = (type: number) => ({ kind: 'unrecognized-chunk-type', chunk: Uint8Array.of(type, 0, 0, 5, 1) })
