import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { RequestFailure } from '@sigbed/diameter-peer'
import type { OctetTree } from '@sigbed/octets'
import {
  AvpCursor,
  type AvpOf,
  type AvpTable,
  DiameterEncodingError,
  ExperimentalResultCode3gpp,
  MESSAGE_HEADER_LENGTH,
  messageTree,
  RFC6733,
  resultCodeName,
  VENDOR_3GPP,
} from 'diameter-codec'
import { parse } from 'yaml'
import type { CommandSurroundings, ExitStatus } from '../command.js'
import { UsageError } from '../command-failure.js'
import { treeText } from '../decode/tree-text.js'
import { endpointFailure } from '../endpoint/endpoint-transport.js'
import { harmless } from '../harmless-text.js'
import { isColourWanted } from '../terminal-look.js'
import { avpsOfDocument, avpsOfWords } from './avp-words.js'
import { ClientNode } from './client-node.js'
import type { CommandChoice } from './command-choice.js'
import type { DiameterConnectionOptions } from './diameter-connection.js'

export interface SendOptions {
  readonly choice: CommandChoice
  readonly connection: DiameterConnectionOptions
  /** Words as `Name=value`. */
  readonly words: readonly string[]
  /** JSON or YAML; null for none. As the user named it. */
  readonly file: string | null
  readonly destinationHost: string | null
  /** Null: that of the peer. */
  readonly destinationRealm: string | null
  readonly timeoutMs: number
  /** Write what is given, whether or not the application allows it. */
  readonly asGiven: boolean
  readonly json: boolean
}

export type SendSurroundings = Pick<
  CommandSurroundings,
  'output' | 'errors' | 'environment' | 'workingFolder' | 'onInterrupt' | 'readInput'
>

type AnyAvp = AvpOf<AvpTable>

/** An answer as it came, and how long it took. */
interface ReceivedAnswer {
  readonly octets: Uint8Array
  readonly roundTripMs: number
}

/**
 * Sends one request and shows its answer. 0 for an answer that says success, 1 for any other and for none.
 *
 * @throws UsageError for AVPs that cannot be; DiameterConnectionError
 */
export async function runSend(options: SendOptions, surroundings: SendSurroundings): Promise<ExitStatus> {
  const avps = await requestAvps(options, surroundings)
  const stop = new AbortController()
  const forget = surroundings.onInterrupt(() => stop.abort())
  const node = await ClientNode.open(options.connection, [options.choice.application]).catch((error: unknown) => {
    throw endpointFailure(error, { local: options.connection.local, transport: 'udp', udpPort: 0, traceFile: null })
  })
  try {
    await node.connect(CONNECT_PATIENCE_MS, stop.signal)
    if (stop.signal.aborted) return 130
    const answer = await ask(node, avps, options, stop.signal)
    if (typeof answer !== 'string') return show(answer, node.remoteHost, options, surroundings)
    surroundings.errors.write(`sigbed: ${options.choice.command.abbreviation}: ${failureText(answer, node.remoteRealm, options)}.\n`)
    return stop.signal.aborted ? 130 : 1
  } finally {
    forget()
    await node.close()
  }
}

/** What the user gave, after what every request of this kind has to have. */
async function requestAvps({ choice, words, file, asGiven }: SendOptions, surroundings: SendSurroundings): Promise<readonly AnyAvp[]> {
  const { dictionary } = choice.application
  const given = [
    ...(file === null ? [] : avpsOfDocument(await documentOf(file, surroundings), dictionary)),
    ...avpsOfWords(words, dictionary),
  ]
  if (asGiven) return given
  const { applicationId } = choice.application
  const isWanted = (name: string) => choice.command.grammar.some((rule) => rule.avp === name && (rule.min > 0 || rule.fixed))
  const defaults: readonly (readonly [string, unknown])[] = [
    ['Auth-Application-Id', applicationId],
    ['Acct-Application-Id', applicationId],
    ['Auth-Session-State', 'NO_STATE_MAINTAINED'],
    [
      'Vendor-Specific-Application-Id',
      [
        { name: 'Vendor-Id', value: VENDOR_3GPP },
        { name: 'Auth-Application-Id', value: applicationId },
      ],
    ],
  ]
  const added = defaults.filter(([name]) => isWanted(name) && !given.some((avp) => avp.name === name))
  return [...added.map(([name, value]) => ({ name, value }) as unknown as AnyAvp), ...given]
}

/** @param file its path; - for standard input */
async function documentOf(file: string, { workingFolder, readInput }: SendSurroundings): Promise<unknown> {
  let text: string
  try {
    if (file === '-') text = new TextDecoder().decode(await readInput(MOST_INPUT))
    else text = readFileSync(resolve(workingFolder, file), 'utf8')
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`--avps ${file} cannot be read; name a file of JSON or YAML.`)
  }
  try {
    // Everything stays text: 001010000000001 is no number, and 0x00f110 are octets.
    return parse(text, { schema: 'failsafe', maxAliasCount: 100 })
  } catch (error) {
    throw new UsageError(`--avps ${file} is neither JSON nor YAML: ${(error as Error).message.split('\n')[0]}.`)
  }
}

/** Why there is no answer. */
function failureText(failure: RequestFailure, peerRealm: string, { destinationRealm }: SendOptions): string {
  if (failure !== 'unroutable' || destinationRealm === null || destinationRealm.toLowerCase() === peerRealm.toLowerCase())
    return FAILURES[failure]
  return harmless(`nobody to send it to: the peer serves the realm ${peerRealm}, and --destination-realm says ${destinationRealm}`)
}

async function ask(
  node: ClientNode,
  avps: readonly AnyAvp[],
  { choice, destinationHost, destinationRealm, timeoutMs, asGiven }: SendOptions,
  stop: AbortSignal,
): Promise<ReceivedAnswer | RequestFailure> {
  const { application, command } = choice
  const hasSession = command.grammar.some(({ avp }) => avp === 'Session-Id') && !avps.some(({ name }) => name === 'Session-Id')
  const session = hasSession && !asGiven ? [{ name: 'Session-Id', value: node.role.requests.nextSessionId() } as unknown as AnyAvp] : []
  const begun = node.surroundings.now()
  return new Promise((done, failed) => {
    const timer = setTimeout(() => done('timeout'), timeoutMs)
    const finish = (outcome: ReceivedAnswer | RequestFailure): void => {
      clearTimeout(timer)
      done(outcome)
    }
    stop.addEventListener('abort', () => finish('abandoned'), { once: true })
    try {
      node.role.requests.send(
        application.dictionary,
        {
          command: command.name,
          applicationId: application.applicationId,
          avps: [...session, ...avps],
          destinationHost,
          destinationRealm: destinationRealm ?? node.remoteRealm,
        },
        {
          onAnswer: (header, cursor) => {
            const at = cursor.startAt - MESSAGE_HEADER_LENGTH
            finish({ octets: cursor.octets.slice(at, at + header.length), roundTripMs: node.surroundings.now() - begun })
          },
          onFailure: finish,
        },
        { asGiven },
      )
    } catch (error) {
      clearTimeout(timer)
      if (!(error instanceof DiameterEncodingError)) failed(error)
      else failed(new UsageError(`${error.message}. Give it as Name=value; --as-given sends a request that breaks the rules.`))
    }
  })
}

function show(
  { octets, roundTripMs }: ReceivedAnswer,
  from: string,
  { choice, json }: SendOptions,
  surroundings: SendSurroundings,
): ExitStatus {
  const { output, environment } = surroundings
  const result = resultOf(octets)
  const tree: OctetTree = messageTree(octets, 0, octets.length)
  if (json) {
    output.write(`${JSON.stringify({ format: 'sigbed-diameter-send', version: 1, from, ...result, roundTripMs, answer: tree }, null, 2)}\n`)
  } else {
    const words = [result.resultCode, result.resultName, result.isExperimental ? '(Experimental-Result)' : null]
    const text = words.filter((word) => word !== null).join(' ')
    output.write(`${choice.command.abbreviation} answered by ${harmless(from)} in ${roundTripMs.toFixed(1)} ms: ${text}\n`)
    output.write(treeText(tree, isColourWanted(output, environment)))
  }
  return Math.trunc(result.resultCode / 1_000) === 2 ? 0 : 1
}

/** What an answer came to. */
interface AnswerResult {
  /** 0 for an answer that has none. */
  readonly resultCode: number
  readonly resultName: string | null
  /** A vendor's own: its numbers are no Result-Codes (RFC 6733 §7.6). */
  readonly isExperimental: boolean
}

function resultOf(octets: Uint8Array): AnswerResult {
  const cursor = new AvpCursor()
  cursor.enter(octets, MESSAGE_HEADER_LENGTH, octets.length - MESSAGE_HEADER_LENGTH)
  if (cursor.find(RFC6733.avp('Result-Code').code)) {
    const resultCode = unsigned32(cursor)
    return { resultCode, resultName: resultCodeName(resultCode), isExperimental: false }
  }
  if (!cursor.find(RFC6733.avp('Experimental-Result').code)) return { resultCode: 0, resultName: 'no result', isExperimental: false }
  const group = new AvpCursor()
  group.enterGroup(cursor)
  const resultCode = group.find(RFC6733.avp('Experimental-Result-Code').code) ? unsigned32(group) : 0
  const known = Object.entries(ExperimentalResultCode3gpp).find(([, code]) => code === resultCode)
  return { resultCode, resultName: known?.[0] ?? null, isExperimental: true }
}

function unsigned32({ octets, valueAt, valueLength }: AvpCursor): number {
  return valueLength === 4 ? new DataView(octets.buffer, octets.byteOffset + valueAt).getUint32(0) : 0
}

const CONNECT_PATIENCE_MS = 5_000
/** Octets of AVPs on standard input. */
const MOST_INPUT = 1_000_000
const FAILURES: Readonly<Record<RequestFailure, string>> = {
  unroutable: 'nobody to send it to: the peer does not speak this application',
  busy: 'the connection has no room',
  throttled: 'held back: the peer has reported overload (RFC 7683)',
  timeout: 'no answer in time',
  'connection-lost': 'the connection was lost before the answer',
  abandoned: 'given up',
}
