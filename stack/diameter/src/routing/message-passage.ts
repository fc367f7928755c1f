import { writeU24 } from '@sigbed/octets'
import { type AvpCursor, AvpWriter, MESSAGE_HEADER_LENGTH, type MessageHeader } from 'diameter-codec'
import { hasOverloadControl, SUPPORTED_FEATURES, writeWithoutOverloadControl } from '../overload/overload-report.js'
import { type ProxyPolicy, type ProxyVerdict, writeRefusedAnswer } from './proxy-policy.js'

/**
 * What an agent changes in the messages that pass it, and nothing else: a relay appends to a request the Route-Record (RFC 6733 §6.1.9); a
 * proxy asks its policy; one that reacts to overload for others announces it and keeps the reports to itself (RFC 7683 §5.1.3).
 */
export class MessagePassage {
  /** Holds the request to be sent on; an answer only when `rewritesAnswer` says so. Good until the next call. */
  readonly writer = new AvpWriter()

  constructor(
    private readonly policy: ProxyPolicy | null,
    private readonly localHost: string,
  ) {}

  /**
   * Writes a request as it goes on. A number instead: the policy answers it with that Result-Code and with the AVPs of the writer.
   * @param routeRecord the AVP, naming the peer the request came from
   * @param announces whether this agent reacts to overload for who asked
   */
  request(header: MessageHeader, avps: AvpCursor, proxied: boolean, routeRecord: Uint8Array, announces: boolean): ProxyVerdict {
    const { writer } = this
    const verdict = proxied ? this.judgeRequest(header, avps) : 'unchanged'
    if (typeof verdict === 'number') return verdict
    if (verdict === 'unchanged') {
      writer.beginAvps()
      writer.writeAvps(avps.octets, avps.startAt - MESSAGE_HEADER_LENGTH, header.length)
    }
    writer.writeAvps(routeRecord)
    if (announces) writer.writeAvps(SUPPORTED_FEATURES)
    writeU24(writer.octets, MESSAGE_LENGTH_AT, writer.length)
    return verdict
  }

  /** What the policy has written besides its refusal: complete AVPs. */
  refusalAvps(): Uint8Array {
    return this.writer.copy().subarray(MESSAGE_HEADER_LENGTH)
  }

  /**
   * Writes an answer as it goes back; false when it goes as it came.
   * @param strips RFC 7683 §10.4: what comes from peers that are not trusted MUST be stripped; §5.1.2: so is what the one who asked has
   *   not announced to understand
   */
  rewritesAnswer(header: MessageHeader, avps: AvpCursor, proxied: boolean, strips: boolean): boolean {
    const { writer } = this
    if (strips && hasOverloadControl(avps)) {
      writer.beginMessage()
      writeWithoutOverloadControl(avps, writer)
      writer.endMessage(header)
      return true
    }
    return proxied && this.policyRewritesAnswer(header, avps)
  }

  private judgeRequest(header: MessageHeader, avps: AvpCursor): ProxyVerdict {
    const { writer } = this
    writer.beginMessage()
    const verdict = this.policy?.judgeRequest(header, avps, writer) ?? 'unchanged'
    if (verdict === 'rewritten') writer.endMessage(header)
    return verdict
  }

  private policyRewritesAnswer(header: MessageHeader, avps: AvpCursor): boolean {
    const { writer, policy } = this
    if (policy === null) return false
    avps.rewind()
    writer.beginMessage()
    const verdict = policy.judgeAnswer(header, avps, writer)
    if (typeof verdict === 'number') {
      writer.beginMessage()
      if (!writeRefusedAnswer(avps, verdict, this.localHost, writer)) return false
    } else if (verdict === 'unchanged') return false
    writer.endMessage(header)
    return true
  }
}

const MESSAGE_LENGTH_AT = 1
