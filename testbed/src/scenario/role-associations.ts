import { formatIpAddress, parseIpAddress } from '@sigbed/octets'
import type { Notification, OneToOneSocket } from '@sigbed/sctp-sockets'
import { associationName } from './association-name.js'
import type { ArrivalAddress, RoleContext } from './role-kind.js'

/**
 * The associations of a role in a scenario, whatever runs on them: with whom each is, what the run calls it, and whether their messages are
 * read. It also says where the message at hand came from, for which it makes a text only when somebody wants one.
 */
export class RoleAssociations implements ArrivalAddress {
  private readonly names = new Map<OneToOneSocket, string>()
  /** Also of those that have ended, whose end is still being told of. */
  private readonly peers = new WeakMap<OneToOneSocket, string>()
  private readonly whereabouts: readonly Whereabouts[]
  private stalled = false
  /** Any: all associations of a node share its table of addresses. */
  private latest: OneToOneSocket | null = null
  private arrivedFrom = -1

  constructor(private readonly context: Pick<RoleContext, 'scenario' | 'name' | 'whereIs' | 'observer'>) {
    this.whereabouts = context.scenario.nodes
      .filter(({ name }) => name !== context.name)
      .map(({ name }) => {
        const { addresses, encapsulationPort } = context.whereIs(name)
        return { node: name, addresses: new Set(addresses.map(canonical)), encapsulationPort }
      })
  }

  /** Those there are now. */
  get open(): readonly OneToOneSocket[] {
    return [...this.names.keys()]
  }

  /** The node at the other end; the peer's address where it is none of the scenario's. */
  nodeOf(socket: OneToOneSocket): string {
    const known = this.peers.get(socket)
    if (known !== undefined) return known
    const port = socket.peerEncapsulationPort
    const addresses = socket.paths().map(({ remoteAddress }) => remoteAddress)
    const found = this.whereabouts.find((at) => at.encapsulationPort === port && addresses.some((address) => at.addresses.has(address)))
    const node = found?.node ?? socket.peer
    this.peers.set(socket, node)
    return node
  }

  /** An association there is from now on. @param setUpBy which end has begun it, and is named first */
  begin(socket: OneToOneSocket, setUpBy: 'this node' | 'the peer'): void {
    const { context } = this
    const peer = this.nodeOf(socket)
    const name = setUpBy === 'this node' ? associationName(context.name, peer) : associationName(peer, context.name)
    this.names.set(socket, name)
    this.latest = socket
    if (this.stalled) socket.pauseReceiving()
    context.observer.onSocket(name, socket)
  }

  note(socket: OneToOneSocket, notification: Notification): void {
    const { observer } = this.context
    const name = this.names.get(socket)
    if (name === undefined) return
    if (notification.kind === 'communication-lost' || notification.kind === 'shutdown-complete') this.names.delete(socket)
    observer.onNotification(name, notification)
    if (notification.kind === 'send-buffer-available') observer.onWritable()
  }

  /** Nobody reads any more, those that are set up later included; or everybody does again. */
  stall(stalled: boolean): void {
    this.stalled = stalled
    for (const socket of this.names.keys()) {
      if (stalled) socket.pauseReceiving()
      else socket.resumeReceiving()
    }
  }

  /** The address that the message at hand came from, by its index at this node; good until the next one. */
  arrivalFrom(transportAddress: number): ArrivalAddress {
    this.arrivedFrom = transportAddress
    return this
  }

  text(): string {
    return this.latest?.addressText(this.arrivedFrom) ?? ''
  }

  /** Shuts down what is still there. Never rejects. */
  async close(): Promise<void> {
    await Promise.all(this.open.map((socket) => socket.close().catch(() => {})))
  }
}

interface Whereabouts {
  readonly node: string
  readonly addresses: ReadonlySet<string>
  readonly encapsulationPort: number
}

/** As endpoints write addresses: fd00::1 has several texts. */
function canonical(address: string): string {
  return formatIpAddress(parseIpAddress(address) ?? new Uint8Array(0))
}
