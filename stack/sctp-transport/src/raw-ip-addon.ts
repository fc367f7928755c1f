import { createRequire } from 'node:module'
import { messageOf, systemCodeOf } from './transport-error.js'

/**
 * What `native/` is built into: raw IP sockets and batches of packets. Wrong arguments throw a TypeError, what the system refuses an
 * Error with its `code`.
 */
export interface RawIpAddon {
  readonly interfaceVersion: number
  open(options: RawSocketOptions): RawSocket
  /** Lets go of descriptor and callback at once; harmless when closed already. */
  close(socket: RawSocket): void
  state(socket: RawSocket): RawSocketState
  /**
   * How many datagrams arrived, at most one a slot, written into the arena that is lent for the call. Datagram i lies at `offset[i]`,
   * its IP header left out; `length[i]` is -1 for one to be thrown away. `source` has 16 octets a datagram, of which IPv4 uses 4.
   * Checksums of SCTP packets have been looked at: `checksum[i]` is CHECKSUM_GOOD or CHECKSUM_BAD. Fewer than slots: that was all.
   */
  receive(
    socket: RawSocket,
    arena: Uint8Array,
    slotOctets: number,
    offset: Int32Array,
    length: Int32Array,
    source: Uint8Array,
    checksum: Uint8Array,
  ): number
  /**
   * Sends packets `first` to `first + count - 1`; the arena is left as it is. The checksum of an SCTP packet is filled in on the way
   * where `checksum[i]` is CHECKSUM_ABSENT, all else goes as it is. `destination[i]` is a place in `addressOctets`, 16 octets each.
   * `outcome[i]` becomes 0 or the system's error number.
   */
  send(
    socket: RawSocket,
    arena: Uint8Array,
    offset: Int32Array,
    length: Int32Array,
    checksum: Uint8Array,
    destination: Int32Array,
    addressOctets: Uint8Array,
    first: number,
    count: number,
    outcome: Int32Array,
  ): void
  /** CRC32c (RFC 9260 Appendix A) of the octets `from` to before `to`. */
  crc32c(octets: Uint8Array, from: number, to: number): number
  /** The same without the processor's instruction. */
  crc32cByTable(octets: Uint8Array, from: number, to: number): number
  /** How crc32c does it: 'sse4.2', 'armv8' or 'table'. */
  readonly crc32cKind: string
}

declare const rawSocket: unique symbol
/** Opaque, and of use to the addon only. */
export interface RawSocket {
  readonly [rawSocket]: true
}

export interface RawSocketOptions {
  readonly family: 4 | 6
  /** IP protocol: 132 for SCTP; 1 or 58 for ICMP, of which only what RFC 9260 §10 speaks of comes through. */
  readonly protocol: number
  /** The local address, 4 or 16 octets. */
  readonly address: Uint8Array
  /** Octets asked for; 0 leaves what the system gives. */
  readonly receiveBuffer: number
  readonly sendBuffer: number
  /** Whether the kernel may cut packets that are larger than the path takes. */
  readonly fragmented: boolean
  /** A file that stands for a network namespace; empty for the present one. */
  readonly networkNamespace: string
  /** Called once a wake-up, until everything has been received. */
  readonly onReadable: () => void
}

export interface RawSocketState {
  /** Octets granted, as Linux counts them: twice what was asked for. */
  readonly receiveBuffer: number
  readonly sendBuffer: number
  /** Datagrams that the kernel dropped because the receive buffer was full. */
  readonly drops: number
}

/** The addon, or why there is none. */
export type RawIpAddonLoading =
  | { readonly loaded: true; readonly addon: RawIpAddon }
  | { readonly loaded: false; readonly reason: 'not-built' | 'outdated' | 'not-loadable'; readonly detail: string }

/** Loads the addon the first time it is asked for. Never throws: raw IP is an extra, and everything else works without. */
export function loadRawIpAddon(): RawIpAddonLoading {
  loading ??= load(ADDON_FILE)
  return loading
}

/** Exported for the tests: the addon in another file. */
export function load(file: string): RawIpAddonLoading {
  try {
    const addon = createRequire(import.meta.url)(file) as RawIpAddon
    if (addon.interfaceVersion === INTERFACE_VERSION) return { loaded: true, addon }
    return { loaded: false, reason: 'outdated', detail: `it speaks version ${addon.interfaceVersion}, and ${INTERFACE_VERSION} is wanted` }
  } catch (error) {
    const reason = systemCodeOf(error) === 'MODULE_NOT_FOUND' ? 'not-built' : 'not-loadable'
    return { loaded: false, reason, detail: messageOf(error).split('\n')[0]! }
  }
}

let loading: RawIpAddonLoading | null = null
/** The same from src/ and from dist/. */
const ADDON_FILE = '../native/build/Release/raw_ip.node'
const INTERFACE_VERSION = 2
