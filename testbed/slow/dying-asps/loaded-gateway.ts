import type { ApplicationServerStatistics, SgpEvent, SignallingGatewayConfiguration } from '@sigbed/m3ua'
import { ProtocolData } from '@sigbed/m3ua-codec'
import { SignallingGatewayOverSctp } from '@sigbed/peer-bindings'
import { SctpEndpoint } from '@sigbed/sctp-sockets'
import { EventLoopSurroundings } from '@sigbed/sctp-transport'
import { waitUntil } from '@sigbed/testbed'
import { ENCAPSULATION_PORT, GATEWAY_ADDRESS, GATEWAY_PORT, monotonicMs, PARAMETERS, ROUTING_CONTEXT } from './scenario.js'

/** A Signalling Gateway Process that offers numbered messages to one AS at an even rate, and keeps account of what it is told of them. */
export class LoadedGateway {
  /** Numbers below this have been offered. */
  offered = 0
  /** Numbers that neither an association nor the queue took. */
  readonly refused = new Set<number>()
  /** Numbers the gateway has said it may not have delivered. */
  readonly reported = new Set<number>()
  /** When ASPs became active, on the machine's monotonic clock. */
  readonly joinedAtMs: number[] = []
  activeAsps = 0
  private readonly gateway: SignallingGatewayOverSctp
  private readonly protocolData = new ProtocolData()

  static async open(configuration: Partial<SignallingGatewayConfiguration>): Promise<LoadedGateway> {
    const surroundings = new EventLoopSurroundings()
    const endpoint = await SctpEndpoint.open({ localAddresses: [GATEWAY_ADDRESS], encapsulationPort: ENCAPSULATION_PORT, surroundings })
    return new LoadedGateway(endpoint, surroundings, configuration)
  }

  private constructor(
    private readonly endpoint: SctpEndpoint,
    private readonly surroundings: EventLoopSurroundings,
    configuration: Partial<SignallingGatewayConfiguration>,
  ) {
    this.gateway = new SignallingGatewayOverSctp(
      surroundings,
      { applicationServers: [{ routingContext: ROUTING_CONTEXT, trafficMode: 'loadshare' }], ...configuration },
      {
        onEvent: (event) => this.note(event),
        onData: () => {},
        onUndelivered: ({ protocolData: { octets, userDataAt } }) =>
          this.reported.add(new DataView(octets.buffer, octets.byteOffset).getUint32(userDataAt)),
      },
    )
    this.gateway.listen(endpoint, GATEWAY_PORT, PARAMETERS)
    this.protocolData.octets = new Uint8Array(USER_DATA_LENGTH)
    this.protocolData.userDataLength = USER_DATA_LENGTH
  }

  get statistics(): Readonly<ApplicationServerStatistics> {
    return this.gateway.process.asStatistics(ROUTING_CONTEXT)
  }

  get associations(): number {
    return this.endpoint.associations.length
  }

  /** Resolves once all of `messages` are offered, which go by SLS in turn. A tick that comes late makes up for it. */
  offer(messages: number, perSecond: number): Promise<void> {
    const startedAt = this.surroundings.now()
    const numbers = new DataView(this.protocolData.octets.buffer)
    return new Promise((resolve) => {
      const ticking = setInterval(() => {
        const due = Math.min(messages, ((this.surroundings.now() - startedAt) * perSecond) / 1000)
        for (; this.offered < due; this.offered++) {
          numbers.setUint32(0, this.offered)
          this.protocolData.signallingLinkSelection = this.offered % SLS_VALUES
          const outcome = this.gateway.process.sendData(this.protocolData, ROUTING_CONTEXT)
          if (outcome !== 'sent' && outcome !== 'queued') this.refused.add(this.offered)
        }
        this.gateway.settle()
        if (this.offered < messages) return
        clearInterval(ticking)
        resolve()
      }, TICK_MS)
    })
  }

  waitForActive(howMany: number): Promise<void> {
    return waitUntil(this.surroundings, () => this.activeAsps === howMany, `not ${howMany} ASPs are active`, PATIENCE_MS)
  }

  waitForAssociations(howMany: number): Promise<void> {
    return waitUntil(this.surroundings, () => this.associations === howMany, `there are not ${howMany} associations`, PATIENCE_MS)
  }

  async close(): Promise<void> {
    this.gateway.stop()
    await this.endpoint.close()
  }

  private note(event: SgpEvent): void {
    if (event.kind !== 'asp' || event.event.kind !== 'asp-state-change') return
    if (event.event.from === 'ASP-ACTIVE') this.activeAsps--
    if (event.event.to !== 'ASP-ACTIVE') return
    this.activeAsps++
    this.joinedAtMs.push(monotonicMs())
  }
}

const USER_DATA_LENGTH = 64
const SLS_VALUES = 16
const TICK_MS = 2
const PATIENCE_MS = 20_000
