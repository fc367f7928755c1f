import { describe, expect, it } from 'vitest'
import { DestinationTable } from './destination-table.js'
import { NEVER } from './lower-layer.js'

const ONE = { mask: 0, pointCode: 7 }
const RANGE = { mask: 3, pointCode: 0 }

describe('DestinationTable', () => {
  it('has everything as it is told to be while nobody tells otherwise', () => {
    expect(new DestinationTable('available', 10, 0).statusOf(7)).toBe('available')
    expect(new DestinationTable('unavailable', 10, 0).statusOf(7)).toBe('unavailable')
  })

  it.each(['available', 'unavailable'] as const)('remembers the last word of each destination where the unknown are %s', (unknown) => {
    const table = new DestinationTable(unknown, 10, 0)
    table.tell(RANGE, 'unavailable', 0)
    table.tell(ONE, 'restricted', 0)
    expect([6, 7].map((pointCode) => table.statusOf(pointCode))).toEqual(['unavailable', 'restricted'])
    expect(table.tell(RANGE, 'available', 0)).toBe('changed')
    expect(table.tell(RANGE, 'available', 0)).toBe('same')
    expect([6, 7].map((pointCode) => table.statusOf(pointCode))).toEqual(['available', 'available'])
    table.enter()
    table.enter()
    table.leave()
    expect(table.told()).toHaveLength(unknown === 'available' ? 0 : 1)
    table.leave()
    expect(table.statusOf(7)).toBe(unknown)
  })

  it('keeps congestion apart from availability', () => {
    const table = new DestinationTable('available', 10, 0)
    expect(table.tellCongestion(ONE, 2, 0)).toBe('changed')
    expect([table.statusOf(7), table.congestionLevelOf(7)]).toEqual(['available', 2])
    expect(table.tellCongestion(ONE, 0, 0)).toBe('changed')
    expect(table.congestionLevelOf(7)).toBe(0)
  })

  it('asks about what is not well, once an interval without news, and about nothing else', () => {
    const table = new DestinationTable('unavailable', 10, 100)
    table.tell({ mask: 0, pointCode: 1 }, 'available', 0)
    expect(table.auditDeadline).toBe(NEVER)
    table.tell(RANGE, 'unavailable', 0)
    table.tell(ONE, 'restricted', 50)
    table.tellCongestion(ONE, 1, 50)
    expect([table.auditDeadline, table.dueForAudit(99)]).toEqual([100, []])
    expect(table.dueForAudit(100)).toEqual([RANGE])
    expect(table.auditDeadline).toBe(150)
    expect(table.dueForAudit(150)).toEqual([ONE])
    table.tell(RANGE, 'available', 160)
    table.tellCongestion({ mask: 24, pointCode: 0 }, 0, 160)
    expect(table.dueForAudit(1_000)).toEqual([])
    expect(table.auditDeadline).toBe(NEVER)
  })

  it('says when it can remember no more', () => {
    const table = new DestinationTable('available', 1, 0)
    table.tell(ONE, 'unavailable', 0)
    expect(table.tell({ mask: 0, pointCode: 8 }, 'unavailable', 0)).toBe('full')
    expect([table.statusOf(7), table.statusOf(8)]).toEqual(['unavailable', 'available'])
  })
})
