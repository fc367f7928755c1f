import { GX, S6A, S13 } from 'diameter-codec'
import { describe, expect, it } from 'vitest'
import { UsageError } from '../command-failure.js'
import { avpsOfDocument, avpsOfWords } from './avp-words.js'

describe('AVPs as words', () => {
  it('are values by their format, in the order given', () => {
    expect(avpsOfWords(['User-Name=a=b', 'Visited-PLMN-Id=0x00f110', 'RAT-Type=EUTRAN', 'ULR-Flags=0x22'], S6A)).toEqual([
      { name: 'User-Name', value: 'a=b' },
      { name: 'Visited-PLMN-Id', value: Uint8Array.of(0x00, 0xf1, 0x10) },
      { name: 'RAT-Type', value: 'EUTRAN' },
      { name: 'ULR-Flags', value: 0x22 },
    ])
  })

  it('go into one group, or into several that are numbered', () => {
    expect(avpsOfWords(['Terminal-Information.IMEI=1', 'Terminal-Information.Software-Version=2'], S13)).toEqual([
      {
        name: 'Terminal-Information',
        value: [
          { name: 'IMEI', value: '1' },
          { name: 'Software-Version', value: '2' },
        ],
      },
    ])
    const words = [
      'Subscription-Id.Subscription-Id-Data=a',
      'Subscription-Id[1].Subscription-Id-Data=b',
      'Subscription-Id[0].Subscription-Id-Type=0',
    ]
    expect(avpsOfWords(words, GX)).toEqual([
      {
        name: 'Subscription-Id',
        value: [
          { name: 'Subscription-Id-Data', value: 'a' },
          { name: 'Subscription-Id-Type', value: 'END_USER_E164' },
        ],
      },
      { name: 'Subscription-Id', value: [{ name: 'Subscription-Id-Data', value: 'b' }] },
    ])
  })

  it('may say an AVP by its numbers, whether or not anybody knows it', () => {
    expect(avpsOfWords(['77777:10415=0x0102', '77777:0=0x', '1:0=x'], S6A)).toEqual([
      { name: 'AVP', code: 77_777, vendorId: 10_415, flags: 0x80, value: Uint8Array.of(1, 2) },
      { name: 'AVP', code: 77_777, vendorId: 0, flags: 0, value: new Uint8Array(0) },
      { name: 'User-Name', value: 'x' },
    ])
  })

  it.each([
    ['User-Name', '"User-Name" is no AVP: say Name=value, or Group.Member=value.'],
    ['=x', '"=x" is no AVP: say Name=value, or Group.Member=value.'],
    ['Terminal-Information[x].IMEI=1', 'is no AVP: say Name=value, Group.Member=value or Group[1].Member=value.'],
    ['Terminal-Information[1].IMEI=1', 'Terminal-Information[1] comes after Terminal-Information[0]; number groups from 0.'],
    [
      'Terminal-Information=1',
      'Terminal-Information is a group of IMEI, 3GPP2-MEID, Software-Version: say Terminal-Information.IMEI=value.',
    ],
    ['User-Name.IMEI=1', 'User-Name is UTF8String, not a group: say User-Name=value.'],
    ['Terminal-Information.IMIE=1', 'Terminal-Information.IMIE: no AVP of this application is called "IMIE". Did you mean IMEI?'],
    ['Nothing-Like-This-At-All=1', 'An AVP without a name is said by its numbers, as 77777:10415=0x0102.'],
    ['77777:10415=12', '77777:10415 is in no dictionary: give its octets in hexadecimal, as 77777:10415=0x0102.'],
  ])('that say %s are refused', (word, message) => {
    expect(() => avpsOfWords([word], S13)).toThrow(message)
    expect(() => avpsOfWords([word], S13)).toThrow(UsageError)
  })

  it('are a group or a value, not both', () => {
    expect(() => avpsOfWords(['Terminal-Information=', 'Terminal-Information.IMEI=1'], S13)).toThrow('has a value already')
  })
})

describe('AVPs by number', () => {
  it('take any octets, with the flags of their definition where there is one', () => {
    const value = Uint8Array.of(0, 0, 0, 7)
    expect(avpsOfWords(['416:0=0x00000007'], GX)).toEqual([{ name: 'AVP', code: 416, vendorId: 0, flags: 0x40, value }])
    expect(avpsOfWords(['77777:10415=0x00000007'], GX)).toEqual([{ name: 'AVP', code: 77_777, vendorId: 10_415, flags: 0x80, value }])
    expect(() => avpsOfWords(['CC-Request-Type=7'], GX)).toThrow('Any octets at all are sent by number: 416:0=0x….')
  })
})

describe('AVPs as a document', () => {
  it('are maps for groups, and lists for several of one name', () => {
    const document = {
      'User-Name': '001010000000001',
      'Subscription-Id': [{ 'Subscription-Id-Type': '1', 'Subscription-Id-Data': 'a' }, { 'Subscription-Id-Data': 'b' }],
      'CC-Request-Number': 7,
    }
    expect(avpsOfDocument(document, GX)).toEqual([
      { name: 'User-Name', value: '001010000000001' },
      {
        name: 'Subscription-Id',
        value: [
          { name: 'Subscription-Id-Type', value: 'END_USER_IMSI' },
          { name: 'Subscription-Id-Data', value: 'a' },
        ],
      },
      { name: 'Subscription-Id', value: [{ name: 'Subscription-Id-Data', value: 'b' }] },
      { name: 'CC-Request-Number', value: 7 },
    ])
  })

  it.each([
    [[1, 2], 'the document must be a map of AVP names to values.'],
    [null, 'the document must be a map of AVP names to values.'],
    [{ 'Subscription-Id': { 'Subscription-Id-Data': null } }, 'Subscription-Id.Subscription-Id-Data must be a map'],
    [{ 'Subscription-Id': { 'Subscription-Id-Type': 'X' } }, 'Subscription-Id.Subscription-Id-Type takes one of END_USER_E164 (0)'],
  ])('that is %j is refused', (document, message) => {
    expect(() => avpsOfDocument(document, GX)).toThrow(message)
  })
})
