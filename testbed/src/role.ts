/**
 * What the lab knows of a peer: something on a node that is started, carries traffic, and is stopped. Sample peers implement it; the
 * lab and its scenarios see nothing else of them.
 */
export interface Role {
  /** For reports: `application server process`. */
  readonly name: string
  /** Resolves when traffic may begin. @throws whatever keeps it from that; the role is stopped then as far as it had started */
  start(): Promise<void>
  /** Ends in order: procedures of the protocol first, then its associations. Never rejects. */
  stop(): Promise<void>
}
