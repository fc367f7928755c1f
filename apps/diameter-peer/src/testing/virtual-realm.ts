import type { Surroundings } from '@sigbed/sctp-sockets'
import {
  AvpCursor,
  type AvpOf,
  type AvpTable,
  AvpWriter,
  type CommandTable,
  type DiameterMessage,
  type Dictionary,
  decodeMessage,
  ERROR_FLAG,
  encodeMessage,
  isDecodeFault,
  MESSAGE_HEADER_LENGTH,
  MessageHeader,
  PROXIABLE_FLAG,
  ResultCode,
  RFC6733,
  readMessageHeader,
  resultCodeClass,
  writeAvps,
} from 'diameter-codec'
import type { ApplicationAnswer, ApplicationRequest, RequestOutcome, RequestSender, ServedApplication } from '../application.js'

/** What the realm does with requests to a host. */
export type Reachability = 'up' | 'silent' | 'unreachable' | 'busy'

/**
 * A realm of Diameter nodes without a network, on time that goes on when a test says so. Every message is encoded and decoded, so
 * that what is exchanged here could be exchanged by peers; requests and answers take a while each.
 */
export class VirtualRealm implements Surroundings {
  /** One way, milliseconds. */
  delayMs = 10
  readonly reachability = new Map<string, Reachability>()
  /** Every request that was sent: command, its sender, its destination, and whether its T bit was set. */
  readonly log: {
    readonly command: string
    readonly from: string
    readonly to: string
    readonly duplicate: boolean
    avps: readonly unknown[]
  }[] = []
  private readonly nodes = new Map<string, ServedApplication[]>()
  private instantMs = 0
  private timers: { readonly dueMs: number; readonly expired: () => void }[] = []
  private nextNumber = 1

  now(): number {
    return this.instantMs
  }

  startTimer(delayMs: number, expired: () => void): object {
    const timer = { dueMs: this.instantMs + delayMs, expired }
    this.timers.push(timer)
    return timer
  }

  stopTimer(handle: object | number): void {
    this.timers = this.timers.filter((timer) => timer !== handle)
  }

  afterTurn(callback: () => void): void {
    this.startTimer(0, callback)
  }

  randomUint32(): number {
    return this.nextNumber++
  }

  /** Lets milliseconds go by, timer by timer. */
  advance(ms: number): void {
    const untilMs = this.instantMs + ms
    for (;;) {
      const [next] = [...this.timers].sort((a, b) => a.dueMs - b.dueMs)
      if (next === undefined || next.dueMs > untilMs) break
      this.instantMs = next.dueMs
      this.stopTimer(next)
      next.expired()
    }
    this.instantMs = untilMs
  }

  /** Joins a node to the realm; requests of its applications go out by what this returns. */
  join(host: string, applications: readonly ServedApplication[]): RequestSender {
    this.nodes.set(host, [...applications])
    return {
      request: (dictionary, request, onOutcome) => this.send(host, dictionary, request, onOutcome),
      nextSessionId: () => `${host};1;${this.nextNumber++}`,
    }
  }

  /** The requests sent, as "CCR from>to". */
  sent(): string[] {
    return this.log.map(({ command, from, to }) => `${command} ${from}>${to}`)
  }

  private send<A extends AvpTable, C extends CommandTable>(
    from: string,
    dictionary: Dictionary<A, C>,
    request: ApplicationRequest<A, C>,
    onOutcome: (outcome: RequestOutcome<A, C>) => void,
  ): void {
    const serves = ([, applications]: readonly [string, readonly ServedApplication[]]) =>
      applications.some(({ advertised }) => advertised.applicationId === request.applicationId)
    const to = request.destinationHost ?? [...this.nodes].find(([host, all]) => host !== from && serves([host, all]))?.[0] ?? 'nobody'
    const origin: BaseAvp[] = [
      { name: 'Origin-Host', value: from },
      { name: 'Origin-Realm', value: REALM },
      { name: 'Destination-Realm', value: request.destinationRealm },
      ...(request.destinationHost === null ? [] : [{ name: 'Destination-Host', value: request.destinationHost } as const]),
    ]
    const present = new Set(request.avps.map(({ name }) => name))
    const avps = [...(request.avps as readonly BaseAvp[]), ...origin.filter(({ name }) => !present.has(name))]
    const duplicate = request.possibleDuplicate ?? false
    const octets = encodeMessage(messageOf(request.command, request.applicationId, duplicate, avps, dictionary), dictionary)
    this.log.push({ command: dictionary.command(request.command).abbreviation, from, to, duplicate, avps })
    this.startTimer(this.delayMs, () => this.deliver(octets, to, dictionary, request, onOutcome))
  }

  private deliver<A extends AvpTable, C extends CommandTable>(
    octets: Uint8Array,
    to: string,
    dictionary: Dictionary<A, C>,
    request: ApplicationRequest<A, C>,
    onOutcome: (outcome: RequestOutcome<A, C>) => void,
  ): void {
    const application = this.nodes.get(to)?.find(({ advertised }) => advertised.applicationId === request.applicationId)
    const reachability = application === undefined ? 'unreachable' : (this.reachability.get(to) ?? 'up')
    if (reachability === 'unreachable') {
      onOutcome({ kind: 'failed', failure: 'unroutable' })
      return
    }
    if (reachability === 'silent') {
      this.startTimer(REQUEST_TIMEOUT_MS, () => onOutcome({ kind: 'failed', failure: 'timeout' }))
      return
    }
    const header = new MessageHeader()
    if (readMessageHeader(octets, 0, octets.length, header) !== null) throw new Error('the realm wrote a wrong header')
    const cursor = new AvpCursor()
    cursor.enter(octets, MESSAGE_HEADER_LENGTH, octets.length - MESSAGE_HEADER_LENGTH)
    const answer = reachability === 'busy' ? BUSY : application!.answer(header, cursor)
    const encoded = encodeAnswer(answer, header, cursor, to)
    this.startTimer(this.delayMs, () => {
      const message = decodeMessage(encoded, 0, encoded.length, dictionary)
      if (isDecodeFault(message)) onOutcome({ kind: 'unreadable', resultCode: message.resultCode, where: message.where })
      else onOutcome({ kind: 'answer', message })
    })
  }
}

type BaseAvp = AvpOf<typeof RFC6733.avpRows>

function messageOf<A extends AvpTable, C extends CommandTable>(
  command: keyof C & string,
  applicationId: number,
  retransmitted: boolean,
  avps: readonly unknown[],
  dictionary: Dictionary<A, C>,
): DiameterMessage<A, C> {
  const { proxiable } = dictionary.command(command)
  return { command, applicationId, proxiable, error: false, retransmitted, hopByHopId: 1, endToEndId: 1, avps: avps as readonly AvpOf<A>[] }
}

/** As a node does it: Session-Id, the result and the origin, then what the application writes. */
function encodeAnswer(answer: ApplicationAnswer, request: MessageHeader, avps: AvpCursor, host: string): Uint8Array {
  const { result } = answer
  const error = typeof result === 'number' && resultCodeClass(result) === 'protocol-error'
  const writer = new AvpWriter()
  writer.beginMessage()
  const session: BaseAvp[] = avps.find(SESSION_ID.code) ? [{ name: 'Session-Id', value: new TextDecoder().decode(avps.copyValue()) }] : []
  writeAvps([...session, resultAvp(result), { name: 'Origin-Host', value: host }, { name: 'Origin-Realm', value: REALM }], RFC6733, writer)
  if (answer.failedAvp.length > 0) writer.writeOctetString(RFC6733.avp('Failed-AVP'), answer.failedAvp)
  answer.writeAvps(writer)
  const header = new MessageHeader()
  header.flags = (request.flags & PROXIABLE_FLAG) | (error ? ERROR_FLAG : 0)
  header.commandCode = request.commandCode
  header.applicationId = request.applicationId
  header.hopByHopId = request.hopByHopId
  header.endToEndId = request.endToEndId
  writer.endMessage(header)
  return writer.copy()
}

function resultAvp(result: ApplicationAnswer['result']): BaseAvp {
  if (typeof result === 'number') return { name: 'Result-Code', value: result }
  const { vendorId, experimentalResultCode } = result
  const members: BaseAvp[] = [
    { name: 'Vendor-Id', value: vendorId },
    { name: 'Experimental-Result-Code', value: experimentalResultCode },
  ]
  return { name: 'Experimental-Result', value: members }
}

const SESSION_ID = RFC6733.avp('Session-Id')
/** The one realm there is. */
export const REALM = 'example.net'
/** How long a node waits for an answer before it says that none came. */
export const REQUEST_TIMEOUT_MS = 30_000
const BUSY: ApplicationAnswer = {
  result: ResultCode.DIAMETER_TOO_BUSY,
  isErrorAnswer: true,
  failedAvp: new Uint8Array(0),
  writeAvps: () => {},
}
