import { expect, it } from 'vitest'
import { latencyText, millisecondsText, percentText, rateText, secondsText, tenthsText } from './figures.js'

it.each([
  [rateText, 0, '0'],
  [rateText, 0.5, '0.5'],
  [rateText, 999.96, '1,000'],
  [rateText, 1000.04, '1,000'],
  [rateText, 1000.4, '1,000.4'],
  [rateText, 12_345.6, '12,346'],
  [rateText, 1_234_567, '1,234,567'],
  [latencyText, 0, '0'],
  [latencyText, 1, '0.001'],
  [latencyText, 184, '0.184'],
  [latencyText, 999.6, '1.00'],
  [latencyText, 9994, '9.99'],
  [latencyText, 9996, '10.0'],
  [latencyText, 12_345, '12.3'],
  [latencyText, 1_003_677, '1,004'],
  [millisecondsText, 5, '5 ms'],
  [millisecondsText, 0.25, '0.25 ms'],
  [percentText, 0.001, '0.1 %'],
  [percentText, 0.0004, '0.04 %'],
  [percentText, 0.37, '37 %'],
  [percentText, 1, '100 %'],
  [tenthsText, 12_345, '12.3'],
  [tenthsText, 300, '0.3'],
  [tenthsText, 1_234_999, '1,234.9'],
  [secondsText, 30_000, '30 s'],
  [secondsText, 4500, '4.5 s'],
  [secondsText, 250, '0.25 s'],
])('%o writes %d as %s', (text, value, expected) => {
  expect(text(value)).toBe(expected)
})
