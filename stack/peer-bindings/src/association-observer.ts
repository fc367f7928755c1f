import type { Notification, OneToOneSocket } from '@sigbed/sctp-sockets'

/** What the owner of a binding may want to see besides what its protocol tells: the association itself. */
export interface AssociationObserver {
  /** The association is about to be set up, or has been accepted. */
  onSocket?(socket: OneToOneSocket): void
  /** After the protocol has heard of it. */
  onNotification?(socket: OneToOneSocket, notification: Notification): void
}
