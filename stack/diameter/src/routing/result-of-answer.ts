import { readU32 } from '@sigbed/octets'
import { type AvpCursor, RFC6733 } from 'diameter-codec'

/** The Result-Code of an answer; 0, which none is, where there is none or one of a wrong length. */
export function resultCodeOf(avps: AvpCursor): number {
  return avps.find(RESULT_CODE) ? unsigned32(avps) : 0
}

/** The Unsigned32 the cursor stands on; 0 for a value of another length. */
export function unsigned32(avps: AvpCursor): number {
  return avps.valueLength === 4 ? readU32(avps.octets, avps.valueAt) : 0
}

const RESULT_CODE = RFC6733.avp('Result-Code').code
