import {
  type AccessEvent,
  type ApplicationServerProcess,
  type AspEvent,
  NO_ROUTING_CONTEXT,
  type RegistrationRequestMessage,
  type SendOutcome,
} from '@sigbed/m3ua'
import { errorCodeName, type ProtocolData } from '@sigbed/m3ua-codec'
import { SignallingGatewayAccessOverSctp } from '@sigbed/peer-bindings'
import type { OneToOneSocket } from '@sigbed/sctp-sockets'
import type { RemoteConfiguration } from '../configuration/m3ua-configuration.js'
import type { UntilStep } from '../script/step.js'
import { aspHappening } from './event-happening.js'
import type { ApplicationServerStatus, AssociationStatus } from './node-status.js'
import {
  aspApplicationServers,
  associationStatus,
  type EngineContext,
  type OwnAsp,
  type RoleEngine,
  requestedTrafficMode,
  tellNoAssociation,
} from './role-engine.js'

/** `sigbed m3ua asp`: an application server process, attached to one signalling gateway or to several. */
export class ApplicationServerProcessEngine implements RoleEngine {
  private readonly binding: SignallingGatewayAccessOverSctp
  private readonly links = new Map<string, GatewayLink>()

  /** @throws M3uaConfigurationError */
  constructor(private readonly context: EngineContext) {
    const { configuration, surroundings, observer, dataUse } = context
    const { timers, interop } = configuration
    this.binding = new SignallingGatewayAccessOverSctp(
      surroundings,
      {
        applicationServers: aspApplicationServers(configuration),
        trafficMode: requestedTrafficMode(configuration),
        aspIdentifier: configuration.aspIdentifier,
        acknowledgementMs: timers.acknowledgementMs,
        requestAttempts: timers.requestAttempts,
        heartbeatMs: timers.heartbeatMs,
        interoperability: interop.interoperability,
      },
      {
        onEvent: (event) => this.noteEvent(event),
        onData: (message, sgp, position) => dataUse.take(message, this.links.get(sgp)?.routingContextAt(position) ?? NO_ROUTING_CONTEXT),
      },
      observer,
    )
  }

  start(target: 'down' | 'active'): void {
    const { configuration, endpoint, parameters, surroundings } = this.context
    const { local, timers, remotes } = configuration
    this.binding.access.aim(target, surroundings.now())
    for (const remote of remotes) {
      const { asp, whenUp } = this.binding.connect(
        endpoint,
        { name: remote.name, ...(remote.signallingGateway !== null && { signallingGateway: remote.signallingGateway }) },
        {
          addresses: remote.addresses,
          port: remote.sctpPort,
          // RFC 6951 §5.1: port 0 stands for SCTP on IP itself.
          encapsulationPort: local.transport === 'ip' ? 0 : remote.udpPort,
          ...(local.sctpPort !== null && { localPort: local.sctpPort }),
          parameters,
          reconnectMs: timers.reconnectMs,
        },
      )
      const applicationServers = configuration.applicationServers.length
      this.links.set(remote.name, new GatewayLink(remote, asp, applicationServers, () => this.binding.socketOf(remote.name)))
      whenUp.catch((error: unknown) => tellNoAssociation(error, remote.name, this.context))
    }
  }

  get asps(): readonly OwnAsp[] {
    return [...this.links.values()]
  }

  get audience(): readonly OneToOneSocket[] {
    return [...this.links.values()].map(({ socket }) => socket).filter((socket) => socket?.state === 'ESTABLISHED') as OneToOneSocket[]
  }

  get usualRoutingContext(): number {
    return this.context.configuration.applicationServers[0]!.routingContext ?? NO_ROUTING_CONTEXT
  }

  sendData(protocolData: ProtocolData, routingContext: number): SendOutcome {
    return this.binding.access.sendData(protocolData, this.positionOf(routingContext))
  }

  /** For gateways only, which the configuration sees to. */
  relayData(): SendOutcome {
    return 'no-routing-key'
  }

  tellOfNetwork(): boolean {
    return false
  }

  stateIs(state: UntilStep['state']): boolean {
    return this.asps.every(({ process }) => process.state === `ASP-${state.toUpperCase()}`)
  }

  block(): void {}

  applicationServers(): readonly ApplicationServerStatus[] {
    return this.context.configuration.applicationServers.map(({ name, routingContext, trafficMode }) => ({
      name,
      routingContext,
      state: null,
      trafficMode,
      data: null,
    }))
  }

  associations(): readonly AssociationStatus[] {
    return [...this.links.values()].flatMap((link) => link.status(this.context.configuration.aspIdentifier))
  }

  /** Two gateways may have one address, and ports of UDP to tell them apart: then their names do. */
  labelOf(socket: OneToOneSocket): string {
    const link = this.links.size > 1 ? [...this.links.values()].find((each) => each.socket === socket) : undefined
    return link?.name ?? socket.peer
  }

  settle(): void {
    this.binding.settle()
  }

  stop(): void {
    this.binding.stop()
  }

  /** By the configuration, or as it was registered; -1 for none. */
  private positionOf(routingContext: number): number {
    const { applicationServers } = this.context.configuration
    for (let i = 0; i < applicationServers.length; i++) {
      if ((applicationServers[i]!.routingContext ?? NO_ROUTING_CONTEXT) === routingContext) return i
      for (const link of this.links.values()) if (link.routingContextAt(i) === routingContext) return i
    }
    return -1
  }

  private noteEvent(event: AccessEvent): void {
    if (event.kind !== 'sgp') return
    const link = this.links.get(event.sgp)
    link?.noteFailure(event.event)
    const happening = aspHappening(event.event, link?.socket ? this.labelOf(link.socket) : event.sgp)
    if (happening !== null) this.context.tell(happening)
  }
}

/** The ASP as one gateway knows it, and the association with that. */
class GatewayLink implements OwnAsp {
  failure: string | null = null

  constructor(
    private readonly remote: RemoteConfiguration,
    readonly process: ApplicationServerProcess,
    private readonly applicationServers: number,
    private readonly association: () => OneToOneSocket | null,
  ) {}

  get name(): string {
    return this.remote.name
  }

  get socket(): OneToOneSocket | null {
    return this.association()
  }

  get isActive(): boolean {
    return this.states().every(({ state }) => state === 'ASP-ACTIVE')
  }

  /** NO_ROUTING_CONTEXT where there is none. */
  routingContextAt(position: number): number {
    return this.process.routingContextAt(position) ?? NO_ROUTING_CONTEXT
  }

  register(registered: boolean, now: number): void {
    for (let i = 0; i < this.applicationServers; i++) {
      if (registered) this.process.register(i, now)
      else this.process.deregister(i, now)
    }
  }

  sendRegistration(message: RegistrationRequestMessage): boolean {
    return this.process.sendRegistration(message)
  }

  noteFailure(event: AspEvent): void {
    if (event.kind === 'request-refused') this.failure = `${event.request} refused: ${errorCodeName(event.errorCode)}`
    else if (event.kind === 'request-abandoned') this.failure = `${event.request} not answered, sent ${event.attempts} times`
  }

  status(aspIdentifier: number | null): AssociationStatus[] {
    return this.socket === null ? [] : [associationStatus(this.name, this.socket, { aspIdentifier, asps: this.states() })]
  }

  private states(): AssociationStatus['asps'] {
    return Array.from({ length: this.applicationServers }, (_, position) => {
      const routingContext = this.routingContextAt(position)
      return {
        end: 'local' as const,
        routingContext: routingContext === NO_ROUTING_CONTEXT ? null : routingContext,
        state: this.process.stateFor(routingContext),
      }
    })
  }
}
