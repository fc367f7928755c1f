import { describe, expect, it } from 'vitest'
import { CongestionControl } from './congestion-control.js'

const PMDCS = 1452

function windowOf(cwnd: number, ssthresh: number): CongestionControl {
  const control = new CongestionControl(PMDCS, false)
  control.cwnd = cwnd
  control.ssthresh = ssthresh
  return control
}

describe('congestion control', () => {
  it('starts by the size of the packets and the family of the address', () => {
    expect(new CongestionControl(1452, false).cwnd).toBe(4404)
    expect(new CongestionControl(1432, true).cwnd).toBe(4344)
    expect(new CongestionControl(500, false).cwnd).toBe(2000)
    expect(new CongestionControl(9000, false).cwnd).toBe(18_000)
  })
  it('grows in slow start by what was acknowledged, at most one packet', () => {
    const control = windowOf(10_000, 50_000)
    control.acknowledged(300, 10_000, true, false, false)
    expect(control.cwnd).toBe(10_300)
    control.acknowledged(9000, 10_300, true, false, false)
    expect(control.cwnd).toBe(10_300 + PMDCS)
  })
  it('does not grow in slow start when the window was not full, the point stands still, or losses are being repaired', () => {
    for (const [before, advanced, recovering] of [
      [9999, true, false],
      [10_000, false, false],
      [10_000, true, true],
    ] as const) {
      const control = windowOf(10_000, 50_000)
      control.acknowledged(3000, before, advanced, recovering, false)
      expect(control.cwnd).toBe(10_000)
    }
  })
  it('still uses slow start at the threshold itself', () => {
    const control = windowOf(10_000, 10_000)
    control.acknowledged(3000, 10_000, true, false, false)
    expect(control.cwnd).toBe(10_000 + PMDCS)
  })
  it('grows in congestion avoidance by one packet for a window of octets acknowledged', () => {
    const control = windowOf(10_000, 9999)
    control.acknowledged(4000, 10_000, true, false, false)
    control.acknowledged(4000, 10_000, false, false, false)
    expect([control.cwnd, control.partialBytesAcked]).toEqual([10_000, 8000])
    control.acknowledged(4000, 10_000, true, false, false)
    expect([control.cwnd, control.partialBytesAcked]).toEqual([10_000 + PMDCS, 2000])
  })
  it('saves up no more than one window while it is not used up', () => {
    const control = windowOf(10_000, 9999)
    for (let i = 0; i < 5; i++) control.acknowledged(4000, 5000, true, false, false)
    expect([control.cwnd, control.partialBytesAcked]).toEqual([10_000, 10_000])
    control.acknowledged(100, 10_000, true, false, false)
    expect([control.cwnd, control.partialBytesAcked]).toEqual([10_000 + PMDCS, 100])
  })
  it('forgets what it saved up when everything is acknowledged', () => {
    const control = windowOf(10_000, 9999)
    control.acknowledged(4000, 4000, true, false, true)
    expect(control.partialBytesAcked).toBe(0)
  })
  it('halves for a loss that SACKs report, not below four packets', () => {
    const control = windowOf(40_000, 100_000)
    control.partialBytesAcked = 77
    control.lossReported()
    expect([control.cwnd, control.ssthresh, control.partialBytesAcked]).toEqual([20_000, 20_000, 0])
    const small = windowOf(6000, 100_000)
    small.lossReported()
    expect([small.cwnd, small.ssthresh]).toEqual([4 * PMDCS, 4 * PMDCS])
  })
  it('falls to one packet for a timeout, one in flight until something is acknowledged', () => {
    const control = windowOf(40_000, 100_000)
    control.timedOut()
    expect([control.cwnd, control.ssthresh]).toEqual([PMDCS, 20_000])
    expect([control.allowsPacket(0), control.allowsPacket(1)]).toEqual([true, false])
    control.acknowledged(1000, 1000, true, false, false)
    expect([control.allowsPacket(1000), control.allowsPacket(PMDCS)]).toEqual([true, false])
  })
  it('halves for an RTO of idleness, down to four packets and never up', () => {
    const control = windowOf(40_000, 10_000)
    control.idled(true)
    expect([control.cwnd, control.ssthresh]).toEqual([20_000, 40_000])
    control.idled(false)
    control.idled(false)
    expect([control.cwnd, control.ssthresh]).toEqual([4 * PMDCS, 40_000])
    const fallen = windowOf(PMDCS, 20_000)
    fallen.idled(true)
    expect([fallen.cwnd, fallen.ssthresh]).toEqual([PMDCS, 20_000])
  })
  it('starts again when it is reset', () => {
    const control = windowOf(40_000, 10_000)
    control.timedOut()
    control.reset()
    expect([control.cwnd, control.ssthresh, control.partialBytesAcked, control.onePacketOnly]).toEqual([4404, 0xffff_ffff, 0, false])
  })
})
