import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readSubscribers } from '@sigbed/diameter-peer'
import { ResultsStore } from '@sigbed/results'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { rowsOfContent, sqliteRows } from './sqlite-rows.js'

describe('rows of a SQLite table', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sigbed-sqlite-rows-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('are text, whatever they were: octets in hexadecimal, null as nothing', () => {
    const key = Uint8Array.from({ length: 16 }, (_, at) => at)
    const content = {
      columns: ['imsi', 'msisdn', 'k', 'opc', 'ambr_uplink'],
      rows: [{ imsi: '001010000000001', msisdn: null, k: key, opc: '0'.repeat(32), ambr_uplink: 1000 }],
    }
    const rows = rowsOfContent('any.db, table subscriber', content)
    expect([...rows.rows]).toEqual([
      {
        place: 'row 1',
        values: { imsi: '001010000000001', msisdn: '', k: '000102030405060708090a0b0c0d0e0f', opc: '0'.repeat(32), ambr_uplink: '1000' },
      },
    ])
    expect(readSubscribers(rows).find('001010000000001')).toMatchObject({ key, msisdn: null, aggregateBitRate: { uplink: 1000 } })
  })

  it('are read from a file', () => {
    const path = join(folder, 'any.db')
    ResultsStore.open(path).close()
    expect(sqliteRows(path, 'run').columns).toContain('run_id')
    expect([...sqliteRows(path, 'run').rows]).toEqual([])
  })

  it('name the file that is not there, and the columns that do not belong', () => {
    expect(() => sqliteRows(join(folder, 'no.db'), 'subscriber')).toThrow('there is no such file. Give the path of a SQLite database.')
    const path = join(folder, 'any.db')
    ResultsStore.open(path).close()
    expect(() => sqliteRows(path, 'subscriber')).toThrow('has no table "subscriber". Its tables are')
    expect(() => readSubscribers(sqliteRows(path, 'run'))).toThrow(`${path}, table run: nobody knows a column "run_id"`)
  })
})
