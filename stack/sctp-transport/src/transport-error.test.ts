import { describe, expect, it } from 'vitest'
import { bindError, rawIpError, systemCodeOf, TransportError } from './transport-error.js'

const systemError = (code: string) => Object.assign(new Error(`bind ${code}`), { code })

describe('transport error', () => {
  it('has a stable code for each way a bind can fail, and names address, port and remedy', () => {
    const codes = {
      EADDRINUSE: 'SIGBED_PORT_TAKEN',
      EADDRNOTAVAIL: 'SIGBED_ADDRESS_UNAVAILABLE',
      EACCES: 'SIGBED_PERMISSION',
      EMFILE: 'SIGBED_SOCKET',
    }
    for (const [systemCode, code] of Object.entries(codes)) {
      const cause = systemError(systemCode)
      const error = bindError('192.0.2.1', 9899, cause)
      expect(error).toBeInstanceOf(TransportError)
      expect(error.code).toBe(code)
      expect(error.cause).toBe(cause)
      expect(error.message).toContain('192.0.2.1:9899')
    }
    expect(bindError('192.0.2.1', 9899, systemError('EADDRINUSE')).message).toContain('choose another port')
  })

  it('writes an IPv6 address in brackets before the port', () => {
    expect(bindError('2001:db8::1', 9899, systemError('EADDRINUSE')).message).toContain('[2001:db8::1]:9899')
  })

  it('names the right that raw IP wants, and the way that needs none', () => {
    const refused = (call: string, code: string) => rawIpError('192.0.2.1', Object.assign(new Error(`${call}: refused`), { code }))
    expect(refused('socket', 'EPERM')).toMatchObject({ code: 'SIGBED_PERMISSION', message: expect.stringContaining('CAP_NET_RAW') })
    expect(refused('socket', 'EPERM').message).toContain('UDP encapsulation')
    expect(refused('setns', 'EPERM')).toMatchObject({ code: 'SIGBED_PERMISSION', message: expect.stringContaining('CAP_SYS_ADMIN') })
    expect(refused('bind', 'EADDRNOTAVAIL')).toMatchObject({ code: 'SIGBED_ADDRESS_UNAVAILABLE' })
    expect(refused('socket', 'EAFNOSUPPORT')).toMatchObject({ code: 'SIGBED_ADDRESS_UNAVAILABLE' })
    expect(refused('setns', 'ENOENT')).toMatchObject({ code: 'SIGBED_SOCKET', message: expect.stringContaining('setns: refused') })
    expect(refused('setns', 'ENOENT').message).toContain('192.0.2.1')
  })

  it('knows a system code only where there is one', () => {
    expect([systemError('EPERM'), new Error('plain'), 'text', null].map(systemCodeOf)).toEqual(['EPERM', '', '', ''])
  })
})
