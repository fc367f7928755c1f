import { Link, type LinkProperties, PERFECT_LINK } from './link.js'
import { type Fate, PacketLog } from './packet-log.js'
import { SeededRandom } from './seeded-random.js'

/** The time a network needs: a VirtualClock has it. */
export interface NetworkClock {
  now(): number
  /** Calls back once at an exact instant, in the order of the calls where instants are equal. */
  startTimerAt(dueMs: number, expired: () => void): unknown
}

/**
 * Takes one packet that arrived. The octets are lent until it returns, and overwritten then: what is to be kept is copied,
 * and what was kept by mistake shows.
 */
export type PacketReceiver = (octets: Uint8Array, from: string, to: string) => void

/**
 * Moves packets between interfaces that are known by an address in text. Every ordered pair of addresses is a link of its own,
 * with its own chance: what is changed on one leaves the luck of the others as it was. It knows no protocol.
 */
export class SimulatedNetwork {
  readonly log: PacketLog
  private readonly receivers = new Map<string, PacketReceiver>()
  private readonly links = new Map<string, Map<string, Link>>()
  private readonly chanceOfLinks: number
  private usual: LinkProperties = PERFECT_LINK

  /** @param random gives one number here and is left alone afterwards, so it may be the clock's own. */
  constructor(
    private readonly clock: NetworkClock,
    random: SeededRandom,
    logCapacity = 256,
  ) {
    this.chanceOfLinks = random.uint32()
    this.log = new PacketLog(logCapacity)
  }

  /** @throws Error when the address is taken. */
  attach(address: string, receive: PacketReceiver): void {
    if (this.receivers.has(address)) throw new Error(`${address} is attached to the simulated network already`)
    this.receivers.set(address, receive)
  }

  /** What is on its way to the address finds no receiver. */
  detach(address: string): void {
    this.receivers.delete(address)
  }

  /** Properties of links that are not made yet. A link is made when it is first named or used. */
  configureUsual(changes: Partial<LinkProperties>): void {
    new Link(new SeededRandom(0)).configure({ ...this.usual, ...changes })
    this.usual = { ...this.usual, ...changes }
  }

  /** One direction between two addresses, attached or not. */
  link(from: string, to: string): Link {
    let linksOut = this.links.get(from)
    if (linksOut === undefined) this.links.set(from, (linksOut = new Map()))
    let link = linksOut.get(to)
    if (link === undefined) {
      link = new Link(new SeededRandom(this.chanceOfLinks ^ hashOf(`${from} ${to}`)))
      link.configure(this.usual)
      linksOut.set(to, link)
    }
    return link
  }

  /** Changes both directions between two addresses. */
  configurePath(a: string, z: string, changes: Partial<LinkProperties>): void {
    this.link(a, z).configure(changes)
    this.link(z, a).configure(changes)
  }

  cutPath(a: string, z: string): void {
    this.link(a, z).cut()
    this.link(z, a).cut()
  }

  restorePath(a: string, z: string): void {
    this.link(a, z).restore()
    this.link(z, a).restore()
  }

  /** Copies the octets. Whether the sender is attached is not asked: a forged sender's packets travel too. */
  send(octets: Uint8Array, offset: number, length: number, from: string, to: string): void {
    const link = this.link(from, to)
    const packet = octets.slice(offset, offset + length)
    const { serial, drop, arrivalsMs, corrupted } = link.carry(packet, this.clock.now())
    if (drop !== null) {
      this.record(packet, from, to, serial, drop)
      return
    }
    if (corrupted) link.corrupt(packet)
    const { timesCut } = link
    arrivalsMs.forEach((arrivalMs, arrival) => {
      const fate = arrival > 0 ? 'duplicate' : corrupted ? 'corrupted' : 'delivered'
      // Each arrival has its own octets: they are overwritten after delivery.
      const copy = arrival > 0 ? packet.slice() : packet
      this.clock.startTimerAt(arrivalMs, () => {
        if (link.timesCut !== timesCut) this.record(copy, from, to, serial, 'link-down')
        else this.deliver(copy, from, to, serial, fate)
      })
    })
  }

  private deliver(packet: Uint8Array, from: string, to: string, serial: number, fate: Fate): void {
    const receive = this.receivers.get(to)
    this.record(packet, from, to, serial, receive === undefined ? 'no-receiver' : fate)
    if (receive === undefined) return
    receive(packet, from, to)
    packet.fill(POISON)
  }

  private record(packet: Uint8Array, from: string, to: string, serial: number, fate: Fate): void {
    this.log.record({ atMs: this.clock.now(), from, to, serial, length: packet.length, fate }, packet)
  }
}

function hashOf(text: string): number {
  let hash = 0
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0
  return hash
}

const POISON = 0xdd
