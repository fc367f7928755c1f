import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { BLACKLISTED, GREYLISTED, UNKNOWN_EQUIPMENT, WHITELISTED } from '../equipment-identity-register.js'
import { csvRows, csvRowsOf } from '../table/csv-rows.js'
import { readEquipment } from './equipment-table.js'

const EXAMPLE = fileURLToPath(new URL('../../examples/equipment.csv', import.meta.url))

describe('equipment', () => {
  it('is read from the example', () => {
    const register = readEquipment(csvRows(EXAMPLE))
    const statuses = ['00100001000000', '001000010000028', '00100001000003', '00100001000009'].map((imei) => register.lookUp(imei))
    expect(statuses).toEqual([WHITELISTED, BLACKLISTED, GREYLISTED, UNKNOWN_EQUIPMENT])
    expect(register.size).toBe(4)
  })

  it.each([
    [
      'imei,status\n123,white\n',
      'e.csv, line 2, column "imei": "123" is no such value. Give an IMEI of 14 digits, or of 15 with its check digit.',
    ],
    ['imei,status\n00100001000000,red\n', 'e.csv, line 2, column "status": "red" is no such value. Give white, black or grey.'],
    [
      'imei,status\n00100001000000,white\n001000010000005,black\n',
      'e.csv, line 3, column "imei": 00100001000000 stands in line 2 already.',
    ],
    ['imei\n00100001000000\n', 'e.csv: the column "status" is missing. It needs imei, status.'],
  ])('is refused with line, column and remedy: %#', (text, message) => {
    expect(() => readEquipment(csvRowsOf(text, 'e.csv'))).toThrow(message)
  })
})
