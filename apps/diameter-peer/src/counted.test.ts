import { expect, it } from 'vitest'
import { counted } from './counted.js'

it('has one of a thing, and none or many of things', () => {
  expect([0, 1, 2, 2_000].map((count) => counted(count, 'request'))).toEqual(['0 requests', '1 request', '2 requests', '2,000 requests'])
  expect([1, 2].map((count) => counted(count, 'piece of equipment', 'pieces of equipment'))).toEqual([
    '1 piece of equipment',
    '2 pieces of equipment',
  ])
})
