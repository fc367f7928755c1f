/** What a node tells last that has told more than is kept: what came afterwards nobody knows. */
export const EVENTS_LEFT_OUT = 'events-left-out'

/** Kinds of events that every run may have, whatever its roles: those of associations, in the words of their notifications. */
export const RUN_EVENTS = {
  'communication-up': 'an association is up',
  'communication-lost': 'an association is lost: the peer aborted it, or answers no more',
  'setup-failed': 'an association could not be set up: nobody answered, or the peer refused',
  restart: 'the peer of an association restarted it (RFC 9260 §5.2)',
  'shutdown-complete': 'an association has been ended in order',
  'peer-shutdown': 'the peer begins to end an association in order',
  'data-path-change': 'new data goes over another path',
  'window-closed': 'the peer has no room for more data: its application does not read (RFC 9260 §6.1 A)',
  'window-open': 'the peer has room again',
  'communication-error': 'the peer reports an error',
  'partial-delivery-aborted': 'the rest of a message will not come',
} as const satisfies Readonly<Record<string, string>>
