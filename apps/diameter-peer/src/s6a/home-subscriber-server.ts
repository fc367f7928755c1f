import { avpValue, S6A } from 'diameter-codec'
import { type RequestSender, type ServedApplication, servedApplication } from '../application.js'
import type { Subscriber } from '../subscriber/subscriber.js'
import type { SubscriberDirectory } from '../subscriber/subscriber-directory.js'
import { AuthenticationCentre } from './authentication-centre.js'
import { answerAuthenticationInformation } from './authentication-information.js'
import { CLR_REATTACH_REQUIRED, DSR_PDN_CONTEXTS_WITHDRAWAL, PUA_FREEZE_M_TMSI, PUA_FREEZE_P_TMSI } from './flags.js'
import type { HssEvent } from './hss-event.js'
import { KINDS, LocationRegister, type ServingNode } from './location-register.js'
import {
  accepted,
  describeOutcome,
  refused,
  refusedByBase,
  S6A_ADVERTISED,
  type S6aAnswer,
  type S6aAvp,
  type S6aMessage,
  sendS6a,
} from './s6a-application.js'
import { subscriptionData } from './subscription-data.js'
import { type CancellationType, updateLocation } from './update-location.js'

export interface HomeSubscriberServerOptions {
  readonly subscribers: SubscriberDirectory
  readonly sender: RequestSender
  /** For challenges: unpredictable in production, seeded in tests. */
  readonly randomUint32: () => number
  readonly onEvent: (event: HssEvent) => void
}

/**
 * A sample HSS on S6a and S6d: authenticates subscribers, knows where they are, and tells the nodes that serve them what they may do and
 * when that changes. TS 29.272 §5.2.
 */
export class HomeSubscriberServer {
  readonly served: ServedApplication
  readonly centre: AuthenticationCentre
  private readonly register = new LocationRegister()

  constructor(private readonly options: HomeSubscriberServerOptions) {
    this.centre = new AuthenticationCentre(options.randomUint32)
    this.served = servedApplication('S6a HSS', S6A_ADVERTISED, S6A, (request) => this.answer(request))
  }

  /** The nodes that serve a subscriber. */
  servingNodes(imsi: string): readonly ServingNode[] {
    return KINDS.map((kind) => this.register.servingNode(imsi, kind)).filter((node) => node !== null)
  }

  /** Takes a change of a subscriber in and tells the nodes that serve him, by IDR. TS 29.272 §5.2.2.1. */
  changeSubscriber(changed: Subscriber): void {
    this.options.subscribers.enter(changed)
    this.push(changed.imsi, 'Insert-Subscriber-Data-Request', [subscriptionData(changed)])
  }

  /** Takes access points from a subscriber, by DSR. TS 29.272 §5.2.2.2. @returns false when nobody has this IMSI */
  withdrawAccessPoints(imsi: string, contextIdentifiers: readonly number[]): boolean {
    const subscriber = this.options.subscribers.find(imsi)
    if (subscriber === null) return false
    const accessPoints = subscriber.accessPoints.filter(({ contextIdentifier }) => !contextIdentifiers.includes(contextIdentifier))
    this.options.subscribers.enter({ ...subscriber, accessPoints })
    this.push(imsi, 'Delete-Subscriber-Data-Request', [
      { name: 'DSR-Flags', value: DSR_PDN_CONTEXTS_WITHDRAWAL },
      ...contextIdentifiers.map((value): S6aAvp => ({ name: 'Context-Identifier', value })),
    ])
    return true
  }

  /** Ends a subscription, by CLR. TS 29.272 §5.2.1.2. @returns false when nobody has this IMSI */
  withdrawSubscription(imsi: string): boolean {
    if (this.options.subscribers.find(imsi) === null) return false
    for (const node of this.servingNodes(imsi)) this.cancel(imsi, node, 'SUBSCRIPTION_WITHDRAWAL')
    this.options.subscribers.remove(imsi)
    this.register.forget(imsi)
    this.centre.forget(imsi)
    return true
  }

  /** Detaches a subscriber, who may attach again at once, by CLR. TS 29.272 §7.3.152. */
  reattach(imsi: string): void {
    for (const node of this.servingNodes(imsi)) this.cancel(imsi, node, 'SUBSCRIPTION_WITHDRAWAL', CLR_REATTACH_REQUIRED)
  }

  /** Tells every node that serves anybody that this server restarted, by RSR. TS 29.272 §5.2.4.1. */
  reset(): void {
    for (const node of this.register.all()) this.send(null, node, 'Reset-Request', [])
  }

  private answer(request: S6aMessage): S6aAnswer {
    const imsi = avpValue(request.avps, 'User-Name') ?? ''
    const subscriber = this.options.subscribers.find(imsi)
    const answer = SERVED.has(request.command)
      ? subscriber === null
        ? // TS 29.272 §5.2: in every procedure the first check.
          refused('DIAMETER_ERROR_USER_UNKNOWN')
        : this.answerAbout(subscriber, request)
      : refusedByBase('DIAMETER_COMMAND_UNSUPPORTED')
    if (typeof answer.result !== 'number') {
      const reason = String(answer.result.experimentalResultCode)
      this.options.onEvent({ kind: 'refused', imsi, command: request.command, reason })
    }
    return answer
  }

  private answerAbout(subscriber: Subscriber, request: S6aMessage): S6aAnswer {
    switch (request.command) {
      case 'Authentication-Information-Request':
        return answerAuthenticationInformation(request, subscriber, this.centre)
      case 'Update-Location-Request':
        return this.updateLocation(subscriber, request)
      case 'Purge-UE-Request':
        return this.purge(subscriber.imsi, request)
      default:
        return this.notify(subscriber.imsi, request)
    }
  }

  private updateLocation(subscriber: Subscriber, request: S6aMessage): S6aAnswer {
    const { answer, registeredAs, cancellations } = updateLocation(request, subscriber, this.register)
    for (const { node, type } of cancellations) this.cancel(subscriber.imsi, node, type)
    const host = avpValue(request.avps, 'Origin-Host')!
    if (registeredAs !== null) this.options.onEvent({ kind: 'registered', imsi: subscriber.imsi, as: registeredAs, host })
    return answer
  }

  /** TS 29.272 §5.2.1.3.3: a node that does not serve him any more has nothing to freeze. */
  private purge(imsi: string, request: S6aMessage): S6aAnswer {
    const host = avpValue(request.avps, 'Origin-Host')!
    const serving = this.register.findByHost(imsi, host)
    if (serving === null) return accepted([{ name: 'PUA-Flags', value: 0 }])
    this.register.purge(imsi, serving.kind)
    this.options.onEvent({ kind: 'purged', imsi, as: serving.kind, host })
    return accepted([{ name: 'PUA-Flags', value: serving.kind === 'MME' ? PUA_FREEZE_M_TMSI : PUA_FREEZE_P_TMSI }])
  }

  /** TS 29.272 §5.2.5.1.3: only of nodes that serve him. */
  private notify(imsi: string, request: S6aMessage): S6aAnswer {
    const host = avpValue(request.avps, 'Origin-Host')!
    if (this.register.findByHost(imsi, host) === null) return refused('DIAMETER_ERROR_UNKNOWN_SERVING_NODE')
    const of = request.avps.map(({ name }) => name).filter((name) => NOTIFIED.has(name))
    this.options.onEvent({ kind: 'notified', imsi, host, of })
    return accepted()
  }

  private cancel(imsi: string, node: ServingNode, type: CancellationType, flags: number | null = null): void {
    this.send(imsi, node, 'Cancel-Location-Request', [
      { name: 'User-Name', value: imsi },
      { name: 'Cancellation-Type', value: type },
      ...(flags === null ? [] : [{ name: 'CLR-Flags', value: flags } as const]),
    ])
  }

  /** Sends a request about a subscriber to every node that serves him and has not purged him. */
  private push(imsi: string, command: S6aMessage['command'], avps: readonly S6aAvp[]): void {
    for (const node of this.servingNodes(imsi))
      if (!node.purged) this.send(imsi, node, command, [{ name: 'User-Name', value: imsi }, ...avps])
  }

  private send(imsi: string | null, node: ServingNode, command: S6aMessage['command'], avps: readonly S6aAvp[]): void {
    sendS6a(this.options.sender, command, node, avps, (outcome) => {
      const { host } = node
      this.options.onEvent({ kind: 'pushed', imsi, command, host, outcome: describeOutcome(outcome) })
    })
  }
}

const SERVED: ReadonlySet<string> = new Set<S6aMessage['command']>([
  'Authentication-Information-Request',
  'Update-Location-Request',
  'Purge-UE-Request',
  'Notify-Request',
])

/** What a NOR may be about. TS 29.272 §5.2.5.1.1. */
const NOTIFIED: ReadonlySet<string> = new Set([
  'Terminal-Information',
  'MIP6-Agent-Info',
  'Service-Selection',
  'Alert-Reason',
  'UE-SRVCC-Capability',
  'NOR-Flags',
  'Homogeneous-Support-of-IMS-Voice-Over-PS-Sessions',
  'Maximum-UE-Availability-Time',
])
