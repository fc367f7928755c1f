import { describe, expect, it } from 'vitest'
import { mustReportUnknown, mustReportUnknownParameter, mustStopAtUnknown, mustStopAtUnknownParameter } from './unknown-type-action.js'

describe('unknown type action', () => {
  it.each([
    ['00', 0x3f, true, false],
    ['01', 0x7f, true, true],
    ['10', 0x84, false, false],
    ['11', 0xc0, false, true],
  ])('takes the action of chunk types %s from the two highest bits', (_, type, stops, reports) => {
    expect([mustStopAtUnknown(type), mustReportUnknown(type)]).toEqual([stops, reports])
  })

  it.each([
    ['00', 0x3fff, true, false],
    ['01', 0x7fff, true, true],
    ['10', 0x8005, false, false],
    ['11', 0xc000, false, true],
  ])('takes the action of parameter types %s from the two highest bits', (_, type, stops, reports) => {
    expect([mustStopAtUnknownParameter(type), mustReportUnknownParameter(type)]).toEqual([stops, reports])
  })
})
