import { SimulatedTransport, SystemEnvironment } from '@sigbed/sctp-transport'
import { SeededRandom, SimulatedNetwork, VirtualClock } from '@sigbed/simulated-network'
import { type ConnectOptions, type Notification, type OneToOneSocket, SctpEndpoint } from '../src/index.js'

/** Endpoints on a network in memory and on virtual time: A associates, Z listens on SCTP port 5000. */
export class SimulatedScene {
  readonly clock: VirtualClock
  readonly network: SimulatedNetwork
  private readonly endpoints: SctpEndpoint[] = []

  constructor(seed = 1, delayMs = 10) {
    const random = new SeededRandom(seed)
    this.clock = new VirtualClock(random)
    this.network = new SimulatedNetwork(this.clock, random)
    this.network.configureUsual({ delayMs })
  }

  async open(...localAddresses: readonly string[]): Promise<SctpEndpoint> {
    const { clock, network } = this
    const system = new SystemEnvironment()
    const endpoint = await SctpEndpoint.open({
      localAddresses,
      surroundings: clock,
      environment: {
        randomUint32: () => clock.randomUint32(),
        hmacSha256: (key, octets) => system.hmacSha256(key, octets),
        hmacSha1: (key, octets) => system.hmacSha1(key, octets),
      },
      openTransport: async (addresses) => new SimulatedTransport(network, clock, { addresses, local: localAddresses }),
    })
    this.endpoints.push(endpoint)
    return endpoint
  }

  /** An association between two new endpoints, up at both ends, with all their notifications. */
  async associate(options: Partial<ConnectOptions> = {}, listening: ConnectOptions['parameters'] = {}): Promise<SimulatedPair> {
    const a = await this.open('10.0.0.1', '10.0.1.1')
    const z = await this.open('10.0.0.2', '10.0.1.2')
    const notificationsOfA: Notification[] = []
    const notificationsOfZ: Notification[] = []
    let accepted: OneToOneSocket | null = null
    z.listen(5000, {
      parameters: listening,
      onAssociation: (socket) => {
        accepted = socket
        socket.onNotification = (notification) => notificationsOfZ.push(notification)
      },
    })
    const socket = await this.run(
      a.connect({
        addresses: ['10.0.0.2', '10.0.1.2'],
        port: 5000,
        ...options,
        onSocket: (made) => {
          made.onNotification = (notification) => notificationsOfA.push(notification)
        },
      }),
    )
    await this.until(() => accepted !== null)
    return { a, z, socketOfA: socket, socketOfZ: accepted!, notificationsOfA, notificationsOfZ }
  }

  /** Lets time go by until the work is done. */
  async run<T>(work: Promise<T>): Promise<T> {
    let settled = false
    const done = () => {
      settled = true
    }
    work.then(done, done)
    const reached = await this.clock.runAsync(() => settled, LONGEST_RUN_MS, letPromisesRun)
    if (!reached) throw new Error('the scene came to rest before the work was done')
    return work
  }

  /** @throws Error when it does not come about. */
  async until(holds: () => boolean, limitMs = LONGEST_RUN_MS): Promise<void> {
    if (!(await this.clock.runAsync(holds, limitMs, letPromisesRun))) throw new Error(`it did not come about within ${limitMs} ms`)
  }

  async pass(durationMs: number): Promise<void> {
    await this.clock.runAsync(this.clock.now() + durationMs, 0, letPromisesRun)
  }

  /** The first or second network between A and Z. */
  cut(index: 0 | 1): void {
    this.network.cutPath(`10.0.${index}.1`, `10.0.${index}.2`)
  }

  async close(): Promise<void> {
    await this.run(Promise.all(this.endpoints.map((endpoint) => endpoint.close())))
  }
}

export interface SimulatedPair {
  readonly a: SctpEndpoint
  readonly z: SctpEndpoint
  readonly socketOfA: OneToOneSocket
  readonly socketOfZ: OneToOneSocket
  readonly notificationsOfA: Notification[]
  readonly notificationsOfZ: Notification[]
}

export function octetsOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

export function textOf(octets: Uint8Array): string {
  return new TextDecoder().decode(octets)
}

function letPromisesRun(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

const LONGEST_RUN_MS = 3_600_000
