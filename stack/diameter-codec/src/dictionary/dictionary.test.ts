import { describe, expect, it } from 'vitest'
import type { AvpOf, AvpValue } from './dictionary.js'
import { Dictionary } from './dictionary.js'
import { RFC6733, type RFC6733_AVPS } from './rfc6733.js'
import { S13, type S13_AVPS } from './s13.js'

type Avps = typeof RFC6733_AVPS & typeof S13_AVPS

describe('dictionary', () => {
  it('holds the forty-nine AVPs of the table in RFC 6733 §4.5 and the fourteen base messages', () => {
    expect(RFC6733.avps().length).toBe(49)
    expect(RFC6733.commands().map((command) => command.abbreviation)).toEqual(
      'CER CEA RAR RAA ACR ACA ASR ASA STR STA DWR DWA DPR DPA'.split(' '),
    )
    const notMandatory = RFC6733.avps().filter((avp) => avp.mandatory === 'must-not')
    expect(notMandatory.map((avp) => avp.name)).toEqual(['Firmware-Revision', 'Product-Name', 'Error-Message', 'Error-Reporting-Host'])
  })

  it('finds AVPs by vendor and code', () => {
    expect(S13.findAvp(1402, 10415)?.name).toBe('IMEI')
    expect(S13.findAvp(1402, 0)).toBeNull()
    expect(RFC6733.findAvp(1402, 10415)).toBeNull()
    expect(S13.findAvp(264, 0)).toMatchObject({ name: 'Origin-Host', flags: 0x40 })
    expect(S13.avp('IMEI').flags).toBe(0xc0)
  })

  it("finds a command by application, and shared commands under any application's number", () => {
    expect(S13.findCommand(324, true, 16777252)?.abbreviation).toBe('ECR')
    expect(S13.findCommand(324, true, 0)).toBeNull()
    expect(S13.findCommand(258, false, 16777238)?.abbreviation).toBe('RAA')
    expect(S13.findCommand(257, true, 16777252)).toBeNull()
  })

  it('refuses data that contradicts itself', () => {
    expect(() => RFC6733.extend({ Other: { code: 264, format: 'Unsigned32', mandatory: 'may' } }, {})).toThrow('Origin-Host')
    expect(() => new Dictionary({ Group: { code: 1, format: 'Grouped', mandatory: 'may', group: '{ Nowhere }' } }, {})).toThrow('Nowhere')
    expect(() => new Dictionary({ AVP: { code: 1, format: 'Grouped', mandatory: 'may' } }, {})).toThrow('any AVP')
  })

  it('gives each AVP the type of its format, and a wrong name or value does not compile', () => {
    const right: AvpOf<Avps>[] = [
      { name: 'Origin-Host', value: 'a.example' },
      { name: 'Equipment-Status', value: 'GREYLISTED' },
      { name: 'Termination-Cause', value: 4 },
      { name: 'Accounting-Sub-Session-Id', value: 1n },
      { name: 'Terminal-Information', value: [{ name: 'IMEI', value: '35' }] },
      { name: 'AVP', code: 9, vendorId: 9, flags: 0x80, value: new Uint8Array(1) },
    ]
    const wrong: AvpOf<Avps>[] = [
      // @ts-expect-error no AVP has this name
      { name: 'Origin-Hosts', value: 'a.example' },
      // @ts-expect-error Origin-Host is text
      { name: 'Origin-Host', value: 1 },
      // @ts-expect-error not a value of this enumeration
      { name: 'Equipment-Status', value: 'BLUELISTED' },
      // @ts-expect-error Unsigned64 is a bigint
      { name: 'Accounting-Sub-Session-Id', value: 1 },
      // @ts-expect-error the members of a group are AVPs of the same dictionary
      { name: 'Terminal-Information', value: [{ name: 'IMSI', value: '35' }] },
    ]
    const status: AvpValue<Avps, 'Equipment-Status'> = 'WHITELISTED'
    // @ts-expect-error looking up a name that is not there
    expect(S13.avp('IMSI')).toBeUndefined()
    expect([right.length, wrong.length, status]).toEqual([6, 5, 'WHITELISTED'])
  })
})
