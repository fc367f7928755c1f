import { fromHexadecimal, toHexadecimal } from '@sigbed/octets'
import { describe, expect, it } from 'vitest'
import { type DiameterMessage, decodeMessage, encodeMessage } from '../message-codec.js'
import { CX, type CX_AVPS } from './cx.js'
import { CX_APPLICATION_ID, MULTIMEDIA_AUTH } from './cx-commands.js'
import type { AvpOf } from './dictionary.js'
import { SH, type SH_AVPS } from './sh.js'
import { SWX, type SWX_AVPS } from './swx.js'
import { SWX_APPLICATION_ID } from './swx-commands.js'

const UAR: DiameterMessage<typeof CX.avpRows, typeof CX.commandRows> = {
  command: 'User-Authorization-Request',
  applicationId: CX_APPLICATION_ID,
  proxiable: true,
  error: false,
  retransmitted: false,
  hopByHopId: 2,
  endToEndId: 3,
  avps: [
    { name: 'Session-Id', value: 'icscf.ims;1;1' },
    {
      name: 'Vendor-Specific-Application-Id',
      value: [
        { name: 'Vendor-Id', value: 10415 },
        { name: 'Auth-Application-Id', value: CX_APPLICATION_ID },
      ],
    },
    { name: 'Auth-Session-State', value: 'NO_STATE_MAINTAINED' },
    { name: 'Origin-Host', value: 'icscf.ims' },
    { name: 'Origin-Realm', value: 'ims' },
    { name: 'Destination-Realm', value: 'ims' },
    { name: 'User-Name', value: 'alice@ims' },
    { name: 'Public-Identity', value: 'sip:alice@ims' },
    { name: 'Visited-Network-Identifier', value: new TextEncoder().encode('ims') },
    { name: 'User-Authorization-Type', value: 'DE_REGISTRATION' },
  ],
}

const UAR_OCTETS = `
  01 0000d4  c0 00012c  01000000  00000002  00000003            # version 1, 212 octets, R and P, UAR, Cx, identifiers
  00000107 40 000015  69637363662e696d733b313b31 000000         # Session-Id "icscf.ims;1;1", 3 octets of padding
  00000104 40 000020                                            # Vendor-Specific-Application-Id
    0000010a 40 00000c  000028af                                #   Vendor-Id 10415
    00000102 40 00000c  01000000                                #   Auth-Application-Id 16777216
  00000115 40 00000c  00000001                                  # Auth-Session-State NO_STATE_MAINTAINED
  00000108 40 000011  69637363662e696d73 000000                 # Origin-Host "icscf.ims"
  00000128 40 00000b  696d73 00                                 # Origin-Realm "ims"
  0000011b 40 00000b  696d73 00                                 # Destination-Realm "ims"
  00000001 40 000011  616c69636540696d73 000000                 # User-Name "alice@ims"
  00000259 c0 000019 000028af  7369703a616c69636540696d73 000000 # Public-Identity "sip:alice@ims"
  00000258 c0 00000f 000028af  696d73 00                        # Visited-Network-Identifier
  0000026f c0 000010 000028af  00000001                         # User-Authorization-Type DE_REGISTRATION`

describe('Cx, SWx and Sh', () => {
  it('reads and writes a UAR, octet by octet', () => {
    const octets = fromHexadecimal(UAR_OCTETS.replace(/#.*$/gm, ''))!
    expect(toHexadecimal(encodeMessage(UAR, CX))).toBe(toHexadecimal(octets))
    expect(decodeMessage(octets, 0, octets.length, CX)).toEqual(UAR)
  })

  it('call other messages by the same name and code, told apart by their application', () => {
    expect(CX.findCommand(MULTIMEDIA_AUTH, true, CX_APPLICATION_ID)?.grammar.some(({ avp }) => avp === 'Server-Name')).toBe(true)
    expect(SWX.findCommand(MULTIMEDIA_AUTH, true, SWX_APPLICATION_ID)?.grammar.some(({ avp }) => avp === 'ANID')).toBe(true)
    expect(SWX.findCommand(MULTIMEDIA_AUTH, true, CX_APPLICATION_ID)).toBeNull()
  })

  it('call by one name, User-Data, AVPs of two codes', () => {
    expect([CX.avp('User-Data').code, SH.avp('User-Data').code]).toEqual([606, 702])
  })

  it('do not compile with a wrong AVP', () => {
    const cx: AvpOf<typeof CX_AVPS> = { name: 'Server-Assignment-Type', value: 'RE_REGISTRATION' }
    // @ts-expect-error a value of another enumeration
    const wrongCx: AvpOf<typeof CX_AVPS> = { name: 'Server-Assignment-Type', value: 'DE_REGISTRATION' }
    // @ts-expect-error Data-Reference belongs to Sh
    const wrongToo: AvpOf<typeof CX_AVPS> = { name: 'Data-Reference', value: 'IMSI' }
    const sh: AvpOf<typeof SH_AVPS> = { name: 'Data-Reference', value: 'IMSI' }
    // @ts-expect-error MSISDN is octets
    const wrongSh: AvpOf<typeof SH_AVPS> = { name: 'User-Identity', value: [{ name: 'MSISDN', value: '15551234567' }] }
    // @ts-expect-error no AVP of SWx
    const wrongSwx: AvpOf<typeof SWX_AVPS> = { name: 'ULR-Flags', value: '1' }
    expect([cx, wrongCx, wrongToo, sh, wrongSh, wrongSwx].length).toBe(6)
  })
})
