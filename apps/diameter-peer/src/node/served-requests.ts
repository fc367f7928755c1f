import { AnswerBacklog, type DiameterPeer, type ReceivedRequest, type SendOutcome } from '@sigbed/diameter'
import { type AvpCursor, type AvpWriter, ERROR_FLAG, type MessageHeader, ResultCode, RFC6733 } from 'diameter-codec'
import type { ApplicationAnswer, ServedApplication } from '../application.js'

/**
 * The applications of one node, and the requests they answer. An answer that a peer has no room for waits for it, in order; no more than
 * MOST_WAITING of all peers together, then the request is left without one.
 */
export class ServedRequests {
  /** Requests handed to an application. */
  served = 0
  /** Answers dropped because too many waited. */
  dropped = 0
  private readonly byApplicationId: ReadonlyMap<number, ServedApplication>
  private readonly backlog = new AnswerBacklog(MOST_WAITING, Number.POSITIVE_INFINITY)

  constructor(
    readonly applications: readonly ServedApplication[],
    private readonly now: () => number,
  ) {
    this.byApplicationId = new Map(applications.map((application) => [application.advertised.applicationId, application]))
  }

  /** Answers a request now, or as soon as there is room. Header and cursor are borrowed. */
  serve(header: MessageHeader, avps: AvpCursor, request: ReceivedRequest, peer: DiameterPeer): void {
    const application = this.byApplicationId.get(header.applicationId)
    this.served++
    const answer = application === undefined ? UNSUPPORTED : application.answer(header, avps)
    const send = (): SendOutcome => this.send(request, answer, peer)
    if (!this.backlog.isWaiting(peer) && send() !== 'send-buffer-full') return
    // What is kept of the request is bounded by the node, and the answer is the application's own: they are not counted again.
    if (this.backlog.keep(peer, 0, send)) return
    this.dropped++
    peer.dropRequest(request)
  }

  /** A peer has room again; or it is gone, and its answers are only remembered, for whoever asks again elsewhere. */
  flush(peer: DiameterPeer): void {
    this.backlog.flush(peer)
  }

  private send(
    request: ReceivedRequest,
    { result, isErrorAnswer, failedAvp, writeAvps }: ApplicationAnswer,
    peer: DiameterPeer,
  ): SendOutcome {
    const writer = peer.beginAnswer(request, typeof result === 'number' ? result : 0, isErrorAnswer ? ERROR_FLAG : 0)
    if (typeof result !== 'number') writeExperimentalResult(result.vendorId, result.experimentalResultCode, writer)
    writeAvps(writer)
    if (failedAvp.length > 0) {
      writer.beginGroup(FAILED_AVP)
      writer.writeAvps(failedAvp)
      writer.endGroup()
    }
    return peer.endAnswer(request, this.now())
  }
}

/** RFC 6733 §7.6. */
function writeExperimentalResult(vendorId: number, experimentalResultCode: number, into: AvpWriter): void {
  into.beginGroup(EXPERIMENTAL_RESULT)
  into.writeUnsigned32(VENDOR_ID, vendorId)
  into.writeUnsigned32(EXPERIMENTAL_RESULT_CODE, experimentalResultCode)
  into.endGroup()
}

const MOST_WAITING = 65_536
const FAILED_AVP = RFC6733.avp('Failed-AVP')
const EXPERIMENTAL_RESULT = RFC6733.avp('Experimental-Result')
const EXPERIMENTAL_RESULT_CODE = RFC6733.avp('Experimental-Result-Code')
const VENDOR_ID = RFC6733.avp('Vendor-Id')
const UNSUPPORTED: ApplicationAnswer = {
  // RFC 6733 §6.1.4: a request for an application that is not supported.
  result: ResultCode.DIAMETER_APPLICATION_UNSUPPORTED,
  isErrorAnswer: true,
  failedAvp: new Uint8Array(0),
  writeAvps: () => {},
}
