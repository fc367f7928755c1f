import {
  type AffectedPointCode,
  type DataMessage,
  dataMessageLength,
  ERR_MESSAGE_CODE,
  ERROR_CODE,
  type M3uaMessage,
  messageLength,
  peekMessageCode,
  writeDataMessage,
  writeMessage,
} from '@sigbed/m3ua-codec'
import type { LowerLayer } from './lower-layer.js'
import { MANAGEMENT_STREAM } from './stream-selection.js'

/** Writes messages into one buffer, reused for all, and hands them to an association, which copies. */
export class MessageSender {
  /** What was written last; replaced when a longer message needs more. */
  octets = new Uint8Array(2_048)

  /** ASPSM, ASPTM and MGMT: on stream 0, ordered. False when the association did not take it. */
  send(lowerLayer: LowerLayer, message: M3uaMessage): boolean {
    this.makeRoom(messageLength(message))
    const length = writeMessage(this.octets, 0, message)
    return lowerLayer.send(this.octets, 0, length, MANAGEMENT_STREAM, false)
  }

  sendData(lowerLayer: LowerLayer, message: DataMessage, streamId: number): boolean {
    const length = this.writeData(message)
    return lowerLayer.send(this.octets, 0, length, streamId, false)
  }

  /** Writes the message to the beginning of `octets`, for whoever hands it to associations himself, and returns its length. */
  writeData(message: DataMessage): number {
    this.makeRoom(dataMessageLength(message))
    return writeDataMessage(this.octets, 0, message)
  }

  /**
   * Answers the offending message of `length` octets at `offset` with ERR; its first 40 octets go along as diagnostic information,
   * which RFC 4666 §3.8.1 asks for by number for an unsupported class or type, and as far as useful for the others.
   * False, with nothing sent, when the offending message is itself an ERR, however broken.
   */
  sendError(
    lowerLayer: LowerLayer,
    errorCode: number,
    octets: Uint8Array,
    offset: number,
    length: number,
    routingContexts: readonly number[] = [],
    networkAppearance: number | null = null,
    affectedPointCodes: readonly AffectedPointCode[] = [],
  ): boolean {
    // RFC 4666 §3.8.1: Error messages MUST NOT be generated in response to other Error messages.
    if (peekMessageCode(octets, offset, length) === ERR_MESSAGE_CODE) return false
    const diagnosticInformation = octets.slice(offset, offset + Math.min(length, DIAGNOSTIC_OCTETS))
    this.send(lowerLayer, { kind: 'ERR', errorCode, routingContexts, networkAppearance, affectedPointCodes, diagnosticInformation })
    return true
  }

  /** Answers DATA, which `message` is the reading of; the caller has refused it for `errorCode`. */
  sendDataError(lowerLayer: LowerLayer, errorCode: number, octets: Uint8Array, offset: number, length: number, message: DataMessage): void {
    const routingContexts = message.hasRoutingContext ? [message.routingContext] : []
    // RFC 4666 §3.8.1: the invalid Network Appearance MUST be in the ERR, as the invalid Routing Context MUST.
    const networkAppearance = errorCode === ERROR_CODE.INVALID_NETWORK_APPEARANCE ? message.networkAppearance : null
    this.sendError(lowerLayer, errorCode, octets, offset, length, routingContexts, networkAppearance)
  }

  private makeRoom(length: number): void {
    if (this.octets.length < length) this.octets = new Uint8Array(2 * length)
  }
}

const DIAGNOSTIC_OCTETS = 40
