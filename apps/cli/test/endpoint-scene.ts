import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { PacketBatch } from '@sigbed/sctp-core'
import type { Notification, OneToOneSocket, ReceivedMessage } from '@sigbed/sctp-sockets'
import { SctpEndpoint, type SctpEndpointOptions } from '@sigbed/sctp-sockets'
import type { DatagramTransport, TransportStatistics } from '@sigbed/sctp-transport'
import { type ProgramSurroundings, type RunningProgram, startProgram } from './built-program.js'

/** One message as a test compares it. */
export interface TakenMessage {
  readonly text: string
  readonly stream: number
  readonly payloadProtocolId: number
  readonly unordered: boolean
}

/** `sigbed endpoint` as a program of its own, and endpoints of this process to talk to it; all gone after the test. */
export class EndpointScene {
  private readonly programs: RunningProgram[] = []
  private readonly endpoints: SctpEndpoint[] = []

  constructor(private readonly folder: string) {}

  /** Starts the program, and waits until it says READY. */
  async start(words: readonly (string | number)[], environment: ProgramSurroundings['environment'] = {}): Promise<RunningProgram> {
    const program = startProgram(['endpoint', ...words.map(String)], { folder: this.folder, environment })
    this.programs.push(program)
    await program.hasWritten('READY\n')
    return program
  }

  /** An endpoint of this process. */
  async open(options: Partial<SctpEndpointOptions> = {}): Promise<SctpEndpoint> {
    const endpoint = await SctpEndpoint.open({ localAddresses: ['127.0.0.1'], encapsulationPort: 0, ...options })
    this.endpoints.push(endpoint)
    return endpoint
  }

  async clear(): Promise<void> {
    for (const { child } of this.programs) child.kill('SIGKILL')
    await Promise.all(this.programs.splice(0).map(({ end }) => end))
    await Promise.all(this.endpoints.splice(0).map((endpoint) => endpoint.close(0)))
  }
}

/** Everything one association brings, to be waited for. */
export class Heard {
  readonly messages: TakenMessage[] = []
  readonly kinds: Notification['kind'][] = []
  octets = 0
  private looks: (() => void)[] = []

  constructor(readonly socket: OneToOneSocket) {
    socket.onMessage = (message) => {
      this.octets += message.length
      this.messages.push(taken(message))
      this.look()
    }
    socket.onNotification = ({ kind }) => {
      this.kinds.push(kind)
      this.look()
    }
  }

  /** Resolves once there are so many messages. */
  message(count: number): Promise<TakenMessage> {
    return this.until(() => this.messages[count - 1] ?? null)
  }

  notification(kind: Notification['kind']): Promise<true> {
    return this.until(() => (this.kinds.includes(kind) ? true : null))
  }

  until<Found>(find: () => Found | null): Promise<Found> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = find()
        if (found === null) this.looks.push(look)
        else resolve(found)
      }
      look()
    })
  }

  private look(): void {
    const { looks } = this
    this.looks = []
    for (const look of looks) look()
  }
}

/** Listens on an SCTP port; gives the associations in the order in which they come up. */
export function listen(endpoint: SctpEndpoint, port: number): { next(): Promise<Heard> } {
  const arrived: Heard[] = []
  const waiting: ((heard: Heard) => void)[] = []
  endpoint.listen(port, {
    onAssociation: (socket) => {
      const heard = new Heard(socket)
      const waiter = waiting.shift()
      if (waiter === undefined) arrived.push(heard)
      else waiter(heard)
    },
  })
  return {
    next: () => {
      const heard = arrived.shift()
      return heard === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(heard)
    },
  }
}

export async function connect(
  endpoint: SctpEndpoint,
  udpPort: number,
  port = 7,
  addresses: readonly string[] = ['127.0.0.1'],
): Promise<Heard> {
  let heard: Heard | null = null
  await endpoint.connect({
    addresses,
    port,
    encapsulationPort: udpPort,
    parameters: QUICK,
    onSocket: (socket) => {
      heard = new Heard(socket)
    },
  })
  return heard!
}

/** A transport that can be made to lose everything. */
export class SilentTransport implements DatagramTransport {
  onReceive: (batch: PacketBatch) => void = () => {}
  silent = false

  constructor(private readonly inner: DatagramTransport) {
    inner.onReceive = (batch) => {
      if (!this.silent) this.onReceive(batch)
    }
  }

  get statistics(): TransportStatistics {
    return this.inner.statistics
  }

  send(batch: PacketBatch): void {
    if (!this.silent) this.inner.send(batch)
  }

  close(): Promise<void> {
    return this.inner.close()
  }
}

/** A UDP port that was free a moment ago, on all these addresses as good as certainly. */
export async function freePort(): Promise<number> {
  const socket = createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address() as AddressInfo
  socket.close()
  await once(socket, 'close')
  return port
}

function taken(message: ReceivedMessage): TakenMessage {
  const { streamId: stream, payloadProtocolId, unordered } = message
  return { text: Buffer.from(message.copyPayload()).toString('latin1'), stream, payloadProtocolId, unordered }
}

/** For a test that does not want to wait, nor to be short of streams. */
export const QUICK = { outboundStreams: 2048, rtoInitialMs: 200, rtoMinMs: 100, rtoMaxMs: 1000 } as const

/** The same timers as flags. */
export const QUICK_FLAGS = ['--rto-initial', 200, '--rto-min', 100, '--rto-max', 1000] as const
