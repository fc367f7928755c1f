import { M3UA_PORT } from '@sigbed/m3ua'
import { type AssociationObserver, SignallingGatewayOverSctp } from '@sigbed/peer-bindings'
import type { ProtocolParameters, Surroundings } from '@sigbed/sctp-sockets'
import type { LabNode, Role } from '@sigbed/testbed'
import { describeSgpEvent } from './m3ua-event-text.js'

export interface SignallingGatewayOptions {
  readonly surroundings: Surroundings
  readonly routingContext: number
  readonly parameters: Partial<ProtocolParameters>
  readonly observer: AssociationObserver
  readonly onEvent: (kind: string, detail: string) => void
  /**
   * User data of an MTP3 message from an active ASP. `octets` are borrowed until it returns.
   * @param arrivedFrom the transport address whose packet brought it, for OneToOneSocket.addressText
   */
  readonly onUserData: (octets: Uint8Array, offset: number, length: number, signallingLinkSelection: number, arrivedFrom: number) => void
}

/** A sample signalling gateway: serves one Application Server to whichever ASPs associate, and takes their traffic in (RFC 4666 §1.4.2). */
export class SignallingGatewayRole implements Role {
  readonly name = 'signalling gateway'
  private readonly binding: SignallingGatewayOverSctp

  constructor(
    private readonly node: LabNode,
    private readonly options: SignallingGatewayOptions,
  ) {
    const { surroundings, routingContext, observer, onEvent, onUserData } = options
    this.binding = new SignallingGatewayOverSctp(
      surroundings,
      { applicationServers: [{ routingContext, trafficMode: 'override' }] },
      {
        onEvent: (event) => {
          const text = describeSgpEvent(event)
          if (text !== null) onEvent(event.kind === 'asp' ? event.event.kind : event.kind, text)
        },
        onData: (message) => {
          const { octets, userDataAt, userDataLength, signallingLinkSelection } = message.protocolData
          onUserData(octets, userDataAt, userDataLength, signallingLinkSelection, this.binding.arrivedFrom)
        },
      },
      observer,
    )
  }

  async start(): Promise<void> {
    this.binding.listen(this.node.endpoint, M3UA_PORT, this.options.parameters)
  }

  async stop(): Promise<void> {
    this.node.endpoint.stopListening(M3UA_PORT)
    this.binding.stop()
  }
}
