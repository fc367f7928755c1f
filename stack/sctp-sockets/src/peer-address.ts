import { parseIpAddress } from '@sigbed/octets'
import { SctpError } from './sctp-error.js'

/** The octets of an IP address in text. @throws SctpError for anything else: names are not looked up here. */
export function parsePeerAddress(text: string): Uint8Array {
  const octets = parseIpAddress(text)
  if (octets === null) throw new SctpError('SCTP_ADDRESS_INVALID', `${JSON.stringify(text)} is no IP address (names are not looked up)`)
  return octets
}
