import { readU32 } from '@sigbed/octets'
import { AvpCursor, RFC6733 } from 'diameter-codec'

/** What an answer says of its request. Reused; reading it allocates nothing. */
export class AnswerResult {
  /** 0 when there is none: not an answer as RFC 6733 §7.1 wants one. */
  code = 0
  /** 0 for a Result-Code, else of Experimental-Result (RFC 6733 §7.6). */
  vendorId = 0
  private readonly members = new AvpCursor()

  read(avps: AvpCursor): void {
    this.code = 0
    this.vendorId = 0
    avps.rewind()
    while (avps.next()) {
      if (avps.vendorId !== 0) continue
      if (avps.code === RESULT_CODE && avps.valueLength === 4) {
        this.code = readU32(avps.octets, avps.valueAt)
        return
      }
      if (avps.code === EXPERIMENTAL_RESULT) this.readExperimental(avps)
    }
  }

  private readExperimental(avps: AvpCursor): void {
    const { members } = this
    members.enterGroup(avps)
    while (members.next()) {
      if (members.valueLength !== 4) continue
      if (members.code === VENDOR_ID) this.vendorId = readU32(members.octets, members.valueAt)
      else if (members.code === EXPERIMENTAL_RESULT_CODE) this.code = readU32(members.octets, members.valueAt)
    }
    members.release()
  }
}

const RESULT_CODE = RFC6733.avp('Result-Code').code
const EXPERIMENTAL_RESULT = RFC6733.avp('Experimental-Result').code
const EXPERIMENTAL_RESULT_CODE = RFC6733.avp('Experimental-Result-Code').code
const VENDOR_ID = RFC6733.avp('Vendor-Id').code
