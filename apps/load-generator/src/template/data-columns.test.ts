import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { columnOf, type DataColumns, readDataColumns, valueAt } from './data-columns.js'

describe('a table of values', () => {
  it('is read from CSV, with quotes, comments and any line end', () => {
    const data = readDataColumns('# subscribers\r\nimsi,name\r\n00101,"Ann, A."\r\n\r\n0010155,Bø\r\n') as DataColumns
    expect(data.rows).toBe(2)
    expect(data.columns.map(({ name, fixedLength }) => [name, fixedLength])).toEqual([
      ['imsi', -1],
      ['name', -1],
    ])
    expect([valueAt(data.columns[0]!, 1), valueAt(data.columns[1]!, 0), valueAt(data.columns[1]!, 1)]).toEqual(['0010155', 'Ann, A.', 'Bø'])
  })

  it.each([
    ['', 'it is empty'],
    ['a,b\n', 'no row'],
    ['a,a\n1,2\n', 'two columns'],
    ['a,b\n1\n', 'a value for each column'],
  ])('refuses %j', (text, why) => {
    expect((readDataColumns(text) as { message: string }).message).toContain(why)
  })

  it('gives back every value', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 }), (values) => {
        const column = columnOf('x', values)
        expect(values.map((_, row) => valueAt(column, row))).toEqual(values)
        const lengths = new Set(values.map((value) => new TextEncoder().encode(value).length))
        expect(column.fixedLength).toBe(lengths.size === 1 ? [...lengths][0] : -1)
      }),
    )
  })
})
