import type { LossReason } from '@sigbed/sctp-core'

/** What can be branched on; stable. */
export type SctpErrorCode =
  | 'SCTP_COMM_LOST'
  | 'SCTP_CONNECTION_REFUSED'
  | 'SCTP_CONNECTION_TIMED_OUT'
  | 'SCTP_ADDRESS_INVALID'
  | 'SCTP_PORT_IN_USE'
  | 'SCTP_PARAMETER_INVALID'
  | 'SCTP_ENDPOINT_CLOSED'

/** Root of what the sockets API throws or rejects with: the caller did wrong, or what was awaited cannot end well. */
export class SctpError extends Error {
  constructor(
    readonly code: SctpErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.name = 'SctpError'
  }
}

/** The association ended against this side's wish (RFC 6458 §6.1.1, SCTP_COMM_LOST; while connecting SCTP_CANT_STR_ASSOC). */
export class AssociationLostError extends SctpError {
  constructor(
    readonly peer: string,
    readonly reason: LossReason,
    readonly detail: string,
    /** Messages that send() had taken and the peer did not acknowledge. */
    readonly unacknowledgedMessages: number,
  ) {
    super(
      codeFor(reason),
      `${spoken(reason)} ${peer}: ${detail}${unacknowledgedMessages > 0 ? `; ${unacknowledgedMessages} message(s) not acknowledged` : ''}`,
    )
    this.name = 'AssociationLostError'
  }
}

function codeFor(reason: LossReason): SctpErrorCode {
  if (reason === 'setup-refused') return 'SCTP_CONNECTION_REFUSED'
  if (reason === 'setup-timed-out') return 'SCTP_CONNECTION_TIMED_OUT'
  return 'SCTP_COMM_LOST'
}

function spoken(reason: LossReason): string {
  switch (reason) {
    case 'setup-refused':
      return 'association refused by'
    case 'setup-timed-out':
      return 'no association with'
    case 'aborted-by-peer':
      return 'association aborted by'
    case 'aborted-by-user':
      return 'association aborted with'
    case 'too-many-retransmissions':
      return 'association lost with'
    case 'shutdown-timed-out':
      return 'shutdown not answered by'
    case 'protocol-violation':
      return 'association ended for a protocol violation of'
    default:
      return reason satisfies never
  }
}
