import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigurationError, millisecondsOf } from '@sigbed/testbed'
import { describe, expect, it } from 'vitest'
import type { ConfigurationDocument } from './configuration-document.js'
import type { M3uaRole } from './m3ua-configuration.js'
import { configurationJsonSchema, readConfiguration } from './read-configuration.js'

const PROFILES = ['rfc9260', 'telecom']

function read(role: M3uaRole, text: string, changes: ConfigurationDocument = {}, nameOfChange: () => string | null = () => null) {
  return readConfiguration({ file: 'node.yaml', text, changes, nameOfChange, profiles: PROFILES }, role)
}

function problemsOf(role: M3uaRole, text: string): string[] {
  try {
    read(role, text)
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message.split('\n')
    throw error
  }
  return []
}

describe('a configuration', () => {
  it('may be empty: a gateway listens on the usual ports, an ASP looks for it on loopback', () => {
    expect(read('sg', '')).toMatchObject({
      name: 'sg',
      local: { addresses: ['127.0.0.1'], sctpPort: 2905, transport: 'udp', udpPort: 9899 },
      remotes: [],
      applicationServers: [{ routingContext: 1, trafficMode: 'override', activeAsps: 1, routingKey: null }],
      timers: { acknowledgementMs: 2000, recoveryMs: 2000, heartbeatMs: 0 },
      sctpProfile: 'rfc9260',
    })
    expect(read('asp', '')).toMatchObject({
      local: { sctpPort: null, udpPort: 0 },
      remotes: [{ name: 'sg1', addresses: ['127.0.0.1'], sctpPort: 2905, udpPort: 9899 }],
    })
    expect(read('ipsp', 'remotes: [{ addresses: [127.0.0.1] }]')).toMatchObject({ local: { sctpPort: null }, exchange: 'single' })
  })

  it('may leave the traffic mode to the first ASPAC', () => {
    expect(read('sg', 'application-servers: [{ traffic-mode: any }]').applicationServers).toMatchObject([{ trafficMode: null }])
  })

  it('reads point codes in its form, users by name, and times with units', () => {
    const text = `
point-code-format: 8-8-8
application-servers:
  - routing-context: 7
    routing-key: { dpc: [1-2-3, 1-3-0], si: [sccp, 5], opc: 66051 }
timers: { t-ack: 500ms, t-r: 1.5s, t-beat: 30 s }
traffic: { opc: 1-2-3, si: isup }
`
    expect(read('asp', text)).toMatchObject({
      applicationServers: [
        {
          routingKey: {
            destinationPointCodes: [0x010203, 0x010300],
            serviceIndicators: [3, 5],
            originatingPointCodes: [66_051],
          },
        },
      ],
      timers: { acknowledgementMs: 500, recoveryMs: 1500, heartbeatMs: 30_000 },
      traffic: { originatingPointCode: 0x010203, destinationPointCode: 0x010203, serviceIndicator: 5 },
    })
  })

  it('gives way to what was given besides, member by member', () => {
    const changed = read('sg', 'local: { sctp-port: 3000, udp-port: 4000 }', { local: { 'sctp-port': 3001 } })
    expect(changed.local).toMatchObject({ sctpPort: 3001, udpPort: 4000 })
  })

  it('names the flag of a change that will not do', () => {
    expect(() => read('asp', '', { 'sctp-profile': 'quick' }, () => '--profile')).toThrow('--profile: there is no profile quick')
  })

  it.each<[M3uaRole, string, string]>([
    ['sg', 'role: sg\nlocals: 1', 'node.yaml:2: locals: is not known here; there are role, name, local,'],
    [
      'sg',
      'local:\n  adresses: [127.0.0.1]',
      'node.yaml:2: local.adresses: is not known here; there are addresses, sctp-port, transport, udp-port.',
    ],
    ['sg', 'local:\n  addresses: [127.0.0.1,\n    1.2.3]', 'node.yaml:3: local.addresses[1]: takes an IP address'],
    ['sg', 'local:\n  addresses: [127.0.0.1, 127.0.0.1]', 'node.yaml:2: local.addresses: takes each address once'],
    ['sg', 'local:\n  sctp-port: 70000', 'node.yaml:2: local.sctp-port: takes 65535 at most, not 70000.'],
    [
      'sg',
      'application-servers:\n  - traffic-mode: some',
      'node.yaml:2: application-servers[0].traffic-mode: takes override, loadshare, broadcast, any, not "some".',
    ],
    [
      'sg',
      'application-servers:\n  - routing-context: 1\n  - traffic-mode: override',
      'node.yaml:3: application-servers[1]: needs a routing-context',
    ],
    [
      'sg',
      'application-servers:\n  - routing-context: 1\n  - routing-context: 1',
      'node.yaml:3: application-servers[1].routing-context: 1 is that of application-servers[0]',
    ],
    [
      'sg',
      'application-servers:\n  - routing-key:\n      dpc: 8-0-0',
      'node.yaml:3: application-servers[0].routing-key.dpc: "8-0-0" is no point code: write it as 3-8-3',
    ],
    [
      'sg',
      'application-servers:\n  - routing-key:\n      si: sccp',
      'node.yaml:2: application-servers[0].routing-key.dpc: is missing: give a number or a string or a list.',
    ],
    ['sg', 'timers:\n  t-r: soon', 'node.yaml:2: timers.t-r: takes a time such as 2s or 500ms, or off, not "soon".'],
    ['sg', 'sctp-profile: quick', 'node.yaml:1: sctp-profile: there is no profile quick; there are rfc9260, telecom.'],
    ['sg', 'remotes:\n  - addresses: [127.0.0.1]', 'node.yaml:1: remotes: is for asp and ipsp'],
    ['asp', 'role: sg', 'node.yaml:1: role: is sg, and "sigbed m3ua asp" was asked for; say "sigbed m3ua sg".'],
    ['asp', 'destinations: []', 'node.yaml:1: destinations: is for sg'],
    ['asp', 'exchange: single', 'node.yaml:1: exchange: is for ipsp'],
    ['asp', 'remotes: []', 'node.yaml:1: remotes: needs one signalling gateway at least'],
    ['sg', 'application-servers: []', 'node.yaml:1: application-servers: needs one at least, or registration at a gateway'],
    ['sg', 'application-servers:\n  - register-routing-key: true', 'node.yaml:2: application-servers[0].register-routing-key: is for asp'],
    ['asp', 'registration: {}', 'node.yaml:1: registration: is for sg'],
    ['ipsp', 'registration: {}', 'node.yaml:1: registration: is for sg, and for ipsp with "exchange: double"'],
    [
      'ipsp',
      'application-servers:\n  - register-routing-key: true',
      'node.yaml:2: application-servers[0].register-routing-key: needs "exchange: double"',
    ],
    ['ipsp', 'exchange: double\nregistration: {}\napplication-servers: []', 'node.yaml:3: application-servers: needs one at least'],
    ['asp', 'traffic:\n  on-data: relay', 'node.yaml:2: traffic.on-data: relay is for sg'],
    [
      'asp',
      'application-servers:\n  - register-routing-key: true',
      'node.yaml:2: application-servers[0].register-routing-key: needs the routing-key',
    ],
    [
      'sg',
      'application-servers:\n  - routing-key:\n      dpc: 1-1-0/3',
      'node.yaml:3: application-servers[0].routing-key.dpc: "1-1-0/3" is no',
    ],
    ['ipsp', 'exchange: double', 'node.yaml:1: exchange: double needs peer-application-servers'],
    ['sg', '- 1\n- 2', 'node.yaml:1: a configuration is a map of keys'],
    ['sg', 'role: [\n x: y', 'node.yaml:2: '],
    ['sg', 'role: sg\nrole: sg', 'node.yaml:2: '],
  ])('of %s that says %j is refused with line and remedy', (role, text, beginning) => {
    expect(problemsOf(role, text)[0]).toContain(beginning)
  })

  it('tells all problems at once, by line', () => {
    const lines = problemsOf('sg', 'sctp-profile: quick\napplication-servers:\n  - routing-key: { dpc: 9-9-9 }')
    expect(lines.map((line) => line.split(':')[1])).toEqual(['1', '3'])
  })

  it.each([
    ['2s', 2000],
    ['1.5 s', 1500],
    ['500ms', 500],
    ['500', 500],
    ['1m', 60_000],
    ['off', 0],
    [250, 250],
    ['2 seconds', Number.NaN],
    ['-1s', Number.NaN],
    [-1, Number.NaN],
    ['25h', Number.NaN],
  ])('takes %j for %d ms', (given, milliseconds) => {
    expect(millisecondsOf(given)).toBe(milliseconds)
  })
})

describe('the examples', () => {
  const folder = join(import.meta.dirname, '../../examples')
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'))

  it.each(files)('%s is a configuration', (file) => {
    const text = readFileSync(join(folder, file), 'utf8')
    const role = /^role: (\w+)$/m.exec(text)?.[1] as M3uaRole
    expect(read(role, text).role).toBe(role)
  })

  it('have a JSON Schema that says what is read', () => {
    const written: unknown = JSON.parse(readFileSync(join(folder, 'm3ua-configuration.schema.json'), 'utf8'))
    expect(JSON.parse(JSON.stringify(configurationJsonSchema()))).toEqual(written)
  })
})
