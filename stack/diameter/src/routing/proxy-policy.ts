import { type AvpCursor, type AvpWriter, type MessageHeader, RFC6733, resultCodeClass, singleAvp } from 'diameter-codec'
import { resultCodeOf } from './result-of-answer.js'

/**
 * What a proxy thinks of a message: leave it as it is; take the AVPs that were written instead of those that came; or, as a number, end
 * the matter with this Result-Code.
 */
export type ProxyVerdict = 'unchanged' | 'rewritten' | number

/**
 * The local policy of a proxy, asked about every request on a route whose action is PROXY, and about its answer (RFC 6733 §2.8.2). Both
 * walk the AVPs with the cursor and may copy them into `rewritten`, adding, leaving out and changing; RFC 6733 §2.7 has their order kept.
 */
export interface ProxyPolicy {
  /** A Result-Code answers the request here; what was written then goes into that answer. */
  judgeRequest(header: MessageHeader, avps: AvpCursor, rewritten: AvpWriter): ProxyVerdict
  /**
   * A Result-Code takes the place of a success, and Error-Reporting-Host names this node; on a failure it has no effect, for its
   * Result-Code MUST NOT be modified (RFC 6733 §6.2.2). The STR that has to follow is the policy's to send.
   */
  judgeAnswer(header: MessageHeader, avps: AvpCursor, rewritten: AvpWriter): ProxyVerdict
}

/** The answer with another Result-Code and this node as Error-Reporting-Host. False for one that was no success: nothing is written. */
export function writeRefusedAnswer(avps: AvpCursor, resultCode: number, localHost: string, into: AvpWriter): boolean {
  if (resultCodeClass(resultCodeOf(avps)) !== 'success') return false
  avps.rewind()
  while (avps.next()) {
    if (avps.code === RESULT_CODE.code && avps.vendorId === 0) into.writeUnsigned32(RESULT_CODE, resultCode)
    else into.writeAvps(avps.octets, avps.headerAt, avps.paddedLength())
  }
  into.writeAvps(errorReportingHost(localHost))
  return true
}

/** RFC 6733 §7.4: set "only if the host setting the Result-Code is different from the one encoded in the Origin-Host AVP". */
function errorReportingHost(localHost: string): Uint8Array {
  return singleAvp(
    RFC6733.avp('Error-Reporting-Host'),
    Uint8Array.from(localHost, (letter) => letter.charCodeAt(0)),
  )
}

const RESULT_CODE = RFC6733.avp('Result-Code')
