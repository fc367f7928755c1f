import type { ProtocolData } from '@sigbed/m3ua-codec'
import { M3uaConfigurationError } from '../configuration-error.js'
import type { ApplicationServer } from './application-server.js'
import { type KeyOfAs, keyOfAs, LARGEST_SERVICE_INDICATOR, type RoutedDestination } from './routing-key.js'
import { RoutingTable } from './routing-table.js'

/** The Application Servers of an SG, configured or registered: by Routing Context, and by Routing Key. */
export class ApplicationServerSet {
  readonly routing = new RoutingTable<ApplicationServer>()
  private readonly byRoutingContext = new Map<number, ApplicationServer>()
  /** In the order they were added. */
  private members: readonly ApplicationServer[] = []

  get all(): readonly ApplicationServer[] {
    return this.members
  }

  /** @param destinations its Routing Key; none when left out: DATA then have to name its Routing Context. @throws M3uaConfigurationError */
  configure(applicationServer: ApplicationServer, destinations: readonly RoutedDestination[] = []): void {
    const key = keyOfAs(applicationServer.networkAppearance, destinations)
    if (!destinations.every(isSound))
      throw new M3uaConfigurationError('a Routing Key with a point code or Service Indicator no network has')
    if (this.routing.withKey(key) !== null && destinations.length > 0)
      throw new M3uaConfigurationError('two Application Servers with one Routing Key')
    // RFC 4666 §1.4.2.2: a message must not fit two keys, unless one of them says more.
    if (this.routing.isAmbiguousWithOthers(key)) throw new M3uaConfigurationError('two Routing Keys that one message may fit')
    this.add(applicationServer, destinations.length === 0 ? null : key)
  }

  add(applicationServer: ApplicationServer, key: KeyOfAs | null): void {
    this.members = [...this.members, applicationServer]
    this.byRoutingContext.set(applicationServer.routingContext, applicationServer)
    if (key !== null) this.routing.set(applicationServer, key)
  }

  remove(applicationServer: ApplicationServer): void {
    this.members = this.members.filter((each) => each !== applicationServer)
    this.byRoutingContext.delete(applicationServer.routingContext)
    this.routing.delete(applicationServer)
  }

  withRoutingContext(routingContext: number): ApplicationServer | undefined {
    return this.byRoutingContext.get(routingContext)
  }

  /** The AS a message is for. Allocates nothing. */
  route(protocolData: ProtocolData, networkAppearance: number): ApplicationServer | null {
    const { destinationPointCode, serviceIndicator, originatingPointCode } = protocolData
    return this.routing.route(networkAppearance, destinationPointCode, serviceIndicator, originatingPointCode)
  }
}

function isSound({ destinationPointCode, serviceIndicators = [], originatingPointCodes = [] }: RoutedDestination): boolean {
  return (
    [destinationPointCode, ...originatingPointCodes].every((each) => Number.isInteger(each) && each >= 0 && each < POINT_CODES) &&
    serviceIndicators.every((each) => Number.isInteger(each) && each >= 0 && each <= LARGEST_SERVICE_INDICATOR)
  )
}

const POINT_CODES = 2 ** 24
