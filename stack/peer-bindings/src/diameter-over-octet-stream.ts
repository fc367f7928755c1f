import { type DiameterNode, DiameterPeer, type PeerListener } from '@sigbed/diameter'
import type { Surroundings } from '@sigbed/sctp-sockets'
import { OctetStreamLayer, type OpenedStream } from './octet-stream-layer.js'
import { PeerTimer } from './peer-timer.js'

/**
 * Opens one stream. Calls `opened` or `failed`, once, later. The function it returns gives the attempt up: then neither is called.
 */
export type StreamOpener = (opened: (stream: OpenedStream) => void, failed: (reason: string) => void) => () => void

/** What the owner of a connection may want to hear besides what Diameter tells. */
export interface StreamObserver {
  onConnected?(description: string): void
  /** An attempt to connect, or to secure a connection, has come to nothing. */
  onConnectFailed?(reason: string): void
}

/** A Diameter peer on a stream of octets: TCP, TLS on TCP, or TLS on SCTP. */
export class DiameterOverOctetStream {
  readonly peer: DiameterPeer
  /** Where the present connection leads; empty without one. */
  description = ''
  private readonly timer: PeerTimer
  private readonly layer: OctetStreamLayer
  private giveUp: () => void = nothing

  /** A peer that connects by itself, and again after Tc whenever the connection is lost, from `peer.start` to `peer.stop`. */
  static initiator(
    node: DiameterNode,
    open: StreamOpener,
    surroundings: Surroundings,
    listenerFor: (binding: DiameterOverOctetStream) => PeerListener,
    observer: StreamObserver = {},
    remoteHost = '',
  ): DiameterOverOctetStream {
    return new DiameterOverOctetStream(node, 'initiator', open, surroundings, listenerFor, observer, remoteHost)
  }

  /** A connection that was accepted; it ends with its peer. */
  static responder(
    node: DiameterNode,
    accepted: OpenedStream,
    surroundings: Surroundings,
    listenerFor: (binding: DiameterOverOctetStream) => PeerListener,
    observer: StreamObserver = {},
  ): DiameterOverOctetStream {
    const binding = new DiameterOverOctetStream(node, 'responder', () => nothing, surroundings, listenerFor, observer, '')
    binding.adopt(accepted)
    return binding
  }

  private constructor(
    node: DiameterNode,
    role: 'initiator' | 'responder',
    private readonly open: StreamOpener,
    private readonly surroundings: Surroundings,
    listenerFor: (binding: DiameterOverOctetStream) => PeerListener,
    private readonly observer: StreamObserver,
    remoteHost: string,
  ) {
    const user = {
      handleMessage: (octets: Uint8Array, offset: number, length: number) =>
        this.peer.handleMessage(octets, offset, length, surroundings.now()),
      settle: () => this.timer.settle(),
      handleWritable: () => this.peer.handleWritable(),
      connectionLost: () => this.lost(),
    }
    this.layer = new OctetStreamLayer(surroundings, user, {
      begin: () => this.connect(),
      giveUp: () => this.giveUp(),
    })
    this.peer = new DiameterPeer(node, role, this.layer, listenerFor(this), remoteHost)
    this.timer = new PeerTimer(surroundings, this.peer)
  }

  /** To be called after start and stop of `peer`, which may have set a timer. What is sent settles by itself. */
  settle(): void {
    this.timer.settle()
  }

  /** False as soon as this side has taken leave, whatever the stream still carries. */
  get isConnected(): boolean {
    return this.layer.isAttached
  }

  /** Nothing is read any more, be it the watchdog's; or everything is again. */
  pauseReceiving(paused: boolean): void {
    this.layer.pauseReceiving(paused)
  }

  private connect(): void {
    this.giveUp = this.open(
      (opened) => this.adopt(opened),
      (reason) => {
        this.giveUp = nothing
        this.observer.onConnectFailed?.(reason)
        this.lost()
        this.timer.settle()
      },
    )
  }

  private adopt(opened: OpenedStream): void {
    this.giveUp = nothing
    this.description = opened.description
    this.layer.attach(opened)
    this.observer.onConnected?.(opened.description)
    this.peer.connectionUp(this.surroundings.now())
    this.timer.settle()
  }

  private lost(): void {
    this.description = ''
    this.peer.connectionLost(this.surroundings.now())
  }
}

function nothing(): void {}
