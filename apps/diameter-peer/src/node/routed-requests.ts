import type { DiameterPeer, RequestRouting, RoutingFailure, RoutingOutcome } from '@sigbed/diameter'
import {
  type AvpCursor,
  type AvpOf,
  type AvpTable,
  AvpWriter,
  type CommandTable,
  type Dictionary,
  decodeEnteredMessage,
  type EncodeOptions,
  isDecodeFault,
  MESSAGE_HEADER_LENGTH,
  type MessageHeader,
  PROXIABLE_FLAG,
  RETRANSMITTED_FLAG,
  writeMessage,
} from 'diameter-codec'
import type { ApplicationRequest, RequestFailure, RequestOutcome, RequestSender } from '../application.js'

/** What is called when a request has come to its end, once, either way. */
export interface AnswerTaker {
  /** Header and cursor are borrowed until it returns. @param peer who answered, or passed the answer on */
  onAnswer(header: MessageHeader, avps: AvpCursor, peer: DiameterPeer): void
  onFailure(failure: RequestFailure): void
}

/** The requests of a node's own applications: written by their dictionaries, routed, and matched with their answers. */
export class RoutedRequests implements RequestSender {
  private readonly takers = new Map<number, AnswerTaker>()
  private readonly writer = new AvpWriter()
  private readonly sessionPrefix: string
  private nextContext = 0
  private sessions = 0

  /** @param startedAs a number that differs from start to start, for the high part of the Session-Ids (RFC 6733 §8.8) */
  constructor(
    private readonly routing: RequestRouting,
    private readonly originHost: string,
    private readonly originRealm: string,
    startedAs: number,
  ) {
    this.sessionPrefix = `${originHost};${startedAs >>> 0};`
  }

  /** Requests without an answer. */
  get pending(): number {
    return this.takers.size
  }

  nextSessionId(): string {
    return this.sessionPrefix + ++this.sessions
  }

  request<A extends AvpTable, C extends CommandTable>(
    dictionary: Dictionary<A, C>,
    request: ApplicationRequest<A, C>,
    onOutcome: (outcome: RequestOutcome<A, C>) => void,
  ): void {
    this.send(dictionary, request, {
      onAnswer: (header, avps) => {
        const message = decodeEnteredMessage(header, avps, dictionary)
        if (!isDecodeFault(message)) onOutcome({ kind: 'answer', message })
        else onOutcome({ kind: 'unreadable', resultCode: message.resultCode, where: message.where })
      },
      onFailure: (failure) => onOutcome({ kind: 'failed', failure }),
    })
  }

  /**
   * As `request`, for whoever wants the answer as it came.
   *
   * @param encoding how strictly what is asked is written
   * @throws DiameterEncodingError for AVPs that contradict the dictionary
   */
  send<A extends AvpTable, C extends CommandTable>(
    dictionary: Dictionary<A, C>,
    request: ApplicationRequest<A, C>,
    taker: AnswerTaker,
    encoding: EncodeOptions = {},
  ): void {
    const command = dictionary.command(request.command)
    const proxiable = command.proxiable
    const avps = this.completed(request)
    const { writer, routing } = this
    // By way of a writer of its own: AVPs that do not fit must not leave half a request behind.
    writeMessage(
      {
        command: request.command,
        applicationId: request.applicationId,
        proxiable,
        error: false,
        retransmitted: false,
        hopByHopId: 0,
        endToEndId: 0,
        avps,
      },
      dictionary,
      writer,
      encoding,
    )
    // RFC 6733 §3: the T bit marks what may have been answered before.
    const retransmitted = request.possibleDuplicate === true ? RETRANSMITTED_FLAG : 0
    const into = routing.beginRequest(command.code, request.applicationId, PROXIABLE_FLAG | retransmitted)
    into.writeAvps(writer.octets, MESSAGE_HEADER_LENGTH, writer.length - MESSAGE_HEADER_LENGTH)
    const context = this.nextContext++
    this.takers.set(context, taker)
    const outcome = routing.endRequest(context)
    if (outcome !== 'sent') {
      this.takers.delete(context)
      // Later, like every other ending: who asks need not expect to be called from within.
      queueMicrotask(() => taker.onFailure(FAILURES[outcome]))
    }
  }

  /** As `send`, for traffic that is measured: the caller writes all AVPs, `RequestRouting.writeOrigin` among them, and calls `endRequest`. */
  beginRequest(commandCode: number, applicationId: number): AvpWriter {
    return this.routing.beginRequest(commandCode, applicationId)
  }

  /** Builds no object. After 'sent' one method of the taker is called, once; otherwise none is. */
  endRequest(taker: AnswerTaker): RoutingOutcome {
    const context = this.nextContext++
    this.takers.set(context, taker)
    const outcome = this.routing.endRequest(context)
    if (outcome !== 'sent') this.takers.delete(context)
    return outcome
  }

  // What routing reports.

  handleAnswer(context: number, header: MessageHeader, avps: AvpCursor, peer: DiameterPeer): void {
    this.take(context)?.onAnswer(header, avps, peer)
  }

  handleFailure(context: number, failure: RoutingFailure): void {
    this.take(context)?.onFailure(failure)
  }

  private take(context: number): AnswerTaker | null {
    const taker = this.takers.get(context) ?? null
    this.takers.delete(context)
    return taker
  }

  /** With the AVPs that say who asks and who is asked, unless the caller has written them himself. */
  private completed<A extends AvpTable, C extends CommandTable>({
    avps,
    destinationHost,
    destinationRealm,
  }: ApplicationRequest<A, C>): readonly AvpOf<A>[] {
    const added = [
      { name: 'Origin-Host', value: this.originHost },
      { name: 'Origin-Realm', value: this.originRealm },
      { name: 'Destination-Realm', value: destinationRealm },
      ...(destinationHost === null ? [] : [{ name: 'Destination-Host', value: destinationHost }]),
    ].filter(({ name }) => !avps.some((avp) => avp.name === name))
    // Every dictionary is made on the base protocol's.
    return [...avps, ...(added as unknown as readonly AvpOf<A>[])]
  }
}

const FAILURES: Readonly<Record<Exclude<RoutingOutcome, 'sent'>, RequestFailure>> = {
  'unable-to-deliver': 'unroutable',
  'too-busy': 'busy',
  throttled: 'throttled',
  'message-too-long': 'unroutable',
}
