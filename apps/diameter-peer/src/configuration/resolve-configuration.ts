import { DEFAULT_OVERLOAD_CONTROL, DIAMETER_PORT, DIAMETER_SECURE_PORT, type RouteEntry, SHORTEST_WATCHDOG_MS } from '@sigbed/diameter'
import { millisecondsOf, type Report } from '@sigbed/testbed'
import { ALL_APPLICATIONS } from 'diameter-codec'
import type { z } from 'zod'
import { type ConnectionTransport, isOnSctp, isSecured, type ListenSettings, type PeerSettings } from '../node/node-settings.js'
import { SAMPLE_APPLICATIONS } from '../sample-applications.js'
import type { CONFIGURATION_DOCUMENT } from './configuration-document.js'
import type { ConfiguredApplication, DiameterConfiguration, DiameterNodeUse } from './diameter-configuration.js'

type Document = z.output<typeof CONFIGURATION_DOCUMENT>
type RouteDocument = NonNullable<Document['routes']>[number]

/**
 * The document with everything filled in that it leaves out. What does not hang together is reported; the result counts only where
 * nothing was.
 *
 * @param profiles the SCTP timer profiles there are
 */
export function resolveConfiguration(
  document: Document,
  use: DiameterNodeUse,
  profiles: readonly string[],
  report: Report,
): DiameterConfiguration {
  const { timers, interop, security, overload } = document
  const addresses = document.local?.addresses ?? [LOOPBACK]
  const listen = (document.listen ?? usualListeners(use)).map(({ transport, address, port }) => ({
    transport,
    address: address ?? addresses[0]!,
    port: port ?? usualPort(transport),
  }))
  const carrier = document.local?.transport ?? 'udp'
  const peers = (document.peers ?? (use === 'client' ? [{ addresses: [LOOPBACK] }] : [])).map((peer) => peerSettings(peer, carrier))
  const sctpProfile = document['sctp-profile'] ?? 'rfc9260'
  if (!profiles.includes(sctpProfile)) report(['sctp-profile'], `there is no profile ${sctpProfile}; there are ${profiles.join(', ')}.`)
  checkSecurity(listen, peers, security !== undefined, report)
  const watchdogMs = timers?.watchdog === undefined ? null : millisecondsOf(timers.watchdog)
  if (watchdogMs !== null && watchdogMs < SHORTEST_WATCHDOG_MS)
    report(['timers', 'watchdog'], `takes 6s or more (RFC 3539 §3.4.1), not ${JSON.stringify(timers?.watchdog)}.`)
  const usesSctp = [...listen, ...peers].some(({ transport }) => isOnSctp(transport))
  return {
    settings: {
      originHost: document.identity ?? `${use}.example.net`,
      originRealm: document.realm ?? 'example.net',
      productName: document['product-name'] ?? 'Sigbed',
      hostIpAddresses: addresses,
      listen,
      peers,
      routes: routesOf(document.routes ?? [], report),
      isAgent: use === 'relay',
      knownPeers: document['known-peers'] ?? [],
      timers: {
        ...(watchdogMs !== null && { watchdogMs }),
        ...time('reconnectMs', timers?.reconnect),
        ...time('requestTimeoutMs', timers?.request),
        ...time('setupTimeoutMs', timers?.setup),
        ...time('disconnectTimeoutMs', timers?.disconnect),
      },
      routing: {
        ...(interop?.['resend-after-failover'] !== undefined && { resendsAfterFailover: interop['resend-after-failover'] }),
        overloadControl: {
          ...DEFAULT_OVERLOAD_CONTROL,
          reacts: overload?.react ?? false,
          reactsForOthers: overload?.['react-for-others'] ?? false,
        },
        ...(interop?.['try-elsewhere-on'] !== undefined && { resultCodesToTryElsewhere: interop['try-elsewhere-on'] }),
      },
      overloadReports: (overload?.report ?? []).map(({ application, type, reduction }, i) => ({
        applicationId: numberOf(application, (message) => report(['overload', 'report', i, 'application'], message)),
        reportType: type === 'realm' ? ('REALM_REPORT' as const) : ('HOST_REPORT' as const),
        reductionPercentage: reduction,
      })),
      streamUse: document['stream-use'] ?? 'streams',
    },
    local: {
      addresses,
      carrier,
      // Whoever is connected to needs a port that is known; whoever connects takes any.
      udpPort: document.local?.['udp-port'] ?? (listen.some(({ transport }) => isOnSctp(transport)) ? UDP_PORT : 0),
    },
    usesSctp,
    sctpProfile,
    applications: applicationsOf(document.applications ?? {}, use),
    security:
      security === undefined
        ? null
        : {
            authorities: security.authorities,
            certificate: security.certificate,
            privateKey: security['private-key'],
            checkOriginHost: security['check-origin-host'] ?? true,
          },
  }
}

/** A server is to be found over SCTP and over TCP. */
function usualListeners(use: DiameterNodeUse): NonNullable<Document['listen']> {
  return use === 'client' ? [] : [{ transport: 'sctp' }, { transport: 'tcp' }]
}

function usualPort(transport: ConnectionTransport): number {
  return isSecured(transport) ? DIAMETER_SECURE_PORT : DIAMETER_PORT
}

function peerSettings(given: NonNullable<Document['peers']>[number], carrier: 'udp' | 'ip'): PeerSettings {
  const transport = given.transport ?? 'sctp'
  return {
    originHost: given.identity ?? '',
    transport,
    addresses: given.addresses,
    port: given.port ?? usualPort(transport),
    encapsulationPort: carrier === 'ip' ? 0 : (given['udp-port'] ?? UDP_PORT),
    localAddress: given['local-address'] ?? null,
  }
}

/** All sample applications where a server is told of none; none where an agent is. */
function applicationsOf(given: Readonly<Record<string, unknown>>, use: DiameterNodeUse): readonly ConfiguredApplication[] {
  const words = Object.keys(given).filter((word) => given[word] !== undefined)
  const served =
    words.length === 0 && use === 'server' ? SAMPLE_APPLICATIONS : SAMPLE_APPLICATIONS.filter(({ word }) => words.includes(word))
  return served.map((sample) => ({ sample, settings: given[sample.word] ?? sample.settings.parse({}) }))
}

function routesOf(given: readonly RouteDocument[], report: Report): readonly RouteEntry[] {
  return given.map((route, i) => {
    const applicationId = applicationIdOf(route.application, (message) => report(['routes', i, 'application'], message))
    const key = { realm: route.realm, applicationId }
    const first = given.findIndex(
      (other) => other.realm.toLowerCase() === route.realm.toLowerCase() && other.application === route.application,
    )
    if (first < i) report(['routes', i], `says of ${route.realm} what routes[${first}] says otherwise; leave one of them.`)
    switch (route.action) {
      case 'local':
        return { ...key, action: 'LOCAL' }
      case 'redirect':
        if (route['redirect-hosts'] === undefined) report(['routes', i], 'needs redirect-hosts, a list of DiameterURIs.')
        return {
          ...key,
          action: 'REDIRECT',
          redirectHosts: route['redirect-hosts'] ?? [],
          usage: route.usage ?? 'DONT_CACHE',
          maxCacheTimeSeconds: Math.round(millisecondsOf(route['max-cache-time'] ?? 0) / 1_000),
        }
      default:
        if (route.servers === undefined) report(['routes', i], 'needs servers, a list such as [{ identity: hss.example.net }].')
        return {
          ...key,
          action: route.action === 'proxy' ? 'PROXY' : 'RELAY',
          servers: (route.servers ?? []).map(({ identity, priority, weight }) => ({
            originHost: identity,
            priority: priority ?? 1,
            weight: weight ?? 1,
          })),
        }
    }
  })
}

function applicationIdOf(given: string | number | undefined, refuse: (message: string) => void): number | 'any' {
  return given === undefined || given === 'any' ? 'any' : numberOf(given, refuse)
}

/** The number of an application, by its word where it is not given. */
function numberOf(given: string | number, refuse: (message: string) => void): number {
  if (typeof given === 'number') return given
  const wanted = given.toLowerCase()
  const found =
    SAMPLE_APPLICATIONS.find(({ word }) => word === wanted)?.applicationId ??
    ALL_APPLICATIONS.find(({ name }) => name.toLowerCase().split('/')[0] === wanted)?.applicationId
  if (found === undefined) refuse(`there is no application ${JSON.stringify(given)}; give a word such as s6a, or a number.`)
  return found ?? 0
}

function checkSecurity(listen: readonly ListenSettings[], peers: readonly PeerSettings[], given: boolean, report: Report): void {
  if (given) return
  const missing = 'needs a security section with authorities, certificate and private-key: both ends of TLS show a certificate.'
  for (const [i, { transport }] of listen.entries()) if (isSecured(transport)) report(['listen', i, 'transport'], missing)
  for (const [i, { transport }] of peers.entries()) if (isSecured(transport)) report(['peers', i, 'transport'], missing)
}

function time<K extends string>(key: K, given: string | number | undefined): Partial<Record<K, number>> {
  return given === undefined ? {} : ({ [key]: millisecondsOf(given) } as Partial<Record<K, number>>)
}

const LOOPBACK = '127.0.0.1'
/** SCTP in UDP (RFC 6951 §6). */
const UDP_PORT = 9899
