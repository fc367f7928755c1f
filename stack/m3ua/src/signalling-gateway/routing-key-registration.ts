import {
  DEREGISTRATION_STATUS,
  type DeregistrationStatus,
  ERROR_CODE,
  REGISTRATION_STATUS,
  type RegistrationStatus,
  type RoutingKey,
  TRAFFIC_MODE_TYPE,
} from '@sigbed/m3ua-codec'
import type { Instant } from '../lower-layer.js'
import type { SgpEvent } from '../m3ua-event.js'
import { networkAppearanceOrNull } from '../routing-context.js'
import { trafficModeOf } from '../traffic-mode.js'
import type { ApplicationServer, ApplicationServerConfiguration } from './application-server.js'
import type { ApplicationServerSet } from './application-server-set.js'
import type { Membership } from './membership.js'
import type { RemoteAsp } from './remote-asp.js'
import { type KeyOfAs, keyOfMessage, LARGEST_SERVICE_INDICATOR } from './routing-key.js'

/** Whether, and within which bounds, ASPs may register Routing Keys. RFC 4666 §4.4. */
export interface RegistrationConfiguration {
  /** How many AS may come into being by registration; 64 when left out. Zero: only keys that are configured may be registered. */
  readonly maximumApplicationServers?: number
  /** The least Routing Context given to such an AS; 1 when left out. Those in use are passed over. */
  readonly firstRoutingContext?: number
  /** Whether an ASP that is alone in an AS it has registered for may change its key; false when left out. */
  readonly allowsChange?: boolean
  /** Whether keys may name Service Indicators, and origins; true when left out. */
  readonly acceptsServiceIndicators?: boolean
  readonly acceptsOriginatingPointCodes?: boolean
  /** Who may register what; everybody everything when left out. Must not throw. */
  readonly authorises?: (asp: RemoteAsp, routingKey: RoutingKey) => boolean
  /** For the AS that come into being; `trafficMode` for keys that name none. */
  readonly applicationServer?: Partial<Omit<ApplicationServerConfiguration, 'routingContext' | 'networkAppearance' | 'routingKey'>>
}

/** What registration needs of the SGP. */
export interface RegistrationOwner {
  readonly applicationServers: ApplicationServerSet
  /** Of the networks of the SG. */
  readonly networkAppearances: readonly number[]
  create(configuration: ApplicationServerConfiguration): ApplicationServer
  onEvent(event: SgpEvent): void
}

interface Outcome {
  readonly status: RegistrationStatus
  /** Null unless registered. */
  readonly applicationServer: ApplicationServer | null
}

/**
 * Routing Key Management at the SG. RFC 4666 §3.6, §4.4. What is registered lasts until it is deregistered or the ASP goes down; an AS
 * that came into being by registration ends when nobody is registered for it any more and T(r) has let go of its traffic.
 */
export class RoutingKeyRegistration {
  private readonly created = new Set<ApplicationServer>()

  constructor(
    private readonly configuration: RegistrationConfiguration,
    private readonly owner: RegistrationOwner,
  ) {}

  /** REG REQ: each key is answered for itself. RFC 4666 §4.4.1. */
  register(asp: RemoteAsp, routingKeys: readonly RoutingKey[], now: Instant): void {
    if (!asp.isUp) {
      asp.refuse(ERROR_CODE.UNEXPECTED_MESSAGE, 'REG REQ')
      return
    }
    const joined: Membership[] = []
    const registrationResults = routingKeys.map((routingKey) => {
      const { status, applicationServer } = this.judge(asp, routingKey)
      const routingContext = applicationServer?.routingContext ?? 0
      // One ASP, one membership: a key that was changed finds it there.
      if (applicationServer !== null && asp.membershipIn(applicationServer) === null) joined.push(asp.join(applicationServer))
      this.owner.onEvent({ kind: 'routing-key-registration', asp, status, routingContext: applicationServer?.routingContext ?? null })
      return { localRoutingKeyIdentifier: routingKey.localRoutingKeyIdentifier, status, routingContext }
    })
    asp.send({ kind: 'REG RSP', registrationResults })
    // RFC 4666 §4.3.4.5: NTFY comes after the answer.
    asp.move(joined, 'registered', now)
  }

  /** DEREG REQ: each Routing Context is answered for itself. RFC 4666 §4.4.2. */
  deregister(asp: RemoteAsp, routingContexts: readonly number[], now: Instant): void {
    if (!asp.isUp) {
      asp.refuse(ERROR_CODE.UNEXPECTED_MESSAGE, 'DEREG REQ', routingContexts)
      return
    }
    const deregistrationResults = routingContexts.map((routingContext) => {
      const status = this.leave(asp, routingContext, now)
      this.owner.onEvent({ kind: 'routing-key-deregistration', asp, status, routingContext })
      return { routingContext, status }
    })
    asp.send({ kind: 'DEREG RSP', deregistrationResults })
    this.removeUnused()
  }

  /** RFC 4666 §4.3.4.1, §4.3.4.2: an ASP that goes down, or begins anew by ASP Up, is deregistered everywhere. */
  lapse(asp: RemoteAsp, now: Instant): void {
    const lapsed = asp.memberships.filter(({ registered }) => registered)
    asp.move(lapsed, 'deregistered', now)
    for (const membership of lapsed) asp.leave(membership)
    this.removeUnused()
  }

  /** AS that came into being by registration and serve nobody any more end here. */
  removeUnused(): void {
    for (const applicationServer of this.created) {
      if (applicationServer.members.length > 0 || applicationServer.state !== 'AS-DOWN') continue
      this.created.delete(applicationServer)
      this.owner.applicationServers.remove(applicationServer)
    }
  }

  /** RFC 4666 §4.4.1, in the order of what is found wrong. A key that is in order has an AS in the end. */
  private judge(asp: RemoteAsp, routingKey: RoutingKey): Outcome {
    const { acceptsServiceIndicators = true, acceptsOriginatingPointCodes = true, authorises } = this.configuration
    const { destinations, trafficModeType } = routingKey
    if (destinations.some(({ destinationPointCode }) => destinationPointCode.mask !== 0)) return failed('INVALID_DPC')
    if (destinations.length === 0 || !destinations.every(isSound)) return failed('INVALID_ROUTING_KEY')
    const networkAppearance = this.networkOf(routingKey.networkAppearance)
    if (networkAppearance === null) return failed('INVALID_NETWORK_APPEARANCE')
    if (trafficModeType !== null && !TRAFFIC_MODE_TYPES.has(trafficModeType)) return failed('UNSUPPORTED_TRAFFIC_MODE')
    const namesServices = destinations.some(({ serviceIndicators }) => serviceIndicators.length > 0)
    const namesOrigins = destinations.some(({ originatingPointCodes }) => originatingPointCodes.length > 0)
    if ((namesServices && !acceptsServiceIndicators) || (namesOrigins && !acceptsOriginatingPointCodes))
      return failed('UNSUPPORTED_ROUTING_KEY_PARAMETER')
    if (asp.managementBlocked || authorises?.(asp, routingKey) === false) return failed('PERMISSION_DENIED')

    const key = keyOfMessage(networkAppearance, routingKey)
    const same = this.owner.applicationServers.routing.withKey(key)
    if (routingKey.routingContext !== null && same?.routingContext !== routingKey.routingContext)
      return this.change(asp, routingKey.routingContext, key)
    return same === null ? this.provision(key, trafficModeType) : admit(asp, same, trafficModeType)
  }

  /** RFC 4666 §4.4.1: a Routing Context in the key asks for a change of the key it stands for. */
  private change(asp: RemoteAsp, routingContext: number, key: KeyOfAs): Outcome {
    const { routing } = this.owner.applicationServers
    const applicationServer = this.owner.applicationServers.withRoutingContext(routingContext)
    const mayChange =
      this.configuration.allowsChange === true &&
      applicationServer !== undefined &&
      applicationServer.networkAppearance === key.networkAppearance &&
      this.created.has(applicationServer) &&
      applicationServer.members.every((membership) => membership.asp === asp) &&
      applicationServer.members.length > 0
    if (!mayChange) return failed('ROUTING_KEY_CHANGE_REFUSED')
    if (routing.overlapsOthers(key, applicationServer)) return failed('CANNOT_SUPPORT_UNIQUE_ROUTING')
    routing.set(applicationServer, key)
    return { status: REGISTRATION_STATUS.SUCCESSFULLY_REGISTERED, applicationServer }
  }

  /** A key nobody has: an AS comes into being for it, if that is allowed and leaves every message one AS. */
  private provision(key: KeyOfAs, trafficModeType: number | null): Outcome {
    const { maximumApplicationServers = DEFAULT_REGISTERED, applicationServer: template } = this.configuration
    const { applicationServers } = this.owner
    if (applicationServers.routing.overlapsOthers(key, null)) return failed('CANNOT_SUPPORT_UNIQUE_ROUTING')
    if (maximumApplicationServers === 0) return failed('ROUTING_KEY_NOT_PROVISIONED')
    if (this.created.size >= maximumApplicationServers) return failed('INSUFFICIENT_RESOURCES')
    const applicationServer = this.owner.create({
      trafficMode: null,
      ...template,
      ...(trafficModeType !== null && { trafficMode: trafficModeOf(trafficModeType) }),
      routingContext: this.freeRoutingContext(),
      networkAppearance: networkAppearanceOrNull(key.networkAppearance),
    })
    this.created.add(applicationServer)
    applicationServers.add(applicationServer, key)
    return { status: REGISTRATION_STATUS.SUCCESSFULLY_REGISTERED, applicationServer }
  }

  private leave(asp: RemoteAsp, routingContext: number, now: Instant): DeregistrationStatus {
    const applicationServer = this.owner.applicationServers.withRoutingContext(routingContext)
    if (applicationServer === undefined) return DEREGISTRATION_STATUS.INVALID_ROUTING_CONTEXT
    const membership = asp.membershipIn(applicationServer)
    if (membership === null) return DEREGISTRATION_STATUS.NOT_REGISTERED
    // What the configuration gave only the configuration takes.
    if (!membership.registered) return DEREGISTRATION_STATUS.PERMISSION_DENIED
    // RFC 4666 §4.4.2: an ASP SHOULD be ASP-INACTIVE in an AS before it deregisters.
    if (membership.state === 'ASP-ACTIVE') return DEREGISTRATION_STATUS.ASP_ACTIVE
    asp.move([membership], 'deregistered', now)
    asp.leave(membership)
    return DEREGISTRATION_STATUS.SUCCESSFULLY_DEREGISTERED
  }

  /** Null when the key names none of the SG's networks, or none where there are several. */
  private networkOf(networkAppearance: number | null): number | null {
    const { networkAppearances } = this.owner
    if (networkAppearance !== null) return networkAppearances.includes(networkAppearance) ? networkAppearance : null
    return networkAppearances.length === 1 ? networkAppearances[0]! : null
  }

  private freeRoutingContext(): number {
    let routingContext = this.configuration.firstRoutingContext ?? 1
    while (this.owner.applicationServers.withRoutingContext(routingContext) !== undefined) routingContext++
    return routingContext
  }
}

/** A key somebody has: the ASP becomes one more for its AS. */
function admit(asp: RemoteAsp, applicationServer: ApplicationServer, trafficModeType: number | null): Outcome {
  if (asp.membershipIn(applicationServer) !== null) return failed('ALREADY_REGISTERED')
  if (!applicationServer.acceptsTrafficMode(trafficModeType)) return failed('UNSUPPORTED_TRAFFIC_MODE')
  return { status: REGISTRATION_STATUS.SUCCESSFULLY_REGISTERED, applicationServer }
}

function failed(status: Exclude<keyof typeof REGISTRATION_STATUS, 'SUCCESSFULLY_REGISTERED'>): Outcome {
  return { status: REGISTRATION_STATUS[status], applicationServer: null }
}

function isSound({ serviceIndicators, originatingPointCodes }: RoutingKey['destinations'][number]): boolean {
  return serviceIndicators.every((each) => each <= LARGEST_SERVICE_INDICATOR) && originatingPointCodes.every(({ mask }) => mask === 0)
}

const TRAFFIC_MODE_TYPES: ReadonlySet<number> = new Set(Object.values(TRAFFIC_MODE_TYPE))
const DEFAULT_REGISTERED = 64
