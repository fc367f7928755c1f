import type { NotificationKind } from './notification.js'

/**
 * Which notifications a user wants (RFC 6458 §6.2.2, SCTP_EVENT). What nobody subscribed to is not even made.
 *
 * Not per RFC 6458 §6.2.2, which begins with none: whoever sets onNotification wants to hear, so all that happens rarely is
 * subscribed to from the start; the two that cost something per message are not.
 */
export class NotificationSubscription {
  /** 'send-failed' is subscribed to: a field of its own, as every message that is sent looks at it. */
  keepsMessages: boolean
  private readonly kinds: Set<NotificationKind>

  constructor(kinds: Iterable<NotificationKind> = SUBSCRIBED_AT_FIRST) {
    this.kinds = new Set(kinds)
    this.keepsMessages = this.kinds.has('send-failed')
  }

  has(kind: NotificationKind): boolean {
    return this.kinds.has(kind)
  }

  set(kind: NotificationKind, on: boolean): void {
    if (on) this.kinds.add(kind)
    else this.kinds.delete(kind)
    this.keepsMessages = this.kinds.has('send-failed')
  }

  get list(): readonly NotificationKind[] {
    return [...this.kinds]
  }
}

export const NOTIFICATION_KINDS: readonly NotificationKind[] = [
  'communication-up',
  'communication-lost',
  'restart',
  'shutdown-complete',
  'path-change',
  'data-path-change',
  'communication-error',
  'peer-shutdown',
  'adaptation-indication',
  'partial-delivery-aborted',
  'authentication-key',
  'peer-address-change',
  'local-address-change',
  'sender-dry',
  'send-failed',
  'send-buffer-available',
]

/** Without these: 'sender-dry' comes with nearly every answer in request-and-answer traffic, 'send-failed' keeps copies. */
const SUBSCRIBED_AT_FIRST = NOTIFICATION_KINDS.filter((kind) => kind !== 'sender-dry' && kind !== 'send-failed')
