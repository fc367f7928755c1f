import type { LossReason, SendOutcome } from '@sigbed/sctp-core'

/** What can be branched on; stable. */
export type SctpErrorCode =
  | 'SCTP_COMM_LOST'
  | 'SCTP_CONNECTION_REFUSED'
  | 'SCTP_CONNECTION_TIMED_OUT'
  | 'SCTP_ADDRESS_INVALID'
  /** The transport cannot open or close addresses while it is in use. */
  | 'SCTP_ADDRESSES_FIXED'
  | 'SCTP_PORT_IN_USE'
  | 'SCTP_PARAMETER_INVALID'
  | 'SCTP_ENDPOINT_CLOSED'
  /** The socket or server was closed by its user. */
  | 'SCTP_SOCKET_CLOSED'
  /** No association of this socket has that identifier (any more). */
  | 'SCTP_NO_SUCH_ASSOCIATION'
  /** A message that was to be sent was not taken; see SendRefusedError.outcome. */
  | 'SCTP_SEND_REFUSED'
  /** The socket has a reader already: messages() or a stream. */
  | 'SCTP_ALREADY_READING'
  /** A value that the option does not allow. */
  | 'SCTP_OPTION_INVALID'
  /** The option can be read, not set. */
  | 'SCTP_OPTION_READ_ONLY'
  /** The option is settled with the association's setup: set it for future associations. */
  | 'SCTP_OPTION_FIXED'
  /** The option is none of this style of socket, or none at all. */
  | 'SCTP_OPTION_UNSUPPORTED'

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

/** A message was not taken, and waiting would not help. */
export class SendRefusedError extends SctpError {
  constructor(
    readonly peer: string,
    readonly outcome: Exclude<SendOutcome, 'queued'>,
  ) {
    super('SCTP_SEND_REFUSED', `a message to ${peer} was not taken: ${outcome}`)
    this.name = 'SendRefusedError'
  }
}

/** A socket option (RFC 6458 §8) was refused. */
export class SocketOptionError extends SctpError {
  constructor(
    code: Extract<SctpErrorCode, `SCTP_OPTION_${string}`>,
    /** The option, and the field of it where it has fields: 'SCTP_RTOINFO.initialMs'. */
    readonly option: string,
    readonly value: unknown,
    /** What would be taken, for people. */
    readonly allowed: string,
  ) {
    super(code, `${option}${value === undefined ? '' : ` cannot be ${shown(value)}`}: ${allowed}`)
    this.name = 'SocketOptionError'
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

function shown(value: unknown): string {
  return typeof value === 'string' || (typeof value === 'object' && value !== null) ? JSON.stringify(value) : String(value)
}
