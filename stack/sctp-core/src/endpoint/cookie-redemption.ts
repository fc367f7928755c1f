import { formatIpAddress } from '@sigbed/octets'
import {
  AUTH,
  ChunkCursor,
  COOKIE_ECHO,
  type CommonHeader,
  errorChunkLength,
  isFault,
  readCookieEchoChunk,
  writeErrorChunk,
} from '@sigbed/sctp-codec'
import { sendError } from '../association/abort.js'
import { Association } from '../association/association.js'
import { capabilitiesOfBits } from '../association/capabilities.js'
import { handleChunks, type PacketContext } from '../association/chunk-dispatch.js'
import { encodeChunk } from '../association/control-queue.js'
import { acceptPeer, addPath, communicationUp, sendCookieAck } from '../association/setup.js'
import { cookieAction } from '../association/setup-collision.js'
import { resendShutdownAck } from '../association/shutdown.js'
import type { StateCookie } from '../association/state-cookie.js'
import { takeAuthentication } from '../authentication/association-authentication.js'
import { ownAuthenticationOffer } from '../authentication/authentication-offer.js'
import { ChunkAuthentication } from '../authentication/chunk-authentication.js'
import { SharedKeys } from '../authentication/shared-keys.js'
import { giveUpMessages } from '../outbound/undelivered-messages.js'
import { startHeartbeats } from '../path/path-heartbeat.js'
import { PathSet } from '../path/path-set.js'
import type { Instant } from '../time.js'
import type { Endpoint } from './endpoint.js'

/** A COOKIE ECHO: makes the association it describes (RFC 9260 §5.1.5), or resolves a collision or restart (§5.2.4). */
export function handleCookieEcho(endpoint: Endpoint, header: CommonHeader, packet: PacketContext, now: Instant): void {
  cursor.begin(packet.octets, packet.at, packet.length)
  let found = cursor.next()
  // RFC 4895 §6.3: an AUTH chunk may come first.
  const auth = found && cursor.type === AUTH ? { at: cursor.at, length: cursor.length } : null
  if (auth !== null) found = cursor.next()
  if (!found) {
    endpoint.statistics.malformedPackets++
    return
  }
  const sealed = readCookieEchoChunk(packet.octets, cursor.at, cursor.length)
  if (isFault(sealed)) {
    endpoint.statistics.malformedPackets++
    return
  }
  const opened = endpoint.mint.open(sealed, now)
  // §5.1.5 (2): a cookie that is not ours is silently discarded; so is one for other ports or another tag (3).
  if (
    opened.verdict === 'forged' ||
    opened.cookie.localPort !== header.destinationPort ||
    opened.cookie.peerPort !== header.sourcePort ||
    opened.cookie.localTag !== header.verificationTag
  ) {
    endpoint.statistics.forgedCookies++
    return
  }
  const { cookie } = opened
  const [first] = cookie.peerAddresses
  // No room for any address: nobody could be answered. As where a packet's own address found none.
  if (first === undefined || endpoint.addresses.intern(first.octets, first.encapsulationPort) < 0) {
    endpoint.statistics.malformedPackets++
    return
  }
  const association = existing(endpoint, cookie, packet)
  const authentication = cookieEchoAuthentication(endpoint, association, cookie)
  if (auth !== null || authentication?.isRequired(COOKIE_ECHO) === true) {
    // RFC 4895 §6.3: if authentication fails, or is missing where it is demanded, the packet is discarded.
    const verdict = auth === null ? 'missing' : authentication?.verify(packet.octets, auth.at, auth.length, packet.at + packet.length)
    if (verdict !== 'authentic') {
      endpoint.statistics.unauthenticatedCookies++
      return
    }
  }
  const tagsMatch = association !== undefined && association.localTag === cookie.localTag && association.peerTag === cookie.peerTag
  // §5.1.5 (4), §5.2.4 (3) and (4): an old cookie is good only for the association it made.
  if (opened.verdict === 'stale' && !tagsMatch) {
    reportStale(endpoint, header, packet, cookie, opened.stalenessMs)
    return
  }
  const established =
    association === undefined ? accept(endpoint, header, packet, cookie, now) : resolve(endpoint, association, packet, cookie, now)
  if (established === null) return
  // §5.1 D: DATA may be bundled behind the COOKIE ECHO.
  handleChunks(established, packet, auth === null ? 1 : 2, now, auth !== null)
  endpoint.touch(established)
}

/**
 * RFC 4895 §6.3: by the association there is; without one, or while it does not know the peer's half of its keys, by the cookie and
 * the shared keys of this side. Null where nothing is authenticated.
 */
function cookieEchoAuthentication(
  endpoint: Endpoint,
  association: Association | undefined,
  { authentication, localPort }: StateCookie,
): ChunkAuthentication | null {
  if (association !== undefined && association.state !== 'COOKIE-WAIT') return association.authentication
  const parameters = association?.parameters ?? endpoint.listeningParameters(localPort)
  if (authentication === null || parameters === undefined) return null
  const keys = association?.sharedKeys ?? new SharedKeys(parameters.sharedKeys, parameters.activeSharedKey)
  const own = ownAuthenticationOffer(parameters, authentication.localRandom)
  return new ChunkAuthentication(endpoint.environment, keys, own, authentication.peer)
}

function existing(endpoint: Endpoint, cookie: StateCookie, packet: PacketContext): Association | undefined {
  const byTag = endpoint.table.withTag(cookie.localTag)
  if (byTag !== undefined) return byTag
  const byWay = endpoint.table.from(packet.remoteAddress, cookie.peerPort, cookie.localPort)
  if (byWay !== undefined) return byWay
  for (const address of cookie.peerAddresses) {
    const index = endpoint.addresses.find(formatIpAddress(address.octets), address.encapsulationPort)
    const found = endpoint.table.from(index, cookie.peerPort, cookie.localPort)
    if (found !== undefined) return found
  }
  return undefined
}

/** No TCB yet: now there is one. Null when nobody listens any more. */
function accept(endpoint: Endpoint, header: CommonHeader, packet: PacketContext, cookie: StateCookie, now: Instant): Association | null {
  const parameters = endpoint.listeningParameters(header.destinationPort)
  if (parameters === undefined) return null
  const association = new Association(endpoint, parameters, cookie.localPort, cookie.peerPort, cookie.localTag, cookie.localInitialTsn)
  takeOver(endpoint, association, cookie, packet)
  association.move('receive valid COOKIE ECHO')
  communicationUp(association, now)
  sendCookieAck(association, packet.localAddress, packet.remoteAddress, now)
  return association
}

/** §5.2.4. Null when the packet is done with. */
function resolve(
  endpoint: Endpoint,
  association: Association,
  packet: PacketContext,
  cookie: StateCookie,
  now: Instant,
): Association | null {
  const setup = association.state === 'COOKIE-WAIT' || association.state === 'COOKIE-ECHOED'
  switch (cookieAction(association, cookie)) {
    case 'A: peer restarted':
      if (association.state === 'SHUTDOWN-ACK-SENT') {
        // No new association on one that is going down.
        resendShutdownAck(association)
        const cause = { kind: 'cookie-received-while-shutting-down', code: 10 } as const
        sendError(association, [cause], packet.localAddress, packet.remoteAddress)
        endpoint.touch(association)
        return null
      }
      restart(endpoint, association, packet, cookie, now)
      return association
    case 'B: collision, take the tag':
      if (setup) {
        takeOver(endpoint, association, cookie, packet)
        association.move('receive valid COOKIE ECHO')
        communicationUp(association, now)
      } else {
        association.peerTag = cookie.peerTag
        // RFC 4895 §6.1: the Random Number goes as the tag goes.
        takeAuthentication(association, cookie.authentication?.peer ?? null)
      }
      sendCookieAck(association, packet.localAddress, packet.remoteAddress, now)
      return association
    case 'D: duplicate, acknowledge':
      if (association.state === 'COOKIE-ECHOED') {
        association.move('receive valid COOKIE ECHO')
        communicationUp(association, now)
      }
      sendCookieAck(association, packet.localAddress, packet.remoteAddress, now)
      return association
    default:
      // C and every case not in the table: silently discarded, timers left alone.
      endpoint.statistics.forgedCookies++
      return null
  }
}

/** §5.2.4 A: as if aborted and set up anew, but the user hears RESTART, and nothing of the old congestion state is kept. */
function restart(endpoint: Endpoint, association: Association, packet: PacketContext, cookie: StateCookie, now: Instant): void {
  endpoint.table.remove(association)
  association.control.clear()
  giveUpMessages(association)
  // None of what was queued goes to a peer that has begun anew.
  const { outboundStreams, outbound } = association
  association.outbound = association.freshOutbound(0, outboundStreams)
  association.outbound.refused = outbound.refused
  association.localTag = cookie.localTag
  association.localInitialTsn = cookie.localInitialTsn
  association.localAddresses = endpoint.localAddresses
  takeOver(endpoint, association, cookie, packet)
  association.t1.stop()
  association.t2.stop()
  association.t5Deadline = Number.POSITIVE_INFINITY
  association.errorCount = 0
  association.state = 'ESTABLISHED'
  endpoint.statistics.restarts++
  startHeartbeats(association, now)
  sendCookieAck(association, packet.localAddress, packet.remoteAddress, now)
  association.emit({ kind: 'restart', outboundStreams: association.outboundStreams, inboundStreams: association.inboundStreams })
  association.reportRoom()
}

/** Fills the TCB from the cookie. §5.4 rule 2: of the peer's addresses only the one its INIT came from is confirmed. */
function takeOver(endpoint: Endpoint, association: Association, cookie: StateCookie, packet: PacketContext): void {
  const destinations = association.setup?.destinations ?? []
  association.paths = new PathSet()
  association.inboundStreams = cookie.inboundStreams
  association.localRandom = cookie.authentication?.localRandom ?? association.localRandom
  acceptPeer(
    association,
    cookie.peerTag,
    cookie.peerInitialTsn,
    cookie.peerReceiverWindow,
    cookie.outboundStreams,
    capabilitiesOfBits(cookie.capabilityBits),
    cookie.authentication?.peer ?? null,
  )
  cookie.peerAddresses.forEach((address, position) => {
    const index = endpoint.addresses.intern(address.octets, address.encapsulationPort)
    if (index < 0 || association.paths.byRemoteAddress(index) !== null) return
    const first = position === 0
    addPath(
      association,
      index,
      first || destinations.includes(index),
      first && index === packet.remoteAddress ? packet.localAddress : undefined,
    )
  })
  association.pathsChanged()
}

/** §5.2.6, §3.3.10.3: how stale, in microseconds. */
function reportStale(endpoint: Endpoint, header: CommonHeader, packet: PacketContext, cookie: StateCookie, stalenessMs: number): void {
  endpoint.statistics.staleCookies++
  const causes = [{ kind: 'stale-cookie', code: 3, stalenessUs: Math.min(Math.ceil(stalenessMs * 1000), 0xffff_ffff) }] as const
  const chunk = encodeChunk(errorChunkLength(causes), (into) => writeErrorChunk(into, 0, causes))
  endpoint.reply(chunk, packet, header, cookie.peerTag)
}

const cursor = new ChunkCursor()
