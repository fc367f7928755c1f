import { join } from 'node:path'
import { ALL_APPLICATIONS, type AvpDefinition, type CommandDefinition, type DataFormatName, encodeMessage, RFC6733 } from 'diameter-codec'
import { beforeAll, expect, it } from 'vitest'
import { decodeCapture, disagreements, treesWith } from './decoded-capture.js'
import { type DissectedAvp, diameterMessages } from './dissected-diameter.js'
import { type AnyAvp, type AnyDictionary, filledAvp, filledAvps, filledValue } from './filled-avps.js'
import { captureMessages, DIAMETER_OVER_SCTP } from './message-capture.js'
import { complaints, describeWithTshark, dissect, type Fields, summaries, tsharkVersion } from './tshark.js'
import { formatOfTshark, isCommandIn, isNameFor, TSHARK_LISTED, UNKNOWN_TO_TSHARK } from './tshark-dictionary.js'

/** Our dictionaries held against somebody else's: every AVP by itself, and every command with every AVP its grammar has room for. */
describeWithTshark('every AVP of every dictionary', (folder) => {
  const avps = uniqueAvps()
  let shown: (DissectedAvp | undefined)[] = []
  let packets: Fields[] = []

  beforeAll(async () => {
    const capture = join(folder(), 'avps.pcapng')
    const messages = avps.map(({ dictionary, definition }) => watchdogWith(dictionary, definition))
    captureMessages(capture, DIAMETER_OVER_SCTP, messages)
    packets = await dissect(capture)
    shown = packets.map((packet, index) => {
      const { code, vendorId } = avps[index]!.definition
      return diameterMessages(packet)[0]?.avps.find((avp) => avp.code === code && avp.vendorId === vendorId)
    })
  })

  /** The AVPs for which a test has something to say, each with that. */
  const findings = (judge: (definition: AvpDefinition, avp: DissectedAvp, packet: Fields) => string | null) =>
    avps.flatMap(({ definition }, index) => {
      const finding = judge(definition, shown[index]!, packets[index]!)
      return finding === null ? [] : [`${definition.name} (${definition.vendorId}:${definition.code}): ${finding}`]
    })

  it('is found in its message', () => {
    expect(avps.length).toBeGreaterThan(1000)
    expect(packets).toHaveLength(avps.length)
    expect(avps.filter((_, index) => shown[index] === undefined).map(({ definition }) => definition.name)).toEqual([])
  })

  it('is known by the same name, but for those tshark lacks', () => {
    expect(findings(({ name }, avp) => (avp.name === '' && !UNKNOWN_TO_TSHARK.includes(name) ? 'unknown' : null))).toEqual([])
    expect(findings((definition, avp) => (avp.name === '' || isNameFor(definition, avp.name) ? null : avp.name))).toEqual([])
  })

  it('is listed as lacking in tshark only where it is', () => {
    const lacking = avps.filter((_, index) => shown[index]!.name === '').map(({ definition }) => definition.name)
    if (tsharkVersion().startsWith(`${TSHARK_LISTED}.`)) expect(lacking.sort()).toEqual([...UNKNOWN_TO_TSHARK].sort())
    else expect(UNKNOWN_TO_TSHARK).toEqual(expect.arrayContaining(lacking))
  })

  it('is well-formed', () => {
    expect(
      findings(({ format }, { name }, packet) => {
        // Groups hold AVPs that tshark lacks, too.
        const found = complaints(packet).filter((text) => !(text.startsWith('Unknown AVP') && (name === '' || format === 'Grouped')))
        return found.length === 0 ? null : found.join('; ')
      }),
    ).toEqual([])
  })

  it('has the value that was written', () => {
    expect(
      findings((definition, { name, value }) => {
        if (name === '' || definition.format === 'Grouped') return null
        const written = filledValue({ dictionary: RFC6733, applicationId: 0 }, definition)
        const number = definition.values === null ? written : definition.values[written as string]
        return isShownAs(formatOfTshark(definition), number, definition.format, value) ? null : `${String(written)} is shown as ${value}`
      }),
    ).toEqual([])
  })
})

describeWithTshark('every command of every dictionary, with all its AVPs', (folder) => {
  const commands = uniqueCommands()
  let capture = ''
  let packets: Fields[] = []

  beforeAll(async () => {
    capture = join(folder(), 'commands.pcapng')
    captureMessages(capture, DIAMETER_OVER_SCTP, commands.map(filledMessage))
    packets = await dissect(capture)
  })

  it('is well-formed, as are its AVPs', () => {
    expect(commands.length).toBeGreaterThan(80)
    const found = packets.flatMap((packet, index) => {
      const wrong = complaints(packet).filter((text) => !text.startsWith('Unknown AVP'))
      return wrong.length === 0 ? [] : [`${commands[index]!.command.name}: ${wrong.join('; ')}`]
    })
    expect(found).toEqual([])
  })

  it('is a command tshark knows by the same name', async () => {
    const lines = await summaries(capture)
    expect(lines).toHaveLength(commands.length)
    expect(lines.filter((line, index) => !isCommandIn(line, commands[index]!.command))).toEqual([])
  })

  it('is read alike by sigbed decode, down to its innermost AVPs', async () => {
    const trees = treesWith(
      'hop-by-hop',
      (await decodeCapture(capture)).packets.flatMap((packet) => packet.trees),
    )
    expect(trees).toHaveLength(commands.length)
    expect(trees.flatMap((tree) => tree.faults)).toEqual([])
    expect(packets.flatMap((packet, index) => disagreements(trees[index]!, diameterMessages(packet)[0]!))).toEqual([])
  })
})

/** Each AVP once, with the first dictionary that has it. */
function uniqueAvps(): { readonly dictionary: AnyDictionary; readonly definition: AvpDefinition }[] {
  const byCode = new Map<string, { dictionary: AnyDictionary; definition: AvpDefinition }>()
  for (const { dictionary } of ALL_APPLICATIONS) {
    for (const definition of dictionary.avps()) {
      const { vendorId, code, name, format } = definition
      const key = `${vendorId}:${code}:${name}:${format}`
      if (!byCode.has(key)) byCode.set(key, { dictionary, definition })
    }
  }
  return [...byCode.values()]
}

interface CommandOfApplication {
  readonly applicationId: number
  readonly dictionary: AnyDictionary
  readonly command: CommandDefinition
}

/** Each command once, with the first application that has it. */
function uniqueCommands(): CommandOfApplication[] {
  const seen = new Set<unknown>()
  return ALL_APPLICATIONS.flatMap(({ applicationId, dictionary }) =>
    dictionary.commands().flatMap((command) => {
      const row = dictionary.commandRows[command.name]
      if (seen.has(row)) return []
      seen.add(row)
      return [{ applicationId: command.applicationId === 'any' ? applicationId : command.applicationId, dictionary, command }]
    }),
  )
}

/** A DWR, which has room for any AVP, with this one. */
function watchdogWith(dictionary: AnyDictionary, definition: AvpDefinition): Uint8Array {
  const filling = { dictionary, applicationId: 0 }
  const avp = filledAvp(filling, definition)
  const origin = [RFC6733.avp('Origin-Host'), RFC6733.avp('Origin-Realm')]
  const avps = origin.map((one) => (one.name === definition.name ? avp : filledAvp(filling, one)))
  if (!avps.includes(avp)) avps.push(avp)
  return encode(dictionary, 'Device-Watchdog-Request', 0, false, avps)
}

function filledMessage({ applicationId, dictionary, command }: CommandOfApplication): Uint8Array {
  return encode(dictionary, command.name, applicationId, command.proxiable, filledAvps({ dictionary, applicationId }, command.grammar))
}

function encode(dictionary: AnyDictionary, command: string, applicationId: number, proxiable: boolean, avps: AnyAvp[]): Uint8Array {
  const header = { applicationId, proxiable, error: false, retransmitted: false, hopByHopId: 7, endToEndId: 8 }
  return encodeMessage({ ...header, command, avps: avps as never }, dictionary)
}

/** Whether tshark, which reads a value by its format, shows what was written by ours. */
function isShownAs(theirs: DataFormatName, written: unknown, ours: DataFormatName, shown: string): boolean {
  if (theirs !== ours) return shown !== ''
  switch (ours) {
    case 'OctetString': {
      const octets = written as Uint8Array
      // Octets that its dictionary calls text.
      return shown === hexadecimal(octets) || shown === new TextDecoder('latin1').decode(octets)
    }
    case 'Address':
      return shown === `00:01:${hexadecimal(Uint8Array.from(String(written).split('.').map(Number)))}`
    case 'Time':
      return Date.parse(shown.replace(/\.\d+/, '')) === Number(written) * 1000
    case 'Unsigned32':
      // Numbers that its dictionary has names for are signed to it.
      return Number(shown) >>> 0 === written
    default:
      return shown === String(written)
  }
}

function hexadecimal(octets: Uint8Array): string {
  return [...octets].map((octet) => octet.toString(16).padStart(2, '0')).join(':')
}
