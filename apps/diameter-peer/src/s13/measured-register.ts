import { AvpCursor, ME_IDENTITY_CHECK, ResultCode, VENDOR_3GPP } from 'diameter-codec'
import type { ApplicationAnswer, ApplicationResult, ServedApplication } from '../application.js'
import { BLACKLISTED, type EquipmentIdentityRegister, GREYLISTED, UNKNOWN_EQUIPMENT, WHITELISTED } from '../equipment-identity-register.js'
import { AUTH_SESSION_STATE, asciiValue, EQUIPMENT_STATUS, IMEI, NO_STATE_MAINTAINED, TERMINAL_INFORMATION } from '../s13-avps.js'
import { EQUIPMENT_UNKNOWN, S13_ADVERTISED } from './equipment-check.js'

/** A register for traffic that is measured: it looks at the IMEI and nothing else, and has every answer it can give at hand. TS 29.272 §6.2.1. */
export function measuredRegister(register: EquipmentIdentityRegister): ServedApplication {
  const terminal = new AvpCursor()
  return {
    name: 'S13 EIR',
    advertised: S13_ADVERTISED,
    answer: (header, avps) => {
      if (header.commandCode !== ME_IDENTITY_CHECK) return COMMAND_UNSUPPORTED
      if (!avps.find(TERMINAL_INFORMATION.code, VENDOR_3GPP)) return MISSING_IMEI
      terminal.enterGroup(avps)
      if (!terminal.find(IMEI.code, VENDOR_3GPP)) return MISSING_IMEI
      return ANSWERS.get(register.lookUp(asciiValue(terminal)))!
    },
  }
}

function answerOf(result: ApplicationResult, status: number | null, isErrorAnswer = false): ApplicationAnswer {
  return {
    result,
    isErrorAnswer,
    failedAvp: NO_OCTETS,
    writeAvps: (into) => {
      into.writeUnsigned32(AUTH_SESSION_STATE, NO_STATE_MAINTAINED)
      if (status !== null) into.writeUnsigned32(EQUIPMENT_STATUS, status)
    },
  }
}

const NO_OCTETS = new Uint8Array(0)
const ANSWERS: ReadonlyMap<number, ApplicationAnswer> = new Map([
  ...[WHITELISTED, BLACKLISTED, GREYLISTED].map((status) => [status, answerOf(ResultCode.DIAMETER_SUCCESS, status)] as const),
  [UNKNOWN_EQUIPMENT, answerOf(EQUIPMENT_UNKNOWN, null)],
])
const MISSING_IMEI = answerOf(ResultCode.DIAMETER_MISSING_AVP, null)
const COMMAND_UNSUPPORTED = answerOf(ResultCode.DIAMETER_COMMAND_UNSUPPORTED, null, true)
