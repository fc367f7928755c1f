import {
  acceptsPayloadProtocolId,
  DIAMETER_PAYLOAD_PROTOCOL_ID,
  type DiameterNode,
  DiameterPeer,
  type LowerLayer,
  type PeerListener,
} from '@sigbed/diameter'
import type {
  ConnectOptions,
  ListenOptions,
  Notification,
  OneToOneSocket,
  ReceivedMessage,
  SctpEndpoint,
  Surroundings,
} from '@sigbed/sctp-sockets'
import type { AssociationObserver } from './association-observer.js'
import { PeerTimer } from './peer-timer.js'

/**
 * How Diameter messages use the streams of their association, the two ways of RFC 6733 §2.1.1:
 * 'unordered': all on stream 0, each delivered as soon as it arrives, once the peer is known to have the CEA;
 * 'streams': applications' messages spread over the other streams, in order on each; base protocol on stream 0.
 */
export type StreamUse = 'unordered' | 'streams'

/** A Diameter peer and the SCTP association under it. Made by `connect` or `listen`. */
export class DiameterOverSctp {
  readonly peer: DiameterPeer
  /** While the listener runs: where the packet at hand came from (for OneToOneSocket.addressText), and on which stream. */
  arrivedFrom = -1
  arrivedOnStream = -1
  socket: OneToOneSocket | null = null
  private readonly timer: PeerTimer
  private readonly lowerLayer: SctpLowerLayer

  /**
   * A peer that connects by itself, and again after Tc whenever the connection is lost, from `peer.start` to `peer.stop`.
   *
   * @param listenerFor is given the binding, so that the listener can ask it where a message came from
   * @param remoteHost the peer's Origin-Host where it is known: without it there is no election (DiameterPeer)
   */
  static initiator(
    node: DiameterNode,
    endpoint: SctpEndpoint,
    options: Omit<ConnectOptions, 'onSocket'>,
    streamUse: StreamUse,
    surroundings: Surroundings,
    listenerFor: (binding: DiameterOverSctp) => PeerListener,
    observer: AssociationObserver = {},
    remoteHost = '',
  ): DiameterOverSctp {
    const connect = (binding: DiameterOverSctp) => {
      // A failure comes as the notification communication-lost, or at once for options that make no sense: both mean no connection.
      endpoint.connect({ ...options, onSocket: (socket) => binding.adopt(socket, observer) }).catch(() => binding.lost())
    }
    return new DiameterOverSctp(node, 'initiator', streamUse, surroundings, listenerFor, connect, remoteHost)
  }

  /** Accepts associations, each a peer of its own until it ends. @throws SctpError when the port is taken */
  static listen(
    node: DiameterNode,
    endpoint: SctpEndpoint,
    port: number,
    streamUse: StreamUse,
    surroundings: Surroundings,
    listenerFor: (binding: DiameterOverSctp) => PeerListener,
    parameters: ListenOptions['parameters'] = {},
    observer: AssociationObserver = {},
  ): void {
    endpoint.listen(port, {
      parameters,
      onAssociation: (socket) => {
        const binding = new DiameterOverSctp(node, 'responder', streamUse, surroundings, listenerFor, ignore, '')
        binding.adopt(socket, observer)
      },
    })
  }

  private constructor(
    node: DiameterNode,
    role: 'initiator' | 'responder',
    streamUse: StreamUse,
    private readonly surroundings: Surroundings,
    listenerFor: (binding: DiameterOverSctp) => PeerListener,
    connect: (binding: DiameterOverSctp) => void,
    remoteHost: string,
  ) {
    this.lowerLayer = new SctpLowerLayer(
      streamUse,
      role === 'initiator' ? 1 : 2,
      () => connect(this),
      () => this.timer.settleAfterTurn(),
    )
    this.peer = new DiameterPeer(node, role, this.lowerLayer, listenerFor(this), remoteHost)
    this.timer = new PeerTimer(surroundings, this.peer)
  }

  /** To be called after start and stop of `peer`, which may have set a timer. What is sent settles by itself. */
  settle(): void {
    this.timer.settle()
  }

  private adopt(socket: OneToOneSocket, observer: AssociationObserver): void {
    const { lowerLayer } = this
    this.socket = socket
    lowerLayer.attach(socket)
    socket.onMessage = (message) => this.take(socket, message)
    socket.onNotification = (notification) => {
      if (lowerLayer.isAttachedTo(socket)) this.heed(notification)
      this.timer.settle()
      observer.onNotification?.(socket, notification)
    }
    observer.onSocket?.(socket)
  }

  private take(socket: OneToOneSocket, message: ReceivedMessage): void {
    const { lowerLayer } = this
    if (!lowerLayer.isAttachedTo(socket) || !acceptsPayloadProtocolId(message.payloadProtocolId)) return
    this.arrivedFrom = message.remoteAddress
    this.arrivedOnStream = message.streamId
    lowerLayer.messagesReceived++
    this.peer.handleMessage(message.octets, message.offset, message.length, this.surroundings.now())
    this.timer.settle()
  }

  private heed(notification: Notification): void {
    const now = this.surroundings.now()
    switch (notification.kind) {
      case 'communication-up':
        this.peer.connectionUp(now)
        return
      case 'restart':
        // RFC 6733 §2.1: the peer began anew; what was agreed is void. The connection is ended and, by an initiator, made again.
        this.socket?.abort('restart')
        this.lost()
        return
      case 'communication-lost':
      case 'shutdown-complete':
        this.lost()
        return
      case 'send-buffer-available':
        this.peer.handleWritable()
        return
      default:
    }
  }

  private lost(): void {
    this.lowerLayer.detach()
    this.peer.connectionLost(this.surroundings.now())
    this.timer.settle()
  }
}

/** Diameter's view of one SCTP association. */
class SctpLowerLayer implements LowerLayer {
  readonly unorderedDelivery: boolean
  longestMessage = 0
  /** Messages received on the present association. */
  messagesReceived = 0
  private socket: OneToOneSocket | null = null

  constructor(
    streamUse: StreamUse,
    /** 1 for an initiator, which has the CEA then; 2 for a responder, whose peer has shown to have it. */
    private readonly messagesBeforeStreams: number,
    private readonly connectAssociation: () => void,
    private readonly settleAfterTurn: () => void,
  ) {
    this.unorderedDelivery = streamUse === 'unordered'
  }

  attach(socket: OneToOneSocket): void {
    this.socket = socket
    this.longestMessage = socket.largestMessageOctets
    this.messagesReceived = 0
  }

  detach(): void {
    this.socket = null
  }

  isAttachedTo(socket: OneToOneSocket): boolean {
    return this.socket === socket
  }

  connect(): void {
    this.connectAssociation()
  }

  send(octets: Uint8Array, offset: number, length: number, unordered: boolean): boolean {
    const { socket } = this
    if (socket === null) return false
    const stream = this.unorderedDelivery ? 0 : this.streamOf(octets, offset, socket.outboundStreams)
    if (socket.sendMessage(octets, offset, length, stream, DIAMETER_PAYLOAD_PROTOCOL_ID, unordered) !== 'queued') return false
    this.settleAfterTurn()
    return true
  }

  deadlineMoved(): void {
    this.settleAfterTurn()
  }

  close(): void {
    const { socket } = this
    this.socket = null
    // How it ended is the association observer's to hear; Diameter has taken leave already.
    socket?.close().catch(ignore)
  }

  abort(): void {
    const { socket } = this
    this.socket = null
    socket?.abort('Diameter connection ended')
  }

  /**
   * RFC 6733 §2.1.1: with several streams the receiver must not see an application's message before the CEA. Stream 0 carries the base
   * protocol, and everything until this side may be sure that the peer is open. A request and its answer share a
   * stream: both are known by the Hop-by-Hop Identifier.
   */
  private streamOf(octets: Uint8Array, offset: number, streams: number): number {
    const isBase = (octets[offset + 8]! | octets[offset + 9]! | octets[offset + 10]! | octets[offset + 11]!) === 0
    if (isBase || streams < 2 || this.messagesReceived < this.messagesBeforeStreams) return 0
    return 1 + (((octets[offset + 14]! << 8) | octets[offset + 15]!) % (streams - 1))
  }
}

function ignore(): void {}
