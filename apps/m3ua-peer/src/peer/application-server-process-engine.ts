import { type AspEvent, NO_ROUTING_CONTEXT, type SendOutcome } from '@sigbed/m3ua'
import { errorCodeName, type ProtocolData } from '@sigbed/m3ua-codec'
import { ApplicationServerProcessOverSctp } from '@sigbed/peer-bindings'
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
  readonly asps: readonly GatewayLink[]

  /** @throws M3uaConfigurationError */
  constructor(private readonly context: EngineContext) {
    this.asps = context.configuration.remotes.map((remote) => new GatewayLink(remote, context))
  }

  start(target: 'down' | 'active'): void {
    for (const asp of this.asps) asp.start(target)
  }

  get audience(): readonly OneToOneSocket[] {
    return this.asps.map(({ socket }) => socket).filter((socket) => socket?.state === 'ESTABLISHED') as OneToOneSocket[]
  }

  /** Through the gateway its SLS is bound to among those that have the ASP active. Allocates nothing. */
  sendData(protocolData: ProtocolData, routingContext: number): SendOutcome {
    let active = 0
    for (const { process } of this.asps) if (process.stateFor(routingContext) === 'ASP-ACTIVE') active++
    let chosen = active === 0 ? 0 : protocolData.signallingLinkSelection % active
    for (const { process } of this.asps) {
      if (active > 0 && process.stateFor(routingContext) !== 'ASP-ACTIVE') continue
      if (chosen-- === 0) return process.sendData(protocolData, routingContext)
    }
    return 'not-active'
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
    return this.asps.flatMap((asp) => asp.status())
  }

  settle(): void {
    for (const asp of this.asps) asp.settle()
  }

  stop(): void {
    for (const asp of this.asps) asp.stop()
  }
}

/** The ASP as one gateway knows it, and the association with that. */
class GatewayLink implements OwnAsp {
  failure: string | null = null
  private readonly binding: ApplicationServerProcessOverSctp

  constructor(
    private readonly remote: RemoteConfiguration,
    private readonly context: EngineContext,
  ) {
    const { configuration, surroundings, observer, dataUse } = context
    const { timers, interop } = configuration
    this.binding = new ApplicationServerProcessOverSctp(
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
        onData: (message, routingContext) => dataUse.take(message, routingContext),
      },
      observer,
    )
  }

  get name(): string {
    return this.remote.name
  }

  get process() {
    return this.binding.process
  }

  get socket(): OneToOneSocket | null {
    return this.binding.socket
  }

  start(target: 'down' | 'active'): void {
    const { configuration, endpoint, parameters, surroundings } = this.context
    const { local, timers } = configuration
    if (target === 'active') this.process.activate(surroundings.now())
    this.binding
      .connect(endpoint, {
        addresses: this.remote.addresses,
        port: this.remote.sctpPort,
        // RFC 6951 §5.1: port 0 stands for SCTP on IP itself.
        encapsulationPort: local.transport === 'ip' ? 0 : this.remote.udpPort,
        ...(local.sctpPort !== null && { localPort: local.sctpPort }),
        parameters,
        reconnectMs: timers.reconnectMs,
      })
      .catch((error: unknown) => tellNoAssociation(error, this.name, this.context))
  }

  status(): AssociationStatus[] {
    if (this.socket === null) return []
    const asps = this.context.configuration.applicationServers.map(({ routingContext }) => ({
      end: 'local' as const,
      routingContext,
      state: this.process.stateFor(routingContext ?? NO_ROUTING_CONTEXT),
    }))
    return [associationStatus(this.name, this.socket, { aspIdentifier: this.context.configuration.aspIdentifier, asps })]
  }

  settle(): void {
    this.binding.settle()
  }

  stop(): void {
    this.binding.stop()
  }

  private noteEvent(event: AspEvent): void {
    if (event.kind === 'request-refused') this.failure = `${event.request} refused: ${errorCodeName(event.errorCode)}`
    else if (event.kind === 'request-abandoned') this.failure = `${event.request} not answered, sent ${event.attempts} times`
    const happening = aspHappening(event, this.socket?.peer ?? this.name)
    if (happening !== null) this.context.tell(happening)
  }
}
