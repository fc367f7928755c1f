import { type Command, type CommandSurroundings, type Flags, switchFlag, textFlag } from '../command.js'
import { UsageError } from '../command-failure.js'

/** `sigbed decode`: what octets mean, from hexadecimal or from a capture. */
export const DECODE_COMMAND: Command = {
  usage: 'decode [input]',
  summary: 'Show what SCTP, M3UA or Diameter octets mean',

  declare: (yargs) =>
    yargs
      .positional('input', {
        describe: 'Octets in hexadecimal (spaces want quotes), or a\nfile: pcap, pcapng or hexadecimal; "-" reads\nstandard input',
        defaultDescription: 'standard input',
      })
      .options({
        as: { describe: 'What the octets are: sctp, m3ua or diameter', defaultDescription: 'told by their headers', requiresArg: true },
        'diameter-port': { describe: 'TCP ports of Diameter in a capture', defaultDescription: '3868', requiresArg: true },
        json: { describe: 'Write JSON, for programs', type: 'boolean' },
      })
      .example('$0 decode 0100001480000118…', 'a message as hexadecimal')
      .example('$0 decode trace.pcapng', 'every packet of a capture that carries signalling')
      .example('xxd -p message.bin | $0 decode --as m3ua', 'from another program')
      .epilogue(EPILOGUE),

  async run(flags, surroundings) {
    const { runDecodeCommand } = await import('../decode/decode-run.js')
    return runDecodeCommand(decodeOptions(flags), surroundings)
  },
}

export interface DecodeCommandOptions {
  /** What stands on the command line; null for standard input. */
  readonly input: string | null
  readonly protocol: 'sctp' | 'm3ua' | 'diameter' | null
  readonly diameterPorts: ReadonlySet<number>
  readonly json: boolean
}

export type DecodeSurroundings = Pick<CommandSurroundings, 'output' | 'errors' | 'environment' | 'workingFolder' | 'readInput'>

function decodeOptions(flags: Flags): DecodeCommandOptions {
  return {
    input: typeof flags['input'] === 'string' ? flags['input'] : null,
    protocol: protocolOf(textFlag(flags, 'as')),
    diameterPorts: portsOf(textFlag(flags, 'diameter-port') ?? '3868'),
    json: switchFlag(flags, 'json'),
  }
}

function protocolOf(text: string | null): DecodeCommandOptions['protocol'] {
  switch (text) {
    case null:
    case 'sctp':
    case 'm3ua':
    case 'diameter':
      return text
    default:
      throw new UsageError(`--as takes sctp, m3ua or diameter, not ${JSON.stringify(text)}.`)
  }
}

function portsOf(text: string): ReadonlySet<number> {
  const ports = text.split(',').map((port) => (/^[1-9]\d{0,4}$/.test(port) ? Number(port) : 0))
  if (ports.every((port) => port > 0 && port <= 0xffff)) return new Set(ports)
  throw new UsageError(`--diameter-port takes ports from 1 to 65535, joined by commas, not ${JSON.stringify(text)}.`)
}

const EPILOGUE = `Hexadecimal may hold spaces, colons, 0x and the offsets and text of a dump
(xxd, hexdump -C, tcpdump -x, Wireshark). In a capture SCTP is found on IP
and in UDP, fragmented messages are put together, and TCP streams on the
port of Diameter are cut into messages.
Exit status: 0 when it was decoded, whatever faults were shown; 1 when a
capture ends amid a packet; 2 when the input is none of these.`
