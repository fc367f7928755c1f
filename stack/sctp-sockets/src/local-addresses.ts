import { type Association, addAddress, type Endpoint, removeAddress } from '@sigbed/sctp-core'
import type { OpenTransport } from './sctp-endpoint.js'
import { SctpError } from './sctp-error.js'

/** What is asked of an endpoint to change its addresses while it is open. */
export interface AddressUser {
  /** The associations there are, and whether each is told of changes by itself (SCTP_AUTO_ASCONF). */
  associations(): Iterable<readonly [association: Association, told: boolean]>
  now(): number
}

/**
 * The local addresses of an endpoint that come and go (RFC 6458 §9.1, RFC 5061). One that goes is closed when no association uses it any
 * more: those whose peers do not know ASCONF keep it until they end.
 */
export class LocalAddresses {
  private readonly going = new Set<number>()

  constructor(
    private readonly endpoint: Endpoint,
    private readonly transport: OpenTransport,
    private readonly user: AddressUser,
  ) {}

  /** @throws SctpError SCTP_ADDRESSES_FIXED (rejects), TransportError (rejects) when the address cannot be bound */
  async add(text: string): Promise<void> {
    if (this.transport.addLocalAddress === undefined)
      throw new SctpError('SCTP_ADDRESSES_FIXED', 'this transport opens its addresses once and for all: name them all when it is opened')
    const index = await this.transport.addLocalAddress(text)
    this.going.delete(index)
    this.endpoint.addLocalAddress(index)
    for (const [association, told] of this.user.associations()) if (told) addAddress(association, index, this.user.now())
  }

  /** @throws SctpError SCTP_ADDRESS_INVALID for what is none of them, or the last */
  remove(text: string): void {
    const { addresses, localAddresses } = this.endpoint
    const index = localAddresses.find((each) => addresses.at(each).text === text)
    if (index === undefined) {
      const known = localAddresses.map((each) => addresses.at(each).text).join(', ')
      throw new SctpError('SCTP_ADDRESS_INVALID', `${text} is no address of this endpoint: it has ${known}`)
    }
    if (localAddresses.length === 1)
      throw new SctpError('SCTP_ADDRESS_INVALID', `${text} is the last address of this endpoint: add another first`)
    this.endpoint.removeLocalAddress(index)
    for (const [association, told] of this.user.associations()) if (told) removeAddress(association, index, this.user.now())
    this.going.add(index)
    this.closeUnused()
  }

  /** To be called when an association has given up an address, or has ended. */
  closeUnused(): void {
    for (const index of this.going) {
      const used = [...this.user.associations()].some(
        ([association]) => association.localAddresses.includes(index) || association.addressConfiguration?.leaving.has(index) === true,
      )
      if (used) continue
      this.going.delete(index)
      void this.transport.removeLocalAddress?.(index)
    }
  }
}
