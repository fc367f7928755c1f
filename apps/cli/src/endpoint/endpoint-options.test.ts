import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Flags } from '../command.js'
import { UsageError } from '../command-failure.js'
import { ENDPOINT_FLAGS, environmentName } from './endpoint-flags.js'
import { parseEndpointOptions } from './endpoint-options.js'

const parse = (flags: Flags, environment: Record<string, string> = {}) =>
  parseEndpointOptions(flags, { environment, workingFolder: '/lab/here' })

const CLIENT = { role: 'client', remote: '127.0.0.1' }

describe('the options of an endpoint', () => {
  it('are an echo server on loopback when nothing is given', () => {
    expect(parse({ _: ['endpoint'], $0: 'sigbed' })).toMatchObject({
      role: 'server',
      service: 'echo',
      transport: 'udp',
      local: ['127.0.0.1'],
      port: 7,
      udpPort: 9899,
      remote: [],
      reconnectDelayMs: 100,
      traceFile: null,
      verbose: false,
      parameters: { rtoInitialMs: 1000, rtoMinMs: 1000, rtoMaxMs: 60_000, validCookieLifeMs: 60_000, heartbeatIntervalMs: 30_000 },
    })
  })

  it.each<[string, Flags, object]>([
    ['a client of echo', CLIENT, { role: 'client', remote: ['127.0.0.1'], port: 50_007, remotePort: 7, remoteUdpPort: 9899 }],
    ['a server of daytime', { service: 'daytime' }, { port: 13 }],
    ['a client of discard', { ...CLIENT, service: 'discard' }, { port: 50_009, remotePort: 9 }],
    ['ports', { ...CLIENT, port: '5001', 'remote-port': '5002' }, { port: 5001, remotePort: 5002 }],
    ['UDP ports', { ...CLIENT, 'udp-port': '0', 'remote-udp-port': '9900' }, { udpPort: 0, remoteUdpPort: 9900 }],
    ['several addresses', { local: '127.0.0.1, 127.0.1.1,::1' }, { local: ['127.0.0.1', '127.0.1.1', '::1'] }],
    ['IPv6 both ways', { ...CLIENT, local: '::1', remote: '2001:db8::1' }, { local: ['::1'], remote: ['2001:db8::1'] }],
    ['a transport', { transport: 'ip' }, { transport: 'ip' }],
    ['a trace', { trace: 'x.pcapng' }, { traceFile: '/lab/here/x.pcapng' }],
    ['a switch', { verbose: true }, { verbose: true }],
    [
      'timers',
      { 'rto-initial': '200', 'rto-min': '100', 'rto-max': '400' },
      { parameters: { rtoInitialMs: 200, rtoMinMs: 100, rtoMaxMs: 400 } },
    ],
    ['no heartbeats', { 'heartbeat-interval': '0' }, { parameters: { heartbeatIntervalMs: 0 } }],
    [
      'limits',
      { 'max-init-retransmits': '0', 'association-max-retrans': '3', 'path-max-retrans': '1' },
      { parameters: { maxInitRetransmits: 0, associationMaxRetrans: 3, pathMaxRetrans: 1 } },
    ],
    [
      'streams and window',
      { 'outbound-streams': '1', 'inbound-streams': '65535', 'receive-window': '1500' },
      { parameters: { outboundStreams: 1, inboundStreams: 65_535, receiveBufferOctets: 1500 } },
    ],
    ['the life of a cookie', { 'cookie-life': '1' }, { parameters: { validCookieLifeMs: 1 } }],
    ['what is for clients, and leave it alone', { remote: '::1', 'reconnect-delay': '5' }, { role: 'server', remote: [] }],
  ])('take %s', (_, flags, expected) => {
    expect(parse(flags)).toMatchObject(expected)
  })

  it('come from the environment where no flag is given', () => {
    const environment = {
      SIGBED_ROLE: 'client',
      SIGBED_REMOTE: '127.0.0.2',
      SIGBED_UDP_PORT: '9911',
      SIGBED_RTO_MIN: '50',
      SIGBED_MAX_INIT_RETRANSMITS: '2',
      SIGBED_TRACE: '/tmp/y.pcapng',
      SIGBED_VERBOSE: '1',
      SIGBED_SERVICE: '',
    }
    const parsed = parse({ 'udp-port': '9912' }, environment)
    expect(parsed).toMatchObject({
      role: 'client',
      remote: ['127.0.0.2'],
      udpPort: 9912,
      service: 'echo',
      traceFile: '/tmp/y.pcapng',
      verbose: true,
    })
    expect(parsed.parameters).toMatchObject({ rtoMinMs: 50, maxInitRetransmits: 2 })
    expect(parse({}, { SIGBED_VERBOSE: 'off' }).verbose).toBe(false)
  })

  it('have an environment variable each', () => {
    expect(Object.keys(ENDPOINT_FLAGS).map(environmentName)).toContain('SIGBED_ASSOCIATION_MAX_RETRANS')
    for (const flag of Object.keys(ENDPOINT_FLAGS)) expect(environmentName(flag)).toMatch(/^SIGBED_[A-Z][A-Z_]*$/)
  })

  it.each<[string, Flags, RegExp]>([
    ['an unknown role', { role: 'sever' }, /^--role takes server or client, not "sever"\. Did you mean server\?$/],
    ['an unknown service', { service: 'chargen' }, /^--service takes echo, daytime, discard or send-first, not "chargen"\.$/],
    ['an unknown transport', { transport: 'tcp' }, /^--transport takes udp or ip, not "tcp"\./],
    ['a client without a peer', { role: 'client' }, /^A client needs --remote: give /],
    ['a name for an address', { local: 'localhost' }, /^--local takes IP addresses .* not "localhost"\.$/],
    ['an address with a zone', { local: 'fe80::1%eth0' }, /^--local takes IP addresses/],
    ['a comma too many', { local: '127.0.0.1,' }, /^--local takes IP addresses .* not ""\.$/],
    ['an address twice', { local: '127.0.0.1,127.0.0.1' }, /^--local has 127\.0\.0\.1 twice; give each address once\.$/],
    ['a peer of another family', { role: 'client', remote: '::1' }, /^--remote ::1 is an IPv6 address, and --local has none: give /],
    ['SCTP port 0', { port: '0' }, /^--port takes a whole number from 1 to 65535, not "0"\.$/],
    ['a port of letters', { 'remote-port': 'echo', ...CLIENT }, /^--remote-port takes /],
    ['a UDP port beyond the last', { 'udp-port': '65536' }, /^--udp-port takes a whole number from 0 to 65535, not "65536"\.$/],
    ['a negative time', { 'rto-min': '-1' }, /^--rto-min takes /],
    ['a time with a fraction', { 'rto-min': '1.5' }, /^--rto-min takes /],
    [
      'a minimum above the maximum',
      { 'rto-max': '500' },
      /^--rto-min 1000 is above --rto-max 500: give a lower one, or a higher --rto-max\.$/,
    ],
    ['an initial RTO above the maximum', { 'rto-min': '10', 'rto-max': '500' }, /^--rto-initial 1000 is above --rto-max 500: /],
    ['a window below what the RFC allows', { 'receive-window': '1499' }, /^--receive-window takes a whole number from 1500 /],
    ['no stream at all', { 'outbound-streams': '0' }, /^--outbound-streams takes /],
    ['an empty value', { trace: '' }, /^--trace needs a value/],
  ])('refuse %s', (_, flags, message) => {
    expect(() => parse(flags)).toThrow(UsageError)
    expect(() => parse(flags)).toThrow(message)
  })

  it('name the variable when the value came from there', () => {
    expect(() => parse({}, { SIGBED_RTO_MIN: 'soon' })).toThrow(/^SIGBED_RTO_MIN takes a whole number from 1 .* not "soon"\.$/)
    expect(() => parse({}, { SIGBED_ROLE: 'x' })).toThrow(/^SIGBED_ROLE takes server or client/)
    expect(() => parse({}, { SIGBED_VERBOSE: 'perhaps' })).toThrow(/^SIGBED_VERBOSE takes 1 or 0, not "perhaps"\.$/)
    expect(() => parse({ 'rto-min': '9' }, { SIGBED_RTO_MAX: '5' })).toThrow(/^--rto-min 9 is above SIGBED_RTO_MAX 5: .* SIGBED_RTO_MAX\.$/)
  })

  it('are in order whatever was given, or refused with a sentence', () => {
    const text = fc.option(fc.oneof(fc.string(), fc.nat(70_000).map(String), fc.constantFrom('client', 'echo', 'ip', '::1', '10.0.0.1')), {
      nil: undefined,
    })
    const some = fc.record(Object.fromEntries(Object.keys(ENDPOINT_FLAGS).map((name) => [name, text])), { requiredKeys: [] })
    fc.assert(
      fc.property(some, some, (flags, variables) => {
        const environment = Object.fromEntries(Object.entries(variables).map(([name, value]) => [environmentName(name), value]))
        try {
          const options = parseEndpointOptions(flags, { environment, workingFolder: '/' })
          expect(options.role === 'client' ? options.remote.length : 1).toBeGreaterThan(0)
          expect(options.parameters.rtoMinMs!).toBeLessThanOrEqual(options.parameters.rtoMaxMs!)
        } catch (error) {
          if (!(error instanceof UsageError)) throw error
          expect(error.message).toMatch(/^(--[a-z-]+|SIGBED_[A-Z_]+|A client) .+[.?]$/su)
        }
      }),
    )
  })
})
