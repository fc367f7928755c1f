import { DiameterNode, MessageFraming, NO_CAPABILITIES, nodeConfiguration, RequestRouting } from '@sigbed/diameter'
import { DiameterOverOctetStream, type OpenedStream, overTcp, TcpListener } from '@sigbed/peer-bindings'
import { EventLoopSurroundings } from '@sigbed/sctp-transport'
import { MessageHeader, RELAY_APPLICATION_ID, ResultCode, readMessageHeader } from 'diameter-codec'
import { ERLANG_HOST, ERLANG_REALM } from './erlang-diameter.js'
import { FREE_DIAMETER_HOST, FREE_DIAMETER_REALM } from './free-diameter.js'

export const RELAY_HOST = 'client.example.net'

/** One application's message as it came to the relay and as it left. */
export interface RelayedMessage {
  received: Uint8Array | null
  sent: Uint8Array | null
}

/** A relay of ours between two realms, over TCP. It keeps every message of an application as it came and as it left. */
export class RelayNode {
  /** By "R" or "A" and the End-to-End Identifier. */
  readonly relayed = new Map<string, RelayedMessage>()
  readonly routing: RequestRouting
  private readonly surroundings = new EventLoopSurroundings()
  private readonly node: DiameterNode
  private readonly bindings: DiameterOverOctetStream[] = []
  private listener: TcpListener | null = null

  constructor() {
    const capabilities = {
      ...NO_CAPABILITIES,
      originHost: RELAY_HOST,
      originRealm: 'relay.example.net',
      hostIpAddresses: ['127.0.0.1'],
      productName: 'Sigbed',
      // RFC 6733 §2.4: a relay advertises the relay application.
      authApplicationIds: [RELAY_APPLICATION_ID],
    } as const
    this.node = new DiameterNode(
      nodeConfiguration(capabilities, { rememberedAnswers: 0, timers: { watchdogMs: 6_000, reconnectMs: 500 } }),
      () => this.surroundings.randomUint32(),
    )
    const toward = (realm: string, originHost: string) =>
      ({ realm, applicationId: 'any', action: 'RELAY', servers: [{ originHost, priority: 1, weight: 1 }] }) as const
    const routes = [toward(ERLANG_REALM, ERLANG_HOST), toward(FREE_DIAMETER_REALM, FREE_DIAMETER_HOST)]
    this.routing = new RequestRouting(
      this.node,
      { routes },
      {
        onEvent: () => {},
        onRequest: (_header, _avps, request, peer) => {
          peer.beginAnswer(request, ResultCode.DIAMETER_UNABLE_TO_COMPLY)
          peer.endAnswer(request, this.surroundings.now())
        },
        onAnswer: () => {},
        onRequestFailed: () => {},
      },
      () => this.surroundings.now(),
    )
  }

  /** @returns the port */
  async listen(): Promise<number> {
    this.listener = await TcpListener.open({ address: '127.0.0.1', port: 0 }, (accepted) => {
      this.listenIn(accepted)
      this.bindings.push(DiameterOverOctetStream.responder(this.node, accepted, this.surroundings, () => this.routing))
    })
    return this.listener.port
  }

  connect(port: number, remoteHost: string): void {
    const open = overTcp({ addresses: ['127.0.0.1'], port })
    const binding = DiameterOverOctetStream.initiator(
      this.node,
      (opened, failed) =>
        open((stream) => {
          this.listenIn(stream)
          opened(stream)
        }, failed),
      this.surroundings,
      () => this.routing,
      {},
      remoteHost,
    )
    this.bindings.push(binding)
    binding.peer.start(this.surroundings.now())
    binding.settle()
  }

  get openPeers(): number {
    return this.bindings.filter(({ peer }) => peer.isOpen()).length
  }

  async stop(): Promise<void> {
    for (const binding of this.bindings) {
      binding.peer.stop('REBOOTING', this.surroundings.now())
      binding.settle()
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
    this.listener?.abortConnections()
    await this.listener?.close()
  }

  private listenIn({ stream }: OpenedStream): void {
    const incoming = this.recorder('received')
    const outgoing = this.recorder('sent')
    stream.on('data', (octets: Uint8Array) => incoming(octets))
    const write = stream.write.bind(stream)
    // The one way out of the binding: what is noted is what goes to TCP.
    stream.write = ((octets: Uint8Array) => {
      outgoing(octets)
      return write(octets)
    }) as typeof stream.write
  }

  private recorder(side: keyof RelayedMessage): (octets: Uint8Array) => void {
    const framing = new MessageFraming()
    const header = new MessageHeader()
    return (octets) => {
      framing.push(octets)
      while (framing.next()) {
        readMessageHeader(framing.octets, framing.at, framing.length, header)
        if (header.applicationId === 0) continue
        const key = `${(header.flags & 0x80) !== 0 ? 'R' : 'A'} ${header.endToEndId}`
        const message = this.relayed.get(key) ?? { received: null, sent: null }
        message[side] = new Uint8Array(framing.octets.subarray(framing.at, framing.at + framing.length))
        this.relayed.set(key, message)
      }
    }
  }
}
