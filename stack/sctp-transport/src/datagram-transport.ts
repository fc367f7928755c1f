import type { PacketBatch } from '@sigbed/sctp-core'

/**
 * The one way SCTP packets leave and arrive, in batches, so that a faster transport can take this one's place without the core
 * noticing. Transports compose: capture and impairment wrap a transport and are one.
 *
 * The checksum is the business of the leaf transports (the ones with a socket or a simulated wire): they fill in the
 * CRC32c of each packet sent and mark each one received as good or bad. A packet that comes down with a mark other than
 * CHECKSUM_ABSENT is sent as it is: a wrapper has filled the field, and may have spoilt the packet since.
 */
export interface DatagramTransport {
  /** Sends or drops every packet of the batch before it returns; the batch is only lent. A full socket buffer drops: SCTP retransmits. */
  send(batch: PacketBatch): void
  /** Called with what arrived since the last turn of the event loop; the batch is lent until the call returns. */
  onReceive: (batch: PacketBatch) => void
  /** Counters since the start. */
  readonly statistics: TransportStatistics
  /** Frees sockets; nothing is received afterwards. */
  close(): Promise<void>
}

export interface TransportStatistics {
  packetsSent: number
  packetsReceived: number
  octetsSent: number
  octetsReceived: number
  /** Packets that could not be handed to the network: no socket for the address, or the system refused. */
  sendFailures: number
  /** Datagrams thrown away on arrival: longer than the arena allows, or no SCTP packet. */
  receiveDiscards: number
}

/** Counters at the start. A new object: each transport counts in its own. */
export function noTrafficYet(): TransportStatistics {
  return { packetsSent: 0, packetsReceived: 0, octetsSent: 0, octetsReceived: 0, sendFailures: 0, receiveDiscards: 0 }
}
