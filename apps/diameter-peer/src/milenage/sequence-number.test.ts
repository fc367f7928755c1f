import { describe, expect, it } from 'vitest'
import {
  GREATEST_LEAP,
  INDEXES,
  indexOf,
  LAST_SEQUENCE_NUMBER,
  SequenceNumberGenerator,
  SequenceNumberMemory,
  sequenceOf,
} from './sequence-number.js'

describe('sequence numbers', () => {
  it('grow by one SEQ and one IND, which begins again after thirty-two', () => {
    const generator = new SequenceNumberGenerator(0)
    const numbers = Array.from({ length: 40 }, () => generator.next()!)
    expect(numbers.map(sequenceOf)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1))
    expect(numbers.map(indexOf)).toEqual(Array.from({ length: 40 }, (_, i) => (i + 1) % INDEXES))
    expect(generator.current).toBe(numbers.at(-1))
  })

  it('end with the last of 48 bits', () => {
    const generator = new SequenceNumberGenerator(LAST_SEQUENCE_NUMBER - INDEXES)
    expect(generator.next()).toBe(sequenceOf(LAST_SEQUENCE_NUMBER) * INDEXES)
    expect(generator.next()).toBeNull()
    expect(() => new SequenceNumberGenerator(-1)).toThrow('48 bits')
    expect(() => new SequenceNumberGenerator(LAST_SEQUENCE_NUMBER + 1)).toThrow('48 bits')
  })

  it('are taken by a card in another order, each once', () => {
    const generator = new SequenceNumberGenerator(0)
    const [first, second, third] = [generator.next()!, generator.next()!, generator.next()!]
    const card = new SequenceNumberMemory()
    expect([third, first, second].map((number) => card.accept(number))).toEqual([true, true, true])
    expect([first, second, third].map((number) => card.accept(number))).toEqual([false, false, false])
    expect(card.accepted).toBe(third)
  })

  it('may not leap too far', () => {
    const card = new SequenceNumberMemory()
    expect(card.accept((GREATEST_LEAP + 1) * INDEXES)).toBe(false)
    expect(card.accept(GREATEST_LEAP * INDEXES)).toBe(true)
    expect(new SequenceNumberGenerator(0).isAcceptableTo(0)).toBe(true)
    expect(new SequenceNumberGenerator(GREATEST_LEAP * INDEXES).isAcceptableTo(0)).toBe(false)
    expect(new SequenceNumberGenerator(0).isAcceptableTo(INDEXES)).toBe(false)
  })
})
