import {
  DiameterNode,
  DiameterPeer,
  type LowerLayer,
  NO_CAPABILITIES,
  nodeConfiguration,
  type PeerListener,
  type ReceivedRequest,
} from '@sigbed/diameter'
import type { Surroundings } from '@sigbed/sctp-sockets'
import { ALL_APPLICATIONS, type AvpCursor, decodeEnteredMessage, findApplication, isDecodeFault, type MessageHeader } from 'diameter-codec'
import type { DiameterConnections, LoadConnection } from '../src/driver/diameter-connections.js'
import type { HandClock } from './hand-clock.js'

/** What a server of a test has been asked, in order. */
export interface AskedRequest {
  readonly atMs: number
  readonly originHost: string
  readonly command: string
  readonly sessionId: string
  readonly avps: readonly { readonly name: string; readonly value: unknown }[]
}

/** A Diameter server in virtual time, some milliseconds away. Peers of the stack on both ends, and nothing between but the delay. */
export class VirtualServer implements DiameterConnections {
  readonly asked: AskedRequest[] = []
  /** The Result-Code of an answer; null: none is given. */
  answerWith: (request: AskedRequest, number: number) => number | null = () => 2001
  /** How long an answer takes, besides the way. */
  thinksMs = 0
  private readonly node: DiameterNode

  constructor(
    readonly clock: HandClock,
    private readonly delayMs: number,
  ) {
    const vendors = ALL_APPLICATIONS.filter(({ applicationId }) => applicationId >= 0x100_0000 && applicationId < 0xffff_ffff)
    const capabilities = {
      ...NO_CAPABILITIES,
      originHost: 'server.example.net',
      originRealm: 'example.net',
      hostIpAddresses: ['127.0.0.1'],
      productName: 'virtual',
      authApplicationIds: [4],
      vendorSpecificApplications: vendors.map(({ applicationId }) => ({ vendorId: 10415, applicationId, kind: 'authentication' as const })),
    }
    this.node = new DiameterNode(nodeConfiguration(capabilities), seeded(1))
  }

  open(node: DiameterNode, listener: PeerListener): LoadConnection {
    const near = new VirtualLayer(this.clock, this.delayMs)
    const far = new VirtualLayer(this.clock, this.delayMs)
    near.other = far
    far.other = near
    near.peer = new DiameterPeer(node, 'initiator', near, listener)
    far.peer = new DiameterPeer(this.node, 'responder', far, {
      onEvent: () => {},
      onRequest: (header, avps, request, peer) => this.answer(header, avps, request, peer, far),
      onAnswer: () => {},
      onRequestFailed: () => {},
    })
    return { node, peer: near.peer, settle: () => near.settle() }
  }

  close(): Promise<void> {
    return Promise.resolve()
  }

  private answer(header: MessageHeader, avps: AvpCursor, request: ReceivedRequest, peer: DiameterPeer, layer: VirtualLayer): void {
    const message = decodeEnteredMessage(header, avps, findApplication(header.applicationId)!.dictionary, { mode: 'strict' })
    if (isDecodeFault(message)) throw new Error(`the load sent what is no request: ${message.resultCode} ${message.where}`)
    const value = (name: string) => String(message.avps.find((avp) => avp.name === name)?.value)
    const asked: AskedRequest = {
      atMs: this.clock.now(),
      originHost: value('Origin-Host'),
      command: message.command,
      sessionId: value('Session-Id'),
      avps: message.avps as AskedRequest['avps'],
    }
    const code = this.answerWith(asked, this.asked.push(asked) - 1)
    if (code === null) return
    this.clock.startTimer(this.thinksMs, () => {
      peer.beginAnswer(request, code)
      peer.endAnswer(request, this.clock.now())
      layer.settle()
    })
  }
}

/** The clock with what else the stack wants of its surroundings. */
export function virtualSurroundings(clock: HandClock): Surroundings {
  return {
    now: () => clock.now(),
    startTimer: (delayMs, expired) => clock.startTimer(Math.max(delayMs, 0), expired),
    stopTimer: (timer) => clock.stopTimer(timer),
    afterTurn: (callback) => void clock.startTimer(0, callback),
    randomUint32: seeded(2),
  }
}

class VirtualLayer implements LowerLayer {
  readonly unorderedDelivery = false
  other!: VirtualLayer
  peer!: DiameterPeer
  private isUp = false
  private timer: object | number | null = null

  constructor(
    private readonly clock: HandClock,
    private readonly delayMs: number,
  ) {}

  connect(): void {
    this.clock.startTimer(2 * this.delayMs, () => {
      for (const layer of [this.other, this]) {
        layer.isUp = true
        layer.peer.connectionUp(this.clock.now())
        layer.settle()
      }
    })
  }

  send(octets: Uint8Array, offset: number, length: number): boolean {
    if (!this.isUp) return false
    const copy = octets.slice(offset, offset + length)
    const { other } = this
    this.clock.startTimer(this.delayMs, () => {
      if (other.isUp) other.peer.handleMessage(copy, 0, copy.length, this.clock.now())
      other.settle()
    })
    return true
  }

  deadlineMoved(): void {
    this.settle()
  }

  close(): void {
    this.end()
  }

  abort(): void {
    this.end()
  }

  settle(): void {
    if (this.timer !== null) this.clock.stopTimer(this.timer)
    const deadline = this.peer.pollTimeout()
    this.timer = deadline === Infinity ? null : this.clock.startTimer(Math.max(0, deadline - this.clock.now()), () => this.expire())
  }

  private expire(): void {
    this.timer = null
    this.peer.handleTimeout(this.clock.now())
    this.settle()
  }

  private end(): void {
    this.isUp = false
    const { other } = this
    this.clock.startTimer(this.delayMs, () => {
      if (!other.isUp) return
      other.isUp = false
      other.peer.connectionLost(this.clock.now())
      other.settle()
    })
  }
}

function seeded(seed: number): () => number {
  let word = seed
  return () => {
    word = (Math.imul(word, 1664525) + 1013904223) >>> 0
    return word
  }
}
