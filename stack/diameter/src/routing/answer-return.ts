import { type AvpCursor, type AvpWriter, MESSAGE_HEADER_LENGTH, type MessageHeader, ResultCode } from 'diameter-codec'
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
  private readonly waiting = new Map<DiameterPeer, (() => SendOutcome)[]>()
  private waitingCount = 0

  /** @param maximumWaiting answers kept, of all peers together; more are dropped, and their askers time out */
  constructor(
    private readonly maximumWaiting: number,
    private readonly counters: RoutingCounters,
    private readonly now: () => number,
  ) {}

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
    if (this.waiting.has(peer) || send() === 'send-buffer-full') this.keep(peer, request, send)
  }

  /** The peer has room again, or is gone: then its answers come to nothing. */
  flush(peer: DiameterPeer): void {
    const queue = this.waiting.get(peer)
    if (queue === undefined) return
    while (queue.length > 0) {
      if (queue[0]!() === 'send-buffer-full') return
      queue.shift()
      this.waitingCount--
    }
    this.waiting.delete(peer)
  }

  private forwardOctets(octets: Uint8Array, offset: number, length: number, request: ReceivedRequest, peer: DiameterPeer): void {
    this.counters.answersForwarded++
    if (this.waitingCount === 0 || !this.waiting.has(peer)) {
      const outcome = peer.forwardAnswer(request, octets, offset, length, this.now())
      if (outcome === 'not-open') this.counters.answersWithoutAsker++
      if (outcome !== 'send-buffer-full') return
    }
    const copy = new Uint8Array(length)
    copy.set(octets.subarray(offset, offset + length))
    this.keep(peer, request, () => peer.forwardAnswer(request, copy, 0, length, this.now()))
  }

  private keep(peer: DiameterPeer, request: ReceivedRequest, send: () => SendOutcome): void {
    if (this.waitingCount >= this.maximumWaiting) {
      this.counters.answersDropped++
      peer.dropRequest(request)
      return
    }
    this.waitingCount++
    const queue = this.waiting.get(peer)
    if (queue === undefined) this.waiting.set(peer, [send])
    else queue.push(send)
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
