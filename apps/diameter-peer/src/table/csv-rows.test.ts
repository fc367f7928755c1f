import { describe, expect, it } from 'vitest'
import { csvRows, csvRowsOf } from './csv-rows.js'

describe('rows of a CSV file', () => {
  it('are found by the line they stand on, past comments and empty lines', () => {
    const table = csvRowsOf('\ufeff# colours\nname, colour\n\n"a, b" ,red\r\n# no\nc,\n', 'colours.csv')
    expect(table).toEqual({
      name: 'colours.csv',
      columns: ['name', 'colour'],
      rows: [
        { place: 'line 4', values: { name: 'a, b', colour: 'red' } },
        { place: 'line 6', values: { name: 'c', colour: '' } },
      ],
    })
  })

  it('keep a "#" that stands within a line', () => {
    expect([...csvRowsOf('a\nx#y\n', 'f').rows][0]?.values).toEqual({ a: 'x#y' })
  })

  it.each([
    ['', 'f.csv: it is empty. Give a first line'],
    ['# nothing\n', 'f.csv: it is empty'],
    ['a,b,a\n1,2,3\n', 'f.csv: it has two columns called "a". Leave one of them out.'],
    ['a,b\n1\n', 'on line 2'],
    ['a,b\n1,2,3\n', 'as many values as the first line names columns'],
    ['a\n"x\n', 'Quote'],
  ])('refuse %j', (text, message) => {
    expect(() => csvRowsOf(text, 'f.csv')).toThrow(
      expect.objectContaining({ code: 'SIGBED_TABLE', message: expect.stringContaining(message) }),
    )
  })

  it('name a file that is not there', () => {
    expect(() => csvRows('/nowhere/at/all.csv')).toThrow('/nowhere/at/all.csv: it cannot be read (ENOENT). Give the path of a CSV file.')
  })
})
