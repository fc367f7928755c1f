import { fromHexadecimal, toHexadecimal, writeU24, writeU32 } from '@sigbed/octets'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AvpCursor } from './avp-reader.js'
import { type DecodeFault, isDecodeFault } from './decode-fault.js'
import type { AvpOf } from './dictionary/dictionary.js'
import type { RFC6733_AVPS } from './dictionary/rfc6733.js'
import { RFC6733 } from './dictionary/rfc6733.js'
import { DIAMETER_ERROR_EQUIPMENT_UNKNOWN, S13, S13_APPLICATION_ID, type S13_AVPS } from './dictionary/s13.js'
import { VENDOR_3GPP } from './dictionary/vendor-3gpp.js'
import { avpValue, avpValues, DiameterEncodingError, decodeMessage, encodeMessage } from './message-codec.js'

// A CER as another implementation (npm "diameter" 0.7.0) put it on a loopback TCP connection. Checked by hand against
// RFC 6733 §3, §4.1 and §5.3.1; two habits of that sender stay visible: it opens with a Session-Id, which no CER needs, and sets
// the P bit on Inband-Security-Id.
const CAPTURED_CER = fromHexadecimal(
  `
  01 0000f0  80 000101  00000000  80d4058a  7d8c1d25             version 1, 240 octets, R, CER, application 0, identifiers
  00000107 40 000012  31383732363633383538 0000                  Session-Id "1872663858", 2 octets of padding
  00000108 40 00001c  6d6d65312e6570632e6578616d706c652e6e6574   Origin-Host "mme1.epc.example.net"
  00000128 40 000017  6570632e6578616d706c652e6e6574 00          Origin-Realm "epc.example.net"
  00000101 60 00000e  0001 7f000101 0000                         Host-IP-Address 127.0.1.1
  00000101 60 00000e  0001 7f000201 0000                         Host-IP-Address 127.0.2.1
  0000010a 60 00000c  000028af                                   Vendor-Id 10415
  0000010d 00 000015  6e6f64652d6469616d65746572 000000          Product-Name "node-diameter"
  00000116 40 00000c  5350228a                                   Origin-State-Id 1397760650
  00000109 60 00000c  000028af                                   Supported-Vendor-Id 10415
  0000012b 60 00000c  00000000                                   Inband-Security-Id 0
  00000104 40 000020                                             Vendor-Specific-Application-Id
    0000010a 60 00000c 000028af                                    Vendor-Id 10415
    00000102 40 00000c 01000024                                    Auth-Application-Id 16777252
  0000010b 00 00000c  00000007                                   Firmware-Revision 7`
    .split('\n')
    .map((line) => line.slice(0, 65).replace(/ {2,}[A-Zv].*$/, ''))
    .join(' '),
)!

type Avp = AvpOf<typeof RFC6733_AVPS & typeof S13_AVPS>

const ECR = {
  command: 'ME-Identity-Check-Request',
  applicationId: S13_APPLICATION_ID,
  proxiable: true,
  error: false,
  retransmitted: false,
  hopByHopId: 0xfedcba98,
  endToEndId: 7,
  avps: [
    { name: 'Session-Id', value: 'mme1.epc.example.net;1;2' },
    { name: 'Auth-Session-State', value: 'NO_STATE_MAINTAINED' },
    { name: 'Origin-Host', value: 'mme1.epc.example.net' },
    { name: 'Origin-Realm', value: 'epc.example.net' },
    { name: 'Destination-Realm', value: 'eir.example.net' },
    {
      name: 'Terminal-Information',
      value: [
        { name: 'IMEI', value: '35391808078706' },
        { name: 'Software-Version', value: '12' },
      ],
    },
  ] satisfies Avp[],
} as const

const encoded = (avps: readonly Avp[]) => encodeMessage({ ...ECR, avps }, S13)
const decode = (octets: Uint8Array, options = {}) => decodeMessage(octets, 0, octets.length, S13, options)

/** An ECR with these octets after its AVPs, the length put right. */
function ecrWith(more: string): Uint8Array {
  const octets = Uint8Array.from([...encodeMessage(ECR, S13), ...fromHexadecimal(more)!])
  writeU24(octets, 1, octets.length)
  return octets
}

function faultOf(octets: Uint8Array, options = {}): [number, string, string] {
  const fault = decode(octets, options) as DecodeFault
  expect(isDecodeFault(fault)).toBe(true)
  expect(Object.isFrozen(fault)).toBe(true)
  return [fault.resultCode, fault.where, toHexadecimal(fault.failedAvp)]
}

describe('message codec', () => {
  it('reads a captured CER', () => {
    const cer = decodeMessage(CAPTURED_CER, 0, CAPTURED_CER.length, RFC6733)
    expect(cer).toEqual({
      command: 'Capabilities-Exchange-Request',
      applicationId: 0,
      proxiable: false,
      error: false,
      retransmitted: false,
      hopByHopId: 0x80d4058a,
      endToEndId: 0x7d8c1d25,
      avps: [
        { name: 'Session-Id', value: '1872663858' },
        { name: 'Origin-Host', value: 'mme1.epc.example.net' },
        { name: 'Origin-Realm', value: 'epc.example.net' },
        { name: 'Host-IP-Address', value: '127.0.1.1' },
        { name: 'Host-IP-Address', value: '127.0.2.1' },
        { name: 'Vendor-Id', value: 10415 },
        { name: 'Product-Name', value: 'node-diameter' },
        { name: 'Origin-State-Id', value: 1397760650 },
        { name: 'Supported-Vendor-Id', value: 10415 },
        { name: 'Inband-Security-Id', value: 0 },
        {
          name: 'Vendor-Specific-Application-Id',
          value: [
            { name: 'Vendor-Id', value: 10415 },
            { name: 'Auth-Application-Id', value: 16777252 },
          ],
        },
        { name: 'Firmware-Revision', value: 7 },
      ],
    })
  })

  it('writes the captured CER back, but for the P bits, which a sender leaves clear', () => {
    const cer = decodeMessage(CAPTURED_CER, 0, CAPTURED_CER.length, RFC6733)
    if (isDecodeFault(cer)) throw new Error(cer.where)
    const expected = CAPTURED_CER.slice()
    const cursor = new AvpCursor()
    const clear = (at: number, length: number) => {
      const walk = new AvpCursor()
      walk.enter(expected, at, length)
      while (walk.next()) {
        expected[walk.headerAt + 4]! &= ~0x20
        if (walk.code === 260) clear(walk.valueAt, walk.valueLength)
      }
    }
    clear(20, expected.length - 20)
    cursor.enter(expected, 20, expected.length - 20)
    expect(toHexadecimal(encodeMessage(cer, RFC6733))).toBe(toHexadecimal(expected))
  })

  it('carries an ECR and both kinds of ECA there and back', () => {
    expect(decode(encodeMessage(ECR, S13))).toEqual(ECR)
    const answer = (avps: readonly Avp[]) => ({
      ...ECR,
      command: 'ME-Identity-Check-Answer' as const,
      avps: [ECR.avps[0]!, ...avps, ECR.avps[1]!, ECR.avps[2]!, ECR.avps[3]!],
    })
    const found = answer([
      { name: 'Result-Code', value: 2001 },
      { name: 'Equipment-Status', value: 'BLACKLISTED' },
    ])
    const unknown = answer([
      {
        name: 'Experimental-Result',
        value: [
          { name: 'Vendor-Id', value: VENDOR_3GPP },
          { name: 'Experimental-Result-Code', value: DIAMETER_ERROR_EQUIPMENT_UNKNOWN },
        ],
      },
    ])
    for (const message of [found, unknown]) expect(decode(encodeMessage(message, S13))).toEqual(message)
    expect(avpValue(found.avps, 'Equipment-Status')).toBe('BLACKLISTED')
    expect(avpValue(found.avps, 'Experimental-Result')).toBeNull()
    expect(avpValues(found.avps, 'Result-Code')).toEqual([2001])
  })

  it('puts an AVP with a fixed place first, wherever the caller listed it', () => {
    const message = decode(encoded([...ECR.avps.slice(1), ECR.avps[0]!]))
    expect(message).toEqual(ECR)
  })

  it('keeps an unknown AVP without the M bit octet for octet', () => {
    const octets = ecrWith('0001ffff 90 00000f 00000009 616263 00')
    const message = decode(octets)
    if (isDecodeFault(message)) throw new Error(message.where)
    expect(message.avps.at(-1)).toEqual({ name: 'AVP', code: 0x1ffff, vendorId: 9, flags: 0x90, value: Uint8Array.of(97, 98, 99) })
    expect(toHexadecimal(encodeMessage(message, S13))).toBe(toHexadecimal(octets))
  })

  it('reads an answer with the E bit by the grammar of error answers', () => {
    const answer = {
      ...ECR,
      command: 'ME-Identity-Check-Answer',
      error: true,
      avps: [
        { name: 'Origin-Host', value: 'eir.example.net' },
        { name: 'Origin-Realm', value: 'example.net' },
        { name: 'Result-Code', value: 3002 },
      ],
    } as const
    expect(decode(encodeMessage(answer, S13))).toEqual(answer)
    const withoutE = encodeMessage(answer, S13)
    withoutE[4]! &= ~0x20
    expect(faultOf(withoutE)[0]).toBe(5005)
  })

  it('keeps what a Failed-AVP holds, however wrong it is', () => {
    const failed = [{ name: 'AVP', code: 264, vendorId: 0, flags: 0x40, value: new Uint8Array(0) } as const]
    const answer = {
      ...ECR,
      command: 'ME-Identity-Check-Answer',
      avps: [...ECR.avps.slice(0, 4), { name: 'Failed-AVP', value: failed }],
    } as const
    expect(decode(encodeMessage(answer, S13))).toEqual(answer)
  })
})

describe('messages refused', () => {
  const without = (name: string) => {
    // The encoder refuses to leave a mandatory AVP out, so it is cut from the octets.
    const octets = encodeMessage(ECR, S13)
    const cursor = new AvpCursor()
    cursor.enter(octets, 20, octets.length - 20)
    cursor.find(S13.avpNamed(name)!.code, S13.avpNamed(name)!.vendorId)
    const cut = Uint8Array.from([...octets.slice(0, cursor.headerAt), ...octets.slice(cursor.headerAt + cursor.paddedLength())])
    writeU24(cut, 1, cut.length)
    return cut
  }

  it.each([
    ['an unknown command', 3001, (octets: Uint8Array) => writeU24(octets, 5, 325)],
    ['the command under another application', 3001, (octets: Uint8Array) => writeU32(octets, 8, 4)],
    ['another version', 5011, (octets: Uint8Array) => (octets[0] = 0)],
    ['a wrong message length', 5015, (octets: Uint8Array) => writeU24(octets, 1, octets.length + 4)],
    ['E in a request', 3008, (octets: Uint8Array) => (octets[4] = 0xe0)],
  ])('%s', (_, resultCode, change) => {
    const octets = encodeMessage(ECR, S13)
    change(octets)
    expect(faultOf(octets)[0]).toBe(resultCode)
  })

  it('P on a command that must not be proxied: 3008', () => {
    const octets = CAPTURED_CER.slice()
    octets[4] = 0xc0
    expect(decodeMessage(octets, 0, octets.length, RFC6733)).toMatchObject({ resultCode: 3008 })
  })

  it('an unknown AVP with the M bit: 5001 with the AVP', () => {
    expect(faultOf(ecrWith('0001ffff 40 00000b 616263 00'))).toEqual([5001, 'AVP 131071', '0001ffff4000000b61626300'])
  })

  it('a value out of its list, or not of its format: 5004 with the AVP', () => {
    expect(faultOf(ecrWith('00000105 40 00000c 00000007'))).toEqual([5004, 'Redirect-Host-Usage', '000001054000000c00000007'])
    expect(faultOf(ecrWith('0000011a 40 00000a c080 0000'))).toEqual([5004, 'Route-Record', '0000011a4000000ac0800000'])
  })

  it('a missing AVP: 5005 with an example of it, zero-filled to the minimum length', () => {
    expect(faultOf(without('Destination-Realm'))).toEqual([5005, 'Destination-Realm', '0000011b40000008'])
    expect(faultOf(without('Auth-Session-State'))).toEqual([5005, 'Auth-Session-State', '000001154000000c00000000'])
    expect(faultOf(without('Terminal-Information'))).toEqual([5005, 'Terminal-Information', '00000579c000000c000028af'])
  })

  it('an AVP too often: 5009 with the first one too many', () => {
    expect(faultOf(ecrWith('00000108 40 000009 61 000000 00000108 40 000009 62 000000'))).toEqual([
      5009,
      'Origin-Host',
      '000001084000000961000000',
    ])
  })

  it('an AVP that has no place in its group: 5008, inside the group', () => {
    expect(faultOf(ecrWith('00000129 40 000014 00000108 40 000009 61 000000'))).toEqual([
      5008,
      'Experimental-Result: Origin-Host',
      '0000012940000014000001084000000961000000',
    ])
  })

  it('an AVP whose length is wrong: 5014 with its header', () => {
    expect(faultOf(ecrWith('0000010c 40 00000d 00000000 01 000000'))).toEqual([5014, 'Result-Code', '0000010c4000000d0000000001000000'])
    expect(faultOf(ecrWith('0000010c 40 ffffff 00000000'))).toEqual([5014, 'Result-Code', '0000010c4000000c00000000'])
    expect(faultOf(ecrWith('0000010c 40 000004 00000000'))).toEqual([5014, 'Result-Code', '0000010c4000000c00000000'])
    expect(faultOf(ecrWith('00000129 40 000010 0000010a 40 00000c'))).toEqual([
      5014,
      'Experimental-Result: Vendor-Id',
      '00000129400000140000010a4000000c00000000',
    ])
  })

  it('a V bit with Vendor-ID zero: 3009', () => {
    expect(faultOf(ecrWith('00000108 c0 00000d 00000000 61 000000'))[0]).toBe(3009)
  })

  it('an M bit against the definition: 3009, when asked to be strict', () => {
    const octets = ecrWith('00000119 40 00000c 61616161')
    expect(isDecodeFault(decode(octets))).toBe(false)
    expect(faultOf(octets, { mode: 'strict' })).toEqual([3009, 'Error-Message, M bit', '000001194000000c61616161'])
  })

  it('groups nested deeper than eight: 5004', () => {
    let octets = new Uint8Array(0)
    for (let i = 0; i < 12; i++) {
      // Proxy-Info allows any AVP in it, itself too.
      const members = [...fromHexadecimal('00000118 40 000009 61 000000 00000021 40 000008')!, ...octets]
      octets = Uint8Array.from([...fromHexadecimal('0000011c 40 000000')!, ...members])
      writeU24(octets, 5, octets.length)
    }
    expect(faultOf(ecrWith(toHexadecimal(octets)))[0]).toBe(5004)
  })

  it.each([
    ['a missing AVP', ECR.avps.slice(0, 5)],
    ['an AVP too often', [...ECR.avps, ECR.avps[0]!]],
    ['a value out of range', [...ECR.avps, { name: 'Origin-State-Id', value: -1 }]],
    ['a name no identity has', [...ECR.avps, { name: 'Route-Record', value: 'not a name' }]],
    ['flags that contradict the vendor', [...ECR.avps, { name: 'AVP', code: 1, vendorId: 1, flags: 0, value: new Uint8Array(0) }]],
  ] satisfies [string, readonly Avp[]][])('is not even written with %s', (_, avps) => {
    expect(() => encoded(avps)).toThrow(DiameterEncodingError)
  })
})

describe('decoding', () => {
  it('never throws on arbitrary octets behind a good header', () => {
    const start = encodeMessage(ECR, S13).slice(0, 20)
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), (body) => {
        const octets = Uint8Array.from([...start, ...body.subarray(0, body.length & ~3)])
        writeU24(octets, 1, octets.length)
        decode(octets)
      }),
    )
  })

  it('never throws on mutated messages, and what it accepts it can write', () => {
    const originals = [CAPTURED_CER, encodeMessage(ECR, S13), ecrWith('0001ffff 90 00000f 00000009 616263 00')]
    const mutation = fc.record({ at: fc.nat(), value: fc.nat(255) })
    fc.assert(
      fc.property(fc.constantFrom(...originals), fc.array(mutation, { minLength: 1, maxLength: 4 }), (original, mutations) => {
        const octets = original.slice()
        for (const { at, value } of mutations) octets[at % octets.length] = value
        const message = decode(octets)
        if (isDecodeFault(message)) {
          const cursor = new AvpCursor()
          cursor.enter(message.failedAvp, 0, message.failedAvp.length)
          while (cursor.next());
          expect(cursor.faultCode).toBe(0)
        } else if (message.error || !message.retransmitted || message.command.endsWith('Request')) {
          expect(isDecodeFault(decode(encodeMessage(message, S13)))).toBe(false)
        }
      }),
      { numRuns: 2000 },
    )
  })
})
