import { toHexadecimal } from '@sigbed/octets'
import { describe, expect, it } from 'vitest'
import { parseHexadecimalText } from './hexadecimal-text.js'

const OCTETS = '0100001480000101000000000000000100000002'

function parsed(text: string): unknown {
  const octets = parseHexadecimalText(text)
  return octets instanceof Uint8Array ? toHexadecimal(octets) : octets
}

describe('hexadecimal text', () => {
  it.each([
    ['digits', OCTETS],
    ['capitals and spaces', '01 00 00 14 80 00 01 01  00 00 00 00 00 00 00 01  00 00 00 02'],
    ['colons', '01:00:00:14:80:00:01:01:00:00:00:00:00:00:00:01:00:00:00:02'],
    ['lines of words', '01000014 80000101\n00000000 00000001\n\n  00000002\n'],
    ['0x before each', '0x01, 0x00, 0x00, 0x14, 0x80, 0x00, 0x01, 0x01,\n0x00,0x00,0x00,0x00 0x00000001 0x00000002'],
    ['one 0x', `0x${OCTETS}`],
    [
      'xxd',
      '00000000: 0100 0014 8000 0101 0000 0000 0000 0001  ................\n00000010: 0000 0002                                ....\n',
    ],
    [
      'xxd whose text looks like digits',
      '00000000: 0100 0014 8000 0101 0000 0000 0000 0001  00ab cdef01\n00000010: 0000 0002                                abcd\n',
    ],
    [
      'hexdump -C',
      '00000000  01 00 00 14 80 00 01 01  00 00 00 00 00 00 00 01  |................|\n00000010  00 00 00 02                                       |ab|\n00000014\n',
    ],
    ['tcpdump -x', '\t0x0000:  0100 0014 8000 0101 0000 0000 0000 0001\n\t0x0010:  0000 0002\n'],
    [
      'Wireshark',
      '0000   01 00 00 14 80 00 01 01 00 00 00 00 00 00 00 01   ................\n0010   00 00 00 02                                       ....\n',
    ],
    ['a dump that begins later', '0040   01 00 00 14 80 00 01 01 00 00 00 00 00 00 00 01   ....\n0050   00 00 00 02\n'],
    ['Windows lines', '01000014 80000101\r\n00000000 00000001 00000002\r\n'],
  ])('takes %s', (_, text) => {
    expect(parsed(text)).toBe(OCTETS)
  })

  it('takes words that could be offsets for octets when they stand alone', () => {
    expect(parsed('0000 0014')).toBe('00000014')
    expect(parsed('')).toBe('')
  })

  it.each([
    ['01 0g', 1, 4, '1 digits in a row, where pairs are expected'],
    ['0100\n01 xy', 2, 4, '"x", where a hexadecimal digit is expected'],
    ['010', 1, 1, '3 digits in a row, where pairs are expected'],
    ['0000: 0102\n0010: 0304', 2, 1, 'offset 0010, where 0002 is expected'],
  ])('says where %j stops being hexadecimal', (text, line, column, found) => {
    expect(parsed(text)).toEqual({ line, column, found })
  })
})
