import { readU32 } from '@sigbed/octets'
import { AvpCursor } from './avp-reader.js'
import { type DecodeFault, decodeFault } from './decode-fault.js'
import type { CommandDefinition } from './dictionary/dictionary.js'
import { RFC6733 } from './dictionary/rfc6733.js'
import { CAPABILITIES_EXCHANGE } from './dictionary/rfc6733-commands.js'
import { faultInsideGroup } from './failed-avp.js'
import type { Judgement } from './judgement.js'
import { ERROR_FLAG, type MessageHeader, PROXIABLE_FLAG, REQUEST_FLAG, RESERVED_FLAGS, RETRANSMITTED_FLAG } from './message-header.js'
import { ResultCode, resultCodeClass } from './result-code.js'

/** Rules that concern the header, beyond what its reader holds. The fault the reading ends with, or null. */
export function judgeHeader({ flags }: MessageHeader, command: CommandDefinition, judgement: Judgement): DecodeFault | null {
  const judge = (wrong: boolean, fault: DecodeFault): DecodeFault | null => (wrong ? judgement.refuse(fault) : null)
  const sender = judgement.bindsSender
  return (
    // RFC 6733 §3: the E bit "MUST NOT be set in request messages". Only a lenient reading comes here with it.
    judge((flags & REQUEST_FLAG) !== 0 && (flags & ERROR_FLAG) !== 0, ERROR_IN_REQUEST) ??
    // RFC 6733 §7.1.3: 3008 for bits "inconsistent with the Command Code's definition"; §5.3 CER and CEA "MUST NOT be proxied".
    judge((flags & PROXIABLE_FLAG) !== 0 && !command.proxiable, NOT_PROXIABLE) ??
    // RFC 6733 §7.1.5: 5013 for a reserved bit that is set; §3 has a receiver ignore it, so that only a strict one refuses.
    judge(sender && (flags & RESERVED_FLAGS) !== 0, RESERVED_BITS) ??
    // RFC 6733 §3: the T bit "MUST NOT be set in answer messages"; §7.1.3: 3008 for "an invalid combination".
    judge(sender && (flags & REQUEST_FLAG) === 0 && (flags & RETRANSMITTED_FLAG) !== 0, RETRANSMITTED_ANSWER)
  )
}

/** Rules that tie AVPs to the header, for a reading that binds the sender. The fault the reading ends with, or null. */
export function judgeAgainstHeader(header: MessageHeader, avps: AvpCursor, judgement: Judgement): DecodeFault | null {
  const cursor = new AvpCursor()
  const inner = new AvpCursor()
  cursor.enter(avps.octets, avps.rangeAt(), avps.rangeLength())
  while (cursor.next()) {
    let fault = faultAgainstHeader(header, cursor)
    if (cursor.code === VENDOR_SPECIFIC_APPLICATION_ID.code && cursor.vendorId === 0) {
      inner.enterGroup(cursor)
      while (fault === null && inner.next()) {
        const inside = faultAgainstHeader(header, inner)
        fault = inside === null ? null : faultInsideGroup(VENDOR_SPECIFIC_APPLICATION_ID, inside)
      }
    }
    const refused = fault === null ? null : judgement.refuse(fault)
    if (refused !== null) return refused
  }
  return null
}

function faultAgainstHeader(header: MessageHeader, cursor: AvpCursor): DecodeFault | null {
  if (cursor.vendorId !== 0 || cursor.valueLength !== 4) return null
  const value = readU32(cursor.octets, cursor.valueAt)
  switch (cursor.code) {
    case AUTH_APPLICATION_ID.code:
    case ACCT_APPLICATION_ID.code:
      // RFC 6733 §3: the Application-ID of the header "MUST be the same as any relevant Application-Id AVPs contained in the message";
      // §6.11 excepts CER and CEA. §7.1.5: 5007 for what contradicts each other.
      if (header.commandCode === CAPABILITIES_EXCHANGE || value === header.applicationId) return null
      return decodeFault(ResultCode.DIAMETER_CONTRADICTING_AVPS, 'Application-Id and header', cursor.copyAvp())
    case RESULT_CODE.code:
      // RFC 6733 §7.1.3: protocol errors "MUST only be used in answer messages whose 'E' bit is set"; §7.1.4: transient failures never.
      return isClassOfOtherAnswers(value, (header.flags & ERROR_FLAG) !== 0) ? ERROR_BIT_CONTRADICTS : null
    default:
      return null
  }
}

function isClassOfOtherAnswers(resultCode: number, error: boolean): boolean {
  switch (resultCodeClass(resultCode)) {
    case 'protocol-error':
      return !error
    case 'permanent-failure':
      // RFC 6733 §7.1.5: the E bit SHOULD be clear, and MAY be set.
      return false
    default:
      return error
  }
}

const AUTH_APPLICATION_ID = RFC6733.avp('Auth-Application-Id')
const ACCT_APPLICATION_ID = RFC6733.avp('Acct-Application-Id')
const VENDOR_SPECIFIC_APPLICATION_ID = RFC6733.avp('Vendor-Specific-Application-Id')
const RESULT_CODE = RFC6733.avp('Result-Code')
const ERROR_IN_REQUEST = decodeFault(ResultCode.DIAMETER_INVALID_HDR_BITS, 'Command Flags: R with E')
const NOT_PROXIABLE = decodeFault(ResultCode.DIAMETER_INVALID_HDR_BITS, 'Command Flags: P')
const RESERVED_BITS = decodeFault(ResultCode.DIAMETER_INVALID_BIT_IN_HEADER, 'Command Flags: reserved bits')
const RETRANSMITTED_ANSWER = decodeFault(ResultCode.DIAMETER_INVALID_HDR_BITS, 'Command Flags: T in an answer')
const ERROR_BIT_CONTRADICTS = decodeFault(ResultCode.DIAMETER_INVALID_HDR_BITS, "Command Flags: E against the Result-Code's class")
