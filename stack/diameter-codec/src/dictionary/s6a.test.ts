import { fromHexadecimal, toHexadecimal } from '@sigbed/octets'
import { describe, expect, it } from 'vitest'
import { type DiameterMessage, decodeMessage, encodeMessage } from '../message-codec.js'
import type { AvpOf } from './dictionary.js'
import { S6A, type S6A_AVPS } from './s6a.js'
import { S6A_APPLICATION_ID, type S6A_COMMANDS } from './s6a-commands.js'

type Message = DiameterMessage<typeof S6A.avpRows, typeof S6A.commandRows>

/** Octets written by hand, each AVP with what it says after "#". */
const octetsOf = (text: string): Uint8Array => fromHexadecimal(text.replace(/#.*$/gm, ''))!

const HEADER = {
  applicationId: S6A_APPLICATION_ID,
  proxiable: true,
  error: false,
  retransmitted: false,
  hopByHopId: 1,
  endToEndId: 0xabc00001,
}

const AIR: Message = {
  ...HEADER,
  command: 'Authentication-Information-Request',
  avps: [
    { name: 'Session-Id', value: 'mme.example;1;1' },
    {
      name: 'Vendor-Specific-Application-Id',
      value: [
        { name: 'Vendor-Id', value: 10415 },
        { name: 'Auth-Application-Id', value: S6A_APPLICATION_ID },
      ],
    },
    { name: 'Auth-Session-State', value: 'NO_STATE_MAINTAINED' },
    { name: 'Origin-Host', value: 'mme.example' },
    { name: 'Origin-Realm', value: 'example' },
    { name: 'Destination-Realm', value: 'example' },
    { name: 'User-Name', value: '001010000000001' },
    {
      name: 'Requested-EUTRAN-Authentication-Info',
      value: [
        { name: 'Number-Of-Requested-Vectors', value: 2 },
        { name: 'Immediate-Response-Preferred', value: 0 },
      ],
    },
    { name: 'Visited-PLMN-Id', value: Uint8Array.of(0x00, 0xf1, 0x10) },
  ],
}

const AIR_OCTETS = `
  01 0000e0  c0 00013e  01000023  00000001  abc00001            # version 1, 224 octets, R and P, AIR, S6a, identifiers
  00000107 40 000017  6d6d652e6578616d706c653b313b31 00         # Session-Id "mme.example;1;1", 1 octet of padding
  00000104 40 000020                                            # Vendor-Specific-Application-Id
    0000010a 40 00000c  000028af                                #   Vendor-Id 10415
    00000102 40 00000c  01000023                                #   Auth-Application-Id 16777251
  00000115 40 00000c  00000001                                  # Auth-Session-State NO_STATE_MAINTAINED
  00000108 40 000013  6d6d652e6578616d706c65 00                 # Origin-Host "mme.example"
  00000128 40 00000f  6578616d706c65 00                         # Origin-Realm "example"
  0000011b 40 00000f  6578616d706c65 00                         # Destination-Realm "example"
  00000001 40 000017  303031303130303030303030303031 00         # User-Name "001010000000001", the IMSI
  00000580 c0 00002c 000028af                                   # Requested-EUTRAN-Authentication-Info, V and M, 3GPP
    00000582 c0 000010 000028af  00000002                       #   Number-Of-Requested-Vectors 2
    00000584 c0 000010 000028af  00000000                       #   Immediate-Response-Preferred 0
  0000057f c0 00000f 000028af  00f110 00                        # Visited-PLMN-Id 001-01: digits swapped, F where the MNC has two`

const VECTOR = {
  rand: fromHexadecimal('23553cbe9637a89d218ae64dae47bf35')!,
  xres: fromHexadecimal('a54211d5e3ba50bf')!,
  autn: fromHexadecimal('55f328b43577b9b94a9ffac354dfafb3')!,
  kasme: Uint8Array.from({ length: 32 }, (_, index) => index),
}

const AIA: Message = {
  ...HEADER,
  command: 'Authentication-Information-Answer',
  avps: [
    { name: 'Session-Id', value: 'mme.example;1;1' },
    { name: 'Result-Code', value: 2001 },
    { name: 'Auth-Session-State', value: 'NO_STATE_MAINTAINED' },
    { name: 'Origin-Host', value: 'hss.example' },
    { name: 'Origin-Realm', value: 'example' },
    {
      name: 'Authentication-Info',
      value: [
        {
          name: 'E-UTRAN-Vector',
          value: [
            { name: 'Item-Number', value: 1 },
            { name: 'RAND', value: VECTOR.rand },
            { name: 'XRES', value: VECTOR.xres },
            { name: 'AUTN', value: VECTOR.autn },
            { name: 'KASME', value: VECTOR.kasme },
          ],
        },
      ],
    },
  ],
}

const AIA_OCTETS = `
  01 000108  40 00013e  01000023  00000001  abc00001            # version 1, 264 octets, P alone: an answer
  00000107 40 000017  6d6d652e6578616d706c653b313b31 00         # Session-Id "mme.example;1;1"
  0000010c 40 00000c  000007d1                                  # Result-Code 2001
  00000115 40 00000c  00000001                                  # Auth-Session-State NO_STATE_MAINTAINED
  00000108 40 000013  6873732e6578616d706c65 00                 # Origin-Host "hss.example"
  00000128 40 00000f  6578616d706c65 00                         # Origin-Realm "example"
  00000585 c0 0000a0 000028af                                   # Authentication-Info
    00000586 c0 000094 000028af                                 #   E-UTRAN-Vector
      0000058b c0 000010 000028af  00000001                     #     Item-Number 1
      000005a7 c0 00001c 000028af  23553cbe9637a89d218ae64dae47bf35   # RAND
      000005a8 c0 000014 000028af  a54211d5e3ba50bf             #     XRES
      000005a9 c0 00001c 000028af  55f328b43577b9b94a9ffac354dfafb3   # AUTN
      000005aa c0 00002c 000028af  000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f   # KASME`

const ULA: Message = {
  ...HEADER,
  command: 'Update-Location-Answer',
  avps: [
    { name: 'Session-Id', value: 'mme.example;1;2' },
    { name: 'Result-Code', value: 2001 },
    { name: 'Auth-Session-State', value: 'NO_STATE_MAINTAINED' },
    { name: 'Origin-Host', value: 'hss.example' },
    { name: 'Origin-Realm', value: 'example' },
    { name: 'ULA-Flags', value: 1 },
    {
      name: 'Subscription-Data',
      value: [
        { name: 'Subscriber-Status', value: 'SERVICE_GRANTED' },
        { name: 'MSISDN', value: Uint8Array.of(0x51, 0x55, 0x21, 0x43, 0x65, 0xf7) },
        {
          name: 'AMBR',
          value: [
            { name: 'Max-Requested-Bandwidth-UL', value: 50_000_000 },
            { name: 'Max-Requested-Bandwidth-DL', value: 100_000_000 },
          ],
        },
      ],
    },
  ],
}

const ULA_OCTETS = `
  01 0000d4  40 00013c  01000023  00000001  abc00001            # version 1, 212 octets, P, ULA
  00000107 40 000017  6d6d652e6578616d706c653b313b32 00         # Session-Id "mme.example;1;2"
  0000010c 40 00000c  000007d1                                  # Result-Code 2001
  00000115 40 00000c  00000001                                  # Auth-Session-State NO_STATE_MAINTAINED
  00000108 40 000013  6873732e6578616d706c65 00                 # Origin-Host "hss.example"
  00000128 40 00000f  6578616d706c65 00                         # Origin-Realm "example"
  0000057e c0 000010 000028af  00000001                         # ULA-Flags: Separation Indication
  00000578 c0 00005c 000028af                                   # Subscription-Data
    00000590 c0 000010 000028af  00000000                       #   Subscriber-Status SERVICE_GRANTED
    000002bd c0 000012 000028af  5155214365f7 0000              #   MSISDN 15551234567, F fills the last half octet
    0000059b c0 00002c 000028af                                 #   AMBR
      00000204 c0 000010 000028af  02faf080                     #     Max-Requested-Bandwidth-UL 50000000 bit/s
      00000203 c0 000010 000028af  05f5e100                     #     Max-Requested-Bandwidth-DL 100000000 bit/s`

const CLR: Message = {
  ...HEADER,
  command: 'Cancel-Location-Request',
  retransmitted: true,
  avps: [
    { name: 'Session-Id', value: 'hss.example;1;1' },
    { name: 'Auth-Session-State', value: 'NO_STATE_MAINTAINED' },
    { name: 'Origin-Host', value: 'hss.example' },
    { name: 'Origin-Realm', value: 'example' },
    { name: 'Destination-Host', value: 'mme.example' },
    { name: 'Destination-Realm', value: 'example' },
    { name: 'User-Name', value: '001010000000001' },
    { name: 'Cancellation-Type', value: 'SUBSCRIPTION_WITHDRAWAL' },
    { name: 'CLR-Flags', value: 2 },
  ],
}

const CLR_OCTETS = `
  01 0000b8  d0 00013d  01000023  00000001  abc00001            # version 1, 184 octets, R, P and T: sent once more
  00000107 40 000017  6873732e6578616d706c653b313b31 00         # Session-Id "hss.example;1;1"
  00000115 40 00000c  00000001                                  # Auth-Session-State NO_STATE_MAINTAINED
  00000108 40 000013  6873732e6578616d706c65 00                 # Origin-Host "hss.example"
  00000128 40 00000f  6578616d706c65 00                         # Origin-Realm "example"
  00000125 40 000013  6d6d652e6578616d706c65 00                 # Destination-Host "mme.example"
  0000011b 40 00000f  6578616d706c65 00                         # Destination-Realm "example"
  00000001 40 000017  303031303130303030303030303031 00         # User-Name "001010000000001"
  0000058c c0 000010 000028af  00000002                         # Cancellation-Type SUBSCRIPTION_WITHDRAWAL
  00000666 80 000010 000028af  00000002                         # CLR-Flags, V alone: Reattach-Required`

describe('S6a', () => {
  it.each([
    ['AIR', AIR, AIR_OCTETS],
    ['AIA', AIA, AIA_OCTETS],
    ['ULA', ULA, ULA_OCTETS],
    ['CLR', CLR, CLR_OCTETS],
  ])('reads and writes an %s, octet by octet', (_, message, text) => {
    const octets = octetsOf(text)
    expect(toHexadecimal(encodeMessage(message, S6A))).toBe(toHexadecimal(octets))
    expect(decodeMessage(octets, 0, octets.length, S6A)).toEqual(message)
  })

  it('has eight commands, each as request and answer, and sets the M bit on RAT-Type where Gx does not', () => {
    const own = S6A.commands().filter(({ applicationId }) => applicationId === S6A_APPLICATION_ID)
    expect(own.map(({ abbreviation }) => abbreviation).join(' ')).toBe('ULR ULA CLR CLA AIR AIA IDR IDA DSR DSA PUR PUA RSR RSA NOR NOA')
    expect(own.map(({ code }) => code)).toEqual([316, 317, 318, 319, 320, 321, 322, 323].flatMap((code) => [code, code]))
    expect(S6A.avp('RAT-Type').flags).toBe(0xc0)
  })

  it('does not compile with a wrong AVP', () => {
    const right: AvpOf<typeof S6A_AVPS>[] = [
      { name: 'Cancellation-Type', value: 'MME_UPDATE_PROCEDURE' },
      { name: 'RAT-Type', value: 'EUTRAN' },
      { name: 'Subscription-Data', value: [{ name: 'APN-Configuration-Profile', value: [{ name: 'Context-Identifier', value: 1 }] }] },
    ]
    const wrong: AvpOf<typeof S6A_AVPS>[] = [
      // @ts-expect-error no such reason to cancel
      { name: 'Cancellation-Type', value: 'MME_UPDATE' },
      // @ts-expect-error the vector's RAND is octets
      { name: 'RAND', value: '23553cbe9637a89d218ae64dae47bf35' },
      // @ts-expect-error a group takes AVPs, not a value
      { name: 'Subscription-Data', value: 1 },
      // @ts-expect-error Equipment-Status belongs to S13
      { name: 'Equipment-Status', value: 'WHITELISTED' },
      // @ts-expect-error the AVP has another spelling
      { name: 'Subscription-Data', value: [{ name: 'APN-Configuration-Profil', value: [] }] },
    ]
    const command: keyof typeof S6A_COMMANDS = 'Update-Location-Request'
    // @ts-expect-error no command of S6a
    const other: keyof typeof S6A_COMMANDS = 'Update-Location'
    expect([right.length, wrong.length, command, other].length).toBe(4)
  })
})
