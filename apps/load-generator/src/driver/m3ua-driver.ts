import type { DataMessage } from '@sigbed/m3ua-codec'
import { ProtocolData } from '@sigbed/m3ua-codec'
import { NumberedPayload, readNumberedPayload, SHORTEST_PAYLOAD, writeNumberedPayload } from '@sigbed/measurement'
import type { ProtocolParameters, SctpEndpoint, Surroundings, TimerHandle } from '@sigbed/sctp-sockets'
import { LoadConnectionError } from '../load-generator-error.js'
import { SequenceAudit } from '../measurement/sequence-audit.js'
import type { LoadPlan, M3uaTraffic } from '../plan/load-plan.js'
import { AwaitedEchoes } from './awaited-echoes.js'
import { DrawnNumber } from './drawn-number.js'
import type { LoadDriver, LoadDriverUser, LoadShare } from './load-driver.js'
import { openLoadEndpoint } from './load-endpoint.js'
import { M3uaAssociation, type M3uaAssociationUser } from './m3ua-association.js'

/**
 * M3UA DATA on associations of its own. M3UA acknowledges no DATA (RFC 4666 §1.4): what can be known without the other end's help is
 * when its SCTP acknowledged a message, which is what is measured then. A target that sends every DATA back lets the whole way be
 * measured, and lost, duplicated and overtaken messages be told apart.
 */
export class M3uaDriver implements LoadDriver, M3uaAssociationUser {
  readonly kinds = ['DATA']
  private readonly traffic: M3uaTraffic
  private readonly associations: M3uaAssociation[] = []
  private readonly protocolData = new ProtocolData()
  private readonly payload = new NumberedPayload()
  private readonly returned = new NumberedPayload()
  private readonly sizes: DrawnNumber
  private readonly signallingLinks: DrawnNumber
  private readonly audit = new SequenceAudit('m3ua')
  private readonly echoes = new AwaitedEchoes()
  private readonly octets: Uint8Array
  private sent = 0
  private settled = 0
  private timer: TimerHandle | null = null
  private user!: LoadDriverUser
  private endpoint: SctpEndpoint | null = null
  private trouble = ''
  private closing = false

  constructor(
    private readonly plan: LoadPlan,
    private readonly share: LoadShare,
    private readonly own: { readonly first: number; readonly count: number },
    private readonly parameters: Partial<ProtocolParameters>,
    private readonly surroundings: Surroundings,
  ) {
    const traffic = plan.traffic as M3uaTraffic
    this.traffic = traffic
    this.sizes = new DrawnNumber(traffic.sizes, plan.seed)
    this.signallingLinks = new DrawnNumber(traffic.signallingLinkSelections, plan.seed ^ SIGNALLING_LINKS)
    this.octets = new Uint8Array(this.sizes.most)
    const { protocolData } = this
    protocolData.originatingPointCode = traffic.originatingPointCode
    protocolData.destinationPointCode = traffic.destinationPointCode
    protocolData.serviceIndicator = traffic.serviceIndicator
    protocolData.networkIndicator = traffic.networkIndicator
    protocolData.messagePriority = traffic.messagePriority
    protocolData.octets = this.octets
  }

  get outstanding(): number {
    return this.sent - this.settled
  }

  async connect(user: LoadDriverUser): Promise<void> {
    this.user = user
    this.endpoint = await openLoadEndpoint(this.plan, this.surroundings)
    for (let i = 0; i < this.own.count; i++)
      this.associations.push(new M3uaAssociation(this.plan, this.own.first + i, this.endpoint, this.surroundings, this.parameters, this))
    await this.allActive()
  }

  offer(sequence: number, intendedAtMs: number): boolean {
    const message = sequence * this.share.of + this.share.worker
    const { protocolData, traffic, payload } = this
    const signallingLink = this.signallingLinks.of(message)
    const length = this.sizes.of(message)
    protocolData.signallingLinkSelection = signallingLink
    protocolData.userDataLength = length
    if (length >= SHORTEST_PAYLOAD) {
      payload.flowNumber = this.share.worker
      payload.orderKey = signallingLink
      payload.sequence = sequence
      payload.intendedAtMs = intendedAtMs
      writeNumberedPayload(this.octets, 0, length, payload)
    }
    const association = this.takeAssociation(signallingLink)
    if (association === null || !association.send(protocolData, traffic.routingContext, intendedAtMs)) return false
    this.sent++
    this.user.measurement.offered(DATA, intendedAtMs)
    if (traffic.echo) this.echoes.add(sequence, intendedAtMs)
    this.lookSoon()
    return true
  }

  kindOf(): number {
    return DATA
  }

  async close(): Promise<void> {
    this.closing = true
    this.lookForAcknowledgements()
    if (this.timer !== null) this.surroundings.stopTimer(this.timer)
    for (const association of this.associations) association.down()
    await this.until(() => this.associations.every(({ isActive }) => !isActive), CLOSING_PATIENCE_MS)
    for (const association of this.associations) association.stop()
    await this.endpoint?.close(GRACE_MS)
  }

  // ---- M3uaAssociationUser

  onData({ protocolData }: DataMessage): void {
    const { returned, user, traffic, audit } = this
    if (!traffic.echo) return
    const { octets, userDataAt, userDataLength } = protocolData
    const fault = readNumberedPayload(octets, userDataAt, userDataLength, returned)
    if (fault === 'damaged-header' || fault === 'damaged-filling') {
      user.event('damaged-data', 'an echo came back with other octets than were sent')
      return
    }
    if (fault !== null || returned.flowNumber !== this.share.worker) {
      user.event('foreign-data', 'DATA came in that is no echo of what was sent')
      return
    }
    const { duplicated, reordered } = audit
    const isFirst = audit.recordDelivery(returned.sequence, returned.orderKey)
    if (audit.duplicated > duplicated) user.measurement.duplicated(DATA, returned.intendedAtMs)
    if (audit.reordered > reordered) user.measurement.reordered(DATA, returned.intendedAtMs)
    if (!isFirst) return
    const intendedAtMs = this.echoes.take(returned.sequence)
    // One that was given up stays lost, whatever comes back of it.
    if (!Number.isNaN(intendedAtMs)) this.complete(intendedAtMs, this.surroundings.now() - user.zeroMs)
  }

  onActive(association: M3uaAssociation): void {
    this.user.event('asp-active', `association ${this.associations.indexOf(association) + 1}`)
    this.user.writable()
  }

  onLost(association: M3uaAssociation, reason: string): void {
    this.trouble = reason
    const { unacknowledged } = association
    this.takeAcknowledged(association)
    // With an echo there are none here: what never comes back is given up after its time.
    while (unacknowledged.count > 0) {
      const intendedAtMs = unacknowledged.take()
      if (Number.isNaN(intendedAtMs)) continue
      this.lose(intendedAtMs)
    }
    if (!this.closing) this.user.event('association-lost', reason)
  }

  onPathEvent(kind: string, detail: string): void {
    if (!this.closing) this.user.event(kind, detail)
  }

  onError(reason: string): void {
    this.trouble = reason
    this.user.event('error-received', reason)
  }

  onWritable(): void {
    this.user.writable()
  }

  onDry(association: M3uaAssociation): void {
    this.takeAcknowledged(association)
  }

  // ---- latency

  private complete(intendedAtMs: number, nowMs: number): void {
    this.settled++
    this.user.measurement.completed(DATA, intendedAtMs, nowMs, true)
    this.user.ended()
  }

  private lose(intendedAtMs: number): void {
    this.settled++
    this.user.measurement.lost(DATA, intendedAtMs)
    this.user.ended()
  }

  private takeAcknowledged(association: M3uaAssociation): void {
    const { unacknowledged } = association
    const byPeer = association.acknowledgedByPeer
    const nowMs = this.surroundings.now() - this.user.zeroMs
    for (; association.acknowledged < byPeer && unacknowledged.count > 0; association.acknowledged++) {
      const intendedAtMs = unacknowledged.take()
      if (!Number.isNaN(intendedAtMs)) this.complete(intendedAtMs, nowMs)
    }
  }

  private lookForAcknowledgements(): void {
    for (let i = 0; i < this.associations.length; i++) this.takeAcknowledged(this.associations[i]!)
  }

  private giveUpLateEchoes(): void {
    const beforeMs = this.surroundings.now() - this.user.zeroMs - this.plan.timeoutMs
    for (;;) {
      const intendedAtMs = this.echoes.giveUp(beforeMs)
      if (Number.isNaN(intendedAtMs)) return
      this.lose(intendedAtMs)
    }
  }

  /** SCTP tells when all is acknowledged; under load it hardly ever is, so that somebody has to look. Nobody tells of what stays away. */
  private lookSoon(): void {
    if (this.timer !== null || this.closing) return
    this.timer = this.surroundings.startTimer(this.traffic.echo ? GIVE_UP_EVERY_MS : LOOK_EVERY_MS, this.look)
  }

  private readonly look = (): void => {
    this.timer = null
    if (this.traffic.echo) this.giveUpLateEchoes()
    else this.lookForAcknowledgements()
    if (this.outstanding > 0) this.lookSoon()
  }

  /** All of one SLS go the same way, as long as it is there: their order is kept (RFC 4666 §1.4.7). */
  private takeAssociation(signallingLink: number): M3uaAssociation | null {
    const { associations } = this
    for (let tried = 0; tried < associations.length; tried++) {
      const candidate = associations[(signallingLink + tried) % associations.length]!
      if (candidate.isActive) return candidate
    }
    return null
  }

  private async allActive(): Promise<void> {
    const isReady = () => this.associations.every(({ isActive }) => isActive)
    await this.until(isReady, CONNECT_PATIENCE_MS)
    if (isReady()) return
    const { addresses, port } = this.plan.target
    const active = this.associations.filter(({ isActive }) => isActive).length
    const which = this.associations.length === 1 ? 'no ASP became active' : `${active} of ${this.associations.length} ASPs became active`
    const why =
      this.trouble ||
      (this.associations.some(({ socket }) => socket?.state === 'ESTABLISHED') ? 'the gateway did not let them' : 'nobody answered')
    throw new LoadConnectionError(`${which} at ${addresses.join(',')}:${port}: ${why}`)
  }

  private async until(isDone: () => boolean, patienceMs: number): Promise<void> {
    const deadline = this.surroundings.now() + patienceMs
    while (!isDone() && this.surroundings.now() < deadline)
      await new Promise<void>((resolve) => void this.surroundings.startTimer(2, resolve))
  }
}

const DATA = 0
const CONNECT_PATIENCE_MS = 5_000
const CLOSING_PATIENCE_MS = 1_500
const GRACE_MS = 250
const LOOK_EVERY_MS = 1
const GIVE_UP_EVERY_MS = 20
/** So that the SLS of a message does not follow its size. */
const SIGNALLING_LINKS = 0x2545f491
