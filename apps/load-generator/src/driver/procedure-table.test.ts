import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ProcedureTable } from './procedure-table.js'

describe('the procedures under way', () => {
  it('never share a number, whatever begins and ends', () => {
    const commands = fc.array(fc.oneof(fc.constant(-1), fc.nat(3000)), { maxLength: 3000 })
    fc.assert(
      fc.property(commands, (list) => {
        const table = new ProcedureTable()
        const live = new Map<number, number>()
        for (const [serial, command] of list.entries()) {
          if (command < 0 || live.size === 0) {
            const procedure = table.begin()
            expect(live.has(procedure)).toBe(false)
            table.arrival[procedure] = serial
            live.set(procedure, serial)
          } else {
            const procedure = [...live.keys()][command % live.size]!
            table.end(procedure)
            live.delete(procedure)
          }
        }
        expect(table.size).toBe(live.size)
        for (const [procedure, serial] of live) expect(table.arrival[procedure]).toBe(serial)
      }),
      { numRuns: 20 },
    )
  })

  it('grow when they have to, and keep what they know', () => {
    const table = new ProcedureTable()
    const procedures = Array.from({ length: 5000 }, (_, i) => {
      const procedure = table.begin()
      table.intendedAtMs[procedure] = i + 0.5
      table.row[procedure] = i
      return procedure
    })
    expect(new Set(procedures).size).toBe(5000)
    expect(procedures.every((procedure, i) => table.intendedAtMs[procedure] === i + 0.5 && table.row[procedure] === i)).toBe(true)
    // Ending twice ends once.
    table.end(procedures[0]!)
    table.end(procedures[0]!)
    expect(table.size).toBe(4999)
    expect(table.begin()).toBe(procedures[0])
    expect(table.begin()).not.toBe(procedures[0])
  })
})
