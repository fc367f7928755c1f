import { DatabaseMissingError, DatabaseUnwritableError, RunNotFoundError } from '@sigbed/results'
import { SctpError } from '@sigbed/sctp-sockets'
import { TransportError } from '@sigbed/sctp-transport'
import { describe, expect, it } from 'vitest'
import { failureOf, UsageError } from './command-failure.js'

describe('a failure', () => {
  it('of usage is told in its own words', () => {
    expect(failureOf(new UsageError('--seed takes a number.'))).toEqual({ status: 2, message: '--seed takes a number.' })
  })

  it('of the results names the flag that helps', () => {
    expect(failureOf(new DatabaseUnwritableError('a.sqlite', 'ENOTDIR'))).toEqual({
      status: 2,
      message: 'a.sqlite cannot be written (ENOTDIR). Give a file in a folder you may write to with --database.',
    })
    expect(failureOf(new DatabaseMissingError('a.sqlite')).message).toContain('Measure a first run with "sigbed run"')
  })

  it('keeps the remedy that an error brings when no flag is better', () => {
    const error = new RunNotFoundError('7', 'a.sqlite holds run 1')
    expect(failureOf(error)).toEqual({ status: 2, message: error.message })
  })

  it.each([
    [new TransportError('SIGBED_PORT_TAKEN', 'UDP 127.0.1.1:9899 is taken'), 2, /is taken\. .*--encapsulation-port/],
    [new TransportError('SIGBED_CAPTURE', 'x.pcapng cannot be written'), 2, /cannot be written\. .*capture nothing/],
    [new TransportError('SIGBED_SOCKET', 'the socket broke'), 1, /^the socket broke\.$/],
    [new SctpError('SCTP_PARAMETER_INVALID', 'streams must be 1 to 65535'), 2, /streams/],
    [new SctpError('SCTP_COMM_LOST', 'association lost'), 1, /^association lost\.$/],
    [Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE' }), 1, /^EMFILE: too many open files\.$/],
  ])('with a code has the status that its code stands for: %s', (error, status, message) => {
    const failure = failureOf(error)
    expect(failure.status).toBe(status)
    expect(failure.message).toMatch(message)
  })

  it.each([[new TypeError('x is not a function')], ['a string']])('without a code is owned up to: %s', (error) => {
    const { status, message } = failureOf(error)
    expect(status).toBe(1)
    expect(message).toMatch(/mistake of its own \((x is not a function|a string)\)\. SIGBED_DEBUG=1/)
  })
})
