import { IpServerProcess, type IpServerProcessConfiguration } from '../src/ip-server-process/ip-server-process.js'
import type { RemoteIpsp } from '../src/ip-server-process/remote-ipsp.js'
import type { LowerLayer } from '../src/lower-layer.js'
import type { IpspEvent } from '../src/m3ua-event.js'
import { deliver, describeMessage, firstOctet } from './back-to-back.js'

/** One IPSP, its view of the other, and what it reported and received. */
export interface Ipsp {
  readonly process: IpServerProcess
  readonly peer: RemoteIpsp
  readonly events: IpspEvent[]
  /** User data received, first octet of each. */
  readonly received: number[]
}

/** Two IPSPs back to back on a virtual clock: every message takes 10 ms, in order. The octets handed in are overwritten after each call. */
export class IpspPair {
  now = 0
  /** "A > Z ASPUP", and for DATA the stream. */
  readonly log: string[] = []
  readonly a: Ipsp
  readonly z: Ipsp
  /** What never arrives: for the silence of a peer, which no association would report. */
  silent = false
  private travelling: { due: number; arrive: () => void }[] = []

  constructor(a: IpServerProcessConfiguration, z: IpServerProcessConfiguration) {
    this.a = this.end(a, 'A > Z', () => this.z)
    this.z = this.end(z, 'Z > A', () => this.a)
  }

  connect(streams = 17): void {
    this.z.peer.communicationUp(streams, this.now)
    this.a.peer.communicationUp(streams, this.now)
  }

  /** Both ends learn at once; what is on its way is lost. */
  cut(): void {
    this.travelling = []
    this.z.peer.communicationLost(this.now)
    this.a.peer.communicationLost(this.now)
  }

  run(milliseconds: number): void {
    const end = this.now + milliseconds
    for (let steps = 0; steps < 100_000; steps++) {
      const arrival = this.travelling[0]?.due ?? Number.POSITIVE_INFINITY
      const next = Math.min(arrival, this.a.process.pollTimeout(), this.z.process.pollTimeout())
      if (next > end) {
        this.now = end
        return
      }
      this.now = Math.max(this.now, next)
      if (arrival <= this.now) this.travelling.shift()!.arrive()
      else for (const { process } of [this.a, this.z]) process.handleTimeout(this.now)
    }
    throw new Error(`never quiet:\n${this.log.slice(-20).join('\n')}`)
  }

  /** What was said since the last call. */
  said(): string[] {
    return this.log.splice(0)
  }

  /** Own state and the peer's, at A and at Z: "ACTIVE ACTIVE / ACTIVE ACTIVE". */
  states(ofA = 100, ofZ = 100): string {
    const at = (end: Ipsp, own: number, peers: number) =>
      [end.peer.stateFor(own), end.peer.peerStateFor(peers)].map((state) => state.slice(4)).join(' ')
    return `${at(this.a, ofA, ofZ)} / ${at(this.z, ofZ, ofA)}`
  }

  private end(configuration: IpServerProcessConfiguration, direction: string, other: () => Ipsp): Ipsp {
    const events: IpspEvent[] = []
    const received: number[] = []
    const process = new IpServerProcess(configuration, {
      onEvent: (event) => events.push(event),
      onData: (message) => received.push(firstOctet(message)),
    })
    const wire: LowerLayer = {
      send: (octets, offset, length, streamId) => {
        this.log.push(`${direction} ${describeMessage(octets, offset, length, streamId)}`)
        const copy = octets.slice(offset, offset + length)
        if (!this.silent) this.travelling.push({ due: this.now + 10, arrive: () => deliver(other().peer, copy, streamId, this.now) })
        return true
      },
    }
    return { process, peer: process.attach(wire), events, received }
  }
}
