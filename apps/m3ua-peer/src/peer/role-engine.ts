import type { AspApplicationServer, AspState, RegistrationRequestMessage, TrafficMode } from '@sigbed/m3ua'
import type { SignallingNetworkManagementMessage } from '@sigbed/m3ua-codec'
import type { AssociationObserver } from '@sigbed/peer-bindings'
import { type OneToOneSocket, type ProtocolParameters, type SctpEndpoint, SctpError, type Surroundings } from '@sigbed/sctp-sockets'
import type { M3uaConfiguration, TrafficKey } from '../configuration/m3ua-configuration.js'
import type { UntilStep } from '../script/step.js'
import type { DataSender, DataUse } from './data-use.js'
import type { Happening } from './happening.js'
import type { ApplicationServerStatus, AssociationStatus } from './node-status.js'

/** What a role does its own way; M3uaNode does the rest. */
export interface RoleEngine extends DataSender {
  /** The AS that DATA go to unless told: NO_ROUTING_CONTEXT for an only one that has none. */
  readonly usualRoutingContext: number
  /** Listens, or begins to set up associations. @param target how far up its own ASPs go by themselves. @throws SctpError */
  start(target: 'down' | 'active'): void
  /** The ASPs this node speaks for: one for each association. None at a gateway. */
  readonly asps: readonly OwnAsp[]
  /** The associations of everyone who may be told something now. */
  readonly audience: readonly OneToOneSocket[]
  /** Something happens in the SS7 network: it is kept, and the ASPs concerned are told. False where there is no network of that appearance. */
  tellOfNetwork(message: SignallingNetworkManagementMessage): boolean
  stateIs(state: UntilStep['state']): boolean
  block(blocked: boolean): void
  applicationServers(): readonly ApplicationServerStatus[]
  associations(): readonly AssociationStatus[]
  /** How an association is told from the others. */
  labelOf(socket: OneToOneSocket): string
  /** After every call into an OwnAsp. */
  settle(): void
  stop(): void
}

/** An ASP, or this end of an IPSP, and its association. */
export interface OwnAsp {
  readonly name: string
  readonly socket: OneToOneSocket | null
  readonly process: {
    readonly state: AspState
    readonly isRequesting: boolean
    activate(now: number): void
    deactivate(now: number): void
    down(now: number): void
  }
  /** In all its Application Servers. */
  readonly isActive: boolean
  /** Asks for the configured routing keys, or gives them back. */
  register(registered: boolean, now: number): void
  /** A REG REQ or DEREG REQ past the configuration. False when the association did not take it. */
  sendRegistration(message: RegistrationRequestMessage): boolean
  /** What the last request came to: refused or abandoned, in words; null while neither. */
  failure: string | null
}

/** What a role's engine is made with. */
export interface EngineContext {
  readonly configuration: M3uaConfiguration
  readonly endpoint: SctpEndpoint
  readonly parameters: Partial<ProtocolParameters>
  readonly surroundings: Surroundings
  readonly observer: AssociationObserver
  readonly dataUse: DataUse
  tell(happening: Happening): void
}

/** A peer that does not answer is tried again: only options that make no sense end the attempts, and the end of the node itself. */
export function tellNoAssociation(error: unknown, peer: string, { tell }: EngineContext): void {
  if (error instanceof SctpError && error.code === 'SCTP_SOCKET_CLOSED') return
  const text = error instanceof Error ? error.message : String(error)
  tell({ kind: 'association', peer, text, details: { what: 'abandoned' } })
}

/** Each with what an ASP knows of it; the routing key only where it is to be registered. */
export function aspApplicationServers({ applicationServers }: M3uaConfiguration): AspApplicationServer[] {
  return applicationServers.map(({ routingContext, networkAppearance, routingKey, registers }) => ({
    routingContext,
    networkAppearance,
    ...(registers && routingKey !== null && { routingKey: { destinations: registeredDestinations(routingKey) } }),
  }))
}

/** The key's users and origins hold for each of its destinations. */
function registeredDestinations({ destinationPointCodes, serviceIndicators, originatingPointCodes }: TrafficKey) {
  return destinationPointCodes.map((pointCode) => ({
    destinationPointCode: { mask: 0, pointCode },
    serviceIndicators,
    originatingPointCodes: originatingPointCodes.map((origin) => ({ mask: 0, pointCode: origin })),
  }))
}

/** One ASPAC names all Routing Contexts: a mode goes along only where all have the same. */
export function requestedTrafficMode({ interop, applicationServers }: M3uaConfiguration): TrafficMode | null {
  const modes = new Set(applicationServers.map(({ trafficMode }) => trafficMode))
  return interop.sendTrafficMode && modes.size === 1 ? applicationServers[0]!.trafficMode : null
}

/** Where there is no Application Server yet, because ASPs are to register theirs, that is as if all were down. */
export function areAll(applicationServers: readonly ApplicationServerStatus[], state: UntilStep['state']): boolean {
  if (applicationServers.length === 0) return state === 'down'
  return applicationServers.every((applicationServer) => applicationServer.state === `AS-${state.toUpperCase()}`)
}

export function associationStatus(
  name: string | null,
  socket: OneToOneSocket,
  asp: Pick<AssociationStatus, 'aspIdentifier' | 'asps'>,
): AssociationStatus {
  const { peer, state, statistics } = socket
  return {
    name,
    peer,
    state,
    ...asp,
    paths: socket.paths(),
    messagesSent: statistics.messagesSent,
    messagesReceived: statistics.messagesReceived,
    retransmissions: statistics.dataChunksRetransmitted,
  }
}
