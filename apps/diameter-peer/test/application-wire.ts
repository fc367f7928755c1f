import { DiameterNode, NO_CAPABILITIES, nodeConfiguration } from '@sigbed/diameter'
import {
  AvpCursor,
  type AvpOf,
  type AvpTable,
  AvpWriter,
  type CommandTable,
  type Dictionary,
  decodeMessage,
  encodeMessage,
  isDecodeFault,
  MESSAGE_HEADER_LENGTH,
  MessageHeader,
  PROXIABLE_FLAG,
  RETRANSMITTED_FLAG,
  RFC6733,
  readMessageHeader,
} from 'diameter-codec'
import type { ApplicationRequest, RequestOutcome, RequestSender, ServedApplication } from '../src/index.js'

interface Host {
  readonly name: string
  readonly realm: string
  readonly served: ServedApplication
  /** Remembers answers as a node does, and repeats them. */
  readonly node: DiameterNode
}

/**
 * Applications on one wire: every request and every answer goes over it as octets, as it would between nodes. What is sent waits until
 * `settle`; time does not pass.
 */
export class ApplicationWire {
  private readonly hosts: Host[] = []
  private readonly waiting: (() => void)[] = []
  private identifiers = 0
  private lastHost = ''
  /** Hosts whose requests get no answer. */
  readonly silent = new Set<string>()
  /** Each request and answer as "mme1 -> hss Update-Location-Request" and "… <- 2001". */
  readonly log: string[] = []
  /** Octets of the last request, to be sent once more. */
  lastRequest: Uint8Array = new Uint8Array(0)

  /** Joins an application to the wire under a name. @returns what it sends requests with; give it to the application's constructor */
  sender(name: string, realm: string): RequestSender {
    return {
      nextSessionId: () => `${name};1;${++this.identifiers}`,
      request: (dictionary, request, onOutcome) => this.send({ name, realm }, dictionary, request, onOutcome),
    }
  }

  serve(name: string, realm: string, served: ServedApplication): void {
    const node = new DiameterNode(
      nodeConfiguration({ ...NO_CAPABILITIES, originHost: name, originRealm: realm, hostIpAddresses: ['127.0.0.1'], productName: 'wire' }),
      () => 1,
    )
    this.hosts.push({ name, realm, served, node })
  }

  /** Delivers until nothing is on the wire. */
  settle(): void {
    for (let next = this.waiting.shift(); next !== undefined; next = this.waiting.shift()) next()
  }

  /** Sends the last request again with the T bit set, as after a failover. @returns the octets of the answer */
  repeatLastRequest(): Uint8Array {
    const again = this.lastRequest.slice()
    again[FLAGS_AT]! |= RETRANSMITTED_FLAG
    const host = this.hosts.find(({ name }) => name === this.lastHost)!
    return this.answered(host, again)
  }
  private send<A extends AvpTable, C extends CommandTable>(
    origin: { readonly name: string; readonly realm: string },
    dictionary: Dictionary<A, C>,
    request: ApplicationRequest<A, C>,
    onOutcome: (outcome: RequestOutcome<A, C>) => void,
  ): void {
    const { destinationHost, destinationRealm } = request
    const routing = [
      { name: 'Origin-Host', value: origin.name },
      { name: 'Origin-Realm', value: origin.realm },
      { name: 'Destination-Realm', value: destinationRealm },
      ...(destinationHost === null ? [] : [{ name: 'Destination-Host', value: destinationHost }]),
    ] as unknown as AvpOf<A>[]
    const identifier = ++this.identifiers
    const octets = encodeMessage(
      {
        command: request.command,
        applicationId: request.applicationId,
        proxiable: true,
        error: false,
        retransmitted: false,
        hopByHopId: identifier,
        endToEndId: identifier,
        avps: [...request.avps, ...routing],
      },
      dictionary,
    )
    const host = this.hosts.find(({ name, realm }) => (destinationHost === null ? realm === destinationRealm : name === destinationHost))
    this.waiting.push(() => {
      if (host === undefined || this.silent.has(host.name)) {
        this.waiting.push(() => onOutcome({ kind: 'failed', failure: host === undefined ? 'unroutable' : 'timeout' }))
        return
      }
      this.lastRequest = octets
      this.lastHost = host.name
      this.log.push(`${origin.name} -> ${host.name} ${request.command.replace(/-Request$/, '')}`)
      const answer = this.answered(host, octets)
      const message = decodeMessage(answer, 0, answer.length, dictionary)
      this.waiting.push(() =>
        onOutcome(
          isDecodeFault(message)
            ? { kind: 'unreadable', resultCode: message.resultCode, where: message.where }
            : { kind: 'answer', message },
        ),
      )
    })
  }

  /** What a node does with a request: a duplicate gets the answer it had, anything else goes to the application. */
  private answered({ name, realm, served, node }: Host, octets: Uint8Array): Uint8Array {
    const header = new MessageHeader()
    if (readMessageHeader(octets, 0, octets.length, header) !== null) throw new Error('no message')
    const cursor = new AvpCursor()
    cursor.enter(octets, MESSAGE_HEADER_LENGTH, octets.length - MESSAGE_HEADER_LENGTH)
    if (!cursor.find(ORIGIN_HOST.code)) throw new Error('no Origin-Host')
    const { valueAt, valueLength } = cursor
    const seen = node.duplicates.find(octets, valueAt, valueLength, header.endToEndId, 0)
    if (seen !== null) return seen.answer.slice(0, seen.answerLength)
    const remembered = node.duplicates.remember(octets, valueAt, valueLength, header.endToEndId, 0)!
    const answer = answerOctets(header, cursor, octets, { name, realm }, served)
    node.duplicates.keepAnswer(remembered, remembered.serial, answer, answer.length)
    return answer
  }
}

/** The answer as a node writes it around what the application writes. */
function answerOctets(
  header: MessageHeader,
  cursor: AvpCursor,
  octets: Uint8Array,
  { name, realm }: { readonly name: string; readonly realm: string },
  served: ServedApplication,
): Uint8Array {
  cursor.enter(octets, MESSAGE_HEADER_LENGTH, octets.length - MESSAGE_HEADER_LENGTH)
  const { result, failedAvp, writeAvps } = served.answer(header, cursor)
  cursor.rewind()
  const writer = new AvpWriter()
  writer.beginMessage()
  if (cursor.find(RFC6733.avp('Session-Id').code)) writer.writeAvps(octets, cursor.headerAt, cursor.paddedLength())
  if (typeof result === 'number') {
    writer.writeUnsigned32(RFC6733.avp('Result-Code'), result)
  } else {
    writer.beginGroup(RFC6733.avp('Experimental-Result'))
    writer.writeUnsigned32(RFC6733.avp('Vendor-Id'), result.vendorId)
    writer.writeUnsigned32(RFC6733.avp('Experimental-Result-Code'), result.experimentalResultCode)
    writer.endGroup()
  }
  writer.writeUtf8String(RFC6733.avp('Origin-Host'), name)
  writer.writeUtf8String(RFC6733.avp('Origin-Realm'), realm)
  if (failedAvp.length > 0) {
    writer.beginGroup(RFC6733.avp('Failed-AVP'))
    writer.writeAvps(failedAvp, 0, failedAvp.length)
    writer.endGroup()
  }
  writeAvps(writer)
  header.flags = PROXIABLE_FLAG
  writer.endMessage(header)
  return writer.copy()
}

const ORIGIN_HOST = RFC6733.avp('Origin-Host')
const FLAGS_AT = 4
