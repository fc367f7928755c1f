import { type AdvertisedApplication, DiameterNodeRole, nodeSettings } from '@sigbed/diameter-peer'
import { SctpEndpoint } from '@sigbed/sctp-sockets'
import { EventLoopSurroundings } from '@sigbed/sctp-transport'
import { ACCOUNTING_APPLICATION_ID, type DiameterApplication, resultCodeName, VENDOR_3GPP } from 'diameter-codec'
import type { DiameterConnectionOptions } from './diameter-connection.js'

/** A connection that could not be had, or not kept. */
export class DiameterConnectionError extends Error {
  readonly code = 'SIGBED_DIAMETER_CONNECTION'
  constructor(message: string) {
    super(message)
    this.name = 'DiameterConnectionError'
  }
}

/** A node with one peer, made for a command and gone with it. */
export class ClientNode {
  readonly surroundings = new EventLoopSurroundings()
  readonly role: DiameterNodeRole
  /** The peer's, once it is open. */
  remoteHost = ''
  remoteRealm = ''
  private readonly trouble: string[] = []

  /** @throws what the transport does when the local address cannot be had */
  static async open(options: DiameterConnectionOptions, applications: readonly DiameterApplication[]): Promise<ClientNode> {
    const { transport } = options.peer
    const onSctp = transport === 'sctp' || transport === 'tls-sctp'
    const endpoint = onSctp ? await SctpEndpoint.open({ localAddresses: options.local, encapsulationPort: 0 }) : null
    return new ClientNode(options, applications, endpoint)
  }

  private constructor(
    private readonly options: DiameterConnectionOptions,
    applications: readonly DiameterApplication[],
    private readonly endpoint: SctpEndpoint | null,
  ) {
    const { originHost, originRealm, local, peer, security } = options
    this.role = new DiameterNodeRole({
      settings: nodeSettings(
        { originHost, originRealm, hostIpAddresses: local },
        {
          startTimeSeconds: Math.trunc(Date.now() / 1_000),
          peers: [{ ...peer, localAddress: endpoint === null ? (local[0] ?? null) : null }],
          timers: { reconnectMs: RECONNECT_MS },
          security,
        },
      ),
      surroundings: this.surroundings,
      endpoint,
      applications: [],
      alsoAdvertised: applications.map(advertised),
      observer: {
        onEvent: (event) => {
          if (event.kind === 'open') {
            this.remoteHost = event.remote.originHost
            this.remoteRealm = event.remote.originRealm
          } else if (event.kind === 'capabilities-refused') {
            const name = resultCodeName(event.resultCode) ?? event.where
            this.trouble.push(`capabilities refused by ${event.by === 'local' ? 'this side' : 'the peer'}: ${event.resultCode} ${name}`)
          } else if (event.kind === 'closed') this.trouble.push(`the connection was closed: ${event.reason}`)
        },
        onConnection: (text) => this.trouble.push(text),
      },
    })
  }

  /** Resolves when capabilities are exchanged, or when it is told to stop. @throws DiameterConnectionError (rejects) with what stood in the way */
  async connect(patienceMs: number, stop: AbortSignal): Promise<void> {
    await this.role.start()
    const end = this.surroundings.now() + patienceMs
    while (this.role.openPeers().length === 0) {
      const { transport, addresses, port } = this.options.peer
      if (stop.aborted) return
      const refusal = this.trouble.find((text) => text.startsWith('capabilities'))
      if (refusal !== undefined) throw new DiameterConnectionError(`${addresses.join(', ')} port ${port} over ${transport}: ${refusal}.`)
      if (this.surroundings.now() > end) {
        const reason =
          [...this.trouble].reverse().find((text) => !text.startsWith('the connection')) ?? this.trouble.at(-1) ?? 'nobody answered'
        throw new DiameterConnectionError(
          `no connection to ${addresses.join(', ')} port ${port} over ${transport}: ${reason}. Is a server listening there? "sigbed diameter server" starts one.`,
        )
      }
      await new Promise((over) => setTimeout(over, LOOK_EVERY_MS))
    }
  }

  async close(): Promise<void> {
    await this.role.stop()
    await this.endpoint?.close(GRACE_MS)
  }
}

/** As CER has it. */
export function advertised({ applicationId }: Pick<DiameterApplication, 'applicationId'>): AdvertisedApplication {
  // The vendor's own applications have numbers of their own range (RFC 6733 §11.3).
  const vendorId = applicationId >= FIRST_VENDOR_APPLICATION ? VENDOR_3GPP : 0
  return { applicationId, vendorId, kind: applicationId === ACCOUNTING_APPLICATION_ID ? 'accounting' : 'authentication' }
}

const FIRST_VENDOR_APPLICATION = 0x0100_0000
const RECONNECT_MS = 1_000
const LOOK_EVERY_MS = 2
const GRACE_MS = 250
