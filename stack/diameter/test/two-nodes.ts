import {
  AvpCursor,
  type AvpCursor as Avps,
  MessageHeader as Header,
  type MessageHeader,
  REQUEST_FLAG,
  readMessageHeader,
  S13_APPLICATION_ID,
  VENDOR_3GPP,
} from 'diameter-codec'
import {
  type Capabilities,
  DiameterNode,
  DiameterPeer,
  type DiameterPeerEvent,
  type LowerLayer,
  NO_CAPABILITIES,
  nodeConfiguration,
  type PeerListener,
  type ReceivedRequest,
} from '../src/index.js'

/** Two Diameter nodes on one time line, joined by associations that deliver in order and at once. The log shows who sent what. */
export class World {
  now = 0
  readonly log: string[] = []
  readonly parties: Party[] = []
  private readonly queue: (() => void)[] = []

  later(step: () => void): void {
    this.queue.push(step)
  }

  /** Delivers what is under way. */
  settle(): void {
    for (let step = this.queue.shift(); step !== undefined; step = this.queue.shift()) step()
  }

  /** Lets time pass, from one deadline to the next. */
  run(ms: number): void {
    const end = this.now + ms
    for (;;) {
      this.settle()
      const peers = this.parties.flatMap((party) => party.peers)
      const next = Math.min(...peers.map((peer) => peer.pollTimeout()))
      if (next > end) break
      this.now = Math.max(this.now, next)
      for (const peer of peers) if (peer.pollTimeout() <= this.now) peer.handleTimeout(this.now)
    }
    this.now = end
  }
}

/** A node, its peers and everything its application was told. */
export class Party implements PeerListener {
  readonly node: DiameterNode
  /** Who listens to the connections: the party itself, or what it puts between. */
  listener: PeerListener = this
  readonly peers: DiameterPeer[] = []
  readonly events: DiameterPeerEvent[] = []
  readonly answers: { context: number; flags: number; resultCode: number }[] = []
  readonly failures: { context: number; endToEndId: number; failure: string }[] = []
  readonly requests: ReceivedRequest[] = []
  readonly duplicates: { readonly endToEndId: number; readonly flags: number; readonly hasSession: boolean }[] = []
  /** On which connection each of them came. */
  readonly cameOn = new Map<ReceivedRequest, DiameterPeer>()
  onRequestHook: (header: MessageHeader, avps: Avps, request: ReceivedRequest, peer: DiameterPeer) => void = () => {}

  constructor(
    readonly name: string,
    readonly world: World,
    changes: Partial<Capabilities> = {},
    configuration: Parameters<typeof nodeConfiguration>[1] = {},
  ) {
    let random = name.charCodeAt(0)
    this.node = new DiameterNode(
      nodeConfiguration(capabilities(name, changes), configuration),
      () => (random = (Math.imul(random, 1664525) + 1013904223) >>> 0),
    )
    world.parties.push(this)
  }

  /** An initiator towards `other`; `start` it. */
  peerTo(other: Party, remoteHost = other.node.configuration.capabilities.originHost): DiameterPeer {
    const association = new Association(this.world, this, other)
    const peer = new DiameterPeer(this.node, 'initiator', association, this.listener, remoteHost)
    association.near = peer
    this.peers.push(peer)
    this.associations.push(association)
    return peer
  }
  readonly associations: Association[] = []

  deliver(peer: DiameterPeer, octets: Uint8Array): void {
    // With room around it, and spoilt afterwards: nobody may keep what is borrowed.
    const slab = new Uint8Array(octets.length + 8).fill(0xdd)
    slab.set(octets, 4)
    peer.handleMessage(slab, 4, octets.length, this.world.now)
    slab.fill(0xdd)
  }

  onEvent(event: DiameterPeerEvent): void {
    this.events.push(event)
  }

  onRequest(header: MessageHeader, avps: Avps, request: ReceivedRequest, peer: DiameterPeer): void {
    this.requests.push(request)
    this.cameOn.set(request, peer)
    this.onRequestHook(header, avps, request, peer)
  }

  onDuplicate(header: MessageHeader, avps: Avps): void {
    this.duplicates.push({ endToEndId: header.endToEndId, flags: header.flags, hasSession: avps.find(263) })
  }

  onAnswer(context: number, header: MessageHeader, avps: Avps): void {
    const resultCode = avps.find(268) ? new DataView(avps.octets.buffer, avps.valueAt).getUint32(0) : 0
    this.answers.push({ context, flags: header.flags, resultCode })
  }

  onRequestFailed(context: number, endToEndId: number, failure: string): void {
    this.failures.push({ context, endToEndId, failure })
  }

  kinds(): string[] {
    return this.events.map((event) => event.kind)
  }

  last<K extends DiameterPeerEvent['kind']>(kind: K): Extract<DiameterPeerEvent, { kind: K }> | undefined {
    return this.events.filter((event): event is Extract<DiameterPeerEvent, { kind: K }> => event.kind === kind).at(-1)
  }
}

/** The near end belongs to the initiator; the far end is made when the association comes up. */
export class Association implements LowerLayer {
  unorderedDelivery = true
  near: DiameterPeer | null = null
  far: DiameterPeer | null = null
  /** Messages in either direction vanish. */
  silent = false
  /** Nobody listens there. */
  refused = false
  /** Neither side hears of the other's coming. */
  held = false
  sendBufferFull = false
  /** The messages sent by either side, oldest first, and whether each went unordered. */
  readonly sent: { readonly octets: Uint8Array; readonly unordered: boolean; readonly by: string }[] = []
  private up = 0

  constructor(
    private readonly world: World,
    private readonly from: Party,
    private readonly to: Party,
  ) {}

  connect(): void {
    const serial = ++this.up
    this.world.later(() => {
      if (serial !== this.up || this.held) return
      this.establish()
    })
  }

  establish(): void {
    if (this.refused) {
      this.near!.connectionLost(this.world.now)
      return
    }
    const serial = this.up
    const farEnd: LowerLayer = {
      unorderedDelivery: this.unorderedDelivery,
      connect: () => {},
      send: (octets, offset, length, unordered) => this.carry(this.to, octets.slice(offset, offset + length), unordered),
      close: () => this.hangUp(serial, () => this.near),
      abort: () => this.hangUp(serial, () => this.near),
    }
    this.far = new DiameterPeer(this.to.node, 'responder', farEnd, this.to.listener)
    this.to.peers.push(this.far)
    this.far.connectionUp(this.world.now)
    this.near!.connectionUp(this.world.now)
  }

  send(octets: Uint8Array, offset: number, length: number, unordered: boolean): boolean {
    return this.carry(this.from, octets.slice(offset, offset + length), unordered)
  }

  close(): void {
    this.hangUp(this.up, () => this.far)
  }

  abort(): void {
    this.close()
  }

  private carry(by: Party, octets: Uint8Array, unordered: boolean): boolean {
    if (this.sendBufferFull) return false
    const serial = this.up
    const to = by === this.from ? this.to : this.from
    this.sent.push({ octets, unordered, by: by.name })
    this.world.log.push(`${by.name} -> ${messageName(octets)}${this.silent ? ' lost' : ''} -> ${to.name}`)
    if (!this.silent) {
      this.world.later(() => {
        const peer = by === this.from ? this.far : this.near
        if (serial === this.up && peer !== null) to.deliver(peer, octets)
      })
    }
    return true
  }

  private hangUp(serial: number, other: () => DiameterPeer | null): void {
    if (serial !== this.up) return
    // What was sent before is delivered first.
    this.world.later(() => {
      if (serial !== this.up) return
      this.up++
      if (!this.silent) other()?.connectionLost(this.world.now)
    })
  }
}

export function capabilities(name: string, changes: Partial<Capabilities> = {}): Capabilities {
  return {
    ...NO_CAPABILITIES,
    originHost: `${name.toLowerCase()}.example.net`,
    originRealm: 'example.net',
    hostIpAddresses: ['127.0.1.1', '127.0.2.1'],
    productName: 'Sigbed',
    originStateId: 7,
    supportedVendorIds: [VENDOR_3GPP],
    vendorSpecificApplications: [{ vendorId: VENDOR_3GPP, applicationId: S13_APPLICATION_ID, kind: 'authentication' }],
    ...changes,
  }
}

/** "CER", "DWA", "324R": the base protocol by name, the rest by number. */
export function messageName(octets: Uint8Array): string {
  const header = new Header()
  readMessageHeader(octets, 0, octets.length, header)
  const request = (header.flags & REQUEST_FLAG) !== 0
  const base: Record<number, string> = { 257: 'CE', 280: 'DW', 282: 'DP' }
  return `${base[header.commandCode] ?? header.commandCode}${request ? 'R' : 'A'}`
}

/** The value of the first Unsigned32 with this code in a message, or null. */
export function unsigned32In(octets: Uint8Array, code: number): number | null {
  const cursor = new AvpCursor()
  cursor.enter(octets, 20, octets.length - 20)
  return cursor.find(code) ? new DataView(octets.buffer, octets.byteOffset + cursor.valueAt).getUint32(0) : null
}

/** A and Z with one connection that A has opened; both applications share S13. */
export function openPair(configuration: Parameters<typeof nodeConfiguration>[1] = {}) {
  const world = new World()
  const a = new Party('A', world, {}, configuration)
  const z = new Party('Z', world, {}, configuration)
  const near = a.peerTo(z)
  near.start(0)
  world.settle()
  return { world, a, z, near, far: z.peers[0]!, association: a.associations[0]! }
}
