import { expect, it } from 'vitest'
import { harmless } from './harmless-text.js'

it('shows what would steer a terminal, and leaves letters of any script', () => {
  expect(harmless('\u001b[2J\u009b1A\r\n\u0007')).toBe('\\u{1b}[2J\\u{9b}1A\\u{d}\\u{a}\\u{7}')
  expect(harmless('a\u202eb\u2028c\u200f')).toBe('a\\u{202e}b\\u{2028}c\\u{200f}')
  expect(harmless('hss.example.net – Zürich 東京')).toBe('hss.example.net – Zürich 東京')
})
