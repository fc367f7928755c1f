import { describe, expect, it } from 'vitest'
import { associationSharedKey } from './association-shared-key.js'
import { keyVector } from './authentication-offer.js'

const PAIR_KEY = Uint8Array.of(0xaa)

function keyOf(one: readonly number[], other: readonly number[]): number[] {
  return [...associationSharedKey(PAIR_KEY, Uint8Array.from(one), Uint8Array.from(other))]
}

describe('the association shared key', () => {
  it.each([
    ['the smaller number first', [1, 2], [1, 3], [1, 2, 1, 3]],
    ['whichever side it is of', [1, 3], [1, 2], [1, 2, 1, 3]],
    ['a longer number being the larger', [9, 9], [1, 0, 0], [9, 9, 1, 0, 0]],
    ['zeroes in front making no number larger', [0, 0, 5], [6], [0, 0, 5, 6]],
    ['the shorter vector first where the numbers are equal', [0, 7], [7], [7, 0, 7]],
    ['and so from the other side', [7], [0, 7], [7, 0, 7]],
    ['identical vectors in any order', [7], [7], [7, 7]],
    ['nothing but zeroes', [0, 0], [0], [0, 0, 0]],
  ])('has the pair key in front and then %s', (_, one, other, expected) => {
    expect(keyOf(one, other)).toEqual([0xaa, ...expected])
  })

  it('is made of vectors without padding, and without what was not sent', () => {
    const random = new Uint8Array(32).fill(1)
    const vector = keyVector({ random, chunkTypes: [0xc1, 0x80], hmacIdentifiers: [1] })
    expect([...vector]).toEqual([0x80, 2, 0, 36, ...random, 0x80, 3, 0, 6, 0xc1, 0x80, 0x80, 4, 0, 6, 0, 1])
    expect([...keyVector({ random, chunkTypes: null, hmacIdentifiers: [3, 1] })].slice(36)).toEqual([0x80, 4, 0, 8, 0, 3, 0, 1])
    expect([...keyVector({ random, chunkTypes: [], hmacIdentifiers: [1] })].slice(36)).toEqual([0x80, 3, 0, 4, 0x80, 4, 0, 6, 0, 1])
  })
})
