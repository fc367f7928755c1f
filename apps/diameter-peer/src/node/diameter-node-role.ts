import {
  type Capabilities,
  DiameterNode,
  type DiameterPeer,
  NO_CAPABILITIES,
  nodeConfiguration,
  ReportingNode,
  RequestRouting,
  type RoutingEvent,
  type RoutingListener,
} from '@sigbed/diameter'
import type { AssociationObserver } from '@sigbed/peer-bindings'
import type { SctpEndpoint, Surroundings } from '@sigbed/sctp-sockets'
import type { Role } from '@sigbed/testbed'
import { type AvpCursor, type MessageHeader, RELAY_APPLICATION_ID } from 'diameter-codec'
import type { AdvertisedApplication, RequestSender, ServedApplication } from '../application.js'
import { NodeConnections } from './node-connections.js'
import type { DiameterNodeSettings } from './node-settings.js'
import { RoutedRequests } from './routed-requests.js'
import { ServedRequests } from './served-requests.js'

/** What a node tells of itself. */
export interface DiameterNodeObserver {
  /** @param peer the Origin-Host; empty before it is known */
  onEvent?(event: RoutingEvent, peer: string): void
  /**
   * A request for an application of this node came in, before it is served; or came in again, and is answered as it was (`repeated`).
   * Header and cursor are borrowed.
   */
  onRequest?(header: MessageHeader, avps: AvpCursor, peer: DiameterPeer, repeated: boolean): void
  /** What has no peer yet: an attempt that failed, a connection refused. */
  onConnection?(text: string): void
  readonly associations?: AssociationObserver
}

export interface DiameterNodeOptions {
  readonly settings: DiameterNodeSettings
  readonly surroundings: Surroundings
  /** Null for a node that uses TCP alone. */
  readonly endpoint: SctpEndpoint | null
  readonly applications: readonly ServedApplication[]
  /** Of clients, who serve nothing and yet have to say what they speak. */
  readonly alsoAdvertised?: readonly AdvertisedApplication[]
  readonly observer?: DiameterNodeObserver
}

/** A Diameter node as it is configured: server, client, agent or all of them. RFC 6733 §1.1.2. */
export class DiameterNodeRole implements Role {
  readonly name = 'Diameter node'
  readonly routing: RequestRouting
  readonly requests: RoutedRequests
  readonly served: ServedRequests
  readonly connections: NodeConnections
  private readonly node: DiameterNode

  constructor(private readonly options: DiameterNodeOptions) {
    const { settings, surroundings, applications } = options
    const now = () => surroundings.now()
    this.served = new ServedRequests(applications, now)
    this.node = new DiameterNode(
      nodeConfiguration(
        capabilitiesOf(settings, [...applications.map(({ advertised }) => advertised), ...(options.alsoAdvertised ?? [])]),
        {
          timers: settings.timers,
          knownPeers: settings.knownPeers,
          startTimeSeconds: settings.startTimeSeconds,
          acceptUnknownPeers: settings.knownPeers.length === 0,
          // An agent passes duplicates on: the server is who has to recognise them.
          ...(settings.isAgent && { rememberedAnswers: 0 }),
        },
      ),
      () => surroundings.randomUint32(),
    )
    if (settings.overloadReports.length > 0) this.node.reporting = reporting(settings, surroundings)
    const listener: RoutingListener = {
      onEvent: (event, peer) => this.heed(event, peer),
      onRequest: (header, avps, request, peer) => {
        options.observer?.onRequest?.(header, avps, peer, false)
        avps.rewind()
        this.served.serve(header, avps, request, peer)
      },
      onDuplicate: (header, avps, peer) => options.observer?.onRequest?.(header, avps, peer, true),
      onAnswer: (context, header, avps, peer) => this.requests.handleAnswer(context, header, avps, peer),
      onRequestFailed: (context, _endToEndId, failure) => this.requests.handleFailure(context, failure),
    }
    this.routing = new RequestRouting(this.node, { ...settings.routing, routes: settings.routes }, listener, now)
    this.connections = new NodeConnections(this.node, this.routing, options)
    const { originHost, originRealm } = settings
    this.requests = new RoutedRequests(this.routing, originHost, originRealm, surroundings.randomUint32())
  }

  /** Where applications send requests of their own. */
  get sender(): RequestSender {
    return this.requests
  }

  /** Ports that are listened on, as they were chosen where 0 was asked for. */
  get listeningOn(): readonly string[] {
    return this.connections.listeningOn
  }

  /** Origin-Hosts of the peers that take requests now. */
  openPeers(): string[] {
    return this.node.peers
      .peers()
      .filter(({ state, watchdog }) => (state === 'I-Open' || state === 'R-Open') && watchdog.state === 'OKAY')
      .map(({ originHost }) => originHost)
  }

  /** Listens, and begins to connect. @throws what the transport does when a port cannot be had; nothing is open then */
  async start(): Promise<void> {
    await this.connections.open()
  }

  async stop(): Promise<void> {
    await this.connections.close()
  }

  private heed(event: RoutingEvent, peer: DiameterPeer): void {
    if (event.kind === 'writable') this.served.flush(peer)
    else if (event.kind === 'closed') {
      this.served.flush(peer)
      this.connections.forget(peer)
    }
    this.options.observer?.onEvent?.(event, peer.remote?.originHost ?? '')
  }
}

function reporting({ overloadReports, startTimeSeconds }: DiameterNodeSettings, surroundings: Surroundings): ReportingNode {
  const node = new ReportingNode(startTimeSeconds)
  for (const { applicationId, reportType, reductionPercentage } of overloadReports)
    node.setReduction(applicationId, reportType, reductionPercentage, surroundings.now())
  return node
}

function capabilitiesOf(settings: DiameterNodeSettings, advertised: readonly AdvertisedApplication[]): Capabilities {
  const own = (kind: AdvertisedApplication['kind']) =>
    advertised.filter((application) => application.vendorId === 0 && application.kind === kind).map(({ applicationId }) => applicationId)
  const ofVendors = advertised.filter(
    ({ vendorId, applicationId }, i) => vendorId !== 0 && advertised.findIndex((other) => other.applicationId === applicationId) === i,
  )
  return {
    ...NO_CAPABILITIES,
    originHost: settings.originHost,
    originRealm: settings.originRealm,
    hostIpAddresses: settings.hostIpAddresses,
    productName: settings.productName,
    supportedVendorIds: [...new Set(ofVendors.map(({ vendorId }) => vendorId))],
    // RFC 6733 §2.4: "Relay and redirect agents MUST advertise the Relay Application ID".
    authApplicationIds: [...new Set([...own('authentication'), ...(settings.isAgent ? [RELAY_APPLICATION_ID] : [])])],
    acctApplicationIds: [...new Set(own('accounting'))],
    vendorSpecificApplications: ofVendors,
  }
}
