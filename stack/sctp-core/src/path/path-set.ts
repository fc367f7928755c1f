import type { Path } from './path.js'

/**
 * The paths of one association: which carries new data, which takes over, which gets retransmissions.
 * RFC 9260 §6.4 and §6.4.1, RFC 7829 §3.2.
 */
export class PathSet {
  readonly paths: Path[] = []
  /** Index of the path the user prefers; new data goes there whenever it is active. */
  primary = 0

  private nextNumber = 0

  add(path: Path): void {
    path.number = this.nextNumber++
    this.paths.push(path)
  }

  /** There is another one. Of those left, one that is confirmed becomes the primary where it was this one (RFC 5061 §5.3 F12). */
  remove(path: Path): void {
    const primary = this.primaryPath
    this.paths.splice(path.index, 1)
    this.paths.forEach((each, index) => {
      each.index = index
    })
    const successor = primary === path ? (this.paths.find((each) => each.confirmed) ?? this.paths[0]!) : primary
    this.primary = successor.index
  }

  byRemoteAddress(remoteAddress: number): Path | null {
    for (const path of this.paths) if (path.addresses.remoteAddress === remoteAddress) return path
    return null
  }

  /** The largest packet to an address of the peer; for one that is no path (yet), what every IP network carries. */
  packetOctetsTo(remoteAddress: number): number {
    return this.byRemoteAddress(remoteAddress)?.packetOctets ?? SMALLEST_PACKET
  }

  get primaryPath(): Path {
    return this.paths[this.primary]!
  }

  /**
   * Where new data goes: the primary while it is active; else the active path with the lowest smoothed RTT; else, all being
   * doubtful, the potentially failed path with the fewest errors (RFC 7829 §3.2); else the primary, so that an
   * association whose paths are all inactive goes on trying until Association.Max.Retrans ends it (RFC 9260 §8.2, note).
   */
  dataPath(): Path {
    const primary = this.paths[this.primary]!
    if (primary.state === 'active') return primary
    return this.fastestActive(null) ?? this.leastFailed(null) ?? primary
  }

  /** Where a chunk that timed out on `path` goes next: another active path where there is one (RFC 9260 §6.4). */
  retransmissionPath(path: Path): Path {
    const other = this.fastestActive(path)
    if (other !== null) return other
    if (path.state === 'active') return path
    return this.leastFailed(path) ?? (path.state === 'unconfirmed' ? this.dataPath() : path)
  }

  private fastestActive(except: Path | null): Path | null {
    let best: Path | null = null
    for (const path of this.paths) {
      if (path === except || path.state !== 'active') continue
      if (best === null || roundTrip(path) < roundTrip(best)) best = path
    }
    return best
  }

  private leastFailed(except: Path | null): Path | null {
    let best: Path | null = null
    for (const path of this.paths) {
      if (path === except || path.state !== 'potentially-failed') continue
      if (best === null || path.errorCount < best.errorCount) best = path
    }
    return best
  }
}

/** A path never measured counts as slow: its RTO stands in. */
function roundTrip(path: Path): number {
  return Number.isNaN(path.roundTrip.smoothedMs) ? path.roundTrip.rtoMs : path.roundTrip.smoothedMs
}

const SMALLEST_PACKET = 512
