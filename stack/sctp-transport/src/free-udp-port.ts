import { parseLocalAddresses } from './local-address.js'
import { TransportError } from './transport-error.js'
import { closeUdpSocket, openUdpSocket } from './udp-socket.js'

export interface FreeUdpPortSearch {
  /** IP addresses in text: the port is free on all of them. */
  readonly addresses: readonly string[]
  /** The port asked for first; the search goes upwards from it. */
  readonly from: number
  /** How many ports are tried at most; 100 unless told. */
  readonly mostTries?: number
}

/**
 * The first UDP port from a wished one that can be bound on every address. It is free when it is found: whoever binds it later may
 * find it taken in between, and asks again.
 *
 * @throws TransportError (rejects): SIGBED_NO_FREE_PORT when all that were tried are taken, and at once whatever no other port
 *   would cure (an address that is not there, a missing right).
 */
export async function findFreeUdpPort(search: FreeUdpPortSearch): Promise<number> {
  const { addresses, from, mostTries = 100 } = search
  parseLocalAddresses(addresses)
  if (!Number.isInteger(from) || from < 1 || from > HIGHEST_PORT) {
    throw new TransportError('SIGBED_ADDRESS_INVALID', `${from} is no UDP port: begin the search at one from 1 to ${HIGHEST_PORT}`)
  }
  const last = Math.min(from + mostTries - 1, HIGHEST_PORT)
  for (let port = from; port <= last; port++) if (await isFreeOnAll(addresses, port)) return port
  throw new TransportError(
    'SIGBED_NO_FREE_PORT',
    `no UDP port from ${from} to ${last} is free on ${addresses.join(', ')}: begin at another port, or stop what holds them`,
  )
}

async function isFreeOnAll(addresses: readonly string[], port: number): Promise<boolean> {
  for (const address of addresses) {
    try {
      await closeUdpSocket(await openUdpSocket({ address, port, receiveBuffer: PROBE_BUFFER, sendBuffer: PROBE_BUFFER }))
    } catch (error) {
      if (error instanceof TransportError && error.code === 'SIGBED_PORT_TAKEN') return false
      throw error
    }
  }
  return true
}

const HIGHEST_PORT = 65_535
const PROBE_BUFFER = 4096
