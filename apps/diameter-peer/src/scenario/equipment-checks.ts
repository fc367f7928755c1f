import type { DiameterPeer } from '@sigbed/diameter'
import { type ArrivalAddress, type FlowSender, NO_ORDER, type RoleObserver } from '@sigbed/testbed'
import { type AvpCursor, AvpWriter, ME_IDENTITY_CHECK, type MessageHeader, RFC6733, S13_APPLICATION_ID } from 'diameter-codec'
import type { RequestFailure } from '../application.js'
import { sampleImei, sampleRegister } from '../equipment-identity-register.js'
import type { AnswerTaker, RoutedRequests } from '../node/routed-requests.js'
import { EquipmentAnswer, NOT_AN_ANSWER } from '../s13/equipment-answer.js'
import {
  AUTH_SESSION_STATE,
  DESTINATION_REALM,
  IMEI,
  NO_STATE_MAINTAINED,
  SESSION_ID,
  sessionNumber,
  TERMINAL_INFORMATION,
} from '../s13-avps.js'
import { hostOf, REALM } from './diameter-settings.js'

/** Where an answer came from, and in what order its like come. */
export interface AnswerOrigin {
  orderKeyOf(peer: DiameterPeer): number
  arrivalFrom(peer: DiameterPeer): ArrivalAddress
  /** Changes whenever requests may have been sent again: order is not to be expected across that. */
  readonly failovers: number
  failed(detail: string): void
}

/** How many pieces of equipment the sample register of a scenario's servers has. */
export const EQUIPMENTS = 10_000

/**
 * The messages of one flow as ME-Identity-Check-Requests (3GPP TS 29.272 §6.2.1): one for each piece of equipment of the sample register in
 * turn, and a session for each. A request is the same octets each time but for two numbers, and what waits for an answer is used again.
 */
export class EquipmentChecks implements FlowSender {
  private readonly request: Uint8Array
  private readonly sessionDigitsAt: number
  private readonly imeiDigitsAt: number
  private readonly idle: EquipmentCheck[] = []
  private readonly register = sampleRegister(EQUIPMENTS)
  private readonly answers = new EquipmentAnswer()

  /**
   * @param flowNumber its place in the scenario: two flows of one client have no session in common
   * @param startedAs a number that differs from start to start (RFC 6733 §8.8)
   */
  constructor(
    private readonly flow: string,
    flowNumber: number,
    startedAs: number,
    node: string,
    private readonly requests: RoutedRequests,
    private readonly origin: AnswerOrigin,
    private readonly observer: Pick<RoleObserver, 'onAnswer'>,
  ) {
    const session = `${hostOf(node)};${startedAs};${flowNumber};`
    const imei = sampleImei(0)
    const writer = new AvpWriter()
    writer.beginAvps()
    writer.writeUtf8String(SESSION_ID, session + '0'.repeat(SESSION_DIGITS))
    writer.writeUnsigned32(AUTH_SESSION_STATE, NO_STATE_MAINTAINED)
    writer.writeUtf8String(ORIGIN_HOST, hostOf(node))
    writer.writeUtf8String(ORIGIN_REALM, REALM)
    writer.writeUtf8String(DESTINATION_REALM, REALM)
    writer.beginGroup(TERMINAL_INFORMATION)
    writer.writeUtf8String(IMEI, imei)
    writer.endGroup()
    this.request = writer.copy()
    this.sessionDigitsAt = BASE_AVP_HEADER + session.length
    // 14 digits and two octets of padding are the end of it; the last six are the serial number.
    this.imeiDigitsAt = this.request.length - 2 - SERIAL_DIGITS
  }

  /** False while no server takes requests, or they have no room: nothing has been sent then. */
  send(sequence: number): boolean {
    const { request, requests, idle } = this
    writeDigits(request, this.sessionDigitsAt, SESSION_DIGITS, sequence)
    writeDigits(request, this.imeiDigitsAt, SERIAL_DIGITS, sequence % EQUIPMENTS)
    requests.beginRequest(ME_IDENTITY_CHECK, S13_APPLICATION_ID).writeAvps(request)
    const check = idle.pop() ?? new EquipmentCheck(this)
    check.sequence = sequence
    check.failovers = this.origin.failovers
    if (requests.endRequest(check) === 'sent') return true
    idle.push(check)
    return false
  }

  /** For EquipmentCheck. */
  answered(check: EquipmentCheck, header: MessageHeader, avps: AvpCursor, peer: DiameterPeer): void {
    const { sequence, failovers } = check
    const { origin } = this
    this.idle.push(check)
    const isOwn = avps.find(SESSION_ID.code) && sessionNumber(avps) === sequence
    const status = header.commandCode === ME_IDENTITY_CHECK ? this.answers.statusOf(avps) : NOT_AN_ANSWER
    const wrong = !isOwn || status !== this.register.lookUp(sampleImei(sequence % EQUIPMENTS))
    if (wrong) origin.failed(`request ${sequence} was answered wrongly: ${isOwn ? `status ${status}` : 'by that of another'}`)
    const orderKey = failovers === origin.failovers ? origin.orderKeyOf(peer) : NO_ORDER
    this.observer.onAnswer(this.flow, sequence, wrong, orderKey, origin.arrivalFrom(peer))
  }

  /** For EquipmentCheck. */
  failed(check: EquipmentCheck, failure: RequestFailure): void {
    this.idle.push(check)
    this.origin.failed(`request ${check.sequence}: ${failure}`)
    this.observer.onAnswer(this.flow, check.sequence, true, NO_ORDER, NOWHERE)
  }
}

/** A request that waits for its answer. Hot, and reused. */
class EquipmentCheck implements AnswerTaker {
  sequence = 0
  failovers = 0

  constructor(private readonly checks: EquipmentChecks) {}

  onAnswer(header: MessageHeader, avps: AvpCursor, peer: DiameterPeer): void {
    this.checks.answered(this, header, avps, peer)
  }

  onFailure(failure: RequestFailure): void {
    this.checks.failed(this, failure)
  }
}

/** A request of a flow, as the server reads it off its Session-Id. Reused. */
export class NumberedCheck {
  flowNumber = -1
  sequence = -1

  /** @returns false for what is no request of a flow @param avps of the request, at the beginning; left wherever it then is */
  read(header: MessageHeader, avps: AvpCursor): boolean {
    if (header.commandCode !== ME_IDENTITY_CHECK || !avps.find(SESSION_ID.code)) return false
    const { octets, valueAt } = avps
    let at = valueAt + avps.valueLength
    this.sequence = sessionNumber(avps)
    if (this.sequence < 0) return false
    this.flowNumber = 0
    at -= SESSION_DIGITS + 2
    if (octets[at + 1] !== SEMICOLON) return false
    for (let scale = 1; at >= valueAt && octets[at] !== SEMICOLON; at--, scale *= 10) {
      const digit = octets[at]! - DIGIT_ZERO
      if (digit < 0 || digit > 9) return false
      this.flowNumber += digit * scale
    }
    return at >= valueAt
  }
}

function writeDigits(octets: Uint8Array, at: number, digits: number, number: number): void {
  for (let i = at + digits - 1; i >= at; i--) {
    octets[i] = DIGIT_ZERO + (number % 10)
    number = Math.floor(number / 10)
  }
}

const ORIGIN_HOST = RFC6733.avp('Origin-Host')
const ORIGIN_REALM = RFC6733.avp('Origin-Realm')
const NOWHERE: ArrivalAddress = { text: () => '' }
/** Without a Vendor-Id. */
const BASE_AVP_HEADER = 8
/** Enough for 32 bits. */
const SESSION_DIGITS = 10
const SERIAL_DIGITS = 6
const DIGIT_ZERO = 0x30
const SEMICOLON = 0x3b
