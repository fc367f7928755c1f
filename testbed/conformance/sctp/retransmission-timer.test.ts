import { describe, expect, it } from 'vitest'
import { TESTER_ADDRESSES, Tester } from './tester.js'

describe('retransmission timer', () => {
  // Each expiry of T3-rtx doubles the RTO. RFC 9260 §6.3.3 E2.
  it('SCTP_RT_I_11_1 doubles its waits, from RTO.Min', () => {
    const tester = new Tester().establishAsResponder()
    tester.sut.send(1000)
    tester.expectPacket({ name: 'DATA', tsn: tester.sutTsn(0) })
    for (const wait of [1000, 2000, 4000, 8000, 16_000, 32_000]) tester.expectPacketAfter(wait, { name: 'DATA', tsn: tester.sutTsn(0) })
  })

  // The same beginning at an RTO that was measured, and up to RTO.Max: the first sample R gives SRTT + 4 RTTVAR = 3 R. RFC 9260 §6.3.1.
  it('SCTP_RT_I_11_2 doubles its waits, from the measured RTO to RTO.Max', () => {
    const tester = new Tester()
    tester.associate()
    tester.expectInit()
    tester.sendInitAck()
    tester.expectPacket('COOKIE ECHO')
    tester.expectNothingFor(900)
    tester.send(Uint8Array.of(11, 0, 0, 4))
    tester.sut.send(1000)
    tester.expectPacket({ name: 'DATA', tsn: tester.sutTsn(0) })
    for (const wait of [2700, 5400, 10_800, 21_600, 43_200, 60_000, 60_000])
      tester.expectPacketAfter(wait, { name: 'DATA', tsn: tester.sutTsn(0) })
  })

  // With two addresses the retransmissions go to and fro, and each address has an RTO of its own. RFC 9260 §6.4.1, §6.3.3.
  it('SCTP_RT_I_11_3 doubles the waits of each address by itself', () => {
    const tester = new Tester({ testerAddresses: TESTER_ADDRESSES.slice(0, 2) }).establishAsResponder()
    const [first, second] = TESTER_ADDRESSES as [string, string]
    tester.sut.send(1000)
    const expectDataTo = (address: string, wait: number) => {
      const data = tester.expectPacketAfter(wait, { name: 'DATA', tsn: tester.sutTsn(0) })
      expect(data.to, tester.report('another address')).toBe(address)
    }
    expectDataTo(first, 0)
    for (const wait of [1000, 2000, 4000, 8000, 16_000]) {
      expectDataTo(second, wait)
      expectDataTo(first, wait)
    }
    tester.expectNothingFor(32_000)
    expect(tester.sut.events.at(-1)).toMatchObject({ kind: 'communication-lost', reason: 'too-many-retransmissions' })
  })
})
