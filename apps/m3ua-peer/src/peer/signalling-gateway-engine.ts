import {
  type ApplicationServerConfiguration,
  NO_NETWORK_APPEARANCE,
  NO_ROUTING_CONTEXT,
  type RemoteAsp,
  type SendOutcome,
} from '@sigbed/m3ua'
import type { ProtocolData, SignallingNetworkManagementMessage } from '@sigbed/m3ua-codec'
import { SignallingGatewayOverSctp } from '@sigbed/peer-bindings'
import type { OneToOneSocket } from '@sigbed/sctp-sockets'
import type { ApplicationServerEntry } from '../configuration/m3ua-configuration.js'
import type { UntilStep } from '../script/step.js'
import { sgpHappening } from './event-happening.js'
import type { ApplicationServerStatus, AssociationStatus } from './node-status.js'
import { areAll, associationStatus, type EngineContext, type RoleEngine } from './role-engine.js'

/** `sigbed m3ua sg`: a signalling gateway process. */
export class SignallingGatewayEngine implements RoleEngine {
  readonly asps = []
  private readonly binding: SignallingGatewayOverSctp
  /** By Routing Context. */
  private readonly networkAppearances: ReadonlyMap<number, number>
  private readonly usualNetworkAppearance: number
  private blocked = false

  /** @throws M3uaConfigurationError */
  constructor(private readonly context: EngineContext) {
    const { configuration, surroundings, observer, dataUse } = context
    const { timers, interop } = configuration
    this.networkAppearances = new Map(
      configuration.applicationServers.map(({ routingContext, networkAppearance }) => [
        routingContext ?? NO_ROUTING_CONTEXT,
        networkAppearance ?? NO_NETWORK_APPEARANCE,
      ]),
    )
    this.usualNetworkAppearance = configuration.applicationServers[0]?.networkAppearance ?? NO_NETWORK_APPEARANCE
    this.binding = new SignallingGatewayOverSctp(
      surroundings,
      {
        applicationServers: configuration.applicationServers.map(applicationServerOf),
        ...(configuration.registration !== null && { registration: configuration.registration }),
        recoveryMs: timers.recoveryMs,
        heartbeatMs: timers.heartbeatMs,
        aspIdentifierRequired: interop.aspIdentifierRequired,
        interoperability: interop.interoperability,
        networkAppearances: configuration.destinations.map(({ networkAppearance }) => networkAppearance ?? NO_NETWORK_APPEARANCE),
      },
      {
        onEvent: (event) => {
          const peer = 'asp' in event ? this.socketOf(event.asp) : null
          const happening = sgpHappening(event, peer?.peer ?? null)
          if (happening !== null) context.tell(happening)
        },
        onData: (message, _, routingContext) => dataUse.take(message, routingContext),
      },
      {
        onInbound: (...message) => observer.onInbound?.(...message),
        onOutbound: (...message) => observer.onOutbound?.(...message),
        onNotification: (...notification) => observer.onNotification?.(...notification),
        onRefused: (socket) => observer.onRefused?.(socket),
        onSocket: (socket) => {
          this.binding.asps.get(socket)!.managementBlocked = this.blocked
          observer.onSocket?.(socket)
        },
      },
    )
  }

  start(): void {
    const { endpoint, configuration, parameters } = this.context
    for (const { networkAppearance, pointCode, state, congestion } of configuration.destinations) {
      const network = this.binding.process.network(networkAppearance)
      network.setStatus([pointCode], state)
      if (congestion > 0) network.setCongestion([pointCode], congestion)
    }
    this.binding.listen(endpoint, configuration.local.sctpPort!, parameters, (socket) => this.servedBy(socket))
  }

  get audience(): readonly OneToOneSocket[] {
    return [...this.binding.asps].filter(([, asp]) => asp.isUp).map(([socket]) => socket)
  }

  get usualRoutingContext(): number {
    return this.context.configuration.applicationServers[0]?.routingContext ?? NO_ROUTING_CONTEXT
  }

  sendData(protocolData: ProtocolData, routingContext: number): SendOutcome {
    return this.binding.process.sendData(protocolData, routingContext)
  }

  /** AS made by registration are in the network of the first that is configured. */
  relayData(protocolData: ProtocolData, routingContext: number): SendOutcome {
    return this.binding.process.routeData(protocolData, this.networkAppearances.get(routingContext) ?? this.usualNetworkAppearance)
  }

  tellOfNetwork(message: SignallingNetworkManagementMessage): boolean {
    const known = this.context.configuration.applicationServers.some(
      ({ networkAppearance }) => networkAppearance === message.networkAppearance,
    )
    if (known) this.binding.process.network(message.networkAppearance).relay(message)
    return known
  }

  stateIs(state: UntilStep['state']): boolean {
    return areAll(this.applicationServers(), state)
  }

  block(blocked: boolean): void {
    this.blocked = blocked
    for (const asp of this.binding.asps.values()) asp.managementBlocked = blocked
  }

  /** Those made by registration, too. */
  applicationServers(): readonly ApplicationServerStatus[] {
    const { process } = this.binding
    const { applicationServers } = this.context.configuration
    return process.routingContexts.map((key) => ({
      name: applicationServers.find(({ routingContext }) => (routingContext ?? NO_ROUTING_CONTEXT) === key)?.name ?? `registered ${key}`,
      routingContext: key === NO_ROUTING_CONTEXT ? null : key,
      state: process.asState(key),
      trafficMode: process.asTrafficMode(key),
      data: process.asStatistics(key),
    }))
  }

  associations(): readonly AssociationStatus[] {
    return [...this.binding.asps].map(([socket, { aspIdentifier, memberships }]) =>
      associationStatus(null, socket, {
        aspIdentifier,
        asps: memberships.map(({ routingContext, state }) => ({
          end: 'remote',
          routingContext: routingContext === NO_ROUTING_CONTEXT ? null : routingContext,
          state,
        })),
      }),
    )
  }

  labelOf({ peer }: OneToOneSocket): string {
    return peer
  }

  settle(): void {
    this.binding.settle()
  }

  stop(): void {
    this.context.endpoint.stopListening(this.context.configuration.local.sctpPort!)
    this.binding.stop()
  }

  /** Those that name its address, or no address; with registration, one with a routing key only to who registers for it. */
  private servedBy(socket: OneToOneSocket): readonly number[] {
    const { applicationServers, registration } = this.context.configuration
    const addresses = socket.paths().map(({ remoteAddress }) => remoteAddress)
    return applicationServers
      .filter(({ asps }) => asps === null || asps.some((asp) => addresses.includes(asp)))
      .filter(({ routingKey }) => registration === null || routingKey === null)
      .map(({ routingContext }) => routingContext ?? NO_ROUTING_CONTEXT)
  }

  private socketOf(asp: RemoteAsp): OneToOneSocket | null {
    for (const [socket, attached] of this.binding.asps) if (attached === asp) return socket
    return null
  }
}

function applicationServerOf(entry: ApplicationServerEntry): ApplicationServerConfiguration {
  const { routingContext, networkAppearance, trafficMode, activeAsps, routingKey } = entry
  return {
    routingContext,
    networkAppearance,
    trafficMode,
    requiredActiveAsps: activeAsps,
    ...(routingKey !== null && {
      routingKey: routingKey.destinationPointCodes.map((destinationPointCode) => ({ ...routingKey, destinationPointCode })),
    }),
  }
}
