import { type Capabilities, DiameterNode, type DiameterPeer, NO_CAPABILITIES, nodeConfiguration, type PeerListener } from '@sigbed/diameter'
import { DiameterOverOctetStream, DiameterOverSctp, overTcp } from '@sigbed/peer-bindings'
import type { ProtocolParameters, SctpEndpoint, Surroundings } from '@sigbed/sctp-sockets'
import { VENDOR_3GPP } from 'diameter-codec'
import type { DiameterTraffic, LoadPlan } from '../plan/load-plan.js'
import { openLoadEndpoint } from './load-endpoint.js'
import { tellPathEvent } from './path-events.js'

/** A peer with what keeps its connection. */
export interface LoadConnection {
  readonly node: DiameterNode
  readonly peer: DiameterPeer
  /** To be called after start and stop of the peer. */
  settle(): void
}

/** Where a driver gets its connections from: real ones, or those of a test. */
export interface DiameterConnections {
  /** One more, not yet started. @param onTrouble hears why an attempt to connect came to nothing, `tell` what happens to its paths */
  open(
    node: DiameterNode,
    listener: PeerListener,
    onTrouble: (reason: string) => void,
    tell: (kind: string, detail: string) => void,
  ): LoadConnection
  close(): Promise<void>
}

/** Connections over SCTP or TCP, each an Origin-Host of its own: a node has one connection to a peer (RFC 6733 §5.6.4). */
export class TransportConnections implements DiameterConnections {
  /** @throws what the transport does when a local address cannot be had (rejects) */
  static async open(plan: LoadPlan, surroundings: Surroundings, parameters: Partial<ProtocolParameters>): Promise<TransportConnections> {
    const endpoint = plan.target.transport === 'sctp' ? await openLoadEndpoint(plan, surroundings) : null
    return new TransportConnections(plan, surroundings, parameters, endpoint)
  }

  private constructor(
    private readonly plan: LoadPlan,
    private readonly surroundings: Surroundings,
    private readonly parameters: Partial<ProtocolParameters>,
    private readonly endpoint: SctpEndpoint | null,
  ) {}

  open(
    node: DiameterNode,
    listener: PeerListener,
    onTrouble: (reason: string) => void,
    tell: (kind: string, detail: string) => void,
  ): LoadConnection {
    const { surroundings, endpoint, parameters } = this
    const { addresses, port, encapsulationPort } = this.plan.target
    if (endpoint !== null) {
      const association = { addresses, port, encapsulationPort, parameters }
      const binding = DiameterOverSctp.initiator(node, endpoint, association, 'streams', surroundings, () => listener, {
        onNotification: (_, notification) => {
          if (notification.kind === 'communication-lost') onTrouble(notification.detail)
          else tellPathEvent(notification, tell)
        },
      })
      return { node, peer: binding.peer, settle: () => binding.settle() }
    }
    const { security } = this.plan.traffic as DiameterTraffic
    const [localAddress] = this.plan.localAddresses
    const open = overTcp({ addresses, port, ...(localAddress !== undefined && { localAddress }), ...(security !== null && { security }) })
    const binding = DiameterOverOctetStream.initiator(node, open, surroundings, () => listener, { onConnectFailed: onTrouble })
    return { node, peer: binding.peer, settle: () => binding.settle() }
  }

  async close(): Promise<void> {
    await this.endpoint?.close(GRACE_MS)
  }
}

/** One of the nodes a load pretends to be. @param number of the connection, 0 for the first; null when it is the only one */
export function loadNode(
  traffic: DiameterTraffic,
  { localAddresses, timeoutMs }: Pick<LoadPlan, 'localAddresses' | 'timeoutMs'>,
  number: number | null,
  randomUint32: () => number,
): DiameterNode {
  const timers = { requestTimeoutMs: timeoutMs, reconnectMs: RECONNECT_MS }
  return new DiameterNode(
    nodeConfiguration(capabilitiesOf(traffic, localAddresses, number), {
      timers,
      startTimeSeconds: traffic.startTimeSeconds,
      rememberedAnswers: 0,
    }),
    randomUint32,
  )
}

function capabilitiesOf(traffic: DiameterTraffic, hostIpAddresses: readonly string[], number: number | null): Capabilities {
  const { originHost, originRealm, templates } = traffic
  const applicationIds = [...new Set(templates.flatMap(({ template }) => template.steps.map((step) => step.applicationId)))]
  const ofVendors = applicationIds.filter((id) => id >= FIRST_OF_VENDORS)
  return {
    ...NO_CAPABILITIES,
    originHost: number === null ? originHost : numbered(originHost, number),
    originRealm,
    hostIpAddresses,
    productName: 'Sigbed',
    supportedVendorIds: ofVendors.length > 0 ? [VENDOR_3GPP] : [],
    authApplicationIds: applicationIds.filter((id) => id < FIRST_OF_VENDORS && id !== ACCOUNTING),
    acctApplicationIds: applicationIds.filter((id) => id === ACCOUNTING),
    vendorSpecificApplications: ofVendors.map((applicationId) => ({ vendorId: VENDOR_3GPP, applicationId, kind: 'authentication' })),
  }
}

/** `load.example.net` becomes `load-3.example.net`. */
function numbered(originHost: string, number: number): string {
  const dot = originHost.indexOf('.')
  const end = dot < 0 ? originHost.length : dot
  return `${originHost.slice(0, end)}-${number + 1}${originHost.slice(end)}`
}

const GRACE_MS = 250
const RECONNECT_MS = 1_000
/** RFC 6733 §2.4, §11.3: from here on application identifiers are those of vendors; of 3GPP here, as all in the dictionaries. */
const FIRST_OF_VENDORS = 0x0100_0000
const ACCOUNTING = 3
