import { describe, expect, it } from 'vitest'
import { dataChunk, sack, shutdownChunk } from './chunk-octets.js'
import { TESTER_WINDOW, Tester } from './tester.js'

const VIOLATION = { name: 'ABORT', flags: 0, causes: [{ kind: 'protocol-violation' }] }
/** Both ends of the number space, and the places where a comparison of signed or unsigned numbers would go wrong. */
const INITIAL_TSNS = [0, 1, 0x7fff_fffe, 0x7fff_ffff, 0x8000_0000, 0xffff_fffd, 0xffff_fffe, 0xffff_ffff]

/** RFC 9260 §1.5: TSNs are compared by serial number arithmetic, and there is no first and no last one. */
describe.each(INITIAL_TSNS)('from TSN %i on, on both sides', (initialTsn) => {
  const established = () => new Tester({ initialTsn, sutInitialTsn: initialTsn }).establishAsInitiator()

  it('DATA is taken in, acknowledged and delivered, a gap included', () => {
    const tester = established()
    tester.send(dataChunk(tester.tsn(0)))
    tester.expectPacket({ name: 'SACK', cumulativeTsnAck: tester.tsn(0), gaps: [] })
    tester.send(dataChunk(tester.tsn(2), { ssn: 2 }), dataChunk(tester.tsn(3), { ssn: 3 }))
    tester.expectPacket({ name: 'SACK', cumulativeTsnAck: tester.tsn(0), gaps: [[2, 3]] })
    tester.send(dataChunk(tester.tsn(1), { ssn: 1 }))
    tester.expectPacket({ name: 'SACK', cumulativeTsnAck: tester.tsn(3), gaps: [] })
    expect(tester.sut.delivered).toHaveLength(4)
  })

  it('DATA is sent, retransmitted and forgotten once acknowledged', () => {
    const tester = established()
    expect(tester.sutInitialTsn).toBe(initialTsn)
    for (let n = 0; n < 4; n++) {
      tester.sut.send(10)
      tester.expectPacket({ name: 'DATA', tsn: tester.sutTsn(n) })
    }
    tester.send(sack(tester.sutTsn(1), TESTER_WINDOW, [[2, 2]]))
    tester.expectPacketAfter(1000, { name: 'DATA', tsn: tester.sutTsn(2) })
    tester.acknowledge(3)
    tester.expectNothingFor(100_000)
  })

  // RFC 9260 §6.2: a duplicate, however far behind it lies in numbers.
  it('the TSN before the first is a duplicate', () => {
    const tester = established()
    tester.send(dataChunk(tester.tsn(-1)))
    tester.expectPacket({ name: 'SACK', cumulativeTsnAck: tester.tsn(-1), duplicates: [tester.tsn(-1)] })
    expect(tester.sut.delivered).toEqual([])
  })

  // RFC 9260 §6.2: what is not accepted MUST NOT be acknowledged.
  it.each([0x7fff_ffff, 0x4000_0000, 0x10_0000])('a TSN %i ahead is not accepted and not acknowledged', (distance) => {
    const tester = established()
    tester.send(dataChunk(tester.tsn(distance)))
    tester.expectPacket({ name: 'SACK', cumulativeTsnAck: tester.tsn(-1), gaps: [] })
    expect(tester.sut.delivered).toEqual([])
    tester.expectAlive()
  })

  // RFC 9260 §6.2.1 D i.
  it.each([-2, -1000, -0x7fff_ffff])('a SACK that lies %i behind is passed over', (distance) => {
    const tester = established()
    tester.sut.send(10)
    tester.expectPacket({ name: 'DATA', tsn: tester.sutTsn(0) })
    tester.send(sack(tester.sutTsn(distance), TESTER_WINDOW, [[1, 0xffff]]))
    tester.expectPacketAfter(1000, { name: 'DATA', tsn: tester.sutTsn(0) })
    tester.acknowledge(0)
  })

  // An acknowledgement of what was never sent breaks the protocol, be it by SACK or SHUTDOWN. RFC 9260 §3.3.10.13.
  it.each([1, 2, 0x1000_0000])('a Cumulative TSN Ack %i beyond what was sent ends the association', (distance) => {
    for (const chunk of [(tsn: number) => sack(tsn, TESTER_WINDOW), shutdownChunk]) {
      const tester = established()
      tester.sut.send(10)
      tester.expectPacket({ name: 'DATA', tsn: tester.sutTsn(0) })
      tester.send(chunk(tester.sutTsn(distance)))
      tester.expectPacket(VIOLATION)
      tester.expectGone()
    }
  })

  // Gap Ack Blocks are advice (RFC 9260 §6.2.1): senseless ones harm nobody.
  it('Gap Ack Blocks beyond what was sent, or turned round, are passed over', () => {
    const tester = established()
    tester.sut.send(10)
    tester.expectPacket({ name: 'DATA', tsn: tester.sutTsn(0) })
    tester.send(sack(tester.sutTsn(-1), TESTER_WINDOW, [[9, 0xffff]]))
    tester.send(sack(tester.sutTsn(-1), TESTER_WINDOW, [[7, 3]]))
    tester.send(sack(tester.sutTsn(-1), TESTER_WINDOW, [[0, 0]]))
    tester.expectPacketAfter(1000, { name: 'DATA', tsn: tester.sutTsn(0) })
    tester.acknowledge(0)
    tester.expectAlive()
  })
})
