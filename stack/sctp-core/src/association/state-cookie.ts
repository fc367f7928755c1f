import { readU8, readU16, readU32, writeU8, writeU16, writeU32 } from '@sigbed/octets'
import { type AuthenticationOffer, MOST_CHUNK_TYPES, MOST_HMAC_IDENTIFIERS, RANDOM_OCTETS } from '../authentication/authentication-offer.js'
import { macStandsAt } from '../authentication/hmac-algorithm.js'
import type { Environment } from '../environment.js'
import type { Duration, Instant } from '../time.js'

/** An address inside a cookie: IP octets and the UDP port SCTP is encapsulated to there (0: none). */
export interface CookieAddress {
  readonly octets: Uint8Array
  readonly encapsulationPort: number
}

/** RFC 4895 §6.3: what the keys of the association are made of, but for the endpoint pair shared keys, which MUST NOT be in a cookie. */
export interface CookieAuthentication {
  /** Of this side's INIT ACK. */
  readonly localRandom: Uint8Array
  readonly peer: AuthenticationOffer
}

/** All that a listening endpoint needs to build the TCB when the cookie comes back (RFC 9260 §5.1.3); until then it keeps nothing. */
export interface StateCookie {
  readonly createdAt: Instant
  readonly lifeMs: Duration
  readonly localTag: number
  readonly peerTag: number
  /** Zero where no TCB existed when the INIT came (§5.2.2). */
  readonly localTieTag: number
  readonly peerTieTag: number
  readonly localInitialTsn: number
  readonly peerInitialTsn: number
  readonly peerReceiverWindow: number
  readonly outboundStreams: number
  readonly inboundStreams: number
  readonly localPort: number
  readonly peerPort: number
  /** The extensions both sides have offered. */
  readonly capabilityBits: number
  /** The peer's addresses; the first is the one the INIT came from, the only confirmed one (§5.4 rule 2). */
  readonly peerAddresses: readonly CookieAddress[]
  /** Null where not both sides authenticate. */
  readonly authentication: CookieAuthentication | null
}

export type CookieVerdict =
  | { readonly verdict: 'valid' | 'stale'; readonly cookie: StateCookie; readonly stalenessMs: Duration }
  | { readonly verdict: 'forged' }

/**
 * Makes State Cookies and takes them back. The MAC covers every octet of a cookie. Two secrets are valid at a time, so that a
 * cookie under way when they change is still good: the older one lives as long again as any cookie may.
 */
export class StateCookieMint {
  private current: Uint8Array
  private previous: Uint8Array
  private generation = 0
  private changedAt: Instant = Number.NEGATIVE_INFINITY

  constructor(
    private readonly environment: Environment,
    /** At least; raised for cookies that live long. */
    private secretLifeMs: Duration,
  ) {
    this.current = newSecret(environment)
    this.previous = newSecret(environment)
  }

  seal(cookie: StateCookie): Uint8Array {
    // Twice, so that a cookie that comes back late is told to be stale and not taken for forged.
    this.secretLifeMs = Math.max(this.secretLifeMs, 2 * cookie.lifeMs)
    this.changeSecret(cookie.createdAt)
    const body = encode(cookie, this.generation)
    const sealed = new Uint8Array(body.length + MAC_OCTETS)
    sealed.set(body)
    sealed.set(this.environment.hmacSha256(this.current, body), body.length)
    return sealed
  }

  /** RFC 9260 §5.1.5 steps 1 to 3: the MAC, then the life time. Staleness is counted in fractions of a millisecond. */
  open(sealed: Uint8Array, now: Instant): CookieVerdict {
    if (sealed.length < FIXED_OCTETS + MAC_OCTETS || sealed.length > MOST_COOKIE_OCTETS) return FORGED
    const body = sealed.subarray(0, sealed.length - MAC_OCTETS)
    const secret = readU8(body, 1) === (this.generation & 0xff) ? this.current : this.previous
    if (!macStandsAt(this.environment.hmacSha256(secret, body), sealed, body.length)) return FORGED
    // The octets are ours, and are still read with every bound checked: a stolen secret must not become a broken memory.
    const cookie = decode(body)
    if (cookie === null) return FORGED
    const stalenessMs = now - (cookie.createdAt + cookie.lifeMs)
    return { verdict: stalenessMs > 0 ? 'stale' : 'valid', cookie, stalenessMs }
  }

  private changeSecret(now: Instant): void {
    if (now - this.changedAt < this.secretLifeMs) return
    this.previous = this.current
    this.current = newSecret(this.environment)
    this.generation++
    this.changedAt = now
  }
}

function encode(cookie: StateCookie, generation: number): Uint8Array {
  const authentication = encodeAuthentication(cookie.authentication)
  const addressOctets = cookie.peerAddresses.reduce((sum, address) => sum + 3 + address.octets.length, 0)
  const body = new Uint8Array(FIXED_OCTETS + addressOctets + authentication.length)
  writeU8(body, 0, COOKIE_VERSION)
  writeU8(body, 1, generation)
  writeU16(body, 2, cookie.peerAddresses.length)
  writeMicroseconds(body, 4, cookie.createdAt)
  writeMicroseconds(body, 12, cookie.lifeMs)
  const words = [cookie.localTag, cookie.peerTag, cookie.localTieTag, cookie.peerTieTag, cookie.localInitialTsn, cookie.peerInitialTsn]
  words.push(cookie.peerReceiverWindow)
  words.forEach((word, i) => {
    writeU32(body, 20 + 4 * i, word)
  })
  const halves = [cookie.outboundStreams, cookie.inboundStreams, cookie.localPort, cookie.peerPort]
  halves.forEach((half, i) => {
    writeU16(body, 48 + 2 * i, half)
  })
  writeU32(body, 56, cookie.capabilityBits)
  let at = FIXED_OCTETS
  for (const address of cookie.peerAddresses) {
    writeU8(body, at, address.octets.length)
    writeU16(body, at + 1, address.encapsulationPort)
    body.set(address.octets, at + 3)
    at += 3 + address.octets.length
  }
  body.set(authentication, at)
  return body
}

function decode(body: Uint8Array): StateCookie | null {
  if (readU8(body, 0) !== COOKIE_VERSION) return null
  const count = readU16(body, 2)
  const peerAddresses: CookieAddress[] = []
  let at = FIXED_OCTETS
  for (let i = 0; i < count; i++) {
    const length = at + 3 <= body.length ? readU8(body, at) : 0
    if ((length !== 4 && length !== 16) || at + 3 + length > body.length) return null
    peerAddresses.push({ encapsulationPort: readU16(body, at + 1), octets: body.slice(at + 3, at + 3 + length) })
    at += 3 + length
  }
  const authentication = decodeAuthentication(body, at)
  if (authentication === undefined || count === 0) return null
  return {
    createdAt: readMicroseconds(body, 4),
    lifeMs: readMicroseconds(body, 12),
    localTag: readU32(body, 20),
    peerTag: readU32(body, 24),
    localTieTag: readU32(body, 28),
    peerTieTag: readU32(body, 32),
    localInitialTsn: readU32(body, 36),
    peerInitialTsn: readU32(body, 40),
    peerReceiverWindow: readU32(body, 44),
    outboundStreams: readU16(body, 48),
    inboundStreams: readU16(body, 50),
    localPort: readU16(body, 52),
    peerPort: readU16(body, 54),
    capabilityBits: readU32(body, 56),
    peerAddresses,
    authentication,
  }
}

/** Milliseconds as a 64-bit count of microseconds: two words, exact far beyond any uptime. */
function writeMicroseconds(octets: Uint8Array, at: number, milliseconds: number): void {
  const microseconds = Math.round(milliseconds * 1000)
  writeU32(octets, at, Math.floor(microseconds / 0x1_0000_0000))
  writeU32(octets, at + 4, microseconds % 0x1_0000_0000)
}

function readMicroseconds(octets: Uint8Array, at: number): number {
  return (readU32(octets, at) * 0x1_0000_0000 + readU32(octets, at + 4)) / 1000
}

/** Both Random Numbers and the peer's lists; nothing where they are not needed. */
function encodeAuthentication(authentication: CookieAuthentication | null): Uint8Array {
  if (authentication === null) return NOTHING
  const { localRandom, peer } = authentication
  const chunkTypes = peer.chunkTypes ?? []
  const octets = new Uint8Array(2 * RANDOM_OCTETS + 4 + chunkTypes.length + 2 * peer.hmacIdentifiers.length)
  octets.set(localRandom)
  octets.set(peer.random, RANDOM_OCTETS)
  let at = 2 * RANDOM_OCTETS
  // A list that was not there is another than an empty one: the key vectors differ.
  writeU16(octets, at, peer.chunkTypes === null ? NO_LIST : chunkTypes.length)
  writeU16(octets, at + 2, peer.hmacIdentifiers.length)
  at += 4
  octets.set(chunkTypes, at)
  at += chunkTypes.length
  for (const identifier of peer.hmacIdentifiers) {
    writeU16(octets, at, identifier)
    at += 2
  }
  return octets
}

/** What stands in the cookie from `at` to its end; undefined when that is nothing that was ever put there. */
function decodeAuthentication(body: Uint8Array, at: number): CookieAuthentication | null | undefined {
  if (at === body.length) return null
  const listsAt = at + 2 * RANDOM_OCTETS + 4
  if (listsAt > body.length) return undefined
  const listed = readU16(body, listsAt - 4)
  const chunkTypes = listed === NO_LIST ? 0 : listed
  const hmacs = readU16(body, listsAt - 2)
  if (chunkTypes > MOST_CHUNK_TYPES || hmacs > MOST_HMAC_IDENTIFIERS || listsAt + chunkTypes + 2 * hmacs !== body.length) return undefined
  return {
    localRandom: body.slice(at, at + RANDOM_OCTETS),
    peer: {
      random: body.slice(at + RANDOM_OCTETS, at + 2 * RANDOM_OCTETS),
      chunkTypes: listed === NO_LIST ? null : [...body.subarray(listsAt, listsAt + chunkTypes)],
      hmacIdentifiers: Array.from({ length: hmacs }, (_, i) => readU16(body, listsAt + chunkTypes + 2 * i)),
    },
  }
}

function newSecret(environment: Environment): Uint8Array {
  const secret = new Uint8Array(32)
  for (let at = 0; at < secret.length; at += 4) writeU32(secret, at, environment.randomUint32())
  return secret
}

const COOKIE_VERSION = 2
const FIXED_OCTETS = 60
const MAC_OCTETS = 32
const NO_LIST = 0xffff
const NOTHING = new Uint8Array(0)
const MOST_COOKIE_OCTETS = 2048
const FORGED: CookieVerdict = { verdict: 'forged' }
