import { expect, it } from 'vitest'
import { forEachUndelivered } from '../src/outbound/undelivered-messages.js'
import { PORT, SimulatedPair, Z_ADDRESSES } from './simulated-pair.js'

const octets = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))

function send(pair: SimulatedPair, text: string, streamId = 1): void {
  expect(pair.a.association!.send(streamId, 3, false, octets(text), 0, text.length)).toBe('queued')
}

/** "1 sent abc…": stream, whether it left, and the text, shortened. */
function undelivered(pair: SimulatedPair): string[] {
  const shown: string[] = []
  const { undelivered: kept } = pair.a.association!
  if (kept === null) return []
  forEachUndelivered(kept, (message) => {
    const text = String.fromCharCode(...message.octets.subarray(message.offset, message.offset + message.length))
    expect(message.payloadProtocolId).toBe(3)
    shown.push(`${message.streamId} ${message.sent ? 'sent' : 'unsent'} ${text.slice(0, 3)} ${text.length}`)
  })
  return shown
}

it('shows what left and was not acknowledged, and then what did not leave, in the order of send', () => {
  const pair = new SimulatedPair().establish()
  send(pair, 'arrives')
  pair.a.drain()
  pair.runFor(1000)
  pair.cut(0)
  pair.cut(1)
  for (let i = 0; i < 20; i++) send(pair, `${String(i).padStart(3, '0')}${'.'.repeat(i === 2 ? 2997 : 997)}`, 1 + (i % 3))
  pair.a.drain()
  expect(pair.a.association!.undelivered).toBeNull()
  pair.a.association!.abort('enough')
  const shown = undelivered(pair)
  expect(shown.map((line) => line.split(' ')[2])).toEqual(Array.from({ length: 20 }, (_, i) => String(i).padStart(3, '0')))
  // What is cut into pieces is whole again, be it that all of it left or only a part.
  expect(shown[2]).toMatch(/^3 sent 002 3000$/)
  const unsent = shown.findIndex((line) => line.includes('unsent'))
  expect(unsent).toBeGreaterThan(2)
  expect(shown.slice(unsent).every((line) => line.includes('unsent'))).toBe(true)
})

it('shows a message whole although the peer has its beginning', () => {
  const pair = new SimulatedPair().establish()
  send(pair, `abc${'x'.repeat(60_000)}`)
  pair.a.drain()
  // Some fragments arrive and are acknowledged, then the paths fail.
  pair.run(() => pair.a.association!.outbound.outstanding.at(0)?.at !== pair.a.association!.outbound.outstanding.at(0)?.messageAt)
  pair.cut(0)
  pair.cut(1)
  pair.a.association!.abort('enough')
  expect(undelivered(pair)).toEqual(['1 sent abc 60003'])
})

it('keeps through a restart of the peer what went to the one before', () => {
  const pair = new SimulatedPair().establish()
  const { association } = pair.z
  const text = octets('for A')
  pair.cut(0)
  pair.cut(1)
  for (let i = 0; i < 3; i++) association!.send(1, 3, false, text, 0, text.length)
  pair.z.drain()
  pair.restore(0)
  pair.restore(1)
  pair.restartA().associate([Z_ADDRESSES[0]], PORT)
  pair.run(() => pair.z.eventsOf('restart').length === 1)
  const shown: string[] = []
  forEachUndelivered(association!.undelivered!, ({ sent, length }) => shown.push(`${sent} ${length}`))
  expect(shown).toEqual(['true 5', 'true 5', 'true 5'])
  expect(association!.outbound.queue.bufferedOctets).toBe(0)
})
