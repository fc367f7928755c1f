import { type AvpCursor, type AvpWriter, MESSAGE_HEADER_LENGTH, type MessageHeader, ResultCode } from 'diameter-codec'
import { AnswerBacklog } from '../answer-backlog.js'
import type { DiameterPeer } from '../peer.js'
import type { SendOutcome } from '../peer-event.js'
import type { ReceivedRequest } from '../received-request.js'
import type { RoutingCounters } from './routing-counters.js'

/**
 * The way back of an agent: answers of other nodes, and its own to requests it does not pass on. Those a peer's send buffer has no room
 * for are kept, in order, until it has: an agent has nobody to push back on, for the one who answered has done his part. Only keeping
 * builds anything.
 */
export class AnswerReturn {
  private readonly backlog: AnswerBacklog

  /** @param maximumWaiting answers kept, of all peers together, and their octets; more are dropped, and their askers time out */
  constructor(
    maximumWaiting: number,
    maximumOctets: number,
    private readonly counters: RoutingCounters,
    private readonly now: () => number,
  ) {
    this.backlog = new AnswerBacklog(maximumWaiting, maximumOctets)
  }

  /** Passes on an answer as it came. The cursor is in it. */
  forward(header: MessageHeader, avps: AvpCursor, request: ReceivedRequest, peer: DiameterPeer): void {
    this.forwardOctets(avps.octets, avps.startAt - MESSAGE_HEADER_LENGTH, header.length, request, peer)
  }

  /** Passes on an answer that was written anew. */
  forwardWritten(writer: AvpWriter, request: ReceivedRequest, peer: DiameterPeer): void {
    this.forwardOctets(writer.octets, 0, writer.length, request, peer)
  }

  /** Answers a request that is not passed on (RFC 6733 §7.2). `writeMore` writes what goes beyond the Result-Code, perhaps twice. */
  answer(request: ReceivedRequest, peer: DiameterPeer, resultCode: number, writeMore: (into: AvpWriter) => void = writeNothing): void {
    this.count(resultCode)
    const send = (): SendOutcome => {
      writeMore(peer.beginAnswer(request, resultCode))
      return peer.endAnswer(request, this.now())
    }
    if (this.backlog.isWaiting(peer) || send() === 'send-buffer-full') this.keep(peer, request, 0, send)
  }

  /** The peer has room again, or is gone: then its answers come to nothing. */
  flush(peer: DiameterPeer): void {
    this.backlog.flush(peer)
  }

  private forwardOctets(octets: Uint8Array, offset: number, length: number, request: ReceivedRequest, peer: DiameterPeer): void {
    this.counters.answersForwarded++
    if (!this.backlog.isWaiting(peer)) {
      const outcome = peer.forwardAnswer(request, octets, offset, length, this.now())
      if (outcome === 'not-open') this.counters.answersWithoutAsker++
      if (outcome !== 'send-buffer-full') return
    }
    const copy = new Uint8Array(length)
    copy.set(octets.subarray(offset, offset + length))
    this.keep(peer, request, length, () => peer.forwardAnswer(request, copy, 0, length, this.now()))
  }

  private keep(peer: DiameterPeer, request: ReceivedRequest, octets: number, send: () => SendOutcome): void {
    if (this.backlog.keep(peer, octets, send)) return
    this.counters.answersDropped++
    peer.dropRequest(request)
  }

  private count(resultCode: number): void {
    const { counters } = this
    switch (resultCode) {
      case ResultCode.DIAMETER_UNABLE_TO_DELIVER:
        counters.unableToDeliver++
        return
      case ResultCode.DIAMETER_REALM_NOT_SERVED:
        counters.realmNotServed++
        return
      case ResultCode.DIAMETER_TOO_BUSY:
        counters.tooBusy++
        return
      case ResultCode.DIAMETER_LOOP_DETECTED:
        counters.loopDetected++
        return
      case ResultCode.DIAMETER_REDIRECT_INDICATION:
        counters.redirected++
        return
      case ResultCode.DIAMETER_APPLICATION_UNSUPPORTED:
        counters.applicationUnsupported++
        return
    }
  }
}

function writeNothing(): void {}
