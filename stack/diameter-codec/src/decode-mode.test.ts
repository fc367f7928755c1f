import { fromHexadecimal, padded, toHexadecimal, writeU24, writeU32 } from '@sigbed/octets'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { writeAvpHeader } from './avp-header.js'
import { type DecodeFault, isDecodeFault } from './decode-fault.js'
import type { AvpDefinition } from './dictionary/dictionary.js'
import { S13, S13_APPLICATION_ID } from './dictionary/s13.js'
import { type DecodeMode, MOST_FAULTS } from './judgement.js'
import { decodeMessage, encodeMessage } from './message-codec.js'
import { MessageHeader, writeMessageHeader } from './message-header.js'

const DWR = { flags: 0x80, commandCode: 280, applicationId: 0 }
const ORIGIN = '00000108 40000009 61000000 00000128 40000009 62000000'

/** A message with these octets behind its header. */
function message(avps: string | Uint8Array, { flags, commandCode, applicationId } = DWR): Uint8Array {
  const body = typeof avps === 'string' ? fromHexadecimal(avps)! : avps
  const octets = new Uint8Array(20 + body.length)
  const header = Object.assign(new MessageHeader(), { length: octets.length, commandCode, applicationId, hopByHopId: 1, endToEndId: 2 })
  writeMessageHeader(octets, 0, header)
  octets[4] = flags
  octets.set(body, 20)
  return octets
}

const decode = (octets: Uint8Array, mode: DecodeMode) => decodeMessage(octets, 0, octets.length, S13, { mode })

const inShort = ({ resultCode, where, failedAvp }: DecodeFault) => [resultCode, where, toHexadecimal(failedAvp)]

/** What a strict reading ends with, after making sure that the usual one does not mind and the lenient one keeps just that. */
function onlyStrict(octets: Uint8Array): unknown[] {
  expect(isDecodeFault(decode(octets, 'usual'))).toBe(false)
  const fault = decode(octets, 'strict') as DecodeFault
  const lenient = decode(octets, 'lenient')
  if (isDecodeFault(lenient)) throw new Error(lenient.where)
  expect(lenient.faults!.map(inShort)).toEqual([inShort(fault)])
  return inShort(fault)
}

describe('a strict reading', () => {
  it('takes a message without fault', () => {
    expect(decode(message(ORIGIN), 'strict')).toEqual(decode(message(ORIGIN), 'usual'))
  })

  it('refuses a reserved bit of the header: 5013', () => {
    expect(onlyStrict(message(ORIGIN, { ...DWR, flags: 0x81 }))).toEqual([5013, 'Command Flags: reserved bits', ''])
  })

  it('refuses the T bit of an answer: 3008', () => {
    const answer = message(`0000010c 4000000c 000007d1 ${ORIGIN}`, { ...DWR, flags: 0x10 })
    expect(onlyStrict(answer)).toEqual([3008, 'Command Flags: T in an answer', ''])
  })

  it.each([
    ['a protocol error without the E bit', 0x00, 3004, true],
    ['a success with the E bit', 0x20, 2001, true],
    ['a transient failure with the E bit', 0x20, 4002, true],
    ['a protocol error with the E bit', 0x20, 3004, false],
    ['a permanent failure with the E bit', 0x20, 5012, false],
    ['a permanent failure without', 0x00, 5012, false],
  ])('%s', (_, flags, resultCode, refused) => {
    const octets = message(`0000010c 4000000c 00000000 ${ORIGIN}`, { ...DWR, flags })
    writeU32(octets, 28, resultCode)
    if (refused) expect(onlyStrict(octets)).toEqual([3008, "Command Flags: E against the Result-Code's class", ''])
    else expect(isDecodeFault(decode(octets, 'strict'))).toBe(false)
  })

  it.each([
    ['a reserved flag bit of an AVP: 3009', '00000116 5000000c 00000001', 3009, 'Origin-State-Id, reserved flag bits'],
    ['the same of an AVP it does not know', '0001ffff 0800000c 00000001', 3009, 'AVP 131071, reserved flag bits'],
    ['the P bit: 5016', '00000116 6000000c 00000001', 5016, 'Origin-State-Id, P bit'],
    ['an M bit that should be set: 3009', '00000116 0000000c 00000001', 3009, 'Origin-State-Id, M bit'],
    ['an M bit that should be clear: 3009', '00000119 4000000c 61616161', 3009, 'Error-Message, M bit'],
    ['padding other than zero: 5004', '0000011a 40000009 61000001', 5004, 'Route-Record, padding'],
  ])('refuses %s', (_, avp, resultCode, where) => {
    expect(onlyStrict(message(`${ORIGIN} ${avp}`))).toEqual([resultCode, where, avp.replaceAll(' ', '')])
  })

  it('refuses a fixed AVP behind its place: 5008', () => {
    const sessionId = '00000107 40000009 73000000'
    const asr = (avps: string) => message(`${avps} 0000011b 40000009 63000000 00000125 40000009 64000000 00000102 4000000c 00000004`, ASR)
    expect(isDecodeFault(decode(asr(`${sessionId} ${ORIGIN}`), 'strict'))).toBe(false)
    expect(onlyStrict(asr(`${ORIGIN} ${sessionId}`))).toEqual([5008, 'Session-Id, not at its place', '000001074000000973000000'])
  })

  it('refuses an Application-Id that is not the one of the header: 5007, also inside its group', () => {
    const begin = '00000107 40000009 73000000'
    const rest = `${ORIGIN} 0000011b 40000009 63000000 00000125 40000009 64000000`
    expect(onlyStrict(message(`${begin} ${rest} 00000102 4000000c 00000005`, ASR))).toEqual([
      5007,
      'Application-Id and header',
      '000001024000000c00000005',
    ])
    const group = '00000104 40000020 0000010a 4000000c 000028af 00000102 4000000c 01000023'
    expect(onlyStrict(message(`${begin} ${rest} 00000102 4000000c 00000004 ${group}`, ASR))).toEqual([
      5007,
      'Vendor-Specific-Application-Id: Application-Id and header',
      '0000010440000014000001024000000c01000023',
    ])
    // RFC 6733 §6.11: "except when used in a CER or CEA message".
    const cer = `${ORIGIN} 00000101 4000000e 00017f000001 0000 0000010a 4000000c 00000000 0000010d 0000000c 61626364 00000102 4000000c 00000004`
    expect(isDecodeFault(decode(message(cer, { ...DWR, commandCode: 257 }), 'strict'))).toBe(false)
  })

  const ASR = { flags: 0xc0, commandCode: 274, applicationId: 4 }
})

describe('a lenient reading', () => {
  const kept = (avps: string, request = DWR) => {
    const octets = message(avps, request)
    const read = decode(octets, 'lenient')
    if (isDecodeFault(read)) throw new Error(read.where)
    return { octets, read, faults: read.faults!.map(({ resultCode, where }) => `${resultCode} ${where}`) }
  }

  it.each([
    ['an unknown AVP with the M bit', '0001ffff 4000000c 00000001', '5001 AVP 131071'],
    ['a value its list does not hold', '00000105 4000000c 00000007', '5004 Redirect-Host-Usage'],
    ['a value not of its format', '0000011a 4000000a c0800000', '5004 Route-Record'],
    ['a length not of its format', '00000116 4000000d 0000000001000000', '5014 Origin-State-Id'],
    ['a V bit with vendor zero', '00000108 c000000d 00000000 61000000', '3009 Vendor-ID'],
    ['a group that cannot be walked', '00000129 40000010 0000010a 400000ff', '5014 Experimental-Result: Vendor-Id'],
  ])('keeps %s octet for octet', (_, avp, fault) => {
    const { octets, read, faults } = kept(`${ORIGIN} ${avp}`)
    expect(faults[0]).toBe(fault)
    expect(read.avps.at(-1)).toMatchObject({ name: 'AVP' })
    expect(toHexadecimal(encodeMessage(read, S13, { asGiven: true }))).toBe(toHexadecimal(octets))
  })

  it('keeps flags and padding of an AVP it understands', () => {
    const { octets, read, faults } = kept(`${ORIGIN} 0000011a 70000009 61abcdef`)
    expect(faults).toEqual(['3009 Route-Record, reserved flag bits', '5016 Route-Record, P bit', '5004 Route-Record, padding'])
    expect(read.avps.at(-1)).toEqual({ name: 'Route-Record', value: 'a', flags: 0x70, padding: Uint8Array.of(0xab, 0xcd, 0xef) })
    expect(toHexadecimal(encodeMessage(read, S13, { asGiven: true }))).toBe(toHexadecimal(octets))
  })

  it('goes on after AVPs too often, not allowed or missing', () => {
    const twice = kept(`${ORIGIN} ${ORIGIN}`)
    expect(twice.faults).toEqual(['5009 Origin-Host', '5009 Origin-Realm'])
    expect(twice.read.avps.length).toBe(4)
    expect(kept('').faults).toEqual(['5005 Origin-Host', '5005 Origin-Realm'])
    const inside = kept(`${ORIGIN} 00000129 40000014 00000108 40000009 61000000`)
    expect(inside.faults).toEqual([
      '5008 Experimental-Result: Origin-Host',
      '5005 Experimental-Result: Vendor-Id',
      '5005 Experimental-Result: Experimental-Result-Code',
    ])
    expect(inside.read.avps.at(-1)).toMatchObject({ name: 'Experimental-Result', value: [{ name: 'Origin-Host', value: 'a' }] })
  })

  it('takes a message up to where it cannot be walked', () => {
    const { read, faults } = kept(`${ORIGIN} 00000116 40ffffff 00000001`)
    expect(faults).toEqual(['5014 Origin-State-Id'])
    expect(read.avps.map(({ name }) => name)).toEqual(['Origin-Host', 'Origin-Realm'])
  })

  it('takes a request with the E bit, and P where it must not be', () => {
    expect(kept(ORIGIN, { ...DWR, flags: 0xe0 }).faults).toEqual(['3008 Command Flags: R with E', '3008 Command Flags: P'])
  })

  it.each([
    ['another version', 5011, (octets: Uint8Array) => (octets[0] = 2)],
    ['a wrong length', 5015, (octets: Uint8Array) => writeU24(octets, 1, 24)],
    ['an unknown command', 3001, (octets: Uint8Array) => writeU24(octets, 5, 9)],
  ])('refuses %s even so', (_, resultCode, change) => {
    const octets = message(ORIGIN)
    change(octets)
    expect(decode(octets, 'lenient')).toMatchObject({ kind: 'decode-fault', resultCode })
  })

  it(`lists ${MOST_FAULTS} faults and no more`, () => {
    expect(kept(`${ORIGIN} ${'0001ffff 40000008 '.repeat(200)}`).faults.length).toBe(MOST_FAULTS)
  })

  it('finds first what a strict reading ends with, whatever the octets', () => {
    const originals = [
      message(ORIGIN),
      encodeMessage(ECR, S13),
      message(`${ORIGIN} 00000129 40000020 0000010a 4000000c 000028af 0000012a 4000000c 00000001`),
    ]
    const change = fc.record({ at: fc.nat(), value: fc.nat(255) })
    fc.assert(
      fc.property(fc.constantFrom(...originals), fc.array(change, { maxLength: 4 }), (original, changes) => {
        const octets = original.slice()
        for (const { at, value } of changes) octets[at % octets.length] = value
        const strict = decode(octets, 'strict')
        const lenient = decode(octets, 'lenient')
        const first = isDecodeFault(lenient) ? lenient : lenient.faults![0]
        if (isDecodeFault(strict)) expect(first && inShort(first)).toEqual(inShort(strict))
        else expect(lenient).toEqual({ ...strict, faults: [] })
      }),
      { numRuns: 1000 },
    )
  })
})

const ECR = {
  command: 'ME-Identity-Check-Request',
  applicationId: S13_APPLICATION_ID,
  proxiable: true,
  error: false,
  retransmitted: false,
  hopByHopId: 1,
  endToEndId: 2,
  avps: [
    { name: 'Session-Id', value: 's' },
    { name: 'Auth-Session-State', value: 'NO_STATE_MAINTAINED' },
    { name: 'Origin-Host', value: 'a.example' },
    { name: 'Origin-Realm', value: 'example' },
    { name: 'Destination-Realm', value: 'example' },
    { name: 'Terminal-Information', value: [{ name: 'IMEI', value: '35391808078706' }] },
  ],
} as const

describe('what a relay passes on', () => {
  /** One AVP with any flags, any value, any padding; a group holds AVPs again, down to `depth` more. */
  const anyAvp = (depth: number): fc.Arbitrary<Uint8Array> =>
    fc
      .record({
        key: fc.oneof(
          fc.constantFrom<Pick<AvpDefinition, 'code' | 'vendorId'>>(...S13.avps()),
          fc.record({ code: fc.nat(0xffff_ffff), vendorId: fc.nat(3) }),
        ),
        flags: fc.nat(0x7f),
        simple: fc.oneof(
          ...[4, 8].map((length) => fc.uint8Array({ minLength: length, maxLength: length })),
          fc.uint8Array({ maxLength: 30 }),
        ),
        members: depth === 0 ? fc.constant([]) : fc.array(anyAvp(depth - 1), { maxLength: 3 }),
        padding: fc.uint8Array({ minLength: 3, maxLength: 3 }),
      })
      .map(({ key: { code, vendorId }, flags, simple, members, padding }) => {
        const value = S13.findAvp(code, vendorId)?.format === 'Grouped' ? concatenated(members) : simple
        const octets = new Uint8Array(padded(12 + value.length))
        const valueAt = writeAvpHeader(octets, 0, code, flags, vendorId, value.length)
        const end = valueAt + value.length
        octets.set(value, valueAt)
        octets.set(padding.subarray(0, padded(end) - end), end)
        return octets.slice(0, padded(end))
      })

  it('is octet for octet what came, for any command and any AVPs', () => {
    const command = fc.constantFrom(...S13.commands())
    fc.assert(
      fc.property(command, fc.nat(0xf), fc.array(anyAvp(2), { maxLength: 8 }), ({ code, request, applicationId }, flags, avps) => {
        const header = {
          flags: (request ? 0x80 : 0) | ((flags << 4) & 0x70),
          commandCode: code,
          applicationId: applicationId === 'any' ? 7 : applicationId,
        }
        const octets = message(concatenated(avps), header)
        const read = decode(octets, 'lenient')
        if (isDecodeFault(read)) throw new Error(read.where)
        expect(toHexadecimal(encodeMessage(read, S13, { asGiven: true }))).toBe(toHexadecimal(octets))
      }),
      { numRuns: 1000 },
    )
  })
})

function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}
