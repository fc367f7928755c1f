import { type AspEvent, M3UA_PORT, type SendOutcome } from '@sigbed/m3ua'
import { ProtocolData } from '@sigbed/m3ua-codec'
import { ApplicationServerProcessOverSctp, type AssociationObserver } from '@sigbed/peer-bindings'
import type { ProtocolParameters, Surroundings } from '@sigbed/sctp-sockets'
import { type LabNode, type Role, waitUntil } from '@sigbed/testbed'
import { describeAspEvent } from './m3ua-event-text.js'

export interface ApplicationServerProcessOptions {
  readonly surroundings: Surroundings
  /** The gateway's addresses; the first becomes the primary path. */
  readonly gatewayAddresses: readonly string[]
  readonly routingContext: number
  readonly originatingPointCode: number
  readonly destinationPointCode: number
  readonly parameters: Partial<ProtocolParameters>
  readonly observer: AssociationObserver
  /** Something happened that a report may want to tell; for people. */
  readonly onEvent: (kind: string, detail: string) => void
}

/** A sample ASP: associates with one gateway, becomes active in one Application Server, and sends MTP3 messages (RFC 4666 §1.4.1). */
export class ApplicationServerProcessRole implements Role {
  readonly name = 'application server process'
  private readonly binding: ApplicationServerProcessOverSctp
  private readonly protocolData = new ProtocolData()

  constructor(
    private readonly node: LabNode,
    private readonly options: ApplicationServerProcessOptions,
  ) {
    const { surroundings, observer, routingContext } = options
    this.binding = new ApplicationServerProcessOverSctp(
      surroundings,
      { applicationServers: [{ routingContext }], trafficMode: 'override', heartbeatMs: 0 },
      { onEvent: (event) => this.noteEvent(event), onData: () => {} },
      observer,
    )
    this.protocolData.originatingPointCode = options.originatingPointCode
    this.protocolData.destinationPointCode = options.destinationPointCode
    this.protocolData.serviceIndicator = SERVICE_INDICATOR_TESTING
    this.protocolData.networkIndicator = NETWORK_INDICATOR_NATIONAL
  }

  get state() {
    return this.binding.process.state
  }

  async start(): Promise<void> {
    const { gatewayAddresses, parameters, surroundings } = this.options
    this.binding.process.activate(surroundings.now())
    await this.binding.connect(this.node.endpoint, { addresses: gatewayAddresses, port: M3UA_PORT, parameters })
    this.binding.settle()
    await waitUntil(surroundings, () => this.state === 'ASP-ACTIVE', 'the gateway did not let the ASP become active')
  }

  async stop(): Promise<void> {
    const { surroundings } = this.options
    if (this.state !== 'ASP-DOWN') {
      this.binding.process.down(surroundings.now())
      this.binding.settle()
      // A gateway that does not answer is left without goodbye: the association's own shutdown follows.
      await waitUntil(surroundings, () => this.state === 'ASP-DOWN', 'no ASPDN ACK', STOP_PATIENCE_MS).catch(() => {})
    }
    this.binding.stop()
    await this.binding.socket?.close().catch(() => {})
  }

  /** Sends one MTP3 message with these user data, copied; everything of one SLS arrives in order. Allocates nothing. */
  send(userData: Uint8Array, offset: number, length: number, signallingLinkSelection: number): SendOutcome {
    const { protocolData } = this
    protocolData.signallingLinkSelection = signallingLinkSelection
    protocolData.octets = userData
    protocolData.userDataAt = offset
    protocolData.userDataLength = length
    return this.binding.process.sendData(protocolData, this.options.routingContext)
  }

  private noteEvent(event: AspEvent): void {
    const text = describeAspEvent(event)
    if (text !== null) this.options.onEvent(event.kind, text)
  }
}

/** ITU-T Q.704 §14.2.1: the MTP Testing User Part, which is what this traffic is; nobody decodes its data as something else. */
const SERVICE_INDICATOR_TESTING = 8
const NETWORK_INDICATOR_NATIONAL = 2
const STOP_PATIENCE_MS = 1500
