import { type AssociationUser, type LowerLayer, M3UA_PAYLOAD_PROTOCOL_IDENTIFIER, type UndeliveredMessages } from '@sigbed/m3ua'
import type { OneToOneSocket, ReceivedMessage, Surroundings } from '@sigbed/sctp-sockets'
import type { AssociationObserver } from './association-observer.js'

/** M3UA's view of one SCTP association. */
export function lowerLayerOf(socket: OneToOneSocket, observer: AssociationObserver): LowerLayer {
  return {
    send: (octets, offset, length, streamId, unordered) => {
      const taken = socket.sendMessage(octets, offset, length, streamId, M3UA_PAYLOAD_PROTOCOL_IDENTIFIER, unordered) === 'queued'
      if (taken) observer.onOutbound?.(socket, octets, offset, length, streamId)
      return taken
    },
  }
}

/** As many associations as a node takes from others unless told: whoever may connect could fill the memory with them otherwise. */
export const DEFAULT_ASSOCIATIONS = 1_024

/** Ends an association that is one too many. */
export function refuse(socket: OneToOneSocket, observer: AssociationObserver): void {
  socket.abort('no more associations')
  observer.onRefused?.(socket)
}

/** SCTP's notifications become M3UA's (RFC 4666 §4.2.1, §1.6.3). `settled` is called after each, with true when the association is over. */
export function bind(
  socket: OneToOneSocket,
  user: AssociationUser,
  surroundings: Surroundings,
  source: { arrivedFrom: number },
  observer: AssociationObserver,
  settled: (ended: boolean) => void,
): void {
  socket.onMessage = (message: ReceivedMessage) => {
    // RFC 4666 §7.1: identifier 3; 0 comes from stacks that do not set it. Anything else is not M3UA.
    if (message.payloadProtocolId !== M3UA_PAYLOAD_PROTOCOL_IDENTIFIER && message.payloadProtocolId !== 0) return
    source.arrivedFrom = message.remoteAddress
    observer.onInbound?.(socket, message.octets, message.offset, message.length, message.streamId)
    user.handleMessage(message.octets, message.offset, message.length, message.streamId, surroundings.now())
    settled(false)
  }
  const undelivered: UndeliveredMessages = (visit) =>
    socket.forEachUndelivered(({ payloadProtocolId, octets, offset, length, sent }) => {
      if (payloadProtocolId === M3UA_PAYLOAD_PROTOCOL_IDENTIFIER) visit(octets, offset, length, sent)
    })
  socket.onNotification = (notification) => {
    const now = surroundings.now()
    const ended = notification.kind === 'communication-lost' || notification.kind === 'shutdown-complete'
    const begun = notification.kind === 'communication-up'
    // What the user sends at once comes after what lets it.
    if (begun) observer.onNotification?.(socket, notification)
    if (begun) user.communicationUp(notification.outboundStreams, now)
    else if (notification.kind === 'restart') user.restart(notification.outboundStreams, now, undelivered)
    // A peer that shuts down takes no new message: what SCTP has, it still delivers, and what comes goes to others.
    else if (ended || notification.kind === 'peer-shutdown') user.communicationLost(now, undelivered)
    settled(ended)
    if (!begun) observer.onNotification?.(socket, notification)
  }
}
