import { BASE_APPLICATION_ID, RELAY_APPLICATION_ID } from 'diameter-codec'
import { applicationsOf, type Capabilities } from './capabilities-exchange.js'
import { DuplicateDetection, FOUR_MINUTES_MS, MAXIMUM_OCTETS } from './duplicate-detection.js'
import { type LocalIdentity, localIdentity } from './local-identity.js'
import type { ReportingNode } from './overload/reporting-node.js'
import { PeerTable } from './peer-table.js'
import { type PeerTimers, peerTimers } from './peer-timers.js'
import { ReceivedRequestPool } from './received-request.js'

export interface NodeConfiguration {
  readonly capabilities: Capabilities
  /** Origin-Hosts whose CER is accepted. */
  readonly knownPeers: readonly string[]
  /** Accept a CER from anybody else too; such a peer is forgotten with its connection (RFC 6733 §5.3). */
  readonly acceptUnknownPeers: boolean
  readonly timers: PeerTimers
  /** Requests without an answer, per peer, before endRequest returns 'too-many-pending'. */
  readonly maximumPendingRequests: number
  /** Requests the application has not answered, for the whole node; beyond it the peer is told 3004 DIAMETER_TOO_BUSY. */
  readonly maximumUnansweredRequests: number
  /** Octets kept of them, Session-Id and Proxy-Info, with the same consequence: a peer decides how long these are. */
  readonly maximumUnansweredOctets: number
  /** Answers kept to be repeated to duplicates, for the whole node; 0 for agents, who pass duplicates on. */
  readonly rememberedAnswers: number
  /** Unix time of the start, for the upper bits of the End-to-End Identifiers; 0 leaves them random too. */
  readonly startTimeSeconds: number
}

/** A configuration with the defaults: everybody is accepted, timers as the RFCs recommend. */
export function nodeConfiguration(
  capabilities: Capabilities,
  changes: Partial<Omit<NodeConfiguration, 'capabilities' | 'timers'>> & { readonly timers?: Partial<PeerTimers> } = {},
): NodeConfiguration {
  const { timers, ...others } = changes
  return {
    capabilities,
    knownPeers: [],
    acceptUnknownPeers: true,
    maximumPendingRequests: 131_072,
    maximumUnansweredRequests: 131_072,
    maximumUnansweredOctets: 64 * 1024 * 1024,
    rememberedAnswers: 65_536,
    startTimeSeconds: 0,
    ...others,
    timers: peerTimers(timers),
  }
}

/** This Diameter node: who it is, and what its connections share. One per Origin-Host. */
export class DiameterNode {
  readonly identity: LocalIdentity
  readonly peers: PeerTable
  readonly duplicates: DuplicateDetection
  readonly requestPool: ReceivedRequestPool
  /** Set it, and the answers of this node's applications tell how loaded they are (RFC 7683). */
  reporting: ReportingNode | null = null
  private readonly applications: ReadonlySet<number>
  private readonly knownPeers: ReadonlySet<string>
  private endToEndId: number

  constructor(
    readonly configuration: NodeConfiguration,
    readonly randomUint32: () => number,
  ) {
    const { capabilities, rememberedAnswers, maximumUnansweredRequests, maximumUnansweredOctets, knownPeers } = configuration
    this.identity = localIdentity(capabilities)
    this.peers = new PeerTable(capabilities.originHost, configuration.timers, randomUint32)
    this.duplicates = new DuplicateDetection(rememberedAnswers, FOUR_MINUTES_MS, MAXIMUM_OCTETS, randomUint32())
    this.requestPool = new ReceivedRequestPool(maximumUnansweredRequests, maximumUnansweredOctets)
    this.applications = new Set(applicationsOf(capabilities))
    this.knownPeers = new Set(knownPeers.map((host) => host.toLowerCase()))
    this.endToEndId = firstEndToEndId(configuration.startTimeSeconds, randomUint32())
  }

  /** RFC 6733 §3: unique for four minutes at least; one counter for all connections of the node. */
  nextEndToEndId(): number {
    const id = this.endToEndId
    this.endToEndId = (id + 1) >>> 0
    return id
  }

  /** Whether requests of this application are taken; a relay takes all. */
  supports(applicationId: number): boolean {
    return this.applications.has(applicationId) || (this.applications.has(RELAY_APPLICATION_ID) && applicationId !== BASE_APPLICATION_ID)
  }

  /** Whether an application of this node's own answers such requests; taking all as a relay is not answering them. */
  serves(applicationId: number): boolean {
    return applicationId === BASE_APPLICATION_ID || this.applications.has(applicationId)
  }

  knows(originHost: string): boolean {
    return this.knownPeers.has(originHost.toLowerCase())
  }

  isSelf(originHost: string): boolean {
    return originHost.toLowerCase() === this.configuration.capabilities.originHost.toLowerCase()
  }

  accepts(originHost: string): boolean {
    return this.configuration.acceptUnknownPeers || this.knows(originHost)
  }
}

/** RFC 6733 §3: the high 12 bits MAY be the low 12 bits of the time, the low 20 bits random. */
function firstEndToEndId(startTimeSeconds: number, random: number): number {
  return startTimeSeconds === 0 ? random >>> 0 : (((startTimeSeconds & 0xfff) << 20) | (random & 0xf_ffff)) >>> 0
}
