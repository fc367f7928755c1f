import { type AvpCursor, S13 } from 'diameter-codec'

/** The AVPs of ECR and ECA, looked up once (3GPP TS 29.272 §7.2.19, §7.2.20). */
export const SESSION_ID = S13.avp('Session-Id')
export const AUTH_SESSION_STATE = S13.avp('Auth-Session-State')
export const DESTINATION_REALM = S13.avp('Destination-Realm')
export const TERMINAL_INFORMATION = S13.avp('Terminal-Information')
export const IMEI = S13.avp('IMEI')
export const EQUIPMENT_STATUS = S13.avp('Equipment-Status')
export const RESULT_CODE = S13.avp('Result-Code')
export const EXPERIMENTAL_RESULT = S13.avp('Experimental-Result')
export const EXPERIMENTAL_RESULT_CODE = S13.avp('Experimental-Result-Code')
export const VENDOR_ID = S13.avp('Vendor-Id')

/** Auth-Session-State of S13: no state is kept (RFC 6733 §8.11). */
export const NO_STATE_MAINTAINED = 1

/** The digits or ASCII text of the AVP a cursor stands on; what is no ASCII comes out as some other character. */
export function asciiValue(cursor: AvpCursor): string {
  let text = ''
  for (let i = 0; i < cursor.valueLength; i++) text += String.fromCharCode(cursor.octets[cursor.valueAt + i]!)
  return text
}

/** The number after the last semicolon of a Session-Id, which this client counts up (RFC 6733 §8.8); -1 where there is none. */
export function sessionNumber(cursor: AvpCursor): number {
  let number = 0
  let scale = 1
  for (let at = cursor.valueAt + cursor.valueLength - 1; at >= cursor.valueAt; at--, scale *= 10) {
    const digit = cursor.octets[at]! - DIGIT_ZERO
    if (digit >= 0 && digit <= 9) number += digit * scale
    else return cursor.octets[at] === SEMICOLON && scale > 1 ? number : -1
  }
  return -1
}

const DIGIT_ZERO = 0x30
const SEMICOLON = 0x3b
