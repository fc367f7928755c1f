import type { Notification } from '@sigbed/sctp-sockets'
import { PATH_CHANGE_REASONS } from '@sigbed/testbed'

/** Tells of the paths under a load: that one fails or is back, and where data goes from then on. Nothing of any other notification. */
export function tellPathEvent(notification: Notification, tell: (kind: string, detail: string) => void): void {
  if (notification.kind !== 'path-change' && notification.kind !== 'data-path-change') return
  const path = `${notification.localAddress} - ${notification.remoteAddress}`
  if (notification.kind === 'data-path-change') tell('data-path', path)
  // That a path works as it should from the start is no news.
  else if (notification.reason !== 'confirmed') tell('path', `${path} ${notification.state} (${PATH_CHANGE_REASONS[notification.reason]})`)
}
