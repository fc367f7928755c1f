import { avpValue, decodeMessage, encodeMessage, isDecodeFault, S13 } from 'diameter-codec'

/** A request as octets. A name no AVP has, or a value its format has not, does not compile. */
export function equipmentCheck(imei: string): Uint8Array {
  return encodeMessage(
    {
      command: 'ME-Identity-Check-Request',
      applicationId: 16777252,
      proxiable: true,
      error: false,
      retransmitted: false,
      hopByHopId: 1,
      endToEndId: 1,
      avps: [
        { name: 'Session-Id', value: 'mme.example;1;1' },
        { name: 'Auth-Session-State', value: 'NO_STATE_MAINTAINED' },
        { name: 'Origin-Host', value: 'mme.example' },
        { name: 'Origin-Realm', value: 'example' },
        { name: 'Destination-Realm', value: 'example' },
        { name: 'Terminal-Information', value: [{ name: 'IMEI', value: imei }] },
      ],
    },
    S13,
  )
}

/** What was asked, or why it cannot be understood: the Result-Code to answer with. */
export function askedImei(octets: Uint8Array): string | number | null {
  const message = decodeMessage(octets, 0, octets.length, S13)
  if (isDecodeFault(message)) return message.resultCode
  const terminal = avpValue(message.avps, 'Terminal-Information')
  return terminal === null ? null : avpValue(terminal, 'IMEI')
}
