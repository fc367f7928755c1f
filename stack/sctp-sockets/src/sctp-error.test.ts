import { describe, expect, it } from 'vitest'
import { AssociationLostError, SendRefusedError, SocketOptionError } from './sctp-error.js'

describe('the errors', () => {
  it.each([
    ['setup-refused', 'SCTP_CONNECTION_REFUSED', 'association refused by 10.0.0.2:5000: why'],
    ['setup-timed-out', 'SCTP_CONNECTION_TIMED_OUT', 'no association with 10.0.0.2:5000: why'],
    ['aborted-by-peer', 'SCTP_COMM_LOST', 'association aborted by 10.0.0.2:5000: why'],
    ['aborted-by-user', 'SCTP_COMM_LOST', 'association aborted with 10.0.0.2:5000: why'],
    ['too-many-retransmissions', 'SCTP_COMM_LOST', 'association lost with 10.0.0.2:5000: why'],
    ['shutdown-timed-out', 'SCTP_COMM_LOST', 'shutdown not answered by 10.0.0.2:5000: why'],
    ['protocol-violation', 'SCTP_COMM_LOST', 'association ended for a protocol violation of 10.0.0.2:5000: why'],
  ] as const)('say that an association ended by %s', (reason, code, message) => {
    const error = new AssociationLostError('10.0.0.2:5000', reason, 'why', 0)
    expect(error).toMatchObject({ code, message, name: 'AssociationLostError', reason, unacknowledgedMessages: 0 })
    expect(new AssociationLostError('Z', reason, 'why', 3).message).toContain('; 3 message(s) not acknowledged')
  })

  it('name the option, the value and what is allowed', () => {
    const error = new SocketOptionError('SCTP_OPTION_INVALID', 'SCTP_MAXSEG', 10, '0, or 64 and more')
    expect(error.message).toBe('SCTP_MAXSEG cannot be 10: 0, or 64 and more')
    expect(new SocketOptionError('SCTP_OPTION_INVALID', 'X', { a: 'b' }, 'no').message).toBe('X cannot be {"a":"b"}: no')
    expect(new SocketOptionError('SCTP_OPTION_READ_ONLY', 'X', undefined, 'it can only be read').message).toBe('X: it can only be read')
  })

  it('name the outcome of a message that was refused', () => {
    expect(new SendRefusedError('Z', 'no-such-stream')).toMatchObject({ code: 'SCTP_SEND_REFUSED', outcome: 'no-such-stream' })
  })
})
