import {
  DEFAULT_ACKNOWLEDGEMENT_MS,
  DEFAULT_RECOVERY_MS,
  DEFAULT_REQUEST_ATTEMPTS,
  M3UA_PORT,
  type RegistrationConfiguration,
} from '@sigbed/m3ua'
import { type AffectedPointCode, largestPointCode, type PointCodeForm, parseAffectedPointCode, parsePointCode } from '@sigbed/m3ua-codec'
import { millisecondsOf, type Place, type Report } from '@sigbed/testbed'
import {
  ANY_TRAFFIC_MODE,
  type ApplicationServerDocument,
  type ConfigurationDocument,
  SERVICE_INDICATORS,
} from './configuration-document.js'
import type { ApplicationServerEntry, M3uaConfiguration, M3uaRole, TrafficKey } from './m3ua-configuration.js'

/**
 * The document with everything filled in that it leaves out. What does not hang together is reported; the result counts only where
 * nothing was.
 *
 * @param profiles the timer profiles there are
 */
export function resolveConfiguration(
  document: ConfigurationDocument,
  role: M3uaRole,
  profiles: readonly string[],
  report: Report,
): M3uaConfiguration {
  const form = document['point-code-format'] ?? '3-8-3'
  const points = new PointCodes(form, report)
  const sctpProfile = document['sctp-profile'] ?? 'rfc9260'
  if (!profiles.includes(sctpProfile)) report(['sctp-profile'], `there is no profile ${sctpProfile}; there are ${profiles.join(', ')}.`)
  const applicationServers = (document['application-servers'] ?? [{ 'routing-context': 1 }]).map((given, i) =>
    applicationServer(given, ['application-servers', i], points),
  )
  checkRoutingContexts(applicationServers, 'application-servers', report)
  checkRegistration(applicationServers, document, role, report)
  const peerApplicationServers = (document['peer-application-servers'] ?? []).map((given, i) =>
    applicationServer(given, ['peer-application-servers', i], points),
  )
  checkRoutingContexts(peerApplicationServers, 'peer-application-servers', report)
  checkRole(document, role, report)
  const { timers, traffic, interop } = document
  const [first] = applicationServers
  return {
    role,
    name: document.name ?? role,
    local: local(document, role),
    remotes: (document.remotes ?? (role === 'asp' ? [{ addresses: [LOOPBACK] }] : [])).map((remote, i) => ({
      name: remote.name ?? `${role === 'asp' ? 'sg' : 'peer'}${i + 1}`,
      signallingGateway: remote['signalling-gateway'] ?? null,
      addresses: remote.addresses,
      sctpPort: remote['sctp-port'] ?? M3UA_PORT,
      udpPort: remote['udp-port'] ?? UDP_PORT,
    })),
    pointCodeForm: form,
    aspIdentifier: document['asp-identifier'] ?? null,
    applicationServers,
    peerApplicationServers,
    exchange: document.exchange ?? 'single',
    destinations: (document.destinations ?? []).map((given, i) => ({
      networkAppearance: given['network-appearance'] ?? first?.networkAppearance ?? null,
      pointCode: points.range(given['point-code'], ['destinations', i, 'point-code']),
      state: given.state ?? 'available',
      congestion: given.congestion ?? 0,
    })),
    registration: registrationOf(document),
    timers: {
      acknowledgementMs: time(timers?.['t-ack'], DEFAULT_ACKNOWLEDGEMENT_MS),
      recoveryMs: time(timers?.['t-r'], DEFAULT_RECOVERY_MS),
      heartbeatMs: time(timers?.['t-beat'], 0),
      requestAttempts: timers?.['request-attempts'] ?? DEFAULT_REQUEST_ATTEMPTS,
      reconnectMs: time(timers?.reconnect, RECONNECT_MS),
    },
    sctpProfile,
    traffic: {
      onData: traffic?.['on-data'] ?? 'discard',
      originatingPointCode: points.one(traffic?.opc ?? 1, ['traffic', 'opc']),
      destinationPointCode: points.one(traffic?.dpc ?? first?.routingKey?.destinationPointCodes[0] ?? 2, ['traffic', 'dpc']),
      serviceIndicator: indicator(traffic?.si ?? 'testing'),
      networkIndicator: traffic?.['network-indicator'] ?? NATIONAL_NETWORK,
    },
    interop: {
      aspIdentifierRequired: interop?.['asp-identifier-required'] ?? false,
      sendTrafficMode: interop?.['send-traffic-mode'] ?? true,
      interoperability: {
        acceptsDataOnStreamZero: interop?.['accepts-data-on-stream-zero'] ?? false,
        acceptsAnyNetworkAppearance: interop?.['accepts-any-network-appearance'] ?? false,
        ssnmWithoutRoutingContextConcernsAll: interop?.['ssnm-without-routing-context-concerns-all'] ?? false,
        sendsNoNotify: interop?.['sends-no-notify'] ?? false,
        requiresRoutingContext: interop?.['requires-routing-context'] ?? false,
        ssnmToInactiveAsps: interop?.['ssnm-to-inactive-asps'] ?? false,
        reportsNoDestinationsOnActivation: interop?.['reports-no-destinations-on-activation'] ?? false,
        unknownDestinationsAreAvailable: interop?.['unknown-destinations-are-available'] ?? false,
        refusesAuditOfUnknownDestinations: interop?.['refuses-audit-of-unknown-destinations'] ?? false,
        acceptsAnyTrafficMode: interop?.['accepts-any-traffic-mode'] ?? false,
      },
    },
  }
}

function registrationOf({ registration }: ConfigurationDocument): RegistrationConfiguration | null {
  if (registration === undefined) return null
  return {
    maximumApplicationServers: registration['maximum-application-servers'] ?? DEFAULT_REGISTERED,
    firstRoutingContext: registration['first-routing-context'] ?? 1,
    allowsChange: registration['allows-change'] ?? false,
  }
}

/** Whoever is connected to needs ports that are known; whoever connects takes any. */
function local({ local, remotes }: ConfigurationDocument, role: M3uaRole): M3uaConfiguration['local'] {
  const listens = role === 'sg' || (role === 'ipsp' && (remotes ?? []).length === 0)
  return {
    addresses: local?.addresses ?? [LOOPBACK],
    sctpPort: local?.['sctp-port'] ?? (listens ? M3UA_PORT : null),
    transport: local?.transport ?? 'udp',
    udpPort: local?.['udp-port'] ?? (listens ? UDP_PORT : 0),
  }
}

function applicationServer(given: ApplicationServerDocument, place: Place, points: PointCodes): ApplicationServerEntry {
  const routingContext = given['routing-context'] ?? null
  const key = given['routing-key']
  const at = [...place, 'routing-key']
  const routingKey: TrafficKey | null =
    key === undefined
      ? null
      : {
          destinationPointCodes: list(key.dpc).map((code) => points.one(code, [...at, 'dpc'])),
          serviceIndicators: list(key.si ?? []).map(indicator),
          originatingPointCodes: list(key.opc ?? []).map((code) => points.one(code, [...at, 'opc'])),
        }
  return {
    name: given.name ?? (routingContext === null ? 'AS' : `AS ${routingContext}`),
    routingContext,
    networkAppearance: given['network-appearance'] ?? null,
    trafficMode: given['traffic-mode'] === ANY_TRAFFIC_MODE ? null : (given['traffic-mode'] ?? 'override'),
    activeAsps: given['active-asps'] ?? 1,
    routingKey,
    asps: given.asps ?? null,
    registers: given['register-routing-key'] ?? false,
  }
}

function checkRoutingContexts(entries: readonly ApplicationServerEntry[], key: string, report: Report): void {
  entries.forEach(({ routingContext }, i) => {
    if (routingContext === null && entries.length > 1 && !entries[i]!.registers)
      report([key, i], 'needs a routing-context, as there are several: without one DATA could not tell them apart.')
    const first = entries.findIndex((other) => other.routingContext === routingContext)
    if (routingContext !== null && first < i)
      report([key, i, 'routing-context'], `${routingContext} is that of ${key}[${first}], too; give each its own.`)
  })
}

/** RFC 4666 §4.4.3: in a single exchange the Routing Contexts stand for both ends, and neither registers any. */
function checkRegistration(
  entries: readonly ApplicationServerEntry[],
  { exchange, registration }: ConfigurationDocument,
  role: M3uaRole,
  report: Report,
): void {
  const double = role === 'ipsp' && exchange === 'double'
  if (registration !== undefined && role === 'asp')
    report(['registration'], 'is for sg; for asp it is register-routing-key of an application-server.')
  if (registration !== undefined && role === 'ipsp' && !double)
    report(['registration'], 'is for sg, and for ipsp with "exchange: double"; leave it out, or say that.')
  entries.forEach(({ registers, routingKey }, i) => {
    const place: Place = ['application-servers', i, 'register-routing-key']
    if (registers && role === 'sg') report(place, 'is for asp and ipsp; leave it out for sg.')
    if (registers && role === 'ipsp' && !double) report(place, 'needs "exchange: double" at an ipsp; leave it out, or say that.')
    if (registers && routingKey === null)
      report(['application-servers', i, 'register-routing-key'], 'needs the routing-key that is to be registered, with its dpc.')
  })
}

function checkRole(document: ConfigurationDocument, role: M3uaRole, report: Report): void {
  if (document.role !== undefined && document.role !== role)
    report(['role'], `is ${document.role}, and "sigbed m3ua ${role}" was asked for; say "sigbed m3ua ${document.role}".`)
  if (role === 'sg' && (document.remotes ?? []).length > 0)
    report(['remotes'], 'is for asp and ipsp: a signalling gateway is connected to, so leave it out.')
  if (role !== 'sg' && document.destinations !== undefined)
    report(['destinations'], `is for sg: it tells what a gateway reaches, so leave it out for ${role}.`)
  if (role !== 'sg' && document.traffic?.['on-data'] === 'relay')
    report(['traffic', 'on-data'], `relay is for sg, which has several Application Servers to relay between; say echo or discard.`)
  if (role !== 'ipsp' && (document.exchange !== undefined || document['peer-application-servers'] !== undefined))
    report([document.exchange === undefined ? 'peer-application-servers' : 'exchange'], `is for ipsp; leave it out for ${role}.`)
  if (document.exchange === 'double' && document['peer-application-servers'] === undefined && document.registration === undefined)
    report(['exchange'], 'double needs peer-application-servers, or registration for the peer to make them: each direction has its own.')
  if (document['application-servers']?.length === 0 && (role !== 'sg' || document.registration === undefined))
    report(['application-servers'], 'needs one at least, or registration at a gateway: leave it out for one with Routing Context 1.')
  if (role === 'asp' && document.remotes?.length === 0) report(['remotes'], 'needs one signalling gateway at least, with its addresses.')
}

/** Point codes as they are written here. */
class PointCodes {
  constructor(
    private readonly form: PointCodeForm,
    private readonly report: Report,
  ) {}

  one(given: number | string, place: Place): number {
    const code = parsePointCode(String(given), this.form)
    if (code === null) this.refuse(given, place, '')
    return code ?? 0
  }

  range(given: number | string, place: Place): AffectedPointCode {
    const range = parseAffectedPointCode(String(given), this.form)
    if (range === null) this.refuse(given, place, ', with /3 behind it for a range with the three lowest bits open')
    return range ?? { mask: 0, pointCode: 0 }
  }

  private refuse(given: number | string, place: Place, addition: string): void {
    const form = this.form === 'decimal' ? '' : `as ${this.form} (point-code-format) or `
    this.report(
      place,
      `${JSON.stringify(given)} is no point code: write it ${form}in decimal up to ${largestPointCode(this.form)}${addition}.`,
    )
  }
}

function indicator(given: number | keyof typeof SERVICE_INDICATORS): number {
  return typeof given === 'number' ? given : SERVICE_INDICATORS[given]
}

function list<Item>(given: Item | readonly Item[]): readonly Item[] {
  return Array.isArray(given) ? given : [given as Item]
}

function time(given: number | string | undefined, otherwise: number): number {
  return given === undefined ? otherwise : millisecondsOf(given)
}

const LOOPBACK = '127.0.0.1'
/** RFC 6951 §5.1. */
const UDP_PORT = 9899
const RECONNECT_MS = 1000
const NATIONAL_NETWORK = 2
const DEFAULT_REGISTERED = 64
