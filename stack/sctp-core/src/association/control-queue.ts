import { padded } from '@sigbed/octets'

/** A control chunk ready to leave, padded, with the way it goes. Cold: setup, heartbeats, errors, shutdown. */
export interface ControlChunk {
  readonly octets: Uint8Array
  readonly localAddress: number
  readonly remoteAddress: number
  readonly verificationTag: number
  /** INIT, INIT ACK, SHUTDOWN COMPLETE and ABORT travel in packets of their own (RFC 9260 §6.10, §9.1). */
  readonly alone: boolean
}

/** A chunk in octets of its own, padded: `write` fills them in from offset 0. */
export function encodeChunk(length: number, write: (octets: Uint8Array) => void): Uint8Array {
  const octets = new Uint8Array(padded(length))
  write(octets)
  return octets
}

/** Control chunks in the order in which they leave. Bounded: what a peer can provoke faster than it leaves is dropped. */
export class ControlQueue {
  private readonly chunks: ControlChunk[] = []

  get length(): number {
    return this.chunks.length
  }

  push(chunk: ControlChunk): void {
    if (this.chunks.length < MOST_CONTROL_CHUNKS) this.chunks.push(chunk)
  }

  /** COOKIE ECHO and COOKIE ACK have to be the first chunk of their packet (RFC 9260 §3.3.11, §3.3.12 by §6.10). */
  pushFirst(chunk: ControlChunk): void {
    this.chunks.unshift(chunk)
  }

  get front(): ControlChunk | undefined {
    return this.chunks[0]
  }

  shift(): void {
    this.chunks.shift()
  }

  /** Nothing more goes to an address the peer has given up (RFC 5061 §5.3 F13). */
  dropTo(remoteAddress: number): void {
    for (let i = this.chunks.length - 1; i >= 0; i--) if (this.chunks[i]!.remoteAddress === remoteAddress) this.chunks.splice(i, 1)
  }

  clear(): void {
    this.chunks.length = 0
  }
}

const MOST_CONTROL_CHUNKS = 128
