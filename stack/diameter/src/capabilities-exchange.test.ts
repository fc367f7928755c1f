import { toHexadecimal } from '@sigbed/octets'
import { AvpWriter, type DecodeFault, isDecodeFault, RELAY_APPLICATION_ID } from 'diameter-codec'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Capabilities,
  judgeCapabilities,
  NO_CAPABILITIES,
  readCapabilitiesAnswer,
  readCapabilitiesRequest,
  TLS_INBAND_SECURITY,
  writeCapabilitiesAnswer,
  writeCapabilitiesRequest,
} from './capabilities-exchange.js'

const NONE = new Uint8Array(0)
const node = (changes: Partial<Capabilities> = {}): Capabilities => ({
  ...NO_CAPABILITIES,
  originHost: 'a.example.net',
  originRealm: 'example.net',
  hostIpAddresses: ['127.0.0.1'],
  productName: 'Sigbed',
  authApplicationIds: [4],
  ...changes,
})

const ids = fc.array(fc.nat(0xffff_ffff), { maxLength: 4 })
const anyCapabilities: fc.Arbitrary<Capabilities> = fc.record({
  originHost: fc.domain(),
  originRealm: fc.domain(),
  hostIpAddresses: fc.array(fc.ipV4(), { minLength: 1, maxLength: 4 }),
  vendorId: fc.nat(),
  productName: fc.string({ unit: 'grapheme-ascii' }),
  originStateId: fc.nat(),
  supportedVendorIds: ids,
  authApplicationIds: ids,
  acctApplicationIds: ids,
  vendorSpecificApplications: fc.array(
    fc.record({
      vendorId: fc.nat(),
      applicationId: fc.nat(0xffff_ffff),
      kind: fc.constantFrom<'authentication' | 'accounting'>('authentication', 'accounting'),
    }),
    { maxLength: 3 },
  ),
  inbandSecurityIds: fc.subarray([0, 1]),
  firmwareRevision: fc.nat(),
})

describe('capabilities exchange', () => {
  it('carries capabilities in CER and CEA, every address and application', () => {
    fc.assert(
      fc.property(anyCapabilities, (local) => {
        const writer = new AvpWriter()
        writeCapabilitiesRequest(local, 1, 2, writer)
        expect(readCapabilitiesRequest(writer.octets, 0, writer.length)).toEqual(local)
        writeCapabilitiesAnswer(local, 2001, NONE, 1, 2, writer)
        expect(readCapabilitiesAnswer(writer.octets, 0, writer.length)).toEqual({ resultCode: 2001, capabilities: local })
      }),
    )
  })

  it('sets the E bit for a protocol error and for no other', () => {
    const writer = new AvpWriter()
    const flagsWith = (resultCode: number) => {
      writeCapabilitiesAnswer(node(), resultCode, NONE, 1, 2, writer)
      return writer.octets[4]
    }
    expect([2001, 3010, 5010, 5017].map(flagsWith)).toEqual([0, 0x20, 0, 0])
    writeCapabilitiesAnswer(node(), 3010, NONE, 1, 2, writer)
    expect(readCapabilitiesAnswer(writer.octets, 0, writer.length)).toEqual({ resultCode: 3010, capabilities: null })
  })

  it.each<[string, Partial<Capabilities>, Partial<Capabilities>, readonly number[] | number]>([
    ['the applications both have', { authApplicationIds: [4, 5] }, { authApplicationIds: [5, 6] }, [5]],
    [
      'an application across kinds and vendors',
      { authApplicationIds: [], acctApplicationIds: [9] },
      { vendorSpecificApplications: [{ vendorId: 1, applicationId: 9, kind: 'authentication' }] },
      [9],
    ],
    ['all of ours with a relay', { authApplicationIds: [4, 5] }, { authApplicationIds: [RELAY_APPLICATION_ID] }, [4, 5]],
    ['all of theirs as a relay', { authApplicationIds: [RELAY_APPLICATION_ID] }, { authApplicationIds: [6] }, [6]],
    ['no application: 5010', { authApplicationIds: [4] }, { authApplicationIds: [5] }, 5010],
    ['none advertised: 5010', {}, { authApplicationIds: [] }, 5010],
    ['TLS alone against none: 5017', {}, { inbandSecurityIds: [TLS_INBAND_SECURITY] }, 5017],
    ['no security said against none', {}, { inbandSecurityIds: [0, 1] }, [4]],
  ])('finds in common: %s', (_, local, remote, expected) => {
    const verdict = judgeCapabilities(node(local), node(remote))
    expect(isDecodeFault(verdict) ? verdict.resultCode : verdict).toEqual(expected)
  })

  it('refuses a Vendor-Specific-Application-Id with both kinds of application, or neither (RFC 6733 §6.11)', () => {
    const fault = (change: (writer: AvpWriter) => void) => {
      const writer = new AvpWriter()
      writeCapabilitiesRequest(node(), 1, 2, writer)
      const body = writer.octets.slice(20, writer.length)
      const again = new AvpWriter()
      again.beginMessage()
      again.writeAvps(body)
      again.beginGroup({ code: 260, vendorId: 0, flags: 0x40 })
      again.writeUnsigned32({ code: 266, vendorId: 0, flags: 0x40 }, 10415)
      change(again)
      again.endGroup()
      again.octets.set(writer.octets.subarray(0, 20))
      again.octets[3] = again.length
      return readCapabilitiesRequest(again.octets, 0, again.length) as DecodeFault
    }
    const neither = fault(() => {})
    expect([neither.resultCode, toHexadecimal(neither.failedAvp)]).toEqual([5005, '000001024000000c00000000000001034000000c00000000'])
    const both = fault((writer) => {
      writer.writeUnsigned32({ code: 258, vendorId: 0, flags: 0x40 }, 4)
      writer.writeUnsigned32({ code: 259, vendorId: 0, flags: 0x40 }, 3)
    })
    expect([both.resultCode, toHexadecimal(both.failedAvp)]).toEqual([5009, '000001024000000c00000004000001034000000c00000003'])
  })
})
