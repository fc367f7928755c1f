import {
  DIAMETER_PORT,
  DiameterNode,
  type DiameterPeerEvent,
  NO_CAPABILITIES,
  nodeConfiguration,
  type PeerListener,
  type ReceivedRequest,
} from '@sigbed/diameter'
import { type AssociationObserver, DiameterOverSctp } from '@sigbed/peer-bindings'
import type { ProtocolParameters, Surroundings } from '@sigbed/sctp-sockets'
import type { LabNode, Role } from '@sigbed/testbed'
import { AvpCursor, DIAMETER_ERROR_EQUIPMENT_UNKNOWN, ME_IDENTITY_CHECK, ResultCode, S13_APPLICATION_ID, VENDOR_3GPP } from 'diameter-codec'
import { describePeerEvent } from './diameter-event-text.js'
import { type EquipmentIdentityRegister, UNKNOWN_EQUIPMENT } from './equipment-identity-register.js'
import {
  AUTH_SESSION_STATE,
  asciiValue,
  EQUIPMENT_STATUS,
  EXPERIMENTAL_RESULT,
  EXPERIMENTAL_RESULT_CODE,
  IMEI,
  NO_STATE_MAINTAINED,
  SESSION_ID,
  sessionNumber,
  TERMINAL_INFORMATION,
  VENDOR_ID,
} from './s13-avps.js'

export interface EquipmentIdentityRegisterOptions {
  readonly surroundings: Surroundings
  readonly originHost: string
  readonly originRealm: string
  readonly register: EquipmentIdentityRegister
  readonly parameters: Partial<ProtocolParameters>
  readonly observer: AssociationObserver
  readonly onEvent: (kind: string, detail: string) => void
  /**
   * A request was taken in, before it is answered.
   * @param session the number its Session-Id ends with, -1 for none
   * @param stream the SCTP stream it came on, whose order it keeps
   * @param arrivedFrom the transport address whose packet brought it
   */
  readonly onRequest: (session: number, stream: number, arrivedFrom: number) => void
}

/** A sample EIR: answers ME-Identity-Check-Requests from its register (3GPP TS 29.272 §6.2.1). */
export class EquipmentIdentityRegisterRole implements Role {
  readonly name = 'equipment identity register'
  private readonly diameter: DiameterNode
  private readonly terminal = new AvpCursor()
  /** Answers that the send buffer had no room for. */
  private readonly waiting: { readonly binding: DiameterOverSctp; readonly request: ReceivedRequest; readonly status: number }[] = []

  constructor(
    private readonly node: LabNode,
    private readonly options: EquipmentIdentityRegisterOptions,
  ) {
    const { originHost, originRealm, surroundings } = options
    const capabilities = {
      ...NO_CAPABILITIES,
      originHost,
      originRealm,
      // RFC 6733 §5.3.5: every address the association may use.
      hostIpAddresses: node.addresses,
      productName: 'Sigbed',
      supportedVendorIds: [VENDOR_3GPP],
      vendorSpecificApplications: [{ vendorId: VENDOR_3GPP, applicationId: S13_APPLICATION_ID, kind: 'authentication' }],
    } as const
    this.diameter = new DiameterNode(nodeConfiguration(capabilities), () => surroundings.randomUint32())
  }

  async start(): Promise<void> {
    const { surroundings, parameters, observer } = this.options
    const listenerFor = (binding: DiameterOverSctp) => this.listenerFor(binding)
    DiameterOverSctp.listen(this.diameter, this.node.endpoint, DIAMETER_PORT, 'streams', surroundings, listenerFor, parameters, observer)
  }

  async stop(): Promise<void> {
    this.node.endpoint.stopListening(DIAMETER_PORT)
  }

  private listenerFor(binding: DiameterOverSctp): PeerListener {
    return {
      onEvent: (event) => this.noteEvent(event),
      onRequest: (header, avps, request) => {
        if (header.commandCode === ME_IDENTITY_CHECK) this.check(binding, avps, request)
        else this.answer(binding, request, ResultCode.DIAMETER_COMMAND_UNSUPPORTED)
      },
      onAnswer: () => {},
      onRequestFailed: () => {},
    }
  }

  private check(binding: DiameterOverSctp, avps: AvpCursor, request: ReceivedRequest): void {
    const session = avps.find(SESSION_ID.code) ? sessionNumber(avps) : -1
    this.options.onRequest(session, binding.arrivedOnStream, binding.arrivedFrom)
    const imei = this.imeiOf(avps)
    if (imei === null) this.answer(binding, request, ResultCode.DIAMETER_MISSING_AVP)
    else this.answerStatus(binding, request, this.options.register.lookUp(imei))
  }

  /** Null when the request has no Terminal-Information with an IMEI in it. */
  private imeiOf(avps: AvpCursor): string | null {
    if (!avps.find(TERMINAL_INFORMATION.code, VENDOR_3GPP)) return null
    this.terminal.enterGroup(avps)
    return this.terminal.find(IMEI.code, VENDOR_3GPP) ? asciiValue(this.terminal) : null
  }

  private answerStatus(binding: DiameterOverSctp, request: ReceivedRequest, status: number): void {
    const { peer } = binding
    const writer = peer.beginAnswer(request, status === UNKNOWN_EQUIPMENT ? 0 : ResultCode.DIAMETER_SUCCESS)
    writer.writeUnsigned32(AUTH_SESSION_STATE, NO_STATE_MAINTAINED)
    if (status === UNKNOWN_EQUIPMENT) {
      writer.beginGroup(EXPERIMENTAL_RESULT)
      writer.writeUnsigned32(VENDOR_ID, VENDOR_3GPP)
      writer.writeUnsigned32(EXPERIMENTAL_RESULT_CODE, DIAMETER_ERROR_EQUIPMENT_UNKNOWN)
      writer.endGroup()
    } else {
      writer.writeUnsigned32(EQUIPMENT_STATUS, status)
    }
    if (peer.endAnswer(request, this.options.surroundings.now()) === 'send-buffer-full') this.waiting.push({ binding, request, status })
  }

  private answer(binding: DiameterOverSctp, request: ReceivedRequest, resultCode: number): void {
    binding.peer.beginAnswer(request, resultCode)
    binding.peer.endAnswer(request, this.options.surroundings.now())
  }

  private noteEvent(event: DiameterPeerEvent): void {
    if (event.kind === 'writable') this.answerWaiting()
    const text = describePeerEvent(event)
    if (text !== null) this.options.onEvent(event.kind, text)
  }

  /** The send buffer has room again: what could not be answered then is answered now. */
  private answerWaiting(): void {
    for (const { binding, request, status } of this.waiting.splice(0)) this.answerStatus(binding, request, status)
  }
}
