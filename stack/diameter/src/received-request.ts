import { copyOctets } from '@sigbed/octets'
import {
  type AvpCursor,
  type AvpWriter,
  exampleAvp,
  MESSAGE_HEADER_LENGTH,
  type MessageHeader,
  ResultCode,
  RFC6733,
  RFC7683,
} from 'diameter-codec'
import type { RememberedRequest } from './duplicate-detection.js'

/**
 * A request the application has not answered yet, with what its answer must repeat (RFC 6733 §6.2): identifiers, P bit,
 * Session-Id and every Proxy-Info. Hot; the peer reuses it once it is answered, so let go of it then.
 */
export class ReceivedRequest {
  commandCode = 0
  applicationId = 0
  flags = 0
  hopByHopId = 0
  endToEndId = 0
  /** Who received it and has to answer it; null before it is handed out and after it is answered. */
  receivedBy: object | null = null
  /** Of the connection it came on; an answer on a later one would meet a stranger's Hop-by-Hop Identifier. */
  connectionSerial = 0
  remembered: RememberedRequest | null = null
  rememberedSerial = 0
  /** It has OC-Supported-Features: overload reports in the answer will be acted upon (RFC 7683 §5.1.2). */
  announcesOverloadControl = false
  /** Where the Origin-Host stands in the message; good while the request is being received. */
  originHostAt = 0
  originHostLength = 0
  /** Octets counted against the pool while it is out. */
  countedOctets = 0
  private sessionId = new Uint8Array(128)
  private sessionIdLength = 0
  private proxyInfo = new Uint8Array(0)
  private proxyInfoLength = 0

  /**
   * Reads the header and walks the AVPs. 0, or the Result-Code that refuses the request; the AVP for Failed-AVP is then
   * `failedAvp(cursor)`.
   */
  read(header: MessageHeader, cursor: AvpCursor, octets: Uint8Array, offset: number, length: number): number {
    this.readHeader(header)
    cursor.enter(octets, offset + MESSAGE_HEADER_LENGTH, length - MESSAGE_HEADER_LENGTH)
    while (cursor.next()) {
      if (cursor.vendorId !== 0) continue
      switch (cursor.code) {
        case SESSION_ID.code:
          this.keepSessionId(cursor)
          break
        case PROXY_INFO.code:
          this.keepProxyInfo(cursor)
          break
        case ORIGIN_HOST.code:
          this.originHostAt = cursor.valueAt
          this.originHostLength = cursor.valueLength
          break
        case OC_SUPPORTED_FEATURES:
          this.announcesOverloadControl = true
          break
      }
    }
    if (cursor.faultCode !== 0) return cursor.faultCode
    // RFC 6733 §6.3: Origin-Host "MUST be present in all Diameter messages".
    return this.originHostLength === 0 ? ResultCode.DIAMETER_MISSING_AVP : 0
  }

  /** The header alone, for a message whose AVPs cannot be trusted. */
  readHeader(header: MessageHeader): void {
    this.commandCode = header.commandCode
    this.applicationId = header.applicationId
    this.flags = header.flags
    this.hopByHopId = header.hopByHopId
    this.endToEndId = header.endToEndId
    this.remembered = null
    this.announcesOverloadControl = false
    this.originHostLength = 0
    this.sessionIdLength = 0
    this.proxyInfoLength = 0
  }

  /** RFC 6733 §6.2: "If the Session-Id is present in the request, it MUST be included in the answer." */
  writeSessionId(into: AvpWriter): void {
    into.writeAvps(this.sessionId, 0, this.sessionIdLength)
  }

  /** RFC 6733 §6.2: any Proxy-Info AVPs MUST be added, "in the same order they were present in the request". */
  writeProxyInfo(into: AvpWriter): void {
    into.writeAvps(this.proxyInfo, 0, this.proxyInfoLength)
  }

  /** Octets kept for the answer. */
  keptOctets(): number {
    return this.sessionIdLength + this.proxyInfoLength
  }

  /** Lets go of buffers that an unusual request has made grow: they would stay with the pool for ever. */
  shrink(): void {
    if (this.sessionId.length > LARGEST_IDLE_BUFFER) this.sessionId = new Uint8Array(128)
    if (this.proxyInfo.length > LARGEST_IDLE_BUFFER) this.proxyInfo = new Uint8Array(0)
  }

  private keepSessionId(cursor: AvpCursor): void {
    const length = cursor.paddedLength()
    if (this.sessionIdLength !== 0) return
    if (this.sessionId.length < length) this.sessionId = new Uint8Array(length)
    copyOctets(cursor.octets, cursor.headerAt, length, this.sessionId, 0)
    this.sessionIdLength = length
  }

  private keepProxyInfo(cursor: AvpCursor): void {
    const length = this.proxyInfoLength + cursor.paddedLength()
    if (this.proxyInfo.length < length) {
      const larger = new Uint8Array(2 * length)
      copyOctets(this.proxyInfo, 0, this.proxyInfoLength, larger, 0)
      this.proxyInfo = larger
    }
    copyOctets(cursor.octets, cursor.headerAt, cursor.paddedLength(), this.proxyInfo, this.proxyInfoLength)
    this.proxyInfoLength = length
  }
}

/** What goes into Failed-AVP after `read` refused: the AVP the cursor stopped at, or an example of the missing Origin-Host. */
export function failedAvpOf(resultCode: number, cursor: AvpCursor): Uint8Array {
  return resultCode === ResultCode.DIAMETER_MISSING_AVP ? MISSING_ORIGIN_HOST : cursor.failedAvp(0)
}

/** Requests handed out and to be handed out again. No more than `maximum` are out at a time, nor more octets kept for their answers. */
export class ReceivedRequestPool {
  private readonly free: ReceivedRequest[] = []
  private out = 0
  private octets = 0

  constructor(
    private readonly maximum: number,
    private readonly maximumOctets: number,
  ) {}

  take(): ReceivedRequest | null {
    if (this.out >= this.maximum) return null
    this.out++
    return this.free.pop() ?? new ReceivedRequest()
  }

  /** Counts what a request that was taken and read keeps; false when that is too much, and it has to be given back. */
  count(request: ReceivedRequest): boolean {
    const kept = request.keptOctets()
    if (this.octets + kept > this.maximumOctets) return false
    request.countedOctets = kept
    this.octets += kept
    return true
  }

  giveBack(request: ReceivedRequest): void {
    this.octets -= request.countedOctets
    request.countedOctets = 0
    request.shrink()
    request.remembered = null
    request.receivedBy = null
    this.out--
    this.free.push(request)
  }
}

const LARGEST_IDLE_BUFFER = 4_096
const SESSION_ID = RFC6733.avp('Session-Id')
const PROXY_INFO = RFC6733.avp('Proxy-Info')
const ORIGIN_HOST = RFC6733.avp('Origin-Host')
const OC_SUPPORTED_FEATURES = RFC7683.avp('OC-Supported-Features').code
const MISSING_ORIGIN_HOST = exampleAvp(ORIGIN_HOST)
