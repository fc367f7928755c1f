import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseRunReport, type RunReport, run, sigbed } from './sigbed-command.js'

/** What Wireshark makes of the capture of a run: another program's judgement on every packet the stack sent. */
let folder = ''
let capture = ''
let report: RunReport

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sigbed-capture-'))
  capture = join(folder, 'run.pcapng')
  const timetable = ['--profile', 'telecom', '--cut-at', '1', '--restore-at', '2', '--duration', '3.5']
  const storing = ['--database', join(folder, 'runs.sqlite'), '--capture', capture]
  report = parseRunReport(await sigbed(['run', ...timetable, ...storing, '--json', '--quiet']))
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('the capture of a run', () => {
  it('has no frame that tshark finds malformed or in error', async () => {
    expect(await fields(['frame.number', '_ws.expert.message'], '_ws.malformed || _ws.expert.severity == error')).toEqual([])
  })

  it('has a good CRC32c in every packet', async () => {
    const statuses = (await fields(['sctp.checksum.status'])).flatMap(([status]) => status!.split(','))
    expect(statuses.length).toBeGreaterThan(1000)
    expect(new Set(statuses)).toEqual(new Set([CHECKSUM_GOOD]))
  })

  it('has one interface for each path, and each packet on that of its path', async () => {
    const rows = await fields(['frame.interface_name', 'ip.src', 'ip.dst'])
    const networksOn = new Map<string, Set<string>>()
    for (const [name, source, destination] of rows) {
      const networks = networksOn.get(name!) ?? new Set<string>()
      for (const address of [source!, destination!]) networks.add(address.slice(0, address.lastIndexOf('.')))
      networksOn.set(name!, networks)
    }
    expect([...networksOn].map(([name, networks]) => [name, [...networks]]).sort()).toEqual([
      ['path 1', ['127.0.1']],
      ['path 2', ['127.0.2']],
    ])
  })

  it('shows every M3UA message that was delivered, and how the ASP became active', async () => {
    const messages = occurrences(await fields(['m3ua.message_class', 'm3ua.message_type'], 'm3ua'))
    expect(messages.get(M3UA_DATA)).toBeGreaterThanOrEqual(delivered('m3ua'))
    for (const once of [ASP_UP, ASP_UP_ACK, ASP_ACTIVE, ASP_ACTIVE_ACK]) expect(messages.get(once), once).toBeGreaterThanOrEqual(1)
  })

  it('shows every Diameter request that was answered, its answer, and how the peers met and parted', async () => {
    const messages = occurrences(await fields(['diameter.cmd.code', 'diameter.flags.request'], 'diameter'))
    for (const kind of [`${ME_IDENTITY_CHECK} 1`, `${ME_IDENTITY_CHECK} 0`])
      expect(messages.get(kind), kind).toBeGreaterThanOrEqual(delivered('diameter'))
    for (const command of [CAPABILITIES_EXCHANGE, DISCONNECT_PEER])
      for (const kind of [`${command} 1`, `${command} 0`]) expect(messages.get(kind), kind).toBeGreaterThanOrEqual(1)
  })
})

function delivered(flow: string): number {
  const audit = report.audits.find((candidate) => candidate.flow === flow)!
  expect(audit.delivered).toBeGreaterThan(1000)
  return audit.delivered
}

/** The fields of each packet that the filter lets through, several occurrences in one packet with commas between. */
async function fields(names: readonly string[], filter = ''): Promise<string[][]> {
  const chosen = names.flatMap((name) => ['-e', name])
  const filtered = filter === '' ? [] : ['-Y', filter]
  const shape = ['-T', 'fields', '-E', 'occurrence=a', '-E', 'aggregator=,', '-E', 'separator=/t']
  const { status, output, errors } = await run('tshark', [
    '-n',
    '-r',
    capture,
    '-o',
    'sctp.checksum:crc-32c',
    ...filtered,
    ...shape,
    ...chosen,
  ])
  if (status !== 0) throw new Error(`tshark ended with status ${status} (on Debian: apt-get install tshark): ${errors}`)
  return output.split('\n').flatMap((line) => (line === '' ? [] : [line.split('\t')]))
}

/** How often each pair of values occurs; a packet that bundles several messages has a list of each. */
function occurrences(rows: readonly string[][]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const [first, second] of rows) {
    const seconds = second!.split(',')
    first!.split(',').forEach((value, at) => {
      const pair = `${value} ${number(seconds[at]!)}`
      counts.set(pair, (counts.get(pair) ?? 0) + 1)
    })
  }
  return counts
}

/** Flags are numbers with one version of tshark and words with another. */
function number(value: string): string {
  return value === 'True' ? '1' : value === 'False' ? '0' : value
}

/** Of sctp.checksum.status: 0 is bad, 2 is unverified. */
const CHECKSUM_GOOD = '1'

// Message class and type, RFC 4666 §3.1.2.
const M3UA_DATA = '1 1'
const ASP_UP = '3 1'
const ASP_UP_ACK = '3 4'
const ASP_ACTIVE = '4 1'
const ASP_ACTIVE_ACK = '4 3'

// Command codes: 3GPP TS 29.272, RFC 6733 §3.1.
const ME_IDENTITY_CHECK = '324'
const CAPABILITIES_EXCHANGE = '257'
const DISCONNECT_PEER = '282'
