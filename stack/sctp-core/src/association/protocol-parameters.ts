import { mayBeListed } from '../authentication/authentication-offer.js'
import { HMAC_SHA_1, SUPPORTED_HMAC_IDENTIFIERS } from '../authentication/hmac-algorithm.js'
import type { SharedKey } from '../authentication/shared-keys.js'
import { STREAM_SCHEDULERS, type StreamSchedulerName } from '../outbound/scheduling/stream-scheduler.js'
import type { Duration } from '../time.js'
import { type Capabilities, NO_CAPABILITIES } from './capabilities.js'

/** Everything an association can be tuned by, and the extensions this side offers. Names and defaults of RFC 9260 §16 where it has them. */
export interface ProtocolParameters extends Capabilities {
  readonly rtoInitialMs: Duration
  readonly rtoMinMs: Duration
  readonly rtoMaxMs: Duration
  /** Packets of new data that may leave at once (Max.Burst). */
  readonly maxBurst: number
  readonly validCookieLifeMs: Duration
  readonly associationMaxRetrans: number
  readonly pathMaxRetrans: number
  readonly maxInitRetransmits: number
  /** HB.interval; 0 turns heartbeats on idle paths off (path verification and potentially failed paths still probe). */
  readonly heartbeatIntervalMs: Duration
  readonly heartbeatMaxBurst: number
  /** SACK.Delay; never above 500 ms (RFC 9260 §6.2). */
  readonly sackDelayMs: Duration
  /** RFC 7829: take a path out of use for new data before it is inactive. */
  readonly potentiallyFailed: boolean
  /** PFMR of RFC 7829: a path is potentially failed when its error count exceeds this. */
  readonly potentiallyFailedMaxRetrans: number
  /** RFC 7829 §5: beyond this error count another path becomes the primary for good; Infinity: never. */
  readonly primarySwitchoverMaxRetrans: number
  /** Octets of an IP packet; headers below SCTP are subtracted per path. */
  readonly pathMtu: number
  readonly outboundStreams: number
  readonly inboundStreams: number
  /** Shut down after so long without user data; 0: never (RFC 6458 §8.1.8). */
  readonly autocloseMs: Duration
  readonly receiveBufferOctets: number
  /** Octets of user data queued or unacknowledged before `send` says 'send-buffer-full'. */
  readonly sendBufferOctets: number
  readonly largestMessageOctets: number
  /** Which stream's messages leave next (RFC 8260 §3). */
  readonly streamScheduler: StreamSchedulerName
  /** Chunk types that are taken from the peer only behind an AUTH chunk (RFC 4895 §3.2); of use with `authentication` only, as all below. */
  readonly authenticatedChunks: readonly number[]
  /** The algorithms the peer is asked to use, most wanted first (RFC 4895 §3.3); SHA-1 (1) is always one of them. */
  readonly hmacIdentifiers: readonly number[]
  /** The endpoint pair shared keys an association begins with. Key 0 is the null key unless it is one of them. */
  readonly sharedKeys: readonly SharedKey[]
  /** The identifier of the key that is used first. */
  readonly activeSharedKey: number
}

/** RFC 9260 §16, RFC 7829 §3.2 (PFMR 0); buffers as signalling likes them. */
export const DEFAULT_PARAMETERS: ProtocolParameters = {
  ...NO_CAPABILITIES,
  rtoInitialMs: 1000,
  rtoMinMs: 1000,
  rtoMaxMs: 60_000,
  maxBurst: 4,
  validCookieLifeMs: 60_000,
  associationMaxRetrans: 10,
  pathMaxRetrans: 5,
  maxInitRetransmits: 8,
  heartbeatIntervalMs: 30_000,
  heartbeatMaxBurst: 1,
  sackDelayMs: 200,
  potentiallyFailed: true,
  potentiallyFailedMaxRetrans: 0,
  primarySwitchoverMaxRetrans: Number.POSITIVE_INFINITY,
  pathMtu: 1500,
  outboundStreams: 32,
  inboundStreams: 2048,
  autocloseMs: 0,
  receiveBufferOctets: 1_048_576,
  sendBufferOctets: 4_194_304,
  largestMessageOctets: 262_144,
  streamScheduler: 'first-come-first-served',
  authenticatedChunks: [],
  hmacIdentifiers: SUPPORTED_HMAC_IDENTIFIERS,
  sharedKeys: [],
  activeSharedKey: 0,
}

/** The value in force for everything `chosen` leaves out. @throws RangeError naming the parameter that makes no sense. */
export function protocolParameters(chosen: Partial<ProtocolParameters> = {}): ProtocolParameters {
  const parameters = { ...DEFAULT_PARAMETERS, ...chosen }
  const demand = (holds: boolean, what: string) => {
    if (!holds) throw new RangeError(what)
  }
  demand(parameters.rtoMinMs > 0 && parameters.rtoMinMs <= parameters.rtoMaxMs, 'rtoMinMs must be above 0 and at most rtoMaxMs')
  demand(parameters.rtoInitialMs > 0 && parameters.rtoInitialMs <= parameters.rtoMaxMs, 'rtoInitialMs must be above 0 and at most rtoMaxMs')
  // RFC 9260 §6.2: the delay MUST NOT be configured to more than 500 ms.
  demand(parameters.sackDelayMs >= 0 && parameters.sackDelayMs <= 500, 'sackDelayMs must be 0 to 500')
  demand(parameters.pathMtu >= SMALLEST_PATH_MTU && parameters.pathMtu <= 65_535, `pathMtu must be ${SMALLEST_PATH_MTU} to 65535`)
  demand(isStreamCount(parameters.outboundStreams), 'outboundStreams must be 1 to 65535')
  demand(isStreamCount(parameters.inboundStreams), 'inboundStreams must be 1 to 65535')
  // RFC 9260 §3.3.2: a receive window below 1500 octets SHOULD NOT be offered.
  demand(
    parameters.receiveBufferOctets >= 1500 && parameters.receiveBufferOctets <= 0xffff_ffff,
    'receiveBufferOctets must be 1500 or more',
  )
  demand(
    parameters.sendBufferOctets > 0 && parameters.largestMessageOctets > 0,
    'sendBufferOctets and largestMessageOctets must be above 0',
  )
  demand(STREAM_SCHEDULERS.includes(parameters.streamScheduler), `streamScheduler must be one of ${STREAM_SCHEDULERS.join(', ')}`)
  for (const name of ['maxBurst', 'heartbeatMaxBurst'] as const) demand(parameters[name] >= 1, `${name} must be 1 or more`)
  for (const name of ['associationMaxRetrans', 'pathMaxRetrans', 'maxInitRetransmits', 'potentiallyFailedMaxRetrans'] as const)
    demand(parameters[name] >= 0, `${name} must be 0 or more`)
  demandAuthentication(parameters, demand)
  return parameters
}

function demandAuthentication(parameters: ProtocolParameters, demand: (holds: boolean, what: string) => void): void {
  const { authenticatedChunks, hmacIdentifiers, sharedKeys, activeSharedKey } = parameters
  // RFC 5061 §4.2.7
  demand(!parameters.dynamicAddresses || parameters.authentication, 'dynamicAddresses needs authentication')
  // RFC 4895 §3.2
  const mayBe = (type: number) => Number.isInteger(type) && type >= 0 && type <= 255 && mayBeListed(type)
  demand(
    authenticatedChunks.every(mayBe),
    'authenticatedChunks are chunk types 0 to 255, but not INIT, INIT ACK, SHUTDOWN COMPLETE or AUTH',
  )
  // RFC 4895 §6.1: SHA-1 MUST be included.
  demand(
    hmacIdentifiers.includes(HMAC_SHA_1) && hmacIdentifiers.every((each) => SUPPORTED_HMAC_IDENTIFIERS.includes(each)),
    'hmacIdentifiers are 3 (SHA-256) and 1 (SHA-1), which must be one of them',
  )
  const isKey = (identifier: number) => Number.isInteger(identifier) && identifier >= 0 && identifier <= 0xffff
  demand(
    sharedKeys.every(({ identifier }) => isKey(identifier)),
    'the identifiers of sharedKeys are 0 to 65535',
  )
  demand(
    activeSharedKey === 0 || sharedKeys.some(({ identifier }) => identifier === activeSharedKey),
    'activeSharedKey must be 0 or one of sharedKeys',
  )
}

function isStreamCount(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= 65_535
}

const SMALLEST_PATH_MTU = 576
