import { toHexadecimal } from '@sigbed/octets'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AvpCursor } from './avp-reader.js'
import { AvpWriter, singleAvp } from './avp-writer.js'
import { RFC6733 } from './dictionary/rfc6733.js'
import { S13 } from './dictionary/s13.js'
import { MessageHeader, readMessageHeader } from './message-header.js'

const ORIGIN_HOST = RFC6733.avp('Origin-Host')
const SESSION_ID = RFC6733.avp('Session-Id')
const RESULT_CODE = RFC6733.avp('Result-Code')

describe('AVP writer', () => {
  it('pads each AVP to four octets and leaves the padding out of its length', () => {
    const writer = new AvpWriter()
    writer.beginAvps()
    writer.writeUtf8String(ORIGIN_HOST, 'abcde')
    writer.writeUtf8String(S13.avp('IMEI'), '1')
    expect(toHexadecimal(writer.copy())).toBe('000001084000000d6162636465000000' + '0000057ac000000d000028af31000000')
  })

  it("writes the group of RFC 6733 §4.4.1 with that section's lengths", () => {
    const writer = new AvpWriter()
    writer.beginAvps()
    writer.beginGroup({ code: 999999, vendorId: 0, flags: 0x40 })
    writer.writeUtf8String(ORIGIN_HOST, 'example.com')
    writer.writeUtf8String(SESSION_ID, 'grump.example.com:33041;23432;893;0AF3B81')
    writer.writeUtf8String(SESSION_ID, 'grump.example.com:33054;23561;2358;0AF3B82')
    writer.writeOctetString({ code: 8341, vendorId: 0, flags: 0 }, new Uint8Array(223 - 8))
    writer.writeOctetString({ code: 15930, vendorId: 0, flags: 0 }, new Uint8Array(137 - 8))
    writer.endGroup()
    const cursor = new AvpCursor()
    cursor.enter(writer.octets, 0, writer.length)
    cursor.next()
    expect([cursor.code, cursor.valueLength + 8]).toEqual([999999, 496])
    const inner = new AvpCursor()
    inner.enterGroup(cursor)
    const members: number[][] = []
    while (inner.next()) members.push([inner.code, inner.valueLength + 8, inner.headerAt])
    expect(members).toEqual([
      [264, 19, 8],
      [263, 49, 28],
      [263, 50, 80],
      [8341, 223, 132],
      [15930, 137, 356],
    ])
  })

  it('writes the same whether its buffer grows or not', () => {
    const write = (writer: AvpWriter, text: string, depth: number) => {
      writer.beginMessage()
      for (let i = 0; i < depth; i++) writer.beginGroup(RFC6733.avp('Failed-AVP'))
      writer.writeUtf8String(SESSION_ID, text)
      writer.writeUnsigned32(RESULT_CODE, 0xffff_ffff)
      writer.writeInteger32(RESULT_CODE, -2)
      writer.writeUnsigned64(RESULT_CODE, 2n ** 64n - 1n)
      writer.writeInteger64(RESULT_CODE, -3n)
      writer.writeFloat32(RESULT_CODE, 0.5)
      writer.writeFloat64(RESULT_CODE, -0.1)
      writer.writeTime(RESULT_CODE, 1_700_000_000)
      writer.writeAddress(RESULT_CODE, '2001:db8::1')
      for (let i = 0; i < depth; i++) writer.endGroup()
      writer.writeAvps(singleAvp(RESULT_CODE, new Uint8Array(70)))
      writer.endMessage(new MessageHeader())
      return toHexadecimal(writer.copy())
    }
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.nat(8), (text, depth) => {
        const whole = write(new AvpWriter(4096), text, depth)
        expect(write(new AvpWriter(1), text, depth)).toBe(whole)
        expect(write(new AvpWriter(0), text, depth)).toBe(whole)
      }),
    )
  })

  it('is reused for message after message and sets the length', () => {
    const writer = new AvpWriter(16)
    const header = new MessageHeader()
    for (const text of ['a longer text to begin with', 'b']) {
      writer.beginMessage()
      writer.writeUtf8String(SESSION_ID, text)
      writer.endMessage(header)
      expect(readMessageHeader(writer.octets, 0, writer.length, new MessageHeader())).toBeNull()
    }
    expect(header.length).toBe(20 + 12)
  })

  it('refuses groups too deep, groups left open and ends without a beginning', () => {
    const writer = new AvpWriter()
    writer.beginAvps()
    expect(() => writer.endGroup()).toThrow(RangeError)
    for (let i = 0; i < 8; i++) writer.beginGroup(RESULT_CODE)
    expect(() => writer.beginGroup(RESULT_CODE)).toThrow(RangeError)
    expect(() => writer.copy()).toThrow(RangeError)
  })
})
