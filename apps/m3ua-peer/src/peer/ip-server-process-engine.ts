import { type IpspEvent, NO_ROUTING_CONTEXT, type RemoteIpsp, type SendOutcome } from '@sigbed/m3ua'
import { errorCodeName, type ProtocolData } from '@sigbed/m3ua-codec'
import { IpServerProcessOverSctp } from '@sigbed/peer-bindings'
import type { OneToOneSocket } from '@sigbed/sctp-sockets'
import type { ApplicationServerEntry } from '../configuration/m3ua-configuration.js'
import type { UntilStep } from '../script/step.js'
import { ipspHappening } from './event-happening.js'
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

/** `sigbed m3ua ipsp`: an IP server process, point to point. It listens where no remote is configured, else it sets up associations. */
export class IpServerProcessEngine implements RoleEngine {
  private readonly binding: IpServerProcessOverSctp
  private readonly failures = new Map<RemoteIpsp, string>()
  private readonly listens: boolean

  /** @throws M3uaConfigurationError */
  constructor(private readonly context: EngineContext) {
    const { configuration, surroundings, observer, dataUse } = context
    const { timers, interop, exchange } = configuration
    this.listens = configuration.remotes.length === 0
    this.binding = new IpServerProcessOverSctp(
      surroundings,
      {
        applicationServers: aspApplicationServers(configuration),
        trafficMode: requestedTrafficMode(configuration),
        aspIdentifier: configuration.aspIdentifier,
        acknowledgementMs: timers.acknowledgementMs,
        requestAttempts: timers.requestAttempts,
        heartbeatMs: timers.heartbeatMs,
        exchange,
        peerApplicationServers: this.peers.map(({ routingContext, networkAppearance, trafficMode, activeAsps }) => ({
          routingContext,
          networkAppearance,
          trafficMode,
          requiredActiveAsps: activeAsps,
        })),
        recoveryMs: timers.recoveryMs,
        aspIdentifierRequired: interop.aspIdentifierRequired,
        interoperability: interop.interoperability,
      },
      {
        onEvent: (event) => this.noteEvent(event),
        onData: (message, _, routingContext) => dataUse.take(message, routingContext),
      },
      observer,
    )
  }

  start(target: 'down' | 'active'): void {
    const { endpoint, configuration, parameters, surroundings } = this.context
    const { local, remotes, timers, exchange } = configuration
    if (this.listens) {
      // In a single exchange whoever set the association up begins.
      this.binding.listen(endpoint, local.sctpPort!, exchange === 'single' ? 'down' : target, parameters)
      return
    }
    for (const remote of remotes) {
      const { ipsp, whenUp } = this.binding.connect(endpoint, {
        addresses: remote.addresses,
        port: remote.sctpPort,
        encapsulationPort: local.transport === 'ip' ? 0 : remote.udpPort,
        ...(local.sctpPort !== null && { localPort: local.sctpPort }),
        parameters,
        reconnectMs: timers.reconnectMs,
      })
      if (target === 'active') ipsp.activate(surroundings.now())
      whenUp.catch((error: unknown) => tellNoAssociation(error, remote.name, this.context))
    }
  }

  get asps(): readonly OwnAsp[] {
    const { failures } = this
    const { applicationServers } = this.context.configuration
    return [...this.binding.ipsps].map(([socket, ipsp]) => ({
      name: socket.peer,
      socket,
      process: ipsp,
      get isActive() {
        return applicationServers.every(({ routingContext }) => ipsp.stateFor(routingContext ?? NO_ROUTING_CONTEXT) === 'ASP-ACTIVE')
      },
      // Between IPSPs the routing is configured at both ends.
      register: () => {},
      get failure() {
        return failures.get(ipsp) ?? null
      },
      set failure(text: string | null) {
        if (text === null) failures.delete(ipsp)
        else failures.set(ipsp, text)
      },
    }))
  }

  get audience(): readonly OneToOneSocket[] {
    return [...this.binding.ipsps.keys()].filter(({ state }) => state === 'ESTABLISHED')
  }

  sendData(protocolData: ProtocolData, routingContext: number): SendOutcome {
    return this.binding.process.sendData(protocolData, routingContext)
  }

  /** For gateways only, which the configuration sees to. */
  relayData(): SendOutcome {
    return 'no-routing-key'
  }

  tellOfNetwork(): boolean {
    return false
  }

  stateIs(state: UntilStep['state']): boolean {
    return this.applicationServers().every((applicationServer) => applicationServer.state === `AS-${state.toUpperCase()}`)
  }

  block(): void {}

  applicationServers(): readonly ApplicationServerStatus[] {
    return this.peers.map(({ name, routingContext, trafficMode }) => ({
      name,
      routingContext,
      state: this.binding.process.asState(routingContext ?? NO_ROUTING_CONTEXT),
      trafficMode,
      data: null,
    }))
  }

  associations(): readonly AssociationStatus[] {
    const { applicationServers } = this.context.configuration
    return [...this.binding.ipsps].map(([socket, ipsp]) => {
      const local = applicationServers.map(({ routingContext }) => ({
        end: 'local' as const,
        routingContext,
        state: ipsp.stateFor(routingContext ?? NO_ROUTING_CONTEXT),
      }))
      const remote = this.peers.map(({ routingContext }) => ({
        end: 'remote' as const,
        routingContext,
        state: ipsp.peerStateFor(routingContext ?? NO_ROUTING_CONTEXT),
      }))
      return associationStatus(null, socket, { aspIdentifier: ipsp.aspIdentifier, asps: [...local, ...remote] })
    })
  }

  labelOf({ peer }: OneToOneSocket): string {
    return peer
  }

  settle(): void {
    this.binding.settle()
  }

  stop(): void {
    if (this.listens) this.context.endpoint.stopListening(this.context.configuration.local.sctpPort!)
    this.binding.stop()
  }

  /** In a single exchange the Routing Contexts stand for both directions. */
  private get peers(): readonly ApplicationServerEntry[] {
    const { exchange, applicationServers, peerApplicationServers } = this.context.configuration
    return exchange === 'single' ? applicationServers : peerApplicationServers
  }

  private noteEvent(event: IpspEvent): void {
    if (event.kind === 'ipsp' && event.end === 'local') {
      const { event: happened } = event
      if (happened.kind === 'request-refused')
        this.failures.set(event.ipsp, `${happened.request} refused: ${errorCodeName(happened.errorCode)}`)
      else if (happened.kind === 'request-abandoned')
        this.failures.set(event.ipsp, `${happened.request} not answered, sent ${happened.attempts} times`)
    }
    const happening = ipspHappening(event, event.kind === 'ipsp' ? this.peerOf(event.ipsp) : null)
    if (happening !== null) this.context.tell(happening)
  }

  private peerOf(ipsp: RemoteIpsp): string | null {
    for (const [socket, attached] of this.binding.ipsps) if (attached === ipsp) return socket.peer
    return null
  }
}
