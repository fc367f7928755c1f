import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigurationError } from '@sigbed/testbed'
import { CREDIT_CONTROL_APPLICATION_ID, GX_APPLICATION_ID, RX_APPLICATION_ID } from 'diameter-codec'
import { describe, expect, it } from 'vitest'
import { SAMPLE_APPLICATIONS } from '../sample-applications.js'
import type { ConfigurationDocument } from './configuration-document.js'
import type { DiameterNodeUse } from './diameter-configuration.js'
import { diameterConfigurationSchema, readDiameterConfiguration } from './read-configuration.js'

const PROFILES = ['rfc9260', 'telecom']

function read(use: DiameterNodeUse, text: string, changes: ConfigurationDocument = {}, nameOfChange: () => string | null = () => null) {
  return readDiameterConfiguration({ file: 'node.yaml', text, changes, nameOfChange, profiles: PROFILES }, use)
}

function problemsOf(use: DiameterNodeUse, text: string): string[] {
  try {
    read(use, text)
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message.split('\n')
    throw error
  }
  return []
}

describe('a configuration', () => {
  it('may be empty: a server serves everything over SCTP and TCP, a client looks for it on loopback, a relay serves nothing', () => {
    const server = read('server', '')
    expect(server).toMatchObject({
      settings: {
        originHost: 'server.example.net',
        originRealm: 'example.net',
        listen: [
          { transport: 'sctp', address: '127.0.0.1', port: 3868 },
          { transport: 'tcp', address: '127.0.0.1', port: 3868 },
        ],
        peers: [],
        isAgent: false,
        knownPeers: [],
      },
      local: { addresses: ['127.0.0.1'], carrier: 'udp', udpPort: 9899 },
      usesSctp: true,
      sctpProfile: 'rfc9260',
      security: null,
    })
    expect(server.applications.map(({ sample }) => sample.word)).toEqual(SAMPLE_APPLICATIONS.map(({ word }) => word))
    expect(read('client', '')).toMatchObject({
      settings: {
        listen: [],
        peers: [{ originHost: '', transport: 'sctp', addresses: ['127.0.0.1'], port: 3868, encapsulationPort: 9899 }],
      },
      local: { udpPort: 0 },
      applications: [],
    })
    expect(read('relay', '')).toMatchObject({ settings: { isAgent: true, originHost: 'relay.example.net' }, applications: [] })
  })

  it('has peers without a UDP port where SCTP is on IP itself', () => {
    const { local, settings } = read('client', 'local: { transport: ip }\npeers: [{ addresses: [10.0.0.1], udp-port: 9900 }]')
    expect(local.carrier).toBe('ip')
    expect(settings.peers[0]!.encapsulationPort).toBe(0)
  })

  it('knows applications of routes by word and by number, and servers by priority and weight', () => {
    const { settings } = read(
      'relay',
      `
routes:
  - { realm: a.test, application: rx, action: relay, servers: [{ identity: one.a.test }, { identity: two.a.test, priority: 2, weight: 3 }] }
  - { realm: a.test, application: Gx, action: proxy, servers: [{ identity: one.a.test }] }
  - { realm: a.test, application: 4, action: local }
  - { realm: default, action: redirect, redirect-hosts: ["aaa://b.test"], usage: ALL_REALM, max-cache-time: 90s }
`,
    )
    expect(settings.routes).toEqual([
      {
        realm: 'a.test',
        applicationId: RX_APPLICATION_ID,
        action: 'RELAY',
        servers: [
          { originHost: 'one.a.test', priority: 1, weight: 1 },
          { originHost: 'two.a.test', priority: 2, weight: 3 },
        ],
      },
      {
        realm: 'a.test',
        applicationId: GX_APPLICATION_ID,
        action: 'PROXY',
        servers: [{ originHost: 'one.a.test', priority: 1, weight: 1 }],
      },
      { realm: 'a.test', applicationId: CREDIT_CONTROL_APPLICATION_ID, action: 'LOCAL' },
      {
        realm: 'default',
        applicationId: 'any',
        action: 'REDIRECT',
        redirectHosts: ['aaa://b.test'],
        usage: 'ALL_REALM',
        maxCacheTimeSeconds: 90,
      },
    ])
  })

  it('takes ports of TLS where TLS is, times with units, and the settings of each application', () => {
    const given = read(
      'server',
      `
listen: [{ transport: tls }, { transport: tcp, port: 4000, address: "::1" }]
security: { authorities: ca.pem, certificate: own.pem, private-key: own.key }
timers: { watchdog: 6s, reconnect: 500ms, request: 2s }
applications: { gy: { balance: "1.50" } }
overload: { react: true, report: [{ application: s6a, type: realm, reduction: 20 }] }
`,
    )
    expect(given).toMatchObject({
      settings: {
        listen: [
          { transport: 'tls', address: '127.0.0.1', port: 5868 },
          { transport: 'tcp', address: '::1', port: 4000 },
        ],
        timers: { watchdogMs: 6000, reconnectMs: 500, requestTimeoutMs: 2000 },
        overloadReports: [{ applicationId: 16_777_251, reportType: 'REALM_REPORT', reductionPercentage: 20 }],
      },
      usesSctp: false,
      security: { authorities: 'ca.pem', certificate: 'own.pem', privateKey: 'own.key', checkOriginHost: true },
    })
    expect(given.applications).toMatchObject([{ sample: { word: 'gy' }, settings: { balance: 1_500_000n } }])
  })

  it('gives way to what was given besides, member by member, and names the flag of what will not do', () => {
    expect(read('server', 'local: { udp-port: 4000, addresses: [127.0.0.9] }', { local: { 'udp-port': 4001 } }).local).toMatchObject({
      udpPort: 4001,
      addresses: ['127.0.0.9'],
    })
    expect(() => read('server', '', { 'sctp-profile': 'quick' }, () => '--profile')).toThrow('--profile: there is no profile quick')
  })

  it.each<[DiameterNodeUse, string, string]>([
    ['server', 'identity: a\nrealms: b', 'node.yaml:2: realms: is not known here; there are identity, realm,'],
    ['server', 'identity: a b', 'node.yaml:1: identity: '],
    ['server', 'local:\n  addresses: [127.0.0]', 'node.yaml:2: local.addresses[0]: takes an IP address'],
    ['server', 'listen:\n  - transport: udp', 'node.yaml:2: listen[0].transport: takes sctp, tcp, tls, tls-sctp, not "udp".'],
    ['server', 'listen:\n  - transport: tls', 'node.yaml:2: listen[0].transport: needs a security section with authorities'],
    ['client', 'peers:\n  - addresses: [127.0.0.1]\n    transport: tls', 'node.yaml:3: peers[0].transport: needs a security section'],
    ['client', 'peers:\n  - identity: a', 'node.yaml:2: peers[0].addresses: is missing'],
    ['server', 'timers:\n  watchdog: 5s', 'node.yaml:2: timers.watchdog: takes 6s or more (RFC 3539 §3.4.1), not "5s".'],
    ['server', 'timers:\n  reconnect: soon', 'node.yaml:2: timers.reconnect: takes a time such as 2s'],
    ['server', 'sctp-profile: quick', 'node.yaml:1: sctp-profile: there is no profile quick; there are rfc9260, telecom.'],
    ['server', 'applications:\n  s6b: {}', 'node.yaml:2: applications.s6b: is not known here; there are s6a, s13, cx, gx, gy.'],
    ['server', 'applications:\n  s6a:\n    people: 1', 'node.yaml:3: applications.s6a.people: is not known here; there are subscribers'],
    ['relay', 'routes:\n  - realm: a\n    action: relay', 'node.yaml:2: routes[0]: needs servers, a list such as'],
    ['relay', 'routes:\n  - realm: a\n    action: redirect', 'node.yaml:2: routes[0]: needs redirect-hosts, a list of DiameterURIs.'],
    [
      'relay',
      'routes:\n  - { realm: a, action: local }\n  - { realm: A, action: local }',
      'node.yaml:3: routes[1]: says of A what routes[0] says otherwise; leave one of them.',
    ],
    [
      'relay',
      'routes:\n  - realm: a\n    action: local\n    application: s6z',
      'node.yaml:4: routes[0].application: there is no application "s6z"; give a word such as s6a, or a number.',
    ],
    ['server', 'overload:\n  report:\n    - { application: s6a, reduction: 101 }', 'node.yaml:3: overload.report[0].reduction: takes 100'],
    ['server', '- 1\n- 2', 'node.yaml:1: a configuration is a map of keys'],
    ['server', 'realm: [\n x: y', 'node.yaml:2: '],
  ])('of %s that says %j is refused with line and remedy', (use, text, beginning) => {
    expect(problemsOf(use, text)[0]).toContain(beginning)
  })

  it('tells all problems at once, by line', () => {
    const lines = problemsOf('server', 'sctp-profile: quick\ntimers:\n  watchdog: 1s\nlisten:\n  - transport: tls')
    expect(lines.map((line) => line.split(':')[1])).toEqual(['1', '3', '5'])
  })
})

describe('the examples', () => {
  const folder = join(import.meta.dirname, '../../examples')
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'))

  it.each(files)('%s is a configuration of what its comment starts', (file) => {
    const text = readFileSync(join(folder, file), 'utf8')
    const use = new RegExp(`sigbed diameter (\\w+) --config ${file}`).exec(text)?.[1] as DiameterNodeUse
    expect(read(use, text).settings.originRealm).toBe('example.net')
    expect(text).toContain('$schema=./diameter-configuration.schema.json')
  })

  it('have a JSON Schema that says what is read', () => {
    const written: unknown = JSON.parse(readFileSync(join(folder, 'diameter-configuration.schema.json'), 'utf8'))
    expect(JSON.parse(JSON.stringify(diameterConfigurationSchema()))).toEqual(written)
  })
})
