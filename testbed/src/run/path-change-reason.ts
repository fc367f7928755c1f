import type { Notification } from '@sigbed/sctp-sockets'

type Reason = Extract<Notification, { readonly kind: 'path-change' }>['reason']

/** Why a path changed its state, in the few words that runs are stored with. */
export const PATH_CHANGE_REASONS: Readonly<Record<Reason, string>> = {
  confirmed: 'confirmed by HEARTBEAT ACK',
  timeout: 'T3-rtx expired',
  'heartbeat-unanswered': 'HEARTBEAT unanswered',
  'heartbeat-acknowledged': 'HEARTBEAT ACK',
  'data-acknowledged': 'data acknowledged',
  restart: 'peer restarted',
}
