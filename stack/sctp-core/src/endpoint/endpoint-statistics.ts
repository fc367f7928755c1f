import { AssociationStatistics } from '../association/association-statistics.js'

/** What an endpoint has counted since its start: the scalars of RFC 3873 §3.1 and the refusals of strangers. */
export class EndpointStatistics {
  packetsReceived = 0
  packetsSent = 0
  checksumErrors = 0
  malformedPackets = 0
  outOfTheBlue = 0
  /** Packets discarded for a Verification Tag that does not fit (§8.5). */
  wrongTags = 0
  forgedCookies = 0
  /** COOKIE ECHOs without the AUTH chunk they need, or with one that proves nothing (RFC 4895 §6.3). */
  unauthenticatedCookies = 0
  staleCookies = 0
  /** ICMP messages that changed nothing: no association, a tag that does not fit, or nothing to be done. */
  icmpIgnored = 0
  /** INITs refused: no listener, or values that make no sense. */
  refusedInits = 0
  /** Associations ended by ABORT, from either side or because the peer was lost; and those ended in order. */
  aborts = 0
  shutdowns = 0
  /** What associations had counted that are gone. */
  readonly ended = new AssociationStatistics()
  activeEstablishments = 0
  passiveEstablishments = 0
  restarts = 0
}
