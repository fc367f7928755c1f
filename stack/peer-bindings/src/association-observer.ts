import type { Notification, OneToOneSocket } from '@sigbed/sctp-sockets'

/** What the owner of a binding may want to see besides what its protocol tells: the association itself. */
export interface AssociationObserver {
  /** The association is about to be set up, or has been accepted. */
  onSocket?(socket: OneToOneSocket): void
  /** An association that a peer has set up was ended at once: there are as many as may be. M3UA only. */
  onRefused?(socket: OneToOneSocket): void
  /** After the protocol has heard of it, and what that brought about; M3UA: before, when communication is up. */
  onNotification?(socket: OneToOneSocket, notification: Notification): void
  /** A message of the protocol that came in, before the protocol sees it; the octets are borrowed until the call returns. M3UA only. */
  onInbound?(socket: OneToOneSocket, octets: Uint8Array, offset: number, length: number, streamId: number): void
  /** A message of the protocol that the association has taken; the octets are borrowed likewise. M3UA only. */
  onOutbound?(socket: OneToOneSocket, octets: Uint8Array, offset: number, length: number, streamId: number): void
}
