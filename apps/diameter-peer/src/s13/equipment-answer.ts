import { AvpCursor, DIAMETER_ERROR_EQUIPMENT_UNKNOWN, ResultCode, VENDOR_3GPP } from 'diameter-codec'
import { UNKNOWN_EQUIPMENT } from '../equipment-identity-register.js'
import { EQUIPMENT_STATUS, EXPERIMENTAL_RESULT, EXPERIMENTAL_RESULT_CODE, RESULT_CODE } from '../s13-avps.js'

/** The answer says neither a status nor that the equipment is unknown. */
export const NOT_AN_ANSWER = -2

/** Reads what an ECA says (TS 29.272 §6.2.1), without an object for each. */
export class EquipmentAnswer {
  private readonly group = new AvpCursor()

  /** Equipment-Status, UNKNOWN_EQUIPMENT, or NOT_AN_ANSWER for a failure. */
  statusOf(avps: AvpCursor): number {
    if (avps.find(RESULT_CODE.code)) {
      if (readUnsigned32(avps) !== ResultCode.DIAMETER_SUCCESS) return NOT_AN_ANSWER
      return avps.find(EQUIPMENT_STATUS.code, VENDOR_3GPP) ? readUnsigned32(avps) : NOT_AN_ANSWER
    }
    if (!avps.find(EXPERIMENTAL_RESULT.code)) return NOT_AN_ANSWER
    this.group.enterGroup(avps)
    const unknown = this.group.find(EXPERIMENTAL_RESULT_CODE.code) && readUnsigned32(this.group) === DIAMETER_ERROR_EQUIPMENT_UNKNOWN
    return unknown ? UNKNOWN_EQUIPMENT : NOT_AN_ANSWER
  }
}

function readUnsigned32(cursor: AvpCursor): number {
  const { octets, valueAt, valueLength } = cursor
  if (valueLength !== 4) return -1
  return ((octets[valueAt]! << 24) | (octets[valueAt + 1]! << 16) | (octets[valueAt + 2]! << 8) | octets[valueAt + 3]!) >>> 0
}
