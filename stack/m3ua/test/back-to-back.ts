import { DataMessage, messageName, ProtocolData, peekMessageCode, readDataMessage, readMessage } from '@sigbed/m3ua-codec'
import {
  ApplicationServerProcess,
  type ApplicationServerProcessConfiguration,
} from '../src/application-server-process/application-server-process.js'
import type { AssociationUser, LowerLayer } from '../src/lower-layer.js'
import type { AspEvent, SgpEvent } from '../src/m3ua-event.js'
import type { RemoteAsp } from '../src/signalling-gateway/remote-asp.js'
import { type SignallingGatewayConfiguration, SignallingGatewayProcess } from '../src/signalling-gateway/signalling-gateway-process.js'

export type Fate = 'deliver' | 'lose' | 'duplicate'

/** One ASP, its half of the association at the SGP, and what each of them reported. */
export interface Node {
  readonly name: string
  readonly asp: ApplicationServerProcess
  readonly remote: RemoteAsp
  readonly events: AspEvent[]
  /** User data received, first octet of each. */
  readonly received: number[]
  /** Overwrites the answer of both lower layers' `send`. */
  accepts: boolean
  /** What the SGP's end of the association takes stays in its send buffer. */
  stalled: boolean
}

/**
 * An SGP and ASPs wired back to back on a virtual clock. Every message takes 10 ms; messages of one direction stay in order. The octets
 * handed in are overwritten after each call, so that a borrow kept too long shows. `fate` may lose or double what SCTP never would.
 */
export class Bench {
  now = 0
  /** "A > Z ASPUP", and for DATA the stream. */
  readonly log: string[] = []
  readonly events: SgpEvent[] = []
  readonly received: number[] = []
  readonly sgp: SignallingGatewayProcess
  fate: (entry: string) => Fate = () => 'deliver'
  private readonly nodes: Node[] = []
  /** DATA an association took and did not deliver, as the listener was shown them. */
  readonly undelivered: string[] = []
  private travelling: Travelling[] = []
  private readonly buffered = new Map<Node, Uint8Array[]>()

  constructor(configuration: SignallingGatewayConfiguration) {
    this.sgp = new SignallingGatewayProcess(configuration, {
      onEvent: (event) => this.events.push(event),
      onData: (message) => this.received.push(firstOctet(message)),
      onUndelivered: (message, _, __, sent) => this.undelivered.push(`${firstOctet(message)} ${sent ? 'sent' : 'unsent'}`),
    })
  }

  add(name: string, configuration: ApplicationServerProcessConfiguration, served?: readonly number[]): Node {
    const events: AspEvent[] = []
    const received: number[] = []
    const remote = this.sgp.attach(
      this.wire(
        `Z > ${name}`,
        () => node,
        () => node.asp,
      ),
      served,
    )
    const asp = new ApplicationServerProcess(
      this.wire(
        `${name} > Z`,
        () => node,
        () => remote,
      ),
      configuration,
      {
        onEvent: (event) => events.push(event),
        onData: (message) => received.push(firstOctet(message)),
      },
    )
    const node: Node = { name, asp, remote, events, received, accepts: true, stalled: false }
    this.nodes.push(node)
    return node
  }

  connect(node: Node, streams = 17): void {
    node.remote.communicationUp(streams, this.now)
    node.asp.communicationUp(streams, this.now)
  }

  /** Adds an ASP, connects it, has it activated and waits. */
  addActive(name: string, configuration: ApplicationServerProcessConfiguration): Node {
    const node = this.add(name, configuration)
    this.connect(node)
    node.asp.activate(this.now)
    this.run(100)
    return node
  }

  /** Both ends learn at once; what is on its way is lost, and the SGP is shown what it had sent and what it had not. */
  cut(node: Node): void {
    const sent = this.travelling.filter((message) => message.node === node && message.fromSgp)
    const unsent = this.buffered.get(node) ?? []
    this.travelling = this.travelling.filter((message) => message.node !== node)
    this.buffered.delete(node)
    node.stalled = false
    node.remote.communicationLost(this.now, (visit) => {
      for (const { octets } of sent) visit(octets, 0, octets.length, true)
      for (const octets of unsent) visit(octets, 0, octets.length, false)
    })
    node.asp.communicationLost(this.now)
  }

  run(milliseconds: number): void {
    const end = this.now + milliseconds
    for (let steps = 0; steps < 100_000; steps++) {
      const timeout = Math.min(this.sgp.pollTimeout(), ...this.nodes.map(({ asp }) => asp.pollTimeout()))
      const next = Math.min(this.travelling[0]?.due ?? Number.POSITIVE_INFINITY, timeout)
      if (next > end) {
        this.now = end
        return
      }
      this.now = Math.max(this.now, next)
      if ((this.travelling[0]?.due ?? Number.POSITIVE_INFINITY) <= this.now) this.travelling.shift()!.arrive()
      else for (const timed of [this.sgp, ...this.nodes.map(({ asp }) => asp)]) timed.handleTimeout(this.now)
    }
    throw new Error(`never quiet:\n${this.log.slice(-20).join('\n')}`)
  }

  /** What was said since the last call. */
  said(): string[] {
    return this.log.splice(0)
  }

  private wire(direction: string, node: () => Node, to: () => AssociationUser): LowerLayer {
    return {
      send: (octets, offset, length, streamId) => {
        if (!node().accepts) return false
        const entry = `${direction} ${describeMessage(octets, offset, length, streamId)}`
        const fate = this.fate(entry)
        this.log.push(fate === 'deliver' ? entry : `${entry} (${fate})`)
        const copy = octets.slice(offset, offset + length)
        const fromSgp = direction.startsWith('Z')
        if (fromSgp && node().stalled) {
          this.buffered.set(node(), [...(this.buffered.get(node()) ?? []), copy])
          return true
        }
        for (let copies = fate === 'lose' ? 0 : fate === 'duplicate' ? 2 : 1; copies > 0; copies--) {
          const arrive = () => deliver(to(), copy.slice(), streamId, this.now)
          this.travelling.push({ due: this.now + 10, node: node(), fromSgp, octets: copy, arrive })
        }
        return true
      },
    }
  }
}

interface Travelling {
  readonly due: number
  readonly node: Node
  readonly fromSgp: boolean
  readonly octets: Uint8Array
  readonly arrive: () => void
}

/** One octet of user data, `value`, for `sls`. */
export function userData(value: number, sls = 0): ProtocolData {
  const protocolData = new ProtocolData()
  protocolData.octets = Uint8Array.of(value)
  protocolData.userDataLength = 1
  protocolData.signallingLinkSelection = sls
  protocolData.networkIndicator = 2
  return protocolData
}

/** SGP events in short: states and the queue. */
export function summary(events: readonly SgpEvent[]): string[] {
  return events.flatMap((event) => {
    switch (event.kind) {
      case 'asp':
        return event.event.kind === 'asp-state-change' ? [`${event.event.from} -> ${event.event.to}`] : [event.event.kind]
      case 'as-state-change':
        return [`${event.from} -> ${event.to}`]
      case 'pending-replayed':
        return [`replayed ${event.messages - event.refused} of ${event.messages}`]
      case 'pending-discarded':
        return [`discarded ${event.messages}`]
      case 'routing-key-registration':
      case 'routing-key-deregistration':
        return [`${event.kind} ${event.status}`]
      case 'congestion-reported':
        return [`congestion ${event.message.congestionLevel}`]
      case 'data-undelivered':
        return [`redistributed ${event.redistributed}, unacknowledged ${event.unacknowledged}, lost ${event.lost}`]
      default:
        return [event satisfies never]
    }
  })
}

export function deliver(to: AssociationUser, octets: Uint8Array, streamId: number, now: number): void {
  to.handleMessage(octets, 0, octets.length, streamId, now)
  octets.fill(0xdd)
}

export function firstOctet({ protocolData }: DataMessage): number {
  return protocolData.octets[protocolData.userDataAt]!
}

export function describeMessage(octets: Uint8Array, offset: number, length: number, streamId: number): string {
  const code = peekMessageCode(octets, offset, length)
  const name = messageName(code >> 8, code & 0xff)
  if (name === 'DATA') {
    const data = new DataMessage()
    readDataMessage(octets, offset, length, data)
    return `DATA on ${streamId}${data.hasCorrelationId ? ` #${data.correlationId}` : ''}`
  }
  const message = readMessage(octets, offset, length)
  if (message.kind === 'NTFY') return `NTFY ${message.statusType}/${message.statusInformation}${streamId === 0 ? '' : ` on ${streamId}`}`
  if (message.kind === 'ERR') return `ERR 0x${message.errorCode.toString(16).padStart(2, '0')}`
  return streamId === 0 ? name : `${name} on ${streamId}`
}
