import { M3UA_PORT } from '@sigbed/m3ua'
import { SignallingGatewayOverSctp } from '@sigbed/peer-bindings'
import type { OneToOneSocket } from '@sigbed/sctp-sockets'
import {
  type FlowSender,
  RoleAssociations,
  type RoleContext,
  type RoleKind,
  type ScenarioRole,
  type TrafficPlan,
  waitUntil,
} from '@sigbed/testbed'
import { membersOf } from './application-server-members.js'
import { gatewayContradictions, routingContextOfFlow } from './m3ua-contradictions.js'
import { M3UA_RUN_EVENTS, M3uaRunEvents } from './m3ua-run-events.js'
import {
  type ApplicationServerSettings,
  nameOf,
  SIGNALLING_GATEWAY_SETTINGS,
  SIGNALLING_GATEWAY_WORD,
  type SignallingGatewaySettings,
} from './m3ua-settings.js'
import { NumberedData } from './numbered-data.js'

/** A signalling gateway with one process (RFC 4666 §1.4.2.4), and the Application Servers that ASPs of the scenario serve. */
export const SIGNALLING_GATEWAY: RoleKind<SignallingGatewaySettings> = {
  word: SIGNALLING_GATEWAY_WORD,
  summary: 'M3UA signalling gateway: takes in ASPs, and shares the traffic of each Application Server among them',
  protocol: 'm3ua',
  schema: SIGNALLING_GATEWAY_SETTINGS,
  events: M3UA_RUN_EVENTS,
  nodesNamed: () => [],
  contradictions: gatewayContradictions,
  open: (context) => new SignallingGatewayOfScenario(context),
}

class SignallingGatewayOfScenario implements ScenarioRole {
  readonly name = 'signalling gateway'
  private readonly associations: RoleAssociations
  private readonly binding: SignallingGatewayOverSctp
  private readonly events: M3uaRunEvents

  constructor(private readonly context: RoleContext<SignallingGatewaySettings>) {
    const { settings, surroundings, observer } = context
    this.associations = new RoleAssociations(context)
    this.events = new M3uaRunEvents(context)
    this.binding = new SignallingGatewayOverSctp(
      surroundings,
      {
        applicationServers: settings['application-servers'].map((server) => ({
          routingContext: server['routing-context'],
          trafficMode: server['traffic-mode'],
          requiredActiveAsps: server['active-asps'],
          pendingMessages: server['pending-messages'],
        })),
        recoveryMs: settings.timers['t-r'],
        heartbeatMs: settings.timers['t-beat'],
        redistributeUnacknowledged: settings['redistribute-unacknowledged'],
      },
      {
        onEvent: (event) => {
          if (event.kind === 'asp') this.events.noteAsp(this.nodeOf(event.asp), event.event)
          else this.events.noteAs(event)
          if (event.kind === 'as-state-change') observer.onWritable()
        },
        onData: ({ protocolData }) => {
          const { octets, userDataAt, userDataLength, signallingLinkSelection } = protocolData
          const arrival = this.associations.arrivalFrom(this.binding.arrivedFrom)
          observer.onUserData(octets, userDataAt, userDataLength, signallingLinkSelection, arrival)
        },
      },
      {
        onSocket: (socket) => this.associations.begin(socket, 'the peer'),
        onNotification: (socket, notification) => this.associations.note(socket, notification),
      },
    )
  }

  async start(): Promise<void> {
    const { node, parameters } = this.context
    // An ASP may serve the AS that the scenario says it serves, and no other; a stranger none.
    this.binding.listen(node.endpoint, M3UA_PORT, parameters, (socket) => this.servedBy(socket))
  }

  async ready(isJoining = false): Promise<void> {
    const { surroundings, settings } = this.context
    const isReady = (server: ApplicationServerSettings): boolean =>
      isJoining ? this.binding.process.asState(server['routing-context']) === 'AS-ACTIVE' : this.missingOf(server).length === 0
    await Promise.all(
      settings['application-servers'].map((server) =>
        waitUntil(
          surroundings,
          () => isReady(server),
          () => `${nameOf(server)} lacks ${this.missingOf(server).join(', ')}`,
        ),
      ),
    )
  }

  openFlow(plan: TrafficPlan): FlowSender {
    const routingContext = routingContextOfFlow(this.context.scenario, plan)
    if (typeof routingContext === 'string') throw new Error(`flow ${plan.flow} ${routingContext}`)
    const { process } = this.binding
    return new NumberedData(this.context.scenario, plan, (protocolData) => process.sendData(protocolData, routingContext))
  }

  stall(stalled: boolean): void {
    this.associations.stall(stalled)
  }

  /** ASPs take leave of a gateway: it gives them the time for it, and goes. */
  async stop(): Promise<void> {
    const { node, surroundings } = this.context
    node.endpoint.stopListening(M3UA_PORT)
    await waitUntil(surroundings, () => this.associations.open.length === 0, '', STOP_PATIENCE_MS).catch(() => {})
    this.binding.stop()
    await this.associations.close()
  }

  /** What an AS has not yet of what traffic needs: each ASP where the scenario wants it, in words. */
  private missingOf(server: ApplicationServerSettings): string[] {
    const routingContext = server['routing-context']
    return membersOf(this.context.scenario, this.context.name, routingContext).flatMap(({ node, standby }) => {
      const states = [...this.binding.asps].filter(([socket]) => this.associations.nodeOf(socket) === node).map(([, asp]) => asp)
      const has = (state: string) =>
        states.some((asp) =>
          asp.memberships.some((membership) => membership.routingContext === routingContext && membership.state === state),
        )
      if (standby) return has('ASP-INACTIVE') || has('ASP-ACTIVE') ? [] : [`${node} (to stand by)`]
      return has('ASP-ACTIVE') ? [] : [`${node} (to be active)`]
    })
  }

  private servedBy(socket: OneToOneSocket): readonly number[] {
    const { scenario, name, settings } = this.context
    const peer = this.associations.nodeOf(socket)
    return settings['application-servers']
      .map((server) => server['routing-context'])
      .filter((routingContext) => membersOf(scenario, name, routingContext).some(({ node }) => node === peer))
  }

  private nodeOf(asp: object): string {
    for (const [socket, attached] of this.binding.asps) if (attached === asp) return this.associations.nodeOf(socket)
    return 'an ASP'
  }
}

const STOP_PATIENCE_MS = 1500
