import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CERTIFICATES } from '../../test/diameter-scene.js'
import { connectionOptions } from './diameter-connection.js'

const options = (flags: Readonly<Record<string, unknown>>) => connectionOptions(flags, CERTIFICATES)

describe('how a client reaches its peer', () => {
  it('is SCTP in UDP to 127.0.0.1 when nothing is said', () => {
    expect(options({})).toEqual({
      originHost: 'client.example.net',
      originRealm: 'example.net',
      local: ['127.0.0.1'],
      peer: { originHost: '', transport: 'sctp', addresses: ['127.0.0.1'], port: 3868, encapsulationPort: 9899, localAddress: null },
      security: null,
    })
  })

  it('is as the flags say, with PEM files that count from where the user is', () => {
    const secured = { ca: 'test-authority.pem', certificate: 'client.example.net.pem', key: join(CERTIFICATES, 'client.example.net.key') }
    const given = options({ to: '::1, 127.0.0.2', transport: 'tls', 'udp-port': '9000', identity: 'me.test', realm: 'test', ...secured })
    expect(given.peer).toMatchObject({ transport: 'tls', addresses: ['::1', '127.0.0.2'], port: 5868, encapsulationPort: 9000 })
    expect([given.originHost, given.originRealm]).toEqual(['me.test', 'test'])
    expect(given.security?.authorities).toContain('BEGIN CERTIFICATE')
    expect(given.security?.privateKey).toContain('PRIVATE KEY')
  })

  it.each([
    [{ transport: 'udp' }, '--transport takes sctp, tcp, tls, tls-sctp, not "udp".'],
    [{ port: '0' }, '--port takes a port from 1 to 65535, not "0".'],
    [{ 'udp-port': '65536' }, '--udp-port takes a port from 1 to 65535, not "65536".'],
    [{ to: '127.0.0.1,host' }, '--to takes IP addresses with commas between, such as 127.0.0.1 or ::1, not "host".'],
    [{ identity: '-x' }, '--identity takes a name such as client.example.net, not "-x".'],
    [{ to: ['127.0.0.1', '127.0.0.2'] }, '--to is given 2 times. Say it once.'],
    [{ transport: 'tls', ca: 'test-authority.pem' }, 'TLS needs --ca, --certificate and --key, each a PEM file; --certificate is missing.'],
    [{ transport: 'tls', ca: 'none.pem' }, '--ca none.pem cannot be read; name a PEM file.'],
  ])('cannot be %j', (flags, message) => {
    expect(() => options(flags)).toThrow(message)
  })
})
