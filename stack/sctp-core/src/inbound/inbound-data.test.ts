import { DataChunk } from '@sigbed/sctp-codec'
import { describe, expect, it } from 'vitest'
import { protocolParameters } from '../association/protocol-parameters.js'
import { TransportAddressTable } from '../endpoint/transport-address-table.js'
import { InboundData } from './inbound-data.js'
import { ReceivedMessage } from './received-message.js'

const octets = new Uint8Array(4000).fill(0x2a)

function inboundOf(receiveBufferOctets: number): InboundData {
  return new InboundData(0, protocolParameters({ receiveBufferOctets }), new TransportAddressTable(), true)
}

function chunk(tsn: number, fields: Partial<DataChunk> = {}): DataChunk {
  return Object.assign(new DataChunk(), { tsn, beginning: true, ending: true, streamSequenceNumber: tsn, payloadLength: 484 }, fields)
}

function take(inbound: InboundData): number[] {
  const message = new ReceivedMessage()
  const lengths: number[] = []
  while (inbound.delivery.poll(message)) lengths.push(message.length)
  inbound.delivery.takeBack()
  return lengths
}

describe('inbound data', () => {
  it('gives up the highest TSN held for one that fills a gap, and forgets that it came', () => {
    // 484 and 16 octets a chunk: six fill twice the buffer.
    const inbound = inboundOf(1500)
    for (let tsn = 1; tsn <= 6; tsn++) expect(inbound.receive(chunk(tsn), octets)).toBe('accepted')
    expect(inbound.heldOctets).toBe(3000)
    expect(inbound.receive(chunk(7), octets)).toBe('dropped')
    expect(inbound.receive(chunk(0), octets)).toBe('accepted')
    expect(take(inbound)).toHaveLength(6)
    expect(inbound.tracker.cumulativeTsn).toBe(5)
    expect(inbound.tracker.hasGaps).toBe(false)
    expect(inbound.receive(chunk(6), octets)).toBe('accepted')
    expect(take(inbound)).toHaveLength(1)
    expect(inbound.heldOctets).toBe(0)
  })
  it('gives up fragments as well, and puts the message together when they come again', () => {
    const inbound = inboundOf(1500)
    const fragment = (tsn: number) => chunk(tsn, { beginning: tsn === 1, ending: tsn === 6, streamSequenceNumber: 1 })
    for (let tsn = 2; tsn <= 6; tsn++) inbound.receive(fragment(tsn), octets)
    inbound.receive(chunk(7, { streamSequenceNumber: 2 }), octets)
    expect(inbound.heldOctets).toBe(3000)
    // First the whole message above goes, then the last fragment.
    expect(inbound.receive(fragment(1), octets)).toBe('accepted')
    expect(inbound.receive(chunk(0), octets)).toBe('accepted')
    expect(take(inbound)).toEqual([484, 6 * 484])
    expect(inbound.receive(chunk(7, { streamSequenceNumber: 2 }), octets)).toBe('accepted')
    expect(take(inbound)).toEqual([484])
    expect(inbound.heldOctets).toBe(0)
  })
  it('looks below what cannot be given up', () => {
    const inbound = inboundOf(1500)
    for (let tsn = 1; tsn <= 6; tsn++) inbound.receive(chunk(tsn), octets)
    // Unordered: delivered at once, the highest TSN, and nothing to be given up any more.
    const taken = inboundOf(1500)
    for (let tsn = 1; tsn <= 5; tsn++) taken.receive(chunk(tsn), octets)
    taken.receive(chunk(6, { unordered: true, streamSequenceNumber: 0 }), octets)
    expect(take(taken)).toHaveLength(1)
    taken.receive(chunk(7, { payloadLength: 484 }), octets)
    expect(taken.heldOctets).toBe(3000)
    taken.receive(chunk(7), octets)
    expect(taken.receive(chunk(0), octets)).toBe('accepted')
    expect(take(taken)).toHaveLength(6)
  })
  it('takes the chunk that everything waits for even when nothing can be given up', () => {
    const inbound = inboundOf(1500)
    const part = (tsn: number) => chunk(tsn, { beginning: tsn === 1, ending: tsn === 6, streamSequenceNumber: 1 })
    for (let tsn = 1; tsn <= 6; tsn++) inbound.receive(part(tsn), octets)
    expect(inbound.heldOctets).toBe(6 * 484 + 16)
    expect(inbound.receive(chunk(0), octets)).toBe('accepted')
    expect(take(inbound)).toEqual([484, 6 * 484])
    expect(inbound.heldOctets).toBe(0)
  })
  it('never gives up what it has handed over in parts', () => {
    const inbound = inboundOf(1500)
    // Stream 0: a message of which three fragments have come and been handed over.
    for (let tsn = 1; tsn <= 3; tsn++) {
      inbound.receive(chunk(tsn, { beginning: tsn === 1, ending: false, streamSequenceNumber: 0 }), octets)
    }
    expect(take(inbound).reduce((sum, length) => sum + length, 0)).toBe(3 * 484)
    // Stream 1: a whole message that is early and cannot be given up fills the rest; TSN 0 is what it waits for.
    const early = (tsn: number) => chunk(tsn, { streamId: 1, streamSequenceNumber: 1, beginning: tsn === 5, ending: tsn === 10 })
    for (let tsn = 5; tsn <= 10; tsn++) inbound.receive(early(tsn), octets)
    expect(inbound.receive(chunk(0, { streamId: 1, streamSequenceNumber: 0 }), octets)).toBe('accepted')
    expect(take(inbound)).toEqual([484, 6 * 484])
    for (let tsn = 1; tsn <= 3; tsn++) expect(inbound.tracker.judge(tsn)).toBe('duplicate')
    expect(inbound.receive(chunk(4, { beginning: false, ending: true, streamSequenceNumber: 0 }), octets)).toBe('accepted')
    expect(take(inbound)).toEqual([484])
    expect([inbound.heldOctets, inbound.tracker.cumulativeTsn]).toEqual([0, 10])
  })
  it('hands over in parts a message whose turn comes only after its fragments', () => {
    // The fragments fill the window; the message before it on its stream was late, and then nothing more may come.
    const inbound = inboundOf(1500)
    for (let tsn = 1; tsn <= 4; tsn++) inbound.receive(chunk(tsn, { beginning: tsn === 1, ending: false, streamSequenceNumber: 1 }), octets)
    expect(inbound.window.advertise()).toBe(0)
    expect(take(inbound)).toEqual([])
    inbound.receive(chunk(0), octets)
    expect(take(inbound)).toEqual([484, 4 * 484])
    expect([inbound.heldOctets, inbound.window.worthTelling]).toEqual([0, true])
  })
  it('hands over in parts one long message after the other', () => {
    const inbound = inboundOf(1500)
    const part = (tsn: number, streamSequenceNumber: number, beginning: boolean, ending: boolean) =>
      inbound.receive(chunk(tsn, { beginning, ending, streamSequenceNumber }), octets)
    for (let tsn = 0; tsn <= 2; tsn++) part(tsn, 0, tsn === 0, false)
    for (let tsn = 4; tsn <= 7; tsn++) part(tsn, 1, tsn === 4, false)
    take(inbound)
    expect(inbound.heldOctets).toBe(4 * 500)
    part(3, 0, false, true)
    expect(take(inbound)).toEqual([484, 4 * 484])
    expect(inbound.heldOctets).toBe(0)
  })
  it('keeps unordered messages back while another of their stream is handed over in parts, and no others', () => {
    const inbound = inboundOf(1500)
    const part = (tsn: number) => chunk(tsn, { beginning: tsn === 0, ending: tsn === 3, unordered: true, streamSequenceNumber: 0 })
    for (let tsn = 0; tsn <= 2; tsn++) inbound.receive(part(tsn), octets)
    inbound.receive(chunk(4, { unordered: true, streamSequenceNumber: 0, payloadLength: 7 }), octets)
    inbound.receive(chunk(5, { unordered: true, streamSequenceNumber: 0, streamId: 1, payloadLength: 8 }), octets)
    inbound.receive(chunk(6, { streamSequenceNumber: 0, payloadLength: 9 }), octets)
    const before = take(inbound)
    expect(before.slice(-2)).toEqual([8, 9])
    expect(before.slice(0, -2).reduce((sum, length) => sum + length, 0)).toBe(3 * 484)
    expect(inbound.heldOctets).toBe(7 + 16)
    inbound.receive(part(3), octets)
    expect(take(inbound)).toEqual([484, 7])
    expect(inbound.heldOctets).toBe(0)
  })
  it('drops what lies above the highest TSN while the window it has told is closed', () => {
    const inbound = inboundOf(1500)
    inbound.receive(chunk(1), octets)
    inbound.receive(chunk(2), octets)
    expect(inbound.window.advertise()).toBe(0)
    expect(inbound.receive(chunk(3), octets)).toBe('dropped')
    expect(inbound.receive(chunk(0), octets)).toBe('accepted')
    expect(take(inbound)).toHaveLength(3)
    expect(inbound.window.worthTelling).toBe(true)
    expect(inbound.window.advertise()).toBe(1500)
    expect(inbound.receive(chunk(3), octets)).toBe('accepted')
  })
  it('reports duplicates, and a TSN too far ahead as dropped', () => {
    const inbound = inboundOf(100_000)
    inbound.receive(chunk(0), octets)
    expect(inbound.receive(chunk(0), octets)).toBe('duplicate')
    expect(inbound.receive(chunk(0xffff_ffff), octets)).toBe('duplicate')
    expect(inbound.receive(chunk(40_000), octets)).toBe('dropped')
  })
  it('keeps what a paused user leaves behind, copied out of the packet', () => {
    const inbound = inboundOf(100_000)
    const packet = Uint8Array.of(1, 2, 3, 4)
    inbound.receive(chunk(0, { payloadLength: 4, payloadAt: 0 }), packet)
    inbound.delivery.retain()
    packet.fill(0xdd)
    expect(inbound.heldOctets).toBe(20)
    const message = new ReceivedMessage()
    inbound.delivery.poll(message)
    expect(message.copyPayload()).toEqual(Uint8Array.of(1, 2, 3, 4))
    inbound.delivery.takeBack()
    expect(inbound.heldOctets).toBe(0)
  })
})
