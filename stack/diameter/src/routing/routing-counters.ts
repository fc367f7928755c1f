/** What routing has done since the start. RFC 6733 leaves statistics open; these answer what an operator asks first. */
export class RoutingCounters {
  /** Requests begun here, and requests of others passed on. */
  originated = 0
  forwarded = 0
  /** Answers passed on. */
  answersForwarded = 0
  /** Requests sent once more with the T bit after a failure (RFC 6733 §5.5.4). */
  resent = 0
  /** Requests sent to another peer because the first said 3002 or 3004. */
  triedElsewhere = 0
  /** Answers nobody waits for any more: late ones after a failover, mostly. */
  lateAnswers = 0
  /** Answers whose asker was gone. */
  answersWithoutAsker = 0
  /** Answers that found no room, neither in the send buffer nor in the queue before it. */
  answersDropped = 0
  /** Requests sent on to another node because a redirect agent said so. */
  redirectionsFollowed = 0
  /** Requests answered with the hosts to ask instead: 3006. */
  redirected = 0
  /** Requests held back for an overloaded host or realm, and those that another host took instead (RFC 7683 §5.2.2). */
  throttled = 0
  diverted = 0
  /** Requests refused, by reason: 3002, 3003, 3004, 3005 and 3007. */
  unableToDeliver = 0
  realmNotServed = 0
  tooBusy = 0
  loopDetected = 0
  applicationUnsupported = 0
}
