import {
  AvpCursor,
  AvpWriter,
  avpValue,
  CAPABILITIES_EXCHANGE,
  DEVICE_WATCHDOG,
  type DecodeFault,
  decodeFault,
  decodeMessage,
  isDecodeFault,
  MessageHeader,
  REQUEST_FLAG,
  ResultCode,
  RFC6733,
} from 'diameter-codec'
import { writeBaseAnswer } from './base-answer.js'
import {
  type Capabilities,
  judgeCapabilities,
  readCapabilitiesAnswer,
  readCapabilitiesRequest,
  writeCapabilitiesAnswer,
  writeCapabilitiesRequest,
} from './capabilities-exchange.js'
import type { DiameterNode } from './diameter-node.js'
import { type DisconnectCause, writeDisconnectPeerRequest } from './disconnection.js'
import type { DiameterPeerEvent } from './peer-event.js'
import { failedAvpOf, ReceivedRequest } from './received-request.js'

/** What the base protocol needs of the connection it speaks on. */
export interface BaseProtocolConnection {
  /** Sends what the writer holds; false when there is no room. */
  sendWritten(writer: AvpWriter): boolean
  sendOctets(octets: Uint8Array, offset: number, length: number): boolean
  /** An identifier of its own for a request that is not in the list of pending ones. */
  takeHopByHopId(): number
  /** Whether the peer has proved to be this node, where the connection demands a proof. */
  isAuthenticatedAs(originHost: string): boolean
}

/** The capabilities exchange has failed; the event the application is told. */
export type CapabilitiesRefusal = DiameterPeerEvent & { readonly kind: 'capabilities-refused' }

/**
 * The six messages peers exchange about themselves, on one connection: CER and CEA, DWR and DWA, DPR and DPA. Writes them, reads
 * them whole by the dictionary, and judges; when they are due is the state machine's business.
 */
export class BaseProtocol {
  /** What the peer has said of itself; null before the exchange. */
  remote: Capabilities | null = null
  commonApplications: readonly number[] = []
  private readonly writer = new AvpWriter()
  private readonly header = new MessageHeader()
  private readonly cursor = new AvpCursor()
  /** The CER, DWR or DPR that is being answered, and what is wrong with it. */
  private readonly request = new ReceivedRequest()
  /** A request refused while that one may still be waiting for its answer. */
  private readonly refused = new ReceivedRequest()
  private requestFault: DecodeFault | null = null
  /** Hop-by-Hop Identifiers whose answers are awaited; NONE when none is. */
  private awaitedCea = NONE
  private awaitedDwa = NONE
  private awaitedDpa = NONE
  /** Messages that found no room, oldest first. */
  private readonly delayed: Uint8Array[] = []

  constructor(
    private readonly node: DiameterNode,
    private readonly connection: BaseProtocolConnection,
  ) {}

  /** For a new connection. */
  reset(): void {
    this.remote = null
    this.commonApplications = []
    this.awaitedCea = NONE
    this.awaitedDwa = NONE
    this.awaitedDpa = NONE
    this.delayed.length = 0
  }

  /**
   * Sends what found no room. A DWR that is never sent is never answered: were it lost, a peer that stops reading for a while would be
   * given up long after it reads again (RFC 3539 §3.4.1).
   */
  sendDelayed(): void {
    const { delayed, connection } = this
    while (delayed.length > 0 && connection.sendOctets(delayed[0]!, 0, delayed[0]!.length)) delayed.shift()
  }

  sendCapabilitiesRequest(): void {
    this.awaitedCea = this.connection.takeHopByHopId()
    writeCapabilitiesRequest(this.node.configuration.capabilities, this.awaitedCea, this.node.nextEndToEndId(), this.writer)
    this.send()
  }

  /** Reads and judges a CER. One that is refused is answered here; one that is accepted by sendCapabilitiesAnswer. */
  handleCapabilitiesRequest(header: MessageHeader, octets: Uint8Array, offset: number, length: number): Capabilities | CapabilitiesRefusal {
    this.request.readHeader(header)
    const remote = readCapabilitiesRequest(octets, offset, length)
    if (isDecodeFault(remote)) return this.refuseCapabilities(remote)
    // RFC 6733 §5.3: a CER from an unknown peer MAY be answered with DIAMETER_UNKNOWN_PEER; the connection is closed.
    // §13.1: so is one whose certificate is somebody else's.
    if (!this.mayBePeer(remote.originHost) || !this.connection.isAuthenticatedAs(remote.originHost))
      return this.refuseCapabilities(UNKNOWN_PEER)
    const common = judgeCapabilities(this.node.configuration.capabilities, remote)
    if ('kind' in common) return this.refuseCapabilities(common)
    this.remote = remote
    this.commonApplications = common
    return remote
  }

  sendCapabilitiesAnswer(): void {
    this.answerCapabilities(ResultCode.DIAMETER_SUCCESS, NO_OCTETS)
  }

  /**
   * Reads and judges a CEA; null when it answers no CER of ours.
   * @param expectedHost who should have answered; empty when anybody may
   */
  handleCapabilitiesAnswer(
    header: MessageHeader,
    expectedHost: string,
    octets: Uint8Array,
    offset: number,
    length: number,
  ): Capabilities | CapabilitiesRefusal | null {
    if (header.hopByHopId !== this.awaitedCea) return null
    this.awaitedCea = NONE
    const answer = readCapabilitiesAnswer(octets, offset, length)
    if (isDecodeFault(answer)) return refusal('local', answer)
    const { resultCode, capabilities } = answer
    if (capabilities === null || resultCode !== ResultCode.DIAMETER_SUCCESS) return refusal('remote', { resultCode, where: 'Result-Code' })
    if (expectedHost !== '' && capabilities.originHost.toLowerCase() !== expectedHost.toLowerCase()) return refusal('local', UNKNOWN_PEER)
    if (this.node.isSelf(capabilities.originHost) || !this.connection.isAuthenticatedAs(capabilities.originHost))
      return refusal('local', UNKNOWN_PEER)
    const common = judgeCapabilities(this.node.configuration.capabilities, capabilities)
    if ('kind' in common) return refusal('local', common)
    this.remote = capabilities
    this.commonApplications = common
    return capabilities
  }

  sendWatchdogRequest(): void {
    const { writer, header } = this
    this.awaitedDwa = this.connection.takeHopByHopId()
    writer.beginMessage()
    writer.writeAvps(this.node.identity.originAvps)
    writer.writeAvps(this.node.identity.originStateAvps)
    header.flags = REQUEST_FLAG
    header.commandCode = DEVICE_WATCHDOG
    header.applicationId = 0
    header.hopByHopId = this.awaitedDwa
    header.endToEndId = this.node.nextEndToEndId()
    writer.endMessage(header)
    this.send()
  }

  /** Reads a DWR; answerRequest sends its DWA. */
  handleWatchdogRequest(header: MessageHeader, octets: Uint8Array, offset: number, length: number): void {
    this.request.readHeader(header)
    const message = decodeMessage(octets, offset, length, RFC6733)
    this.requestFault = isDecodeFault(message) ? message : null
  }

  /** True for the DWA to our last DWR, once. */
  takeWatchdogAnswer(header: MessageHeader): boolean {
    if (header.hopByHopId !== this.awaitedDwa) return false
    this.awaitedDwa = NONE
    return true
  }

  sendDisconnectRequest(cause: DisconnectCause): void {
    this.awaitedDpa = this.connection.takeHopByHopId()
    const { identity } = this.node
    writeDisconnectPeerRequest(identity, cause, this.awaitedDpa, this.node.nextEndToEndId(), this.header, this.writer)
    this.send()
  }

  /** Reads a DPR and gives its cause; null when it is wrong and has been answered so. answerRequest sends the DPA of a good one. */
  handleDisconnectRequest(header: MessageHeader, octets: Uint8Array, offset: number, length: number): DisconnectCause | null {
    this.request.readHeader(header)
    const message = decodeMessage(octets, offset, length, RFC6733)
    this.requestFault = isDecodeFault(message) ? message : null
    if (!isDecodeFault(message)) return avpValue(message.avps, 'Disconnect-Cause')
    this.answerRequest()
    return null
  }

  /** True for the DPA to our DPR, once. */
  takeDisconnectAnswer(header: MessageHeader): boolean {
    if (header.hopByHopId !== this.awaitedDpa) return false
    this.awaitedDpa = NONE
    return true
  }

  /** Sends the DWA or DPA to the request read last. */
  answerRequest(): void {
    const fault = this.requestFault
    const resultCode = fault?.resultCode ?? ResultCode.DIAMETER_SUCCESS
    writeBaseAnswer(this.request, resultCode, false, fault?.failedAvp ?? NO_OCTETS, this.node.identity, this.writer)
    this.send()
  }

  /**
   * Refuses a request that never gets to an application, with the E bit (RFC 6733 §7.2).
   * @param walk whether its AVPs can be looked at for Session-Id and Proxy-Info; not when the version or the length is wrong
   */
  refuse(header: MessageHeader, octets: Uint8Array, offset: number, length: number, resultCode: number, walk: boolean): void {
    if (walk) this.refused.read(header, this.cursor, octets, offset, length)
    else this.refused.readHeader(header)
    this.refuseRead(this.refused, resultCode, this.cursor)
    this.cursor.release()
  }

  /** The same for a request that has been read. `cursor` stands where reading stopped. */
  refuseRead(request: ReceivedRequest, resultCode: number, cursor: AvpCursor): void {
    const aboutAvp = resultCode === ResultCode.DIAMETER_MISSING_AVP || resultCode === ResultCode.DIAMETER_INVALID_AVP_LENGTH
    const failedAvp = aboutAvp ? failedAvpOf(resultCode, cursor) : NO_OCTETS
    writeBaseAnswer(request, resultCode, true, failedAvp, this.node.identity, this.writer)
    // Not kept when there is no room: a flood of refusals must not displace the answer to a DWR.
    this.connection.sendWritten(this.writer)
  }

  /** RFC 6733 §4.3.1: an identity is one node's alone, so nobody else comes with ours; we do ourselves, by a loop of the configuration. */
  private mayBePeer(originHost: string): boolean {
    return this.node.accepts(originHost) && !this.node.isSelf(originHost)
  }

  private send(): void {
    const { writer, delayed, connection } = this
    if (delayed.length === 0 && connection.sendWritten(writer)) return
    if (delayed.length < MOST_DELAYED) delayed.push(writer.copy())
  }

  private refuseCapabilities(fault: DecodeFault): CapabilitiesRefusal {
    this.answerCapabilities(fault.resultCode, fault.failedAvp)
    return refusal('local', fault)
  }

  private answerCapabilities(resultCode: number, failedAvp: Uint8Array): void {
    const { hopByHopId, endToEndId } = this.request
    writeCapabilitiesAnswer(this.node.configuration.capabilities, resultCode, failedAvp, hopByHopId, endToEndId, this.writer)
    this.send()
  }
}

function refusal(by: 'local' | 'remote', { resultCode, where }: Pick<DecodeFault, 'resultCode' | 'where'>): CapabilitiesRefusal {
  return { kind: 'capabilities-refused', by, resultCode, where }
}

/** Whether a message is a CER or a CEA. */
export function isCapabilitiesExchange(header: MessageHeader): boolean {
  return header.commandCode === CAPABILITIES_EXCHANGE && header.applicationId === 0
}

const NONE = -1
/** A peer that does not read and asks again and again gets no more of our memory. */
const MOST_DELAYED = 8
const NO_OCTETS = new Uint8Array(0)
const UNKNOWN_PEER = decodeFault(ResultCode.DIAMETER_UNKNOWN_PEER, 'Origin-Host')
