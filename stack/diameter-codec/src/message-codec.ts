import { AvpCursor } from './avp-reader.js'
import { AvpWriter } from './avp-writer.js'
import { decodeAvps } from './avps-decoder.js'
import { writeAvpsOf } from './avps-encoder.js'
import { type DecodeFault, decodeFault, isDecodeFault } from './decode-fault.js'
import { parseGrammar } from './dictionary/command-code-format.js'
import type { AvpOf, AvpTable, AvpValue, CommandDefinition, CommandTable, Dictionary } from './dictionary/dictionary.js'
import { ANSWER_MESSAGE_GRAMMAR } from './dictionary/rfc6733-commands.js'
import { type DecodeMode, Judgement } from './judgement.js'
import {
  ERROR_FLAG,
  MESSAGE_HEADER_LENGTH,
  MessageHeader,
  PROXIABLE_FLAG,
  REQUEST_FLAG,
  RETRANSMITTED_FLAG,
  readMessageHeader,
} from './message-header.js'
import { judgeAgainstHeader, judgeHeader } from './message-rules.js'
import { ResultCode } from './result-code.js'

/**
 * A whole message as plain values, for people, for tests and for what is rare (capabilities exchange, disconnection). Traffic
 * goes through AvpCursor and AvpWriter instead.
 */
export interface DiameterMessage<A extends AvpTable, C extends CommandTable> {
  /** The command's name in the dictionary; it says whether this is a request. */
  readonly command: keyof C & string
  readonly applicationId: number
  /** The bits P, E and T of the header. */
  readonly proxiable: boolean
  readonly error: boolean
  readonly retransmitted: boolean
  readonly hopByHopId: number
  readonly endToEndId: number
  readonly avps: readonly AvpOf<A>[]
  /** What a lenient reading passed over; absent otherwise, and not looked at by the encoder. */
  readonly faults?: readonly DecodeFault[]
}

export interface DecodeOptions {
  /** How severely the message is read; `usual` when absent. */
  readonly mode?: DecodeMode
}

export interface EncodeOptions {
  /**
   * Write what is given, as it is given: AVPs in their order, however many, flags and paddings as they were received. For relays,
   * which pass on what they do not judge, and for testers. A value its format has no octets for is refused all the same.
   */
  readonly asGiven?: boolean
}

/** A message that cannot be encoded, by the caller's mistake: a value out of range, or AVPs that contradict the grammar. */
export class DiameterEncodingError extends Error {
  readonly code = 'DIAMETER_ENCODING'
  constructor(message: string) {
    super(message)
    this.name = 'DiameterEncodingError'
  }
}

/**
 * Reads the message of `length` octets at `at`. All octets are copied out. AVPs the dictionary does not know and whose M bit is
 * clear come as `{ name: 'AVP', … }`. The first error found is the one reported (RFC 6733 §7). Never throws.
 *
 * Even a lenient reading refuses what is no message of this dictionary: another version (5011), a wrong length (5015), a command
 * it does not know (3001).
 */
export function decodeMessage<A extends AvpTable, C extends CommandTable>(
  octets: Uint8Array,
  at: number,
  length: number,
  dictionary: Dictionary<A, C>,
  options: DecodeOptions = {},
): DiameterMessage<A, C> | DecodeFault {
  const header = new MessageHeader()
  const refused = readMessageHeader(octets, at, length, header)
  // Bits that contradict each other leave the rest legible: judgeHeader keeps the fault.
  const legible = options.mode === 'lenient' && refused?.resultCode === ResultCode.DIAMETER_INVALID_HDR_BITS
  if (refused !== null && !legible) return refused
  const avps = new AvpCursor()
  avps.enter(octets, at + MESSAGE_HEADER_LENGTH, length - MESSAGE_HEADER_LENGTH)
  const message = decodeEnteredMessage(header, avps, dictionary, options)
  return refused !== null && isDecodeFault(message) ? refused : message
}

/**
 * As decodeMessage, for a message whose header has been read already and whose AVPs a cursor was entered into: what a Diameter peer
 * hands to its application. The cursor may stand anywhere; it is not moved.
 */
export function decodeEnteredMessage<A extends AvpTable, C extends CommandTable>(
  header: MessageHeader,
  avps: AvpCursor,
  dictionary: Dictionary<A, C>,
  options: DecodeOptions = {},
): DiameterMessage<A, C> | DecodeFault {
  const command = dictionary.findCommand(header.commandCode, (header.flags & REQUEST_FLAG) !== 0, header.applicationId)
  // RFC 6733 §7.1.3: 3001 for "a Command Code that it does not support".
  if (command === null) return COMMAND_UNSUPPORTED
  const judgement = new Judgement(options.mode ?? 'usual')
  const refused = judgeHeader(header, command, judgement)
  if (refused !== null) return refused
  const error = (header.flags & ERROR_FLAG) !== 0
  const decoded = decodeAvps(avps.octets, avps.rangeAt(), avps.rangeLength(), {
    dictionary,
    // RFC 6733 §7.2: with the E bit set the answer follows <answer-message> and not its command's format.
    grammar: error && !command.request ? ANSWER_MESSAGE : command.grammar,
    judgement,
    depth: 0,
  })
  if (isDecodeFault(decoded)) return decoded
  const contradiction = judgement.bindsSender ? judgeAgainstHeader(header, avps, judgement) : null
  if (contradiction !== null) return contradiction
  const message = {
    command: command.name,
    applicationId: header.applicationId,
    proxiable: (header.flags & PROXIABLE_FLAG) !== 0,
    error,
    retransmitted: (header.flags & RETRANSMITTED_FLAG) !== 0,
    hopByHopId: header.hopByHopId,
    endToEndId: header.endToEndId,
    avps: decoded as readonly AvpOf<A>[],
  }
  return judgement.isLenient ? { ...message, faults: judgement.faults } : message
}

/**
 * The octets of a message, the caller's to keep. AVPs with a fixed place are put there, the others follow in the order given.
 * Throws DiameterEncodingError for what decodeMessage would refuse; told to write it as given, only for what has no octets.
 */
export function encodeMessage<A extends AvpTable, C extends CommandTable>(
  message: DiameterMessage<A, C>,
  dictionary: Dictionary<A, C>,
  options: EncodeOptions = {},
): Uint8Array {
  const writer = new AvpWriter()
  writeMessage(message, dictionary, writer, options)
  return writer.copy()
}

/** As encodeMessage, into a writer that is reused: octets 0 to `into.length` of `into.octets`. */
export function writeMessage<A extends AvpTable, C extends CommandTable>(
  message: DiameterMessage<A, C>,
  dictionary: Dictionary<A, C>,
  into: AvpWriter,
  options: EncodeOptions = {},
): void {
  const command = dictionary.command(message.command)
  const asGiven = options.asGiven ?? false
  if (!asGiven) checkFlags(message, command)
  into.beginMessage()
  const grammar = message.error ? ANSWER_MESSAGE : command.grammar
  const mistake = writeAvpsOf(message.avps as readonly AvpOf<AvpTable>[], grammar, { dictionary, into, asGiven })
  if (mistake !== null) throw new DiameterEncodingError(`${message.command}: ${mistake}`)
  const header = new MessageHeader()
  header.flags =
    (command.request ? REQUEST_FLAG : 0) |
    (message.proxiable ? PROXIABLE_FLAG : 0) |
    (message.error ? ERROR_FLAG : 0) |
    (message.retransmitted ? RETRANSMITTED_FLAG : 0)
  header.commandCode = command.code
  header.applicationId = message.applicationId
  header.hopByHopId = message.hopByHopId
  header.endToEndId = message.endToEndId
  into.endMessage(header)
}

/**
 * Writes AVPs by their definitions into a message that somebody else begins and ends, such as an answer whose Session-Id and Origin-Host
 * the node writes. Values and groups are checked, the message as a whole is not. Throws DiameterEncodingError.
 */
export function writeAvps<A extends AvpTable, C extends CommandTable>(
  avps: readonly AvpOf<A>[],
  dictionary: Dictionary<A, C>,
  into: AvpWriter,
): void {
  const mistake = writeAvpsOf(avps as readonly AvpOf<AvpTable>[], ANY_AVPS, { dictionary, into, asGiven: false })
  if (mistake !== null) throw new DiameterEncodingError(mistake)
}

/** The value of the first AVP of this name, or null. */
export function avpValue<A extends AvpTable, N extends keyof A & string>(avps: readonly AvpOf<A>[], name: N): AvpValue<A, N> | null {
  const found = avps.find((avp) => avp.name === name)
  return found === undefined ? null : (found.value as AvpValue<A, N>)
}

/** The values of all AVPs of this name, in order. */
export function avpValues<A extends AvpTable, N extends keyof A & string>(avps: readonly AvpOf<A>[], name: N): readonly AvpValue<A, N>[] {
  return avps.filter((avp) => avp.name === name).map((avp) => avp.value as AvpValue<A, N>)
}

function checkFlags(
  message: Pick<DiameterMessage<AvpTable, CommandTable>, 'command' | 'error' | 'proxiable' | 'retransmitted'>,
  command: CommandDefinition,
): void {
  // RFC 6733 §3: E "MUST NOT be set in request messages", T "MUST NOT be set in answer messages".
  if (command.request && message.error) throw new DiameterEncodingError(`${message.command}: a request has no E bit`)
  if (!command.request && message.retransmitted) throw new DiameterEncodingError(`${message.command}: an answer has no T bit`)
  if (message.proxiable && !command.proxiable) throw new DiameterEncodingError(`${message.command} is not proxiable`)
}

const ANY_AVPS = parseGrammar('* [ AVP ]')
const ANSWER_MESSAGE = parseGrammar(ANSWER_MESSAGE_GRAMMAR)
const COMMAND_UNSUPPORTED = decodeFault(ResultCode.DIAMETER_COMMAND_UNSUPPORTED, 'Command Code')
