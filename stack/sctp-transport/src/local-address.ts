import { parseIpAddress } from '@sigbed/octets'
import { TransportError } from './transport-error.js'

/**
 * The octets of each address an endpoint is to have, in their order.
 *
 * @throws TransportError SIGBED_ADDRESS_INVALID for none at all, for what is no IP address, for one named twice, and for a wildcard:
 *   with one, nobody could tell which address a packet was sent to, and the reply has to leave from there.
 */
export function parseLocalAddresses(local: readonly string[]): Uint8Array[] {
  if (local.length === 0) throw invalid('an endpoint wants at least one local address')
  const seen = new Set<string>()
  return local.map((text) => {
    const octets = parseIpAddress(text)
    if (octets === null) throw invalid(`"${text}" is no IP address: write it as 192.0.2.1 or 2001:db8::1, without a zone`)
    if (octets.every((octet) => octet === 0)) throw invalid(`"${text}" stands for every address: name each one the endpoint is to have`)
    if (seen.has(octets.join())) throw invalid(`the local address ${text} is named twice`)
    seen.add(octets.join())
    return octets
  })
}

function invalid(message: string): TransportError {
  return new TransportError('SIGBED_ADDRESS_INVALID', message)
}
