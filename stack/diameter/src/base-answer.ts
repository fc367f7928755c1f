import { type AvpWriter, ERROR_FLAG, MessageHeader, PROXIABLE_FLAG, ResultCode, RFC6733, resultCodeClass } from 'diameter-codec'
import type { LocalIdentity } from './local-identity.js'
import type { ReceivedRequest } from './received-request.js'

/**
 * Begins the answer to a request: Session-Id, Result-Code, Origin-Host and Origin-Realm, in that order. RFC 6733 §6.2.
 * @param resultCode 0 leaves it out, for an answer with Experimental-Result
 */
export function beginAnswerTo(request: ReceivedRequest, resultCode: number, local: LocalIdentity, into: AvpWriter): void {
  into.beginMessage()
  request.writeSessionId(into)
  if (resultCode !== 0) into.writeUnsigned32(RESULT_CODE, resultCode)
  into.writeAvps(local.originAvps)
}

/** Ends it: Proxy-Info, and the header with the request's identifiers and P bit (RFC 6733 §6.2). */
export function endAnswerTo(request: ReceivedRequest, error: boolean, header: MessageHeader, into: AvpWriter): void {
  request.writeProxyInfo(into)
  header.flags = (request.flags & PROXIABLE_FLAG) | (error ? ERROR_FLAG : 0)
  header.commandCode = request.commandCode
  header.applicationId = request.applicationId
  header.hopByHopId = request.hopByHopId
  header.endToEndId = request.endToEndId
  into.endMessage(header)
}

/**
 * A whole answer by the node itself: DWA, DPA, or the refusal of a request (RFC 6733 §7.2).
 * @param error whether the E bit is set; for protocol errors it always is (§7.1.3)
 */
export function writeBaseAnswer(
  request: ReceivedRequest,
  resultCode: number,
  error: boolean,
  failedAvp: Uint8Array,
  local: LocalIdentity,
  into: AvpWriter,
): void {
  beginAnswerTo(request, resultCode, local, into)
  into.writeAvps(local.originStateAvps)
  if (failedAvp.length > 0) {
    into.beginGroup(FAILED_AVP)
    into.writeAvps(failedAvp)
    into.endGroup()
  }
  endAnswerTo(request, error || isProtocolError(resultCode), SCRATCH, into)
}

/** RFC 6733 §7.1.3: 3xxx go with the E bit and never without it. */
export function isProtocolError(resultCode: number): boolean {
  return resultCode !== ResultCode.DIAMETER_SUCCESS && resultCodeClass(resultCode) === 'protocol-error'
}

const RESULT_CODE = RFC6733.avp('Result-Code')
const FAILED_AVP = RFC6733.avp('Failed-AVP')
const SCRATCH = new MessageHeader()
