import type { DataChunk } from '@sigbed/sctp-codec'

/** A message that is whole. */
export interface WholeMessage {
  readonly octets: Uint8Array
  readonly at: number
  readonly length: number
  /** DATA chunks it came in. */
  readonly fragments: number
}

/**
 * Puts fragmented messages together (RFC 9260 §6.9) as an onlooker can: from the DATA chunks of a capture, in whatever order they were
 * seen, again or not at all. What never becomes whole is dropped when more than MOST_KEPT_OCTETS wait.
 */
export class FragmentAssembly {
  /** By association and TSN, the oldest first. */
  private readonly waiting = new Map<string, Fragment>()
  private keptOctets = 0

  /**
   * @param association anything that tells the direction of one association from all others.
   * @returns the message that this chunk completes, or null.
   */
  take(association: string, octets: Uint8Array, chunk: DataChunk): WholeMessage | null {
    const { beginning, ending, tsn, payloadAt, payloadLength } = chunk
    if (beginning && ending) return { octets, at: payloadAt, length: payloadLength, fragments: 1 }
    const key = (ofTsn: number): string => `${association}/${ofTsn >>> 0}`
    this.keep(key(tsn), { beginning, ending, octets: octets.slice(payloadAt, payloadAt + payloadLength) })
    const parts = this.partsAround(tsn, key)
    if (parts === null) return null
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.fragment.octets.length, 0))
    let to = 0
    for (const part of parts) {
      whole.set(part.fragment.octets, to)
      to += part.fragment.octets.length
      this.drop(part.key)
    }
    return { octets: whole, at: 0, length: whole.length, fragments: parts.length }
  }

  /** All fragments from the beginning to the ending around one of them; null when any is missing. */
  private partsAround(tsn: number, key: (tsn: number) => string): { readonly key: string; readonly fragment: Fragment }[] | null {
    let first = tsn
    for (let steps = 0; ; steps++, first--) {
      const fragment = this.waiting.get(key(first))
      if (fragment === undefined || steps > this.waiting.size) return null
      if (fragment.beginning) break
    }
    const parts: { readonly key: string; readonly fragment: Fragment }[] = []
    for (let at = first; ; at++) {
      const fragment = this.waiting.get(key(at))
      if (fragment === undefined || parts.length > this.waiting.size) return null
      parts.push({ key: key(at), fragment })
      if (fragment.ending) return parts
    }
  }

  private keep(key: string, fragment: Fragment): void {
    this.drop(key)
    this.waiting.set(key, fragment)
    this.keptOctets += fragment.octets.length + FRAGMENT_OVERHEAD
    for (const oldest of this.waiting.keys()) {
      if (this.keptOctets <= MOST_KEPT_OCTETS) return
      this.drop(oldest)
    }
  }

  private drop(key: string): void {
    const fragment = this.waiting.get(key)
    if (fragment === undefined) return
    this.waiting.delete(key)
    this.keptOctets -= fragment.octets.length + FRAGMENT_OVERHEAD
  }
}

interface Fragment {
  readonly beginning: boolean
  readonly ending: boolean
  readonly octets: Uint8Array
}

export const MOST_KEPT_OCTETS = 16 * 1024 * 1024
/** So that empty fragments count, too. */
const FRAGMENT_OVERHEAD = 100
