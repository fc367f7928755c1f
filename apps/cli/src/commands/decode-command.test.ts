import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fromHexadecimal, toHexadecimal } from '@sigbed/octets'
import { describe, expect, it } from 'vitest'
import { dataPacket, ipv4Frame, pcapOf, tcpSegment, udpDatagram } from '../../test/capture-octets.js'
import { RecordedOutput, recordingSurroundings } from '../../test/recording-surroundings.js'
import { inFolder } from '../../test/stored-run.js'
import { runCommandLine } from '../command-line.js'

// A DWR and an ASP Active.
const DWR = '01000038 80000118 00000000 00000001 00000002 00000108 4000000b 612e6200 00000128 40000009 62000000 00000116 4000000c 00000007'
const ASPAC = '01000401 00000018 000b0008 00000002 00060008 00000007'
const dwr = fromHexadecimal(DWR)!

interface Given {
  readonly input?: Uint8Array
  readonly environment?: Readonly<Record<string, string>>
  readonly files?: Readonly<Record<string, Uint8Array>>
}

async function decode(words: readonly string[], { input, environment = {}, files = {} }: Given = {}) {
  return inFolder(async (folder) => {
    for (const [name, octets] of Object.entries(files)) writeFileSync(join(folder, name), octets)
    const output = new RecordedOutput()
    const surroundings = recordingSurroundings(folder, undefined, { output, environment, ...(input === undefined ? {} : { input }) })
    const status = await runCommandLine(['decode', ...words], surroundings)
    return { status, output: output.text, errors: surroundings.errors.text }
  })
}

const text = (octets: string) => new TextEncoder().encode(octets)

const DWR_SHOWN = [
  'Device-Watchdog-Request  (abbreviation DWR, command 280, flags R, application 0 Diameter common messages, hop-by-hop 0x00000001, end-to-end 0x00000002)',
  '  Origin-Host  (code 264, flags M)  a.b',
  '  Origin-Realm  (code 296, flags M)  b',
  '  Origin-State-Id  (code 278, flags M)  7',
]

describe('sigbed decode', () => {
  it.each([
    ['one word', [DWR.replaceAll(' ', '')], {}],
    ['words in quotes', [DWR], {}],
    ['standard input', [], { input: text(DWR) }],
    ['standard input by name', ['-'], { input: text(`0x${DWR.replaceAll(' ', '')}\n`) }],
    ['a file', ['dwr.hex'], { files: { 'dwr.hex': text(DWR) } }],
  ])('shows Diameter from %s', async (_, words, given) => {
    const { status, output, errors } = await decode(words, given)
    expect([status, errors]).toEqual([0, ''])
    expect(output).toBe(`${DWR_SHOWN.join('\n')}\n`)
  })

  it('shows Diameter messages in a row, M3UA, and SCTP with what it carries', async () => {
    const two = await decode([DWR + DWR])
    expect(two.output.match(/^Device-Watchdog-Request/gm)?.length).toBe(2)
    const m3ua = await decode([ASPAC])
    expect(m3ua.output.split('\n').map((line) => line.trim().split('  ')[0])).toEqual([
      'M3UA ASPAC',
      'Traffic Mode Type',
      'Routing Context',
      '',
    ])
    const sctp = await decode([toHexadecimal(dataPacket([{ tsn: 1, flags: 3, payloadProtocolId: 46, payload: dwr }]))])
    expect(sctp.output).toContain(`    ${DWR_SHOWN[0]}\n      ${DWR_SHOWN[1]!.trim()}\n`)
  })

  it('shows what is broken, and what the header does not tell when it is told with --as', async () => {
    const cut = DWR.slice(0, -9)
    const refused = await decode([cut])
    expect(refused.status).toBe(2)
    expect(refused.errors).toContain('the argument cannot be told by its header: 52 octets that begin with 01 00 00 38 80 00 01 18')
    expect(refused.errors).toContain('--as')
    const shown = await decode([cut, '--as', 'diameter'])
    expect(shown.status).toBe(0)
    expect(shown.output).toContain('! 5015 DIAMETER_INVALID_MESSAGE_LENGTH: Message Length\n')
    expect(shown.output).toContain('Origin-Realm  (code 296, flags M)  b\n')
  })

  it('writes JSON for programs', async () => {
    const { output } = await decode([DWR, '--json'])
    expect(JSON.parse(output)).toMatchObject({
      format: 'sigbed-decode',
      version: 1,
      messages: [
        {
          name: 'Device-Watchdog-Request',
          at: 0,
          length: 56,
          faults: [],
          inside: [{ name: 'Origin-Host', value: 'a.b', at: 20, length: 12 }, {}, {}],
        },
      ],
    })
  })

  it('colours where colours are wanted', async () => {
    expect((await decode([DWR], { environment: { FORCE_COLOR: '1' } })).output).toContain('\u001b[1mDevice-Watchdog-Request\u001b[22m')
  })

  it('decodes a capture: SCTP on IP and in UDP, messages in fragments, Diameter over TCP', async () => {
    const aspac = fromHexadecimal(ASPAC)!
    const file = pcapOf([
      ipv4Frame(132, dataPacket([{ tsn: 1, flags: 3, payloadProtocolId: 3, payload: aspac }])),
      ipv4Frame(132, dataPacket([{ tsn: 2, flags: 2, payloadProtocolId: 46, payload: dwr.subarray(0, 30) }])),
      ipv4Frame(17, udpDatagram(9899, dataPacket([{ tsn: 3, flags: 1, payloadProtocolId: 46, payload: dwr.subarray(30) }]))),
      ipv4Frame(1, new Uint8Array(8)),
      ipv4Frame(6, tcpSegment(3868, 100, dwr.subarray(0, 10))),
      ipv4Frame(6, tcpSegment(3868, 110, Uint8Array.from([...dwr.subarray(10), ...dwr]))),
    ])
    const { status, output } = await decode(['a.pcap'], { files: { 'a.pcap': file } })
    expect(status).toBe(0)
    expect(output.split('\n').filter((line) => /^#/.test(line))).toEqual([
      '#1  2026-01-07T14:03:22.480000000Z  10.0.0.1 > 10.0.0.2',
      '#2  2026-01-07T14:03:23.480000000Z  10.0.0.1 > 10.0.0.2',
      '#3  2026-01-07T14:03:24.480000000Z  10.0.0.1:5000 > 10.0.0.2:9899',
      '#6  2026-01-07T14:03:27.480000000Z  10.0.0.1:40000 > 10.0.0.2:3868',
    ])
    expect(output).toContain('M3UA ASPAC')
    expect(output.match(/Device-Watchdog-Request/g)?.length).toBe(3)
    expect(output).toContain('fragments 2)')
    expect(output).toMatch(/4 of 6 packets shown; 2 without a whole message of signalling passed over\.\n$/)

    const json = JSON.parse((await decode(['a.pcap', '--json'], { files: { 'a.pcap': file } })).output)
    expect(json).toMatchObject({ format: 'sigbed-decode', version: 1, summary: { packets: 6, passedOver: 2, ipFragments: 0, fault: null } })
    expect(json.packets.map(({ number }: { number: number }) => number)).toEqual([1, 2, 3, 6])
    const otherPort = await decode(['a.pcap', '--diameter-port', '4000'], { files: { 'a.pcap': file } })
    expect(otherPort.output).toContain('3 of 6 packets shown')
  })

  it('decodes a capture that was cut as far as it goes', async () => {
    const file = pcapOf([ipv4Frame(132, dataPacket([])), ipv4Frame(132, dataPacket([]))])
    const cut = await decode(['a.pcap'], { files: { 'a.pcap': file.subarray(0, file.length - 3) } })
    expect(cut.status).toBe(1)
    expect(cut.output).toContain('#1')
    expect(cut.errors).toMatch(
      /^sigbed: a\.pcap cannot be read to its end: at offset \d+ stands a packet of 32 octets, where 29 are left\.\n$/,
    )
    const empty = await decode(['a.pcap'], { files: { 'a.pcap': file.subarray(0, 10) } })
    expect([empty.status, empty.errors]).toEqual([
      2,
      'sigbed: a.pcap cannot be read to its end: at offset 0 stands a header of 10 octets, where 24 are expected.\n',
    ])
  })

  it.each([
    [
      'no digit',
      ['01 zz'],
      'the argument is neither a capture nor hexadecimal: line 1, column 4 has "z", where a hexadecimal digit is expected.',
    ],
    ['no file', ['nowhere.pcap'], 'there is no file nowhere.pcap.'],
    ['nothing', [], 'standard input holds no octets. Give them in hexadecimal, or name a file.'],
    ['another protocol', ['01', '--as', 'tcp'], '--as takes sctp, m3ua or diameter, not "tcp".'],
    ['no port', ['01', '--diameter-port', '0'], '--diameter-port takes ports from 1 to 65535, joined by commas, not "0".'],
    ['a folder', ['..'], '.. is a folder. Name a file in it.'],
  ])('says what is wrong with %s', async (_, words, message) => {
    const { status, output, errors } = await decode(words)
    expect([status, output, errors]).toEqual([2, '', `sigbed: ${message}\n`])
  })
})
