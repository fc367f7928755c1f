import type { OctetTree } from '@sigbed/octets'
import { captureKindOf } from '@sigbed/sctp-transport'
import type { ExitStatus } from '../command.js'
import { UsageError } from '../command-failure.js'
import type { DecodeCommandOptions, DecodeSurroundings } from '../commands/decode-command.js'
import { isColourWanted } from '../terminal-look.js'
import { type CaptureSummary, type DecodedPacket, decodeCapture } from './capture-decoding.js'
import { type DecodeInput, readDecodeInput } from './decode-input.js'
import { parseHexadecimalText } from './hexadecimal-text.js'
import { guessProtocol, signallingTrees } from './signalling-protocol.js'
import { treeText } from './tree-text.js'

/** Decodes what the options name and writes it to the output. @throws UsageError for input that is neither capture nor hexadecimal */
export async function runDecodeCommand(options: DecodeCommandOptions, surroundings: DecodeSurroundings): Promise<ExitStatus> {
  const input = await readDecodeInput(options.input, surroundings)
  const colour = isColourWanted(surroundings.output, surroundings.environment)
  if (captureKindOf(input.octets) !== null) return showCapture(input, options, colour, surroundings)
  const trees = messageTrees(input, options)
  const write = (text: string) => surroundings.output.write(text)
  if (options.json) write(`${JSON.stringify({ format: 'sigbed-decode', version: 1, messages: trees }, null, 2)}\n`)
  else for (const tree of trees) write(treeText(tree, colour))
  return 0
}

function messageTrees({ octets: text, name }: DecodeInput, { protocol: told }: DecodeCommandOptions): OctetTree[] {
  const octets = parseHexadecimalText(new TextDecoder().decode(text))
  if (!(octets instanceof Uint8Array)) {
    const { line, column, found } = octets
    throw new UsageError(`${name} is neither a capture nor hexadecimal: line ${line}, column ${column} has ${found}.`)
  }
  if (octets.length === 0) throw new UsageError(`${name} holds no octets. Give them in hexadecimal, or name a file.`)
  const protocol = told ?? guessProtocol(octets)
  if (protocol !== null) return signallingTrees(protocol, octets)
  throw new UsageError(
    `${name} cannot be told by its header: ${octets.length} octets that begin with ${hexadecimalStart(octets)} are no whole M3UA or Diameter message, and no SCTP packet with a right checksum. Say what they are with --as.`,
  )
}

function hexadecimalStart(octets: Uint8Array): string {
  return [...octets.subarray(0, 8)].map((octet) => octet.toString(16).padStart(2, '0')).join(' ')
}

function showCapture(
  { octets, name }: DecodeInput,
  { json, diameterPorts }: DecodeCommandOptions,
  colour: boolean,
  { output, errors }: DecodeSurroundings,
): ExitStatus {
  let shown = 0
  // Written as it is found: a capture may hold more packets than memory should.
  if (json) output.write('{\n  "format": "sigbed-decode",\n  "version": 1,\n  "packets": [')
  const { summary, fault } = decodeCapture(octets, diameterPorts, (packet) => {
    output.write(json ? `${shown === 0 ? '' : ','}\n    ${JSON.stringify(packet)}` : packetText(packet, colour))
    shown++
  })
  if (json) output.write(`\n  ],\n  "summary": ${JSON.stringify({ ...summary, fault })}\n}\n`)
  else output.write(summaryText(summary, shown))
  if (fault === null) return 0
  errors.write(`sigbed: ${name} cannot be read to its end: at offset ${fault.offset} stands ${fault.found}.\n`)
  // A capture that was cut is decoded as far as it goes; one of which nothing can be read is none.
  return summary.packets === 0 ? 2 : 1
}

function packetText({ number, time, from, to, trees }: DecodedPacket, colour: boolean): string {
  const heading = `#${number}${time === null ? '' : `  ${time}`}  ${from} > ${to}\n`
  return `${heading}${trees.map((tree) => treeText(tree, colour, 1)).join('')}\n`
}

function summaryText({ packets, passedOver, ipFragments }: CaptureSummary, shown: number): string {
  const fragments = ipFragments === 0 ? '' : `, ${ipFragments} of them fragments of IP, which are not put together`
  return `${shown} of ${packets} packets shown; ${passedOver} without a whole message of signalling passed over${fragments}.\n`
}
