import {
  ApplicationServerProcess,
  type ApplicationServerProcessConfiguration,
  type AspEvent,
  type AspState,
  NO_ROUTING_CONTEXT,
  type SendOutcome,
} from '@sigbed/m3ua'
import { expect, onTestFinished } from 'vitest'
import { type DeliveredData, delivered, protocolDataOf } from './delivered-data.js'
import { type Label, message, routingContext, trafficMode } from './message-octets.js'
import { Peer } from './peer.js'
import { Timeline } from './timeline.js'

/** An Application Server Process as the system under test. The tester plays its SGP, and the management and the MTP3-User above it. */
export class AspUnderTest {
  readonly timeline = new Timeline()
  readonly asp: ApplicationServerProcess
  readonly sgp = new Peer('SGP', this.timeline)
  readonly events: AspEvent[] = []
  readonly delivered: DeliveredData[] = []
  private readonly routingContexts: readonly number[]

  constructor(configuration: Partial<ApplicationServerProcessConfiguration> = {}) {
    const complete = { applicationServers: [{ routingContext: 1 }], trafficMode: 'loadshare', ...configuration } as const
    this.routingContexts = complete.applicationServers.flatMap((served) => served.routingContext ?? [])
    this.asp = new ApplicationServerProcess(this.sgp.lowerLayer, complete, {
      onEvent: (event) => this.events.push(event),
      onData: (data, context) => this.delivered.push(delivered(data, context)),
    })
    this.sgp.attach(this.asp)
    this.timeline.drive(this.asp)
    onTestFinished(() => this.sgp.expectNothing())
  }

  get state(): AspState {
    return this.asp.state
  }

  /** Kinds of the events so far that no state change is, in their order. */
  get heard(): string[] {
    return this.events.map(({ kind }) => kind).filter((kind) => kind !== 'asp-state-change')
  }

  // ---- what management and the MTP3-User ask for

  up(): void {
    this.asp.up(this.timeline.nowMs)
  }

  activate(): void {
    this.asp.activate(this.timeline.nowMs)
  }

  deactivate(): void {
    this.asp.deactivate(this.timeline.nowMs)
  }

  down(): void {
    this.asp.down(this.timeline.nowMs)
  }

  sendData(fields: Partial<Label> = {}, context = this.routingContexts[0] ?? NO_ROUTING_CONTEXT): SendOutcome {
    return this.asp.sendData(protocolDataOf(fields), context)
  }

  // ---- the usual ways into a state

  /** ASPUP is sent, on a new association, and not answered yet. */
  comingUp(): this {
    this.up()
    this.sgp.communicationUp()
    this.sgp.expect('ASPUP')
    return this
  }

  inactive(): this {
    this.comingUp()
    this.sgp.send(message('ASPUP ACK'))
    expect(this.state).toBe('ASP-INACTIVE')
    return this
  }

  /** ASPAC is sent, and not answered yet. */
  activating(): this {
    this.inactive()
    this.activate()
    this.sgp.expect('ASPAC')
    return this
  }

  active(): this {
    this.activating()
    this.sgp.send(message('ASPAC ACK', trafficMode('loadshare'), ...this.contexts()))
    expect(this.state).toBe('ASP-ACTIVE')
    return this
  }

  /** ASPIA is sent, and not answered yet. */
  deactivating(): this {
    this.active()
    this.deactivate()
    this.sgp.expect('ASPIA')
    return this
  }

  /** ASPDN is sent, and not answered yet. */
  goingDown(): this {
    this.inactive()
    this.down()
    this.sgp.expect('ASPDN')
    return this
  }

  /** The Routing Context parameter that names all its AS; none where it has none. */
  contexts(): readonly Uint8Array[] {
    return this.routingContexts.length === 0 ? [] : [routingContext(...this.routingContexts)]
  }
}
