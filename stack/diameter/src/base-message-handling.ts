import {
  CAPABILITIES_EXCHANGE,
  DEVICE_WATCHDOG,
  type DecodeFault,
  DISCONNECT_PEER,
  MESSAGE_HEADER_LENGTH,
  type MessageHeader,
  REQUEST_FLAG,
  ResultCode,
} from 'diameter-codec'
import { type BaseProtocol, isCapabilitiesExchange } from './base-protocol.js'
import type { DiameterNode } from './diameter-node.js'
import { mayReconnectAfter } from './disconnection.js'
import type { DiscardReason } from './peer-event.js'
import type { PeerConnection, RemotePeer } from './remote-peer.js'

/** What handling needs of the connection. */
export interface BaseMessageConnection extends PeerConnection {
  readonly role: 'initiator' | 'responder'
  readonly base: BaseProtocol
  /** The peer behind it; null until a responder has its CER. */
  readonly remote: RemotePeer | null
  /** A responder has learnt from its CER who is there. */
  identified(remote: RemotePeer, now: number): void
  isReady(): boolean
  /** Requests or answers of applications that have not arrived yet. */
  hasMessagesUnderWay(): boolean
  discard(reason: DiscardReason): void
}

/**
 * The messages of the base protocol one connection receives, each turned into the event of RFC 6733 §5.6.2 that it is, or refused. What
 * follows from the event is the state machine's business, and what such a message says base-protocol.ts reads.
 */
export class BaseMessageHandling {
  /** @param remoteHost who has to answer an initiator's CER; empty when anybody may */
  constructor(
    private readonly node: DiameterNode,
    private readonly connection: BaseMessageConnection,
    private readonly remoteHost: string,
  ) {}

  /** Any message before the capabilities are exchanged. */
  handleBeforeOpen(header: MessageHeader, octets: Uint8Array, offset: number, length: number, now: number): void {
    const { connection } = this
    const request = (header.flags & REQUEST_FLAG) !== 0
    if (connection.role === 'initiator') {
      if (!request && isCapabilitiesExchange(header)) this.handleCapabilitiesAnswer(header, octets, offset, length, now)
      // RFC 6733 §5.6: anything but a CEA is an error here.
      else connection.remote?.handle('I-Rcv-Non-CEA', now, 'protocol-error')
    } else if (connection.remote !== null) connection.discard('not-open')
    else if (request && isCapabilitiesExchange(header)) this.handleCapabilitiesRequest(header, octets, offset, length, now)
    // RFC 6733 §5.6.1: the connection SHOULD be closed if any message other than a CER arrives.
    else connection.disconnect('protocol-error', true)
  }

  /** CER, DWR, DPR and their answers on an open connection; false for another message. */
  handleOpen(header: MessageHeader, octets: Uint8Array, offset: number, length: number, now: number): boolean {
    const { connection } = this
    const { base } = connection
    const remote = connection.remote!
    const prefix = remote.prefixOf(connection)
    const request = (header.flags & REQUEST_FLAG) !== 0
    switch (header.commandCode) {
      case DEVICE_WATCHDOG:
        if (request) {
          remote.watchdog.messageReceived(now)
          base.handleWatchdogRequest(header, octets, offset, length)
          // Answered in REOPEN too, whose throwing away would keep two nodes that reopen at once from ever getting three DWAs.
          remote.handle(`${prefix}-Rcv-DWR`, now)
        } else if (base.takeWatchdogAnswer(header)) {
          remote.watchdog.handle('Receive DWA', now)
          remote.handle(`${prefix}-Rcv-DWA`, now)
        } else connection.discard('unknown-hop-by-hop-id')
        return true
      case DISCONNECT_PEER:
        if (request) this.handleDisconnectRequest(header, octets, offset, length, now)
        else if (base.takeDisconnectAnswer(header)) remote.handleDisconnectAnswer(connection, connection.hasMessagesUnderWay(), now)
        else connection.discard('unknown-hop-by-hop-id')
        return true
      case CAPABILITIES_EXCHANGE:
        // Not in the table of RFC 6733 §5.6: capabilities are exchanged once.
        if (request) base.refuse(header, octets, offset, length, ResultCode.DIAMETER_UNABLE_TO_COMPLY, true)
        else connection.discard('unknown-hop-by-hop-id')
        return true
      default:
        return false
    }
  }

  /** A message whose header says something impossible; `header` is filled when there are 20 octets. */
  refuseHeader(fault: DecodeFault, header: MessageHeader, octets: Uint8Array, offset: number, length: number, now: number): void {
    const { connection } = this
    // RFC 6733 §2.1: what cannot even be parsed compromises the connection, which MUST be reset.
    if (length < MESSAGE_HEADER_LENGTH) {
      this.resetConnection(now)
      return
    }
    if (!connection.isReady() && connection.role === 'initiator') {
      connection.remote?.handle('I-Rcv-Non-CEA', now, 'protocol-error')
      return
    }
    if ((header.flags & REQUEST_FLAG) === 0) {
      connection.discard('malformed-answer')
      return
    }
    // It waits for the outcome of an election: nothing may go out there before the CEA (RFC 6733 §5.6).
    if (!connection.isReady() && connection.remote !== null) {
      connection.discard('not-open')
      return
    }
    // With a wrong version or length nothing behind the header can be relied on.
    const walk = fault.resultCode === ResultCode.DIAMETER_INVALID_HDR_BITS
    connection.base.refuse(header, octets, offset, length, fault.resultCode, walk)
    if (connection.isReady()) connection.remote!.watchdog.messageReceived(now)
    else connection.disconnect('protocol-error', false)
  }

  private handleCapabilitiesRequest(header: MessageHeader, octets: Uint8Array, offset: number, length: number, now: number): void {
    const { connection } = this
    const remote = connection.base.handleCapabilitiesRequest(header, octets, offset, length)
    if ('kind' in remote) {
      connection.notify(remote)
      connection.disconnect('capabilities-refused', false)
    } else connection.identified(this.node.peers.entry(remote.originHost), now)
  }

  private handleCapabilitiesAnswer(header: MessageHeader, octets: Uint8Array, offset: number, length: number, now: number): void {
    const { connection } = this
    const { remote } = connection
    const answer = connection.base.handleCapabilitiesAnswer(header, this.remoteHost, octets, offset, length)
    if (answer === null) connection.discard('unknown-hop-by-hop-id')
    else if ('kind' in answer) {
      connection.notify(answer)
      remote?.handle('I-Rcv-Non-CEA', now, 'capabilities-refused')
    } else if (this.learnName(answer.originHost)) remote?.handle('I-Rcv-CEA', now)
    else remote?.handle('I-Rcv-Non-CEA', now, 'duplicate-connection')
  }

  /** Learns who answered. False when this node has a connection with that peer already (RFC 6733 §2.1: one and no more). */
  private learnName(originHost: string): boolean {
    const { peers } = this.node
    const { remote } = this.connection
    const other = peers.find(originHost)
    if (remote === null || other === remote) return true
    if (other !== null && other.state !== 'Closed') return false
    peers.name(remote, originHost)
    return true
  }

  private handleDisconnectRequest(header: MessageHeader, octets: Uint8Array, offset: number, length: number, now: number): void {
    const { connection } = this
    const cause = connection.base.handleDisconnectRequest(header, octets, offset, length)
    if (cause === null) return
    const remote = connection.remote!
    // RFC 6733 §5.4.3: after BUSY and DO_NOT_WANT_TO_TALK_TO_YOU the receiver SHOULD NOT attempt to connect again.
    if (!mayReconnectAfter(cause)) remote.dontReconnect()
    connection.notify({ kind: 'disconnect-requested', cause })
    remote.handle(`${remote.prefixOf(connection)}-Rcv-DPR`, now)
  }

  private resetConnection(now: number): void {
    const { connection } = this
    const { remote } = connection
    const known = remote?.handle(`${remote.prefixOf(connection)}-Peer-Disc`, now, 'protocol-error', true) ?? false
    if (!known) connection.disconnect('protocol-error', true)
  }
}
