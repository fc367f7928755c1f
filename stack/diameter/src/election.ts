/**
 * The election of RFC 6733 §5.6.4, held by the responder when both peers have connected to each other: true when this node wins,
 * which keeps the connection it accepted and closes the one it initiated. Both ends compute the inverse of each other.
 */
export function winsElection(localOriginHost: string, remoteOriginHost: string): boolean {
  // RFC 6733 §5.6.4: compared as streams of octets, where "a" to "z" MUST compare equally to their uppercase counterparts.
  const local = localOriginHost.toUpperCase()
  const remote = remoteOriginHost.toUpperCase()
  return local > remote
}
