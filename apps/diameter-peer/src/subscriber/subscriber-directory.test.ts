import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { csvRows, csvRowsOf } from '../table/csv-rows.js'
import type { TableError } from '../table/table-error.js'
import { readSubscribers } from './subscriber-directory.js'

const EXAMPLE = fileURLToPath(new URL('../../examples/subscribers.csv', import.meta.url))
const K = '465b5ce8b199b49faa5f0a2ee238a6bc'
const OPC = 'cd63cb71954a9f4e48a5994e37a02baf'

function refusalOf(text: string): string {
  try {
    readSubscribers(csvRowsOf(text, 's.csv'))
  } catch (error) {
    expect((error as TableError).code).toBe('SIGBED_TABLE')
    return (error as TableError).message
  }
  throw new Error('was not refused')
}

describe('subscribers', () => {
  it('are read from the example, defaults filled in', () => {
    const directory = readSubscribers(csvRows(EXAMPLE))
    expect(directory.size).toBe(5)
    expect(directory.find('001010000000001')).toMatchObject({
      msisdn: '15551230001',
      key: new Uint8Array(Buffer.from(K, 'hex')),
      sequenceNumber: 0,
      accessPoints: [
        { name: 'internet', pdnType: 'IPv4v6', qosClass: 9, priorityLevel: 8 },
        { name: 'ims', pdnType: 'IPv6', qosClass: 5, priorityLevel: 1 },
      ],
      networks: null,
    })
    expect(directory.find('001010000000003')?.networks).toEqual(['001-01'])
    expect(directory.find('001010000000004')?.accessPoints).toEqual([])
    expect(directory.find('001010000000005')?.barredRadio).toEqual(['EUTRAN'])
    expect(directory.find('001010000000009')).toBeNull()
    expect(directory.findByPublicIdentity('tel:+15551230001')?.imsi).toBe('001010000000001')
  })

  it('may be given by OP, from which OPc follows', () => {
    const table = csvRowsOf(`imsi,k,op\n001010000000001,${K},cdc202d5123e20f62b6d676ac72cb318\n`, 's.csv')
    expect(Buffer.from(readSubscribers(table).find('001010000000001')!.operatorVariant).toString('hex')).toBe(OPC)
  })

  it.each([
    [
      `imsi,k,opc\n00101x,${K},${OPC}\n`,
      's.csv, line 2, column "imsi": "00101x" is no such value. Give 6 to 15 digits, such as 001010000000001.',
    ],
    [`imsi,k,opc\n,${K},${OPC}\n`, 's.csv, line 2, column "imsi": it is empty. Give 6 to 15 digits'],
    [
      `imsi,k,opc\n001010000000001,465b,${OPC}\n`,
      's.csv, line 2, column "k": it is no such value. Give the key K as 32 hexadecimal digits.',
    ],
    [
      `imsi,k\n001010000000001,${K}\n`,
      's.csv, line 2, column "opc": it is empty. Give either OPc in this column or OP in the column "op".',
    ],
    [`imsi,k,opc,op\n001010000000001,${K},${OPC},${OPC}\n`, 'column "opc": it is no such value. Give either OPc'],
    [`imsi,k,opc,colour\n001010000000001,${K},${OPC},red\n`, 's.csv: nobody knows a column "colour". The columns are imsi, msisdn, k'],
    [`imsi,opc\n001010000000001,${OPC}\n`, 's.csv: the column "k" is missing. It needs imsi, k.'],
    [
      `imsi,k,opc,apns\n001010000000001,${K},${OPC},internet:IPv5\n`,
      'column "apns": "internet:IPv5" is no such value. Give one of IPv4, IPv6, IPv4v6',
    ],
    [`imsi,k,opc,apns\n001010000000001,${K},${OPC},in_ternet\n`, 'the name of letters, digits, hyphens and dots'],
    [`imsi,k,opc,apns\n001010000000001,${K},${OPC},a:IPv4:0\n`, 'Give a QCI from 1 to 254.'],
    [`imsi,k,opc,apns\n001010000000001,${K},${OPC},a:IPv4:9:16\n`, 'Give a priority from 1 to 15.'],
    [`imsi,k,opc,ambr_uplink\n001010000000001,${K},${OPC},5000000000\n`, 'Give bits per second from 1 to 4294967295.'],
    [`imsi,k,opc,networks\n001010000000001,${K},${OPC},00101\n`, 'Give networks as MCC-MNC'],
    [`imsi,k,opc,barred_radio\n001010000000001,${K},${OPC},LTE\n`, 'Give radio of UTRAN, GERAN'],
    [`imsi,k,opc,public_identities\n001010000000001,${K},${OPC},alice\n`, 'Give SIP and tel URIs'],
    [
      `imsi,k,opc\n001010000000001,${K},${OPC}\n001010000000001,${K},${OPC}\n`,
      's.csv, line 3, column "imsi": 001010000000001 stands in line 2 already. Give each subscriber his own.',
    ],
  ])('tell file, line, column and remedy: %#', (text, message) => {
    expect(refusalOf(text)).toContain(message)
  })

  it('never have their keys repeated in a message', () => {
    expect(refusalOf(`imsi,k,opc\n001010000000001,${K}00,${OPC}\n`)).not.toContain(K)
    expect(refusalOf(`imsi,k,opc\n001010000000001,${K},${OPC}00\n`)).not.toContain(OPC)
  })
})
