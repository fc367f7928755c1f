import { DataMessage, readDataMessage } from '@sigbed/m3ua-codec'
import { describe, expect, it } from 'vitest'
import { PendingQueue } from './pending-queue.js'

const message = (sls: number, length: number) => {
  const data = new DataMessage()
  data.protocolData.octets = new Uint8Array(length).fill(sls)
  data.protocolData.userDataLength = length
  data.protocolData.signallingLinkSelection = sls
  return data
}

describe('the queue of AS-PENDING', () => {
  it('gives back whole messages in order, over several growths, and counts those not taken', () => {
    const queue = new PendingQueue(1_000, 1_000_000)
    for (let i = 0; i < 500; i++) expect(queue.push(message(i & 0xff, i))).toBe(true)
    const seen: number[][] = []
    const refused = queue.drain((octets, offset, length, sls) => {
      const again = new DataMessage()
      expect(readDataMessage(octets, offset, length, again)).toBeNull()
      seen.push([again.protocolData.userDataLength, again.protocolData.signallingLinkSelection, sls])
      return seen.length % 10 !== 0
    })
    expect(seen).toEqual(Array.from({ length: 500 }, (_, i) => [i, i & 0xff, i & 0xff]))
    expect(refused).toBe(50)
    expect(queue.size).toBe(0)
  })

  it('is bounded by messages and by octets', () => {
    const byMessages = new PendingQueue(2, 1_000)
    expect([1, 2, 3].map((sls) => byMessages.push(message(sls, 4)))).toEqual([true, true, false])
    const byOctets = new PendingQueue(100, 100)
    expect([1, 2, 3].map((sls) => byOctets.push(message(sls, 20)))).toEqual([true, true, false])
    byOctets.clear()
    expect(byOctets.push(message(1, 20))).toBe(true)
  })
})
