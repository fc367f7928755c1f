import {
  DiameterNode,
  type DiameterPeerEvent,
  MessageFraming,
  NO_CAPABILITIES,
  nodeConfiguration,
  type PeerListener,
} from '@sigbed/diameter'
import {
  DiameterOverOctetStream,
  type OpenedStream,
  overTcp,
  type StreamOpener,
  TcpListener,
  type TransportLayerSecurity,
} from '@sigbed/peer-bindings'
import type { Surroundings } from '@sigbed/sctp-sockets'
import { EventLoopSurroundings } from '@sigbed/sctp-transport'
import {
  type AvpCursor,
  type AvpKey,
  DEVICE_WATCHDOG,
  MessageHeader,
  REQUEST_FLAG,
  ResultCode,
  RFC6733,
  readMessageHeader,
} from 'diameter-codec'

export const CREDIT_CONTROL_APPLICATION_ID = 4
export const SIGBED_HOST = 'client.example.net'
export const SIGBED_REALM = 'sigbed.example.net'

/** A node of ours that speaks credit control both ways, over TCP, to one peer. */
export class CreditControlNode {
  readonly surroundings: Surroundings = new EventLoopSurroundings()
  readonly events: DiameterPeerEvent[] = []
  /** CC-Request-Numbers of the answers that say success, in the order they came. */
  readonly answered: number[] = []
  readonly failures: string[] = []
  requestsServed = 0
  /** Of the peer: what it asked and what it answered. */
  watchdogRequests = 0
  watchdogAnswers = 0
  private readonly node: DiameterNode
  private readonly bindings = new Set<DiameterOverOctetStream>()
  private listener: TcpListener | null = null

  /** @param watchdogMs Twinit, 6,000 or more */
  constructor(watchdogMs = 6_000) {
    const capabilities = {
      ...NO_CAPABILITIES,
      originHost: SIGBED_HOST,
      originRealm: SIGBED_REALM,
      hostIpAddresses: ['127.0.0.1'],
      productName: 'Sigbed',
      authApplicationIds: [CREDIT_CONTROL_APPLICATION_ID],
    } as const
    this.node = new DiameterNode(nodeConfiguration(capabilities, { timers: { watchdogMs, reconnectMs: 500 } }), () =>
      this.surroundings.randomUint32(),
    )
  }

  /** @returns the port */
  async listen(security?: TransportLayerSecurity): Promise<number> {
    this.listener = await TcpListener.open({ address: '127.0.0.1', port: 0, ...(security !== undefined && { security }) }, (accepted) => {
      this.tap(accepted)
      this.bindings.add(DiameterOverOctetStream.responder(this.node, accepted, this.surroundings, this.listenerFor))
    })
    return this.listener.port
  }

  connect(port: number, remoteHost: string, security?: TransportLayerSecurity): void {
    const open = overTcp({ addresses: ['127.0.0.1'], port, remoteHost, ...(security !== undefined && { security }) })
    const tapped: StreamOpener = (opened, failed) =>
      open((stream) => {
        this.tap(stream)
        opened(stream)
      }, failed)
    const binding = DiameterOverOctetStream.initiator(this.node, tapped, this.surroundings, this.listenerFor, {}, remoteHost)
    this.bindings.add(binding)
    binding.peer.start(this.surroundings.now())
    binding.settle()
  }

  /** True while requests can be sent. */
  get isUsable(): boolean {
    return this.usable() !== null
  }

  /** Sends `count` requests, numbered from `first`, to a realm. @throws Error when the connection takes one not */
  send(count: number, realm: string, first = 0): void {
    const binding = this.usable()
    if (binding === null) throw new Error('no connection to send on')
    for (let number = first; number < first + count; number++) {
      const { peer } = binding
      const writer = peer.beginRequest(CREDIT_CONTROL, CREDIT_CONTROL_APPLICATION_ID)
      writer.writeUtf8String(RFC6733.avp('Session-Id'), `${SIGBED_HOST};1;${number}`)
      peer.writeOrigin(writer)
      writer.writeUtf8String(RFC6733.avp('Destination-Realm'), realm)
      writer.writeUnsigned32(RFC6733.avp('Auth-Application-Id'), CREDIT_CONTROL_APPLICATION_ID)
      writer.writeUtf8String(SERVICE_CONTEXT_ID, 'interop@example.net')
      writer.writeUnsigned32(CC_REQUEST_TYPE, EVENT_REQUEST)
      writer.writeUnsigned32(CC_REQUEST_NUMBER, number)
      const outcome = peer.endRequest(number, this.surroundings.now())
      if (outcome !== 'sent') throw new Error(`request ${number}: ${outcome}`)
    }
    binding.settle()
  }

  countOf(kind: DiameterPeerEvent['kind']): number {
    return this.events.filter((event) => event.kind === kind).length
  }

  /** Takes leave, and is gone. */
  async stop(): Promise<void> {
    for (const binding of this.bindings) {
      binding.peer.stop('REBOOTING', this.surroundings.now())
      binding.settle()
    }
    const end = this.surroundings.now() + 2_000
    while (this.surroundings.now() < end && [...this.bindings].some(({ description }) => description !== '')) await pause(10)
    this.listener?.abortConnections()
    await this.listener?.close()
  }

  private usable(): DiameterOverOctetStream | null {
    return [...this.bindings].find(({ peer }) => peer.isOpen() && peer.remote?.watchdog.state === 'OKAY') ?? null
  }

  private readonly listenerFor = (binding: DiameterOverOctetStream): PeerListener => ({
    onEvent: (event) => this.events.push(event),
    onRequest: (_header, avps, request) => {
      this.requestsServed++
      const writer = binding.peer.beginAnswer(request, ResultCode.DIAMETER_SUCCESS)
      writer.writeUnsigned32(RFC6733.avp('Auth-Application-Id'), CREDIT_CONTROL_APPLICATION_ID)
      writer.writeUnsigned32(CC_REQUEST_TYPE, numberOf(avps, CC_REQUEST_TYPE))
      writer.writeUnsigned32(CC_REQUEST_NUMBER, numberOf(avps, CC_REQUEST_NUMBER))
      binding.peer.endAnswer(request, this.surroundings.now())
    },
    onAnswer: (context, _header, avps) => {
      const resultCode = numberOf(avps, RFC6733.avp('Result-Code'))
      if (resultCode === ResultCode.DIAMETER_SUCCESS && numberOf(avps, CC_REQUEST_NUMBER) === context) this.answered.push(context)
      else this.failures.push(`request ${context}: ${resultCode}`)
    },
    onRequestFailed: (context, _endToEndId, failure) => this.failures.push(`request ${context}: ${failure}`),
  })

  /** Listens in on what the peer sends: its watchdog leaves no other trace where all is well. */
  private tap({ stream }: OpenedStream): void {
    const framing = new MessageFraming()
    const header = new MessageHeader()
    stream.on('data', (octets: Uint8Array) => {
      framing.push(octets)
      while (framing.next()) {
        readMessageHeader(framing.octets, framing.at, framing.length, header)
        if (header.commandCode !== DEVICE_WATCHDOG) continue
        if ((header.flags & REQUEST_FLAG) !== 0) this.watchdogRequests++
        else this.watchdogAnswers++
      }
    })
  }
}

/** Waits for what other programs bring about. @throws Error (rejects) after `limitMs` */
export async function until(condition: () => boolean, what: string, limitMs = 20_000): Promise<void> {
  const end = performance.now() + limitMs
  while (!condition()) {
    if (performance.now() > end) throw new Error(`waited ${limitMs} ms in vain for ${what}`)
    await pause(5)
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

function numberOf(avps: AvpCursor, avp: AvpKey): number {
  if (!avps.find(avp.code, avp.vendorId) || avps.valueLength !== 4) return -1
  const { octets, valueAt } = avps
  return ((octets[valueAt]! << 24) | (octets[valueAt + 1]! << 16) | (octets[valueAt + 2]! << 8) | octets[valueAt + 3]!) >>> 0
}

const CREDIT_CONTROL = 272
const MANDATORY = 0x40
const SERVICE_CONTEXT_ID = { code: 461, vendorId: 0, flags: MANDATORY }
const CC_REQUEST_TYPE = { code: 416, vendorId: 0, flags: MANDATORY }
const CC_REQUEST_NUMBER = { code: 415, vendorId: 0, flags: MANDATORY }
const EVENT_REQUEST = 4
