import { writeU24 } from '@sigbed/octets'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MessageFraming } from './message-framing.js'

function message(bodyLength: number, fill: number): Uint8Array {
  const octets = new Uint8Array(20 + bodyLength).fill(fill)
  octets[0] = 1
  writeU24(octets, 1, octets.length)
  return octets
}

function cut(framing: MessageFraming, stream: Uint8Array, pieceLengths: readonly number[]): string[] {
  const seen: string[] = []
  let at = 0
  for (const length of [...pieceLengths, stream.length]) {
    // Each piece in a buffer of its own that is spoilt after the push has been drained.
    const piece = stream.slice(at, at + length)
    at += piece.length
    framing.push(piece)
    while (framing.next()) seen.push(framing.octets.slice(framing.at, framing.at + framing.length).join())
    piece.fill(0xdd)
  }
  return seen
}

describe('message framing', () => {
  it('finds the same messages however the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(60), { maxLength: 12 }), fc.array(fc.nat(50)), (bodies, pieces) => {
        const messages = bodies.map((length, i) => message(length, i))
        const stream = Uint8Array.from(messages.flatMap((octets) => [...octets]))
        const framing = new MessageFraming()
        expect(cut(framing, stream, pieces)).toEqual(messages.map((octets) => octets.join()))
        expect(framing.compromised).toBe(false)
      }),
    )
  })

  it('hands a whole message out where it lies', () => {
    const framing = new MessageFraming()
    const octets = message(4, 9)
    framing.push(octets)
    expect([framing.next(), framing.octets === octets, framing.at, framing.length]).toEqual([true, true, 0, 24])
  })

  it.each([
    ['another version', (octets: Uint8Array) => (octets[0] = 3)],
    ['a length below the header', (octets: Uint8Array) => writeU24(octets, 1, 16)],
    ['a length above the bound', (octets: Uint8Array) => writeU24(octets, 1, 104)],
  ])('gives the stream up at %s, after the good messages before it', (_, spoil) => {
    const framing = new MessageFraming(100)
    const bad = message(80, 2)
    spoil(bad)
    expect(cut(framing, Uint8Array.from([...message(0, 1), ...bad, ...message(0, 3)]), []).length).toBe(1)
    expect([framing.compromised, framing.next()]).toEqual([true, false])
  })

  it('never throws on arbitrary octets', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.array(fc.nat(40)),
        (stream, pieces) => void cut(new MessageFraming(), stream, pieces),
      ),
    )
  })
})
