import { describe, expect, it } from 'vitest'
import { dataChunk } from './chunk-octets.js'
import { Tester } from './tester.js'

describe('acknowledgement', () => {
  // The first DATA of an association is acknowledged at once; later ones may wait for SACK.Delay. RFC 9260 §5.1, §6.2.
  it('SCTP_A_V_9_1 acknowledges the first DATA at once', () => {
    const tester = new Tester().establishAsInitiator()
    tester.send(dataChunk(tester.tsn(0)))
    tester.expectPacket({ name: 'SACK', cumulativeTsnAck: tester.tsn(0), gaps: [], duplicates: [] })
    expect(tester.sut.delivered).toHaveLength(1)
    tester.send(dataChunk(tester.tsn(1), { ssn: 1 }))
    tester.expectPacketAfter(200, { name: 'SACK', cumulativeTsnAck: tester.tsn(1) })
  })

  // One SACK acknowledges all the DATA of a packet. RFC 9260 §6.2.
  it('SCTP_A_V_9_2 acknowledges several DATA chunks by one SACK', () => {
    const tester = new Tester().establishAsInitiator()
    tester.send(...[0, 1, 2].map((i) => dataChunk(tester.tsn(i), { ssn: i })))
    tester.expectPacket({ name: 'SACK', cumulativeTsnAck: tester.tsn(2), gaps: [], duplicates: [] })
    expect(tester.sut.delivered).toHaveLength(3)
    tester.expectNothingFor(1000)
  })

  // A gap is reported at once, and so is its end. RFC 9260 §6.7.
  it('SCTP_A_O_9_3 reports a gap at once', () => {
    const tester = new Tester().establishAsInitiator()
    tester.send(dataChunk(tester.tsn(0)))
    tester.expectPacket({ name: 'SACK', cumulativeTsnAck: tester.tsn(0), gaps: [] })
    tester.send(dataChunk(tester.tsn(2), { ssn: 2 }))
    tester.expectPacket({ name: 'SACK', cumulativeTsnAck: tester.tsn(0), gaps: [[2, 2]] })
    tester.send(dataChunk(tester.tsn(5), { ssn: 5 }))
    const gaps = [
      [2, 2],
      [5, 5],
    ]
    tester.expectPacket({ name: 'SACK', cumulativeTsnAck: tester.tsn(0), gaps })
    expect(tester.sut.delivered).toHaveLength(1)
    tester.send(dataChunk(tester.tsn(1), { ssn: 1 }))
    tester.expectPacket({ name: 'SACK', cumulativeTsnAck: tester.tsn(2), gaps: [[3, 3]] })
    expect(tester.sut.delivered).toHaveLength(3)
    tester.send(dataChunk(tester.tsn(3), { ssn: 3 }), dataChunk(tester.tsn(4), { ssn: 4 }))
    expect(tester.sut.delivered).toHaveLength(6)
    tester.expectPacket({ name: 'SACK', cumulativeTsnAck: tester.tsn(5), gaps: [] })
  })
})
