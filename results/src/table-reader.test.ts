import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sqliteDriver } from './sqlite-driver.js'
import { readTable } from './table-reader.js'

describe('a table of a SQLite file', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sigbed-table-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  function database(statements: string): string {
    const path = join(folder, 'any.db')
    const opened = new (sqliteDriver())(path)
    opened.exec(statements)
    opened.close()
    return path
  }

  it('is read as it is, columns and rows in their order', () => {
    const path = database(`CREATE TABLE "my ""own""" (a TEXT, b INTEGER); INSERT INTO "my ""own""" VALUES ('x', 1), (NULL, 2)`)
    expect(readTable(path, 'my "own"')).toEqual({
      columns: ['a', 'b'],
      rows: [
        { a: 'x', b: 1 },
        { a: null, b: 2 },
      ],
    })
  })

  it('has its columns told even when it is empty', () => {
    expect(readTable(database('CREATE TABLE t (a, b)'), 't')).toEqual({ columns: ['a', 'b'], rows: [] })
  })

  it('is missed with the names of those that are there', () => {
    const path = database('CREATE TABLE t (a); CREATE VIEW v AS SELECT a FROM t')
    expect(() => readTable(path, 'subscriber')).toThrow(`${path} has no table "subscriber". Its tables are t, v.`)
  })

  it('is not looked for in what is no database', () => {
    const path = join(folder, 'text')
    writeFileSync(path, 'imsi,k\n'.repeat(100))
    expect(() => readTable(path, 't')).toThrow(expect.objectContaining({ code: 'SIGBED_NOT_A_DATABASE' }))
    expect(() => readTable(join(folder, 'nowhere'), 't')).toThrow(expect.objectContaining({ code: 'SIGBED_DATABASE_UNWRITABLE' }))
  })
})
