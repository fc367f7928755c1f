import {
  AvpCursor,
  AvpWriter,
  encodeMessage,
  ME_IDENTITY_CHECK,
  MESSAGE_HEADER_LENGTH,
  MessageHeader,
  ResultCode,
  readMessageHeader,
  S13,
  S13_APPLICATION_ID,
  VENDOR_3GPP,
} from 'diameter-codec'
import { describe, expect, it } from 'vitest'
import { servedApplication } from './application.js'

const ADVERTISED = { applicationId: S13_APPLICATION_ID, vendorId: VENDOR_3GPP, kind: 'authentication' } as const
const SUBSCRIBED = servedApplication('S13', ADVERTISED, S13, (request) => {
  const terminal = request.avps.find(({ name }) => name === 'Terminal-Information')
  return {
    result: terminal === undefined ? ResultCode.DIAMETER_UNABLE_TO_COMPLY : ResultCode.DIAMETER_SUCCESS,
    avps: [{ name: 'Equipment-Status', value: 'GREYLISTED' }],
  }
})

/** Header and cursor as a peer hands them to its application, with what the last AVP holds replaced by `imei`. */
function received(imei: string): { readonly header: MessageHeader; readonly avps: AvpCursor; readonly octets: Uint8Array } {
  const octets = encodeMessage(
    {
      command: 'ME-Identity-Check-Request',
      applicationId: S13_APPLICATION_ID,
      proxiable: true,
      error: false,
      retransmitted: false,
      hopByHopId: 1,
      endToEndId: 2,
      avps: [
        { name: 'Session-Id', value: 'mme;1;1' },
        { name: 'Auth-Session-State', value: 'NO_STATE_MAINTAINED' },
        { name: 'Origin-Host', value: 'mme.example.net' },
        { name: 'Origin-Realm', value: 'example.net' },
        { name: 'Destination-Realm', value: 'example.net' },
        { name: 'Terminal-Information', value: [{ name: 'IMEI', value: imei }] },
      ],
    },
    S13,
  )
  const header = new MessageHeader()
  expect(readMessageHeader(octets, 0, octets.length, header)).toBeNull()
  const avps = new AvpCursor()
  avps.enter(octets, MESSAGE_HEADER_LENGTH, octets.length - MESSAGE_HEADER_LENGTH)
  return { header, avps, octets }
}

describe('a served application', () => {
  it('answers a typed request with typed AVPs, written after what the node writes', () => {
    const { header, avps } = received('35391808078706')
    // Wherever the cursor stands, the whole message is read.
    avps.next()
    const answer = SUBSCRIBED.answer(header, avps)
    expect(answer.result).toBe(ResultCode.DIAMETER_SUCCESS)
    const writer = new AvpWriter()
    writer.beginAvps()
    answer.writeAvps(writer)
    const written = new AvpCursor()
    written.enter(writer.octets, 0, writer.length)
    expect(written.find(S13.avp('Equipment-Status').code, VENDOR_3GPP)).toBe(true)
    expect(written.copyValue()).toEqual(Uint8Array.of(0, 0, 0, 2))
  })

  it('refuses by the dictionary what its own code never sees', () => {
    const { header, avps, octets } = received('35391808078706')
    // The M bit of an AVP code nobody defines, in the place of Auth-Session-State (RFC 6733 §4.1).
    const at = MESSAGE_HEADER_LENGTH + 16
    octets.set([0, 0x7f, 0xff, 0xff], at)
    expect(header.commandCode).toBe(ME_IDENTITY_CHECK)
    const answer = SUBSCRIBED.answer(header, avps)
    expect(answer.result).toBe(ResultCode.DIAMETER_AVP_UNSUPPORTED)
    expect([...answer.failedAvp.subarray(0, 4)]).toEqual([0, 0x7f, 0xff, 0xff])
  })
})
