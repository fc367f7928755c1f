import { DIAMETER_PORT, DiameterNode, type DiameterPeerEvent, NO_CAPABILITIES, nodeConfiguration, type SendOutcome } from '@sigbed/diameter'
import { type AssociationObserver, DiameterOverSctp } from '@sigbed/peer-bindings'
import type { ProtocolParameters, Surroundings } from '@sigbed/sctp-sockets'
import { type LabNode, type Role, waitUntil } from '@sigbed/testbed'
import { type AvpCursor, ME_IDENTITY_CHECK, type MessageHeader, ResultCode, S13_APPLICATION_ID, VENDOR_3GPP } from 'diameter-codec'
import { describePeerEvent } from './diameter-event-text.js'
import { EquipmentAnswer, NOT_AN_ANSWER } from './s13/equipment-answer.js'
import {
  AUTH_SESSION_STATE,
  DESTINATION_REALM,
  IMEI,
  NO_STATE_MAINTAINED,
  SESSION_ID,
  sessionNumber,
  TERMINAL_INFORMATION,
} from './s13-avps.js'

export interface DiameterClientOptions {
  readonly surroundings: Surroundings
  readonly originHost: string
  readonly originRealm: string
  readonly destinationRealm: string
  /** The server's addresses; the first becomes the primary path. */
  readonly serverAddresses: readonly string[]
  readonly parameters: Partial<ProtocolParameters>
  readonly observer: AssociationObserver
  readonly onEvent: (kind: string, detail: string) => void
  /**
   * An answer came.
   * @param context the number given with the request
   * @param session the number the Session-Id of the answer ends with, -1 for none
   * @param status Equipment-Status, UNKNOWN_EQUIPMENT, or NOT_AN_ANSWER for a failure
   */
  readonly onAnswer: (context: number, session: number, status: number, stream: number, arrivedFrom: number) => void
  /** No answer will come. */
  readonly onFailure: (context: number, failure: string) => void
}

/** A sample S13 client, as an MME is one: asks the EIR of each equipment it is given (3GPP TS 29.272 §6.2.1). */
export class DiameterClientRole implements Role {
  readonly name = 'diameter client'
  private readonly binding: DiameterOverSctp
  private readonly answers = new EquipmentAnswer()
  private readonly sessionPrefix: string

  constructor(
    node: LabNode,
    private readonly options: DiameterClientOptions,
  ) {
    const { surroundings, originHost, originRealm, serverAddresses, parameters, observer } = options
    const capabilities = {
      ...NO_CAPABILITIES,
      originHost,
      originRealm,
      hostIpAddresses: node.addresses,
      productName: 'Sigbed',
      supportedVendorIds: [VENDOR_3GPP],
      vendorSpecificApplications: [{ vendorId: VENDOR_3GPP, applicationId: S13_APPLICATION_ID, kind: 'authentication' }],
    } as const
    const diameter = new DiameterNode(nodeConfiguration(capabilities), () => surroundings.randomUint32())
    // RFC 6733 §8.8: the name of the node, a high part that differs from start to start, a low part that counts.
    this.sessionPrefix = `${originHost};${surroundings.randomUint32() >>> 0};`
    const connect = { addresses: serverAddresses, port: DIAMETER_PORT, parameters }
    this.binding = DiameterOverSctp.initiator(
      diameter,
      node.endpoint,
      connect,
      'streams',
      surroundings,
      (binding) => ({
        onEvent: (event) => this.noteEvent(event),
        onRequest: (_header, _avps, request) => {
          // An MME serves no request of S13: the EIR never asks.
          binding.peer.beginAnswer(request, ResultCode.DIAMETER_COMMAND_UNSUPPORTED)
          binding.peer.endAnswer(request, surroundings.now())
        },
        onAnswer: (context, header, avps) => this.takeAnswer(context, header, avps),
        onRequestFailed: (context, _endToEndId, failure) => options.onFailure(context, failure),
      }),
      observer,
    )
  }

  async start(): Promise<void> {
    const { surroundings } = this.options
    this.binding.peer.start(surroundings.now())
    this.binding.settle()
    await waitUntil(surroundings, () => this.binding.peer.isOpen(), 'the Diameter server did not accept the connection')
  }

  async stop(): Promise<void> {
    const { surroundings } = this.options
    const { peer } = this.binding
    peer.stop('DO_NOT_WANT_TO_TALK_TO_YOU', surroundings.now())
    this.binding.settle()
    await waitUntil(surroundings, () => !peer.isOpen() && this.binding.socket?.state !== 'ESTABLISHED', 'no DPA', STOP_PATIENCE_MS).catch(
      () => {},
    )
  }

  /** Asks for one equipment. 'sent' means that onAnswer or onFailure will be called with `context`, once. */
  check(imei: string, session: number, context: number): SendOutcome {
    const { peer } = this.binding
    const writer = peer.beginRequest(ME_IDENTITY_CHECK, S13_APPLICATION_ID)
    writer.writeUtf8String(SESSION_ID, this.sessionPrefix + session)
    writer.writeUnsigned32(AUTH_SESSION_STATE, NO_STATE_MAINTAINED)
    peer.writeOrigin(writer)
    writer.writeUtf8String(DESTINATION_REALM, this.options.destinationRealm)
    writer.beginGroup(TERMINAL_INFORMATION)
    writer.writeUtf8String(IMEI, imei)
    writer.endGroup()
    return peer.endRequest(context, this.options.surroundings.now())
  }

  private takeAnswer(context: number, header: MessageHeader, avps: AvpCursor): void {
    const session = avps.find(SESSION_ID.code) ? sessionNumber(avps) : -1
    const status = header.commandCode === ME_IDENTITY_CHECK ? this.answers.statusOf(avps) : NOT_AN_ANSWER
    this.options.onAnswer(context, session, status, this.binding.arrivedOnStream, this.binding.arrivedFrom)
  }

  private noteEvent(event: DiameterPeerEvent): void {
    const text = describePeerEvent(event)
    if (text !== null) this.options.onEvent(event.kind, text)
  }
}

const STOP_PATIENCE_MS = 1500
