import { type IpspEvent, NO_ROUTING_CONTEXT, type RegistrationRequestMessage, type RemoteIpsp, type SendOutcome } from '@sigbed/m3ua'
import { errorCodeName, type ProtocolData } from '@sigbed/m3ua-codec'
import { IpServerProcessOverSctp } from '@sigbed/peer-bindings'
import type { OneToOneSocket } from '@sigbed/sctp-sockets'
import type { ApplicationServerEntry } from '../configuration/m3ua-configuration.js'
import type { UntilStep } from '../script/step.js'
import { ipspHappening } from './event-happening.js'
import type { ApplicationServerStatus, AssociationStatus } from './node-status.js'
import {
  areAll,
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
  /** Those of the configuration, and those that peers have registered. */
  private peerRoutingContexts: readonly number[]

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
        ...(configuration.registration !== null && { registration: configuration.registration }),
        recoveryMs: timers.recoveryMs,
        aspIdentifierRequired: interop.aspIdentifierRequired,
        interoperability: interop.interoperability,
      },
      {
        onEvent: (event) => this.noteEvent(event),
        onData: (message, ipsp, routingContext) => dataUse.take(message, this.wayBack(ipsp, routingContext)),
      },
      observer,
    )
    this.peerRoutingContexts = this.binding.process.peerRoutingContexts
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
        return applicationServers.every((_, i) => ipsp.stateFor(ipsp.routingContextAt(i) ?? NO_ROUTING_CONTEXT) === 'ASP-ACTIVE')
      },
      register: (registered: boolean, now: number) => {
        for (let i = 0; i < applicationServers.length; i++) {
          if (registered) ipsp.register(i, now)
          else ipsp.deregister(i, now)
        }
      },
      sendRegistration: (message: RegistrationRequestMessage) => ipsp.sendRegistration(message),
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

  /** DATA go to the peers' AS. */
  get usualRoutingContext(): number {
    return this.peerRoutingContexts[0] ?? NO_ROUTING_CONTEXT
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
    return areAll(this.applicationServers(), state)
  }

  block(): void {}

  applicationServers(): readonly ApplicationServerStatus[] {
    const { process } = this.binding
    return process.peerRoutingContexts.map((key) => {
      const configured = this.peers.find(({ routingContext }) => (routingContext ?? NO_ROUTING_CONTEXT) === key)
      return {
        name: configured?.name ?? `registered ${key}`,
        routingContext: key === NO_ROUTING_CONTEXT ? null : key,
        state: process.asState(key),
        trafficMode: configured?.trafficMode ?? null,
        data: null,
      }
    })
  }

  associations(): readonly AssociationStatus[] {
    const { applicationServers } = this.context.configuration
    return [...this.binding.ipsps].map(([socket, ipsp]) => {
      const local = applicationServers.map((_, i) => ({
        end: 'local' as const,
        routingContext: ipsp.routingContextAt(i),
        state: ipsp.stateFor(ipsp.routingContextAt(i) ?? NO_ROUTING_CONTEXT),
      }))
      const remote = ipsp.peerRoutingContexts.map((routingContext) => ({
        end: 'remote' as const,
        routingContext: routingContext === NO_ROUTING_CONTEXT ? null : routingContext,
        state: ipsp.peerStateFor(routingContext),
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

  /** The peers' AS that an answer goes to: in a double exchange the one at the same position as that of this end, or else the first. Allocates nothing. */
  private wayBack(ipsp: RemoteIpsp, routingContext: number): number {
    const { exchange, applicationServers } = this.context.configuration
    if (exchange === 'single') return routingContext
    for (let i = 0; i < applicationServers.length && i < this.peerRoutingContexts.length; i++) {
      if ((ipsp.routingContextAt(i) ?? NO_ROUTING_CONTEXT) === routingContext) return this.peerRoutingContexts[i]!
    }
    return this.usualRoutingContext
  }

  private noteEvent(event: IpspEvent): void {
    if (event.kind !== 'ipsp') this.peerRoutingContexts = this.binding.process.peerRoutingContexts
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
