import {
  type RemoteAsp,
  type SendOutcome,
  type SgpEvent,
  type SignallingGatewayConfiguration,
  SignallingGatewayProcess,
} from '@sigbed/m3ua'
import { onTestFinished } from 'vitest'
import { type DeliveredData, delivered, protocolDataOf } from './delivered-data.js'
import { type Label, message } from './message-octets.js'
import { Peer } from './peer.js'
import { Timeline } from './timeline.js'

/** DATA the system under test has handed to its user, and the peer it came from. */
export interface DeliveredFrom extends DeliveredData {
  readonly from: string
}

/**
 * A Signalling Gateway Process as the system under test. The tester plays its ASPs, each a Peer on an association of its own, and what
 * lies behind it: the SS7 network and management.
 */
export class SgpUnderTest {
  readonly timeline = new Timeline()
  readonly sgp: SignallingGatewayProcess
  readonly events: SgpEvent[] = []
  readonly delivered: DeliveredFrom[] = []
  private readonly peers: Peer[] = []
  private readonly remotes = new Map<Peer, RemoteAsp>()

  constructor(configuration: Partial<SignallingGatewayConfiguration> = {}) {
    this.sgp = new SignallingGatewayProcess(
      { applicationServers: [{ routingContext: 1, trafficMode: 'loadshare' }], ...configuration },
      {
        onEvent: (event) => this.events.push(event),
        onData: (data, asp, routingContext) => this.delivered.push({ from: this.nameOf(asp), ...delivered(data, routingContext) }),
      },
    )
    this.timeline.drive(this.sgp)
    onTestFinished(() => {
      for (const peer of this.peers) peer.expectNothing()
    })
  }

  /** An ASP whose association is up; it may serve the AS of these Routing Contexts, or all. */
  peer(name = 'ASP', routingContexts?: readonly number[], outboundStreams?: number): Peer {
    const peer = new Peer(name, this.timeline)
    const remote = this.sgp.attach(peer.lowerLayer, routingContexts)
    peer.attach(remote)
    this.peers.push(peer)
    this.remotes.set(peer, remote)
    peer.communicationUp(outboundStreams)
    return peer
  }

  /** The SGP's own view of a peer. */
  remote(peer: Peer): RemoteAsp {
    return this.remotes.get(peer)!
  }

  /** The SS7 network has a message for an AS. */
  sendData(routingContext: number, fields: Partial<Label> = {}): SendOutcome {
    return this.sgp.sendData(protocolDataOf(fields), routingContext)
  }

  /** The SS7 network has a message, for whichever AS its routing key says. */
  routeData(fields: Partial<Label> = {}, networkAppearance?: number): SendOutcome {
    return this.sgp.routeData(protocolDataOf(fields), networkAppearance)
  }

  // ---- the usual ways into a state, for an AS of which this is the first ASP

  /** ASP-INACTIVE, and the AS with it. */
  inactive(name?: string, routingContexts?: readonly number[]): Peer {
    const peer = this.peer(name, routingContexts)
    peer.send(message('ASPUP'))
    peer.expect('ASPUP ACK')
    peer.expect({ name: 'NTFY', status: 'AS-INACTIVE' })
    return peer
  }

  /** ASP-ACTIVE, and the AS with it. */
  active(name?: string, routingContexts?: readonly number[]): Peer {
    const peer = this.inactive(name, routingContexts)
    peer.send(message('ASPAC'))
    peer.expect('ASPAC ACK')
    peer.expect({ name: 'NTFY', status: 'AS-ACTIVE' })
    return peer
  }

  private nameOf(asp: RemoteAsp): string {
    for (const [peer, remote] of this.remotes) if (remote === asp) return peer.name
    throw new Error('DATA from an ASP that no tester plays')
  }
}
