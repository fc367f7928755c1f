import { avpValue, CreditControlResultCode, type GY, ResultCode, resultCodeClass } from 'diameter-codec'
import type { RequestOutcome } from '../application.js'
import type { GyAvp } from '../online-charging/tariff.js'

/** What the outcome of a credit-control request is to the state machines of the client. */
export type AnswerEvent =
  | 'successful answer received'
  | 'failure to send, or temporary error'
  | 'END_USER_SERVICE_DENIED received'
  | 'USER_UNKNOWN received'
  | 'CREDIT_CONTROL_NOT_APPLICABLE received'
  | 'failed answer received'

export type CreditControlOutcome = RequestOutcome<typeof GY.avpRows, typeof GY.commandRows>

/** The AVPs of an answer; none where there is no answer, or none that can be read. */
export function answerAvps(outcome: CreditControlOutcome): readonly GyAvp[] {
  return outcome.kind === 'answer' ? outcome.message.avps : []
}

export function answerEvent(outcome: CreditControlOutcome): AnswerEvent {
  if (outcome.kind === 'failed') return 'failure to send, or temporary error'
  if (outcome.kind === 'unreadable') return 'failed answer received'
  const resultCode = avpValue(outcome.message.avps, 'Result-Code') ?? ResultCode.DIAMETER_UNABLE_TO_COMPLY
  switch (resultCode) {
    // RFC 8506 §7: these three are the "temporary error".
    case ResultCode.DIAMETER_TOO_BUSY:
    case ResultCode.DIAMETER_UNABLE_TO_DELIVER:
    case ResultCode.DIAMETER_LOOP_DETECTED:
      return 'failure to send, or temporary error'
    // Tables 3 and 4 do not name the credit limit; as a session's result it denies the service likewise.
    case CreditControlResultCode.DIAMETER_CREDIT_LIMIT_REACHED:
    case CreditControlResultCode.DIAMETER_END_USER_SERVICE_DENIED:
      return 'END_USER_SERVICE_DENIED received'
    case CreditControlResultCode.DIAMETER_USER_UNKNOWN:
      return 'USER_UNKNOWN received'
    case CreditControlResultCode.DIAMETER_CREDIT_CONTROL_NOT_APPLICABLE:
      return 'CREDIT_CONTROL_NOT_APPLICABLE received'
    default:
      return resultCodeClass(resultCode) === 'success' ? 'successful answer received' : 'failed answer received'
  }
}
