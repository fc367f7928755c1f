import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DiameterNodeUse } from '@sigbed/diameter-peer'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseDiameterOptions } from './diameter-options.js'

describe('the options of a Diameter node', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sigbed-diameter-options-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const parse = (use: DiameterNodeUse, flags: Readonly<Record<string, unknown>>) =>
    parseDiameterOptions(use, flags, folder, ['rfc9260', 'telecom'])

  it('say what is served, on which port, with which data', () => {
    const { configuration, folder: from } = parse('server', {
      applications: 'S13, gx',
      equipment: 'e.csv',
      port: '4000',
      local: '127.0.0.5',
    })
    expect(configuration.applications.map(({ sample, settings }) => [sample.word, settings])).toMatchObject([
      ['s13', { equipment: 'e.csv' }],
      ['gx', {}],
    ])
    expect(configuration.settings.listen).toEqual([
      { transport: 'sctp', address: '127.0.0.5', port: 4000 },
      { transport: 'tcp', address: '127.0.0.5', port: 4000 },
    ])
    expect(from).toBe(folder)
  })

  it('go before what the file says, and paths count from where they were said', () => {
    const file = join(folder, 'node.yaml')
    writeFileSync(file, 'identity: file.test\npeers: [{ addresses: [127.0.0.2], port: 4000 }]')
    const {
      configuration,
      folder: from,
      verbose,
      json,
    } = parse('client', { config: file, identity: 'flag.test', to: '127.0.0.3', 'remote-port': '4001', verbose: true })
    expect(configuration.settings).toMatchObject({ originHost: 'flag.test', peers: [{ addresses: ['127.0.0.3'], port: 4001 }] })
    expect([from, verbose, json]).toEqual([folder, true, false])
  })

  it('reach 127.0.0.1 when a client is told a port alone', () => {
    expect(parse('client', { 'remote-port': '4001' }).configuration.settings.peers).toMatchObject([
      { addresses: ['127.0.0.1'], port: 4001 },
    ])
  })

  it.each<[DiameterNodeUse, Readonly<Record<string, unknown>>, string]>([
    ['server', { applications: 's6' }, '--applications: there is no sample application "s6". Did you mean s6a?'],
    ['server', { applications: 'gx,rx' }, '--applications: rx is served together with gx; say gx.'],
    ['server', { port: '70000' }, '--port takes a port from 1 to 65535, not "70000".'],
    ['server', { 'udp-port': 'x' }, '--udp-port: takes a number, not "x".'],
    ['server', { profile: 'quick' }, '--profile: there is no profile quick; there are rfc9260, telecom.'],
    ['server', { watchdog: '1s' }, '--watchdog: takes 6s or more (RFC 3539 §3.4.1), not "1s".'],
    ['client', { config: 'node.yaml', 'remote-port': '1' }, '--remote-port goes with --to: the peers of node.yaml have their own.'],
    ['client', { transport: 'udp' }, '--transport: takes sctp, tcp, tls, tls-sctp, not "udp".'],
    ['server', { config: 'none.yaml' }, '--config none.yaml: there is no such file; name a file that can be read.'],
  ])('of %s cannot be %j', (use, flags, message) => {
    expect(() => parse(use, flags)).toThrow(message)
  })
})
