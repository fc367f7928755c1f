import { describe, expect, it } from 'vitest'
import { scalarCounters } from '../src/endpoint/management-information.js'
import { SimulatedPair } from './simulated-pair.js'

/** A message of which octet i is i modulo 251. */
function pattern(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => i % 251)
}

function pairWithSmallBuffers(seed = 1): SimulatedPair {
  return new SimulatedPair(seed, { receiveBufferOctets: 20_000, largestMessageOctets: 1_000_000 }).establish()
}

describe('partial delivery', () => {
  it('hands over in parts, in order and whole, a message five times the receive buffer', () => {
    const pair = pairWithSmallBuffers()
    const message = pattern(100_000)
    const received: number[] = []
    let parts = 0
    pair.z.onMessage = (part) => {
      received.push(...part.copyPayload())
      parts++
      expect(part.partial).toBe(received.length < message.length)
    }
    pair.a.association!.send(1, 7, false, message, 0, message.length)
    pair.a.drain()
    pair.run(() => received.length === message.length)
    expect(received).toEqual([...message])
    expect(parts).toBeGreaterThan(1)
    expect(pair.z.association!.inbound!.heldOctets).toBe(0)
  })

  it('does so over loss, and keeps the messages behind it on its stream waiting for its end', () => {
    const pair = pairWithSmallBuffers(5)
    pair.network.configurePath('10.0.1.1', '10.0.1.2', { loss: { kind: 'random', probability: 0.05 } })
    const message = pattern(80_000)
    let received = 0
    const others: string[] = []
    pair.z.onMessage = (part) => {
      if (part.payloadProtocolId === 7) received += part.length
      else others.push(`${part.streamId} after ${received}`)
    }
    pair.a.association!.send(1, 7, false, message, 0, message.length)
    pair.a.send('behind it', { stream: 1, ppid: 1 })
    pair.run(() => others.length === 1)
    expect(others).toEqual(['1 after 80000'])
    expect(pair.z.association!.inbound!.heldOctets).toBe(0)
  })

  it('tells when the rest will not come', () => {
    const pair = pairWithSmallBuffers()
    const message = pattern(100_000)
    let parts = 0
    pair.z.onMessage = () => {
      parts++
    }
    pair.a.association!.send(3, 0, false, message, 0, message.length)
    pair.a.drain()
    pair.run(() => parts > 0)
    pair.a.abort('enough')
    pair.run(() => pair.z.association!.isOver)
    expect(pair.z.eventsOf('partial-delivery-aborted')).toMatchObject([{ streamId: 3, streamSequenceNumber: 0 }])
  })
})

describe('autoclose', () => {
  it('shuts an association down in order after the time without user data', () => {
    const pair = new SimulatedPair(1, { autocloseMs: 5000 }).establish()
    pair.runFor(4000)
    const sentAt = pair.clock.now()
    pair.a.send('still here')
    pair.run(() => pair.a.association!.isOver)
    expect(pair.a.eventsOf('shutdown-complete').length + pair.a.eventsOf('communication-lost').length).toBe(1)
    expect(pair.clock.now() - sentAt).toBeGreaterThanOrEqual(5000)
    expect(pair.clock.now() - sentAt).toBeLessThan(5300)
  })
})

describe('the counters of RFC 3873', () => {
  it('agree with what was done, also after the association is gone', () => {
    const pair = new SimulatedPair().establish()
    pair.a.send('one')
    pair.a.send('two', { unordered: true })
    pair.a.send('x'.repeat(64))
    const long = pattern(5000)
    pair.a.association!.send(1, 0, false, long, 0, long.length)
    pair.a.drain()
    pair.run(() => pair.z.delivered.length === 4)
    pair.runFor(500)
    expect(scalarCounters(pair.a.endpoint)).toMatchObject({
      currEstab: 1,
      activeEstabs: 1,
      passiveEstabs: 0,
      outUnorderChunks: 1,
      outOrderChunks: 6,
      fragUsrMsgs: 1,
    })
    expect(scalarCounters(pair.z.endpoint)).toMatchObject({
      currEstab: 1,
      activeEstabs: 0,
      passiveEstabs: 1,
      inUnorderChunks: 1,
      inOrderChunks: 6,
      reasmUsrMsgs: 1,
    })
    pair.a.shutdown()
    pair.run(() => pair.a.association!.isOver && pair.z.association!.isOver)
    pair.runFor(1000)
    expect(scalarCounters(pair.a.endpoint)).toMatchObject({ currEstab: 0, shutdowns: 1, aborteds: 0, outOrderChunks: 6 })
    const { outSctpPacks } = scalarCounters(pair.a.endpoint)
    expect(scalarCounters(pair.z.endpoint)).toMatchObject({ currEstab: 0, shutdowns: 1, inSctpPacks: outSctpPacks, outOfBlues: 0 })
  })
})
