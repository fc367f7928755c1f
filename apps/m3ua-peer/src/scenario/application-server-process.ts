import { type AccessEvent, type ApplicationServerProcess, M3UA_PORT } from '@sigbed/m3ua'
import { SignallingGatewayAccessOverSctp } from '@sigbed/peer-bindings'
import {
  type FlowSender,
  RoleAssociations,
  type RoleContext,
  type RoleKind,
  type ScenarioRole,
  type TrafficPlan,
  waitUntil,
} from '@sigbed/testbed'
import { ApplicationServerIdleness } from './application-server-idleness.js'
import { applicationServerAt, standsBy } from './application-server-members.js'
import { aspContradictions } from './m3ua-contradictions.js'
import { M3UA_RUN_EVENTS, M3uaRunEvents } from './m3ua-run-events.js'
import {
  APPLICATION_SERVER_PROCESS_SETTINGS,
  APPLICATION_SERVER_PROCESS_WORD,
  type ApplicationServerProcessSettings,
} from './m3ua-settings.js'
import { NumberedData } from './numbered-data.js'

/** An ASP in one Application Server, at one signalling gateway or several (RFC 4666 §1.4.2.5). */
export const APPLICATION_SERVER_PROCESS: RoleKind<ApplicationServerProcessSettings> = {
  word: APPLICATION_SERVER_PROCESS_WORD,
  summary: 'M3UA application server process: serves an Application Server of its signalling gateways',
  protocol: 'm3ua',
  schema: APPLICATION_SERVER_PROCESS_SETTINGS,
  events: M3UA_RUN_EVENTS,
  nodesNamed: ({ gateways }) => gateways.map((node, i) => ({ place: ['gateways', i], node })),
  contradictions: aspContradictions,
  open: (context) => new AspOfScenario(context),
}

class AspOfScenario implements ScenarioRole {
  readonly name = 'application server process'
  private readonly associations: RoleAssociations
  private readonly binding: SignallingGatewayAccessOverSctp
  private readonly events: M3uaRunEvents
  private readonly standby: boolean
  private readonly idleness: ApplicationServerIdleness
  /** By the names of the gateways. */
  private readonly processes = new Map<string, ApplicationServerProcess>()

  constructor(private readonly context: RoleContext<ApplicationServerProcessSettings>) {
    const { scenario, name, settings, surroundings, observer } = context
    const routingContext = settings['routing-context']
    this.associations = new RoleAssociations(context)
    this.events = new M3uaRunEvents(context)
    this.standby = standsBy(scenario, name, settings)
    this.idleness = new ApplicationServerIdleness(surroundings, 2 * settings.timers.reconnect, (gateway) => this.takeOver(gateway))
    this.binding = new SignallingGatewayAccessOverSctp(
      surroundings,
      {
        applicationServers: [{ routingContext }],
        trafficMode: settings['traffic-mode'] ?? applicationServerAt(scenario, settings.gateways[0]!, routingContext)!['traffic-mode'],
        aspIdentifier: settings['asp-identifier'] ?? null,
        acknowledgementMs: settings.timers['t-ack'],
        heartbeatMs: settings.timers['t-beat'],
        redistributeUnacknowledged: settings['redistribute-unacknowledged'],
      },
      {
        onEvent: (event) => this.note(event),
        onData: ({ protocolData }) => {
          const { octets, userDataAt, userDataLength, signallingLinkSelection } = protocolData
          const arrival = this.associations.arrivalFrom(this.binding.arrivedFrom)
          observer.onUserData(octets, userDataAt, userDataLength, signallingLinkSelection, arrival)
        },
      },
      {
        onSocket: (socket) => this.associations.begin(socket, 'this node'),
        onNotification: (socket, notification) => this.associations.note(socket, notification),
      },
    )
  }

  async start(): Promise<void> {
    const { node, settings, surroundings, parameters, whereIs } = this.context
    this.binding.access.aim(this.standby ? 'standby' : 'active', surroundings.now())
    for (const gateway of settings.gateways) {
      const { addresses, encapsulationPort } = whereIs(gateway)
      const { reconnect } = settings.timers
      const { asp, whenUp } = this.binding.connect(
        node.endpoint,
        { name: gateway },
        {
          addresses,
          port: M3UA_PORT,
          encapsulationPort,
          // RFC 9260 §5.2: a gateway then knows the association of an ASP that was started anew as the one it had.
          localPort: M3UA_PORT,
          parameters,
          firstReconnectMs: reconnect / 4,
          reconnectMs: reconnect,
        },
      )
      this.processes.set(gateway, asp)
      // It goes on trying; what never comes `ready` finds out.
      whenUp.catch(() => {})
    }
  }

  async ready(isJoining = false): Promise<void> {
    const { surroundings, settings } = this.context
    const needed = isJoining ? 1 : settings.gateways.length
    await waitUntil(
      surroundings,
      () => settings.gateways.length - this.missing().length >= needed,
      () => this.missing().join('; '),
    )
  }

  openFlow(plan: TrafficPlan): FlowSender {
    const { access } = this.binding
    return new NumberedData(this.context.scenario, plan, (protocolData) => access.sendData(protocolData, ONLY_APPLICATION_SERVER))
  }

  stall(stalled: boolean): void {
    this.associations.stall(stalled)
  }

  async stop(): Promise<void> {
    const { surroundings } = this.context
    const { binding } = this
    binding.access.aim('down', surroundings.now())
    binding.settle()
    // A gateway that does not answer is left without goodbye: the association's own shutdown follows.
    await waitUntil(
      surroundings,
      () => [...this.processes.values()].every(({ state }) => state === 'ASP-DOWN'),
      '',
      STOP_PATIENCE_MS,
    ).catch(() => {})
    binding.stop()
    this.idleness.stop()
    await this.associations.close()
  }

  /** What traffic needs and has not come yet, in words. */
  private missing(): string[] {
    const wanted = this.standby ? 'ASP-INACTIVE' : 'ASP-ACTIVE'
    return this.context.settings.gateways.flatMap((gateway) => {
      const process = this.processes.get(gateway)
      const state = process?.state ?? 'ASP-DOWN'
      if (state === wanted || state === 'ASP-ACTIVE') return []
      return [process?.isAssociated === true ? `${gateway} has it in ${state}, not ${wanted}` : `no association with ${gateway}`]
    })
  }

  /** The preferred ASP has not come: RFC 4666 §4.3.4.3 leaves it to an ASP when it says that it is ready. */
  private takeOver(gateway: string): void {
    this.processes.get(gateway)?.takeOver(this.context.surroundings.now())
    this.binding.settle()
  }

  private note(event: AccessEvent): void {
    if (event.kind !== 'sgp') return
    this.events.noteAsp(`at ${event.sgp}`, event.event)
    if (this.standby) this.idleness.note(event.sgp, event.event)
    if (event.event.kind === 'asp-state-change' && event.event.to === 'ASP-ACTIVE') this.context.observer.onWritable()
  }
}

const ONLY_APPLICATION_SERVER = 0
const STOP_PATIENCE_MS = 1500
