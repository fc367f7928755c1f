import { expect, it } from 'vitest'
import { CorrelationTagging } from './correlation-tagging.js'

it('asks for one tag per flow, each with an identifier of its own, again after every beginning', () => {
  const tagging = new CorrelationTagging()
  expect(tagging.isDue(3)).toBe(false)
  tagging.begin()
  expect([tagging.isDue(3), tagging.isDue(255), tagging.next]).toEqual([true, true, 1])
  tagging.done(3)
  expect([tagging.isDue(3), tagging.isDue(255), tagging.next]).toEqual([false, true, 2])
  tagging.done(255)
  tagging.begin()
  expect([tagging.isDue(3), tagging.next]).toEqual([true, 3])
})
