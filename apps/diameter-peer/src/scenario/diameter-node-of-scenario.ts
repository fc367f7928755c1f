import { DIAMETER_PORT, type DiameterPeer, type RoutingEvent } from '@sigbed/diameter'
import { DiameterOverOctetStream } from '@sigbed/peer-bindings'
import {
  type ArrivalAddress,
  type FlowSender,
  NO_ORDER,
  RoleAssociations,
  type RoleContext,
  type ScenarioRole,
  type TrafficPlan,
  waitUntil,
} from '@sigbed/testbed'
import { type AvpCursor, type MessageHeader, RETRANSMITTED_FLAG } from 'diameter-codec'
import type { ServedApplication } from '../application.js'
import { DiameterNodeRole } from '../node/diameter-node-role.js'
import { type ListenSettings, nodeSettings, type PeerSettings } from '../node/node-settings.js'
import { S13_ADVERTISED } from '../s13/equipment-check.js'
import { DiameterRunEvents } from './diameter-run-events.js'
import {
  type AskingSettings,
  askingSettings,
  DIAMETER_RELAY_WORD,
  type DiameterServerSettings,
  hostOf,
  REALM,
} from './diameter-settings.js'
import { type AnswerOrigin, EquipmentChecks, NumberedCheck } from './equipment-checks.js'
import { NEEDS_REAL_TIME } from './tcp-obstacles.js'

/** What tells servers, clients and relays apart. */
export interface DiameterUse {
  readonly name: string
  readonly listens: boolean
  readonly isAgent: boolean
  readonly applications: readonly ServedApplication[]
}

/** A Diameter node of a scenario: its connections, its readiness, and as a client its flows. */
export class DiameterNodeOfScenario implements ScenarioRole, AnswerOrigin {
  readonly name: string
  failovers = 0
  private readonly node: DiameterNodeRole
  private readonly associations: RoleAssociations
  private readonly events: DiameterRunEvents
  /** Nodes that this one connects to. */
  private readonly servers: readonly string[]
  private readonly startedAs: number
  /** Of the streams of each server's connection, the first. */
  private readonly firstOrderKeys = new WeakMap<DiameterPeer, number>()
  private readonly check = new NumberedCheck()
  private streamAddress = ''
  private readonly streamArrival: ArrivalAddress = { text: () => this.streamAddress }

  /** @throws Error for TCP where time is virtual */
  constructor(
    private readonly context: RoleContext<AskingSettings | DiameterServerSettings>,
    use: DiameterUse,
  ) {
    const { scenario, name, settings, surroundings, parameters, node } = context
    const plan = scenario.nodes.find((each) => each.name === name)!
    this.name = use.name
    this.associations = new RoleAssociations(context)
    this.events = new DiameterRunEvents(context)
    this.startedAs = surroundings.randomUint32() >>> 0
    const asking = askingSettings(plan)
    this.servers = asking?.servers ?? []
    const { timers } = settings
    this.node = new DiameterNodeRole({
      settings: nodeSettings(
        { originHost: hostOf(name), originRealm: REALM, hostIpAddresses: node.addresses },
        {
          listen: use.listens ? this.listeners() : [],
          peers: asking === null ? [] : asking.servers.map((server) => this.peer(server, asking.transport)),
          routes: asking === null ? [] : [routeTo(asking)],
          isAgent: use.isAgent,
          timers: {
            watchdogMs: timers.watchdog,
            reconnectMs: timers.reconnect,
            requestTimeoutMs: timers.request,
            setupTimeoutMs: timers.setup,
            disconnectTimeoutMs: timers.disconnect,
          },
          routing: asking === null ? {} : { resendsAfterFailover: asking['resend-after-failover'] },
          streamUse: settings['stream-use'],
          parameters,
        },
      ),
      surroundings,
      endpoint: node.endpoint,
      applications: use.applications,
      // RFC 6733 §2.4: a relay advertises the relay application and no other.
      alsoAdvertised: use.isAgent ? [] : [S13_ADVERTISED],
      observer: {
        onEvent: (event, peer) => this.note(event, peer),
        onRequest: (header, avps, peer, repeated) => this.noteRequest(header, avps, peer, repeated),
        associations: {
          onSocket: (socket) => {
            const begunHere = this.servers.includes(this.associations.nodeOf(socket))
            this.associations.begin(socket, begunHere ? 'this node' : 'the peer')
          },
          onNotification: (socket, notification) => this.associations.note(socket, notification),
        },
      },
    })
  }

  start(): Promise<void> {
    return this.node.start()
  }

  async ready(isJoining = false): Promise<void> {
    const needed = isJoining ? Math.min(1, this.servers.length) : this.servers.length
    const missing = () => {
      const open = this.node.openPeers()
      return this.servers.filter((server) => !open.includes(hostOf(server)))
    }
    await waitUntil(
      this.context.surroundings,
      () => this.servers.length - missing().length >= needed,
      () => `no open connection with ${missing().join(' and ')}`,
    )
  }

  openFlow(plan: TrafficPlan): FlowSender {
    const { scenario, name, observer } = this.context
    return new EquipmentChecks(plan.flow, scenario.traffic.indexOf(plan), this.startedAs, name, this.node.requests, this, observer)
  }

  stall(stalled: boolean): void {
    this.associations.stall(stalled)
    this.node.connections.pauseStreams(stalled)
  }

  async stop(): Promise<void> {
    await this.node.stop()
    await this.associations.close()
  }

  // ---- AnswerOrigin

  orderKeyOf(peer: DiameterPeer): number {
    let first = this.firstOrderKeys.get(peer)
    if (first === undefined) {
      first = this.firstOrderKeyOf(peer.remote?.originHost ?? '')
      this.firstOrderKeys.set(peer, first)
    }
    if (first === NO_ORDER) return NO_ORDER
    const binding = this.node.connections.of(peer)
    return binding === null || binding instanceof DiameterOverOctetStream ? first : first + (binding.arrivedOnStream % MOST_STREAMS)
  }

  arrivalFrom(peer: DiameterPeer): ArrivalAddress {
    const binding = this.node.connections.of(peer)
    if (binding !== null && !(binding instanceof DiameterOverOctetStream)) return this.associations.arrivalFrom(binding.arrivedFrom)
    this.streamAddress = binding === null ? '' : binding.description.slice(0, binding.description.lastIndexOf(':'))
    return this.streamArrival
  }

  failed(detail: string): void {
    this.events.tell('request-failed', detail)
  }

  private noteRequest(header: MessageHeader, avps: AvpCursor, peer: DiameterPeer, repeated: boolean): void {
    const { check, context } = this
    const plan = check.read(header, avps) ? context.scenario.traffic[check.flowNumber] : undefined
    if (plan === undefined) return
    const marked = (header.flags & RETRANSMITTED_FLAG) !== 0
    context.observer.onRequest(plan.flow, check.sequence, marked, repeated, this.arrivalFrom(peer))
  }

  private note(event: RoutingEvent, peer: string): void {
    if (event.kind === 'failover' || event.kind === 'closed') this.failovers++
    this.events.note(event, peer)
    if (event.kind === 'open' || event.kind === 'failback' || event.kind === 'writable') this.context.observer.onWritable()
  }

  /** Streams keep their order, each for itself; what came by a relay, on whatever streams it took, or unordered, has none. */
  private firstOrderKeyOf(originHost: string): number {
    const { scenario, settings } = this.context
    const server = this.servers.findIndex((name) => hostOf(name) === originHost)
    const isRelay = scenario.nodes.find(({ name }) => name === this.servers[server])?.role === DIAMETER_RELAY_WORD
    return server < 0 || isRelay || settings['stream-use'] === 'unordered' ? NO_ORDER : (server % MOST_SERVERS) * MOST_STREAMS
  }

  /** SCTP always, and TCP where a node of the scenario comes by it. */
  private listeners(): ListenSettings[] {
    const { scenario, name, node } = this.context
    const onTcp = scenario.nodes.some((each) => {
      const asking = askingSettings(each)
      return asking?.transport === 'tcp' && asking.servers.includes(name)
    })
    const listeners: ListenSettings[] = [{ transport: 'sctp', address: '', port: DIAMETER_PORT }]
    if (onTcp) {
      this.demandRealTime()
      listeners.push(...node.addresses.map((address) => ({ transport: 'tcp', address, port: DIAMETER_PORT }) as const))
    }
    return listeners
  }

  private peer(server: string, transport: 'sctp' | 'tcp'): PeerSettings {
    if (transport === 'tcp') this.demandRealTime()
    const { addresses, encapsulationPort } = this.context.whereIs(server)
    return { originHost: hostOf(server), transport, addresses, port: DIAMETER_PORT, encapsulationPort, localAddress: null }
  }

  private demandRealTime(): void {
    if (this.context.realTime === false) throw new Error(NEEDS_REAL_TIME)
  }
}

/** RFC 6733 §2.7: the first server, and the next only when it cannot take the request; or all of them in turn. */
function routeTo({ servers, 'load-sharing': shares }: AskingSettings) {
  return {
    realm: REALM,
    applicationId: 'any',
    action: 'RELAY',
    servers: servers.map((server, i) => ({ originHost: hostOf(server), priority: shares ? 1 : 1 + i, weight: 1 })),
  } as const
}

/** Order keys are below 65,536. */
const MOST_SERVERS = 16
const MOST_STREAMS = 4096
