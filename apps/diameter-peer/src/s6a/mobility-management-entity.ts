import { avpValue, avpValues, ResultCode, S6A } from 'diameter-codec'
import { type RequestSender, type ServedApplication, servedApplication } from '../application.js'
import type { Usim } from '../milenage/usim.js'
import { Attachment, type AttachmentOutcome } from './attachment.js'
import { CLR_REATTACH_REQUIRED, IDR_EPS_LOCATION, IDR_EPS_USER_STATE, ULR_INITIAL_ATTACH, ULR_S6A_INDICATOR } from './flags.js'
import { plmnOctets } from './plmn.js'
import {
  accepted,
  refused,
  refusedByBase,
  resultOf,
  S6A_ADVERTISED,
  type S6aAnswer,
  type S6aAvp,
  type S6aMessage,
  type S6aOutcome,
  sendS6a,
} from './s6a-application.js'
import { type SubscriptionCopy, withDeleted, withInserted } from './subscription-copy.js'

export interface MobilityManagementEntityOptions {
  readonly sender: RequestSender
  /** Realm of the subscribers' home network. */
  readonly homeRealm: string
  /** The network it serves in, "001-01". */
  readonly network: string
  /** Tracking area code it reports of all its subscribers, below 2^16. */
  readonly trackingArea: number
  /** No more subscribers than these are served at a time. */
  readonly maximumSubscribers: number
  readonly onEvent: (event: MmeEvent) => void
}

/** What a home network does to the subscribers an MME serves. */
export type MmeEvent =
  | { readonly kind: 'cancelled'; readonly imsi: string; readonly type: string; readonly reattach: boolean }
  | { readonly kind: 'subscription changed'; readonly imsi: string }
  /** The home network restarted and has to be told again of these. */
  | { readonly kind: 'home reset'; readonly imsis: readonly string[] }

/** A sample MME: attaches subscribers through their home network, and answers what that sends by itself. TS 29.272 §5.2. */
export class MobilityManagementEntity {
  readonly served: ServedApplication
  private readonly subscriptions = new Map<string, SubscriptionCopy>()
  private readonly unconfirmed = new Set<string>()

  constructor(private readonly options: MobilityManagementEntityOptions) {
    this.served = servedApplication('S6a MME', S6A_ADVERTISED, S6A, (request) => this.answer(request))
  }

  /** What it knows of a subscriber it serves, or null. */
  subscription(imsi: string): SubscriptionCopy | null {
    return this.subscriptions.get(imsi) ?? null
  }

  get size(): number {
    return this.subscriptions.size
  }

  /** Whether the home network has forgotten where he is, and has to be told with his next sign of life. TS 29.272 §5.2.4.1.2. */
  isUnconfirmed(imsi: string): boolean {
    return this.unconfirmed.has(imsi)
  }

  /** Lets a subscriber in. `onOutcome` is called once. @throws RangeError when as many are served as may be */
  attach(imsi: string, card: Usim, onOutcome: (outcome: AttachmentOutcome) => void): void {
    if (!this.subscriptions.has(imsi) && this.subscriptions.size >= this.options.maximumSubscribers)
      throw new RangeError(`this MME serves ${this.options.maximumSubscribers} subscribers and no more`)
    const attachment = new Attachment(imsi, card, this, (outcome) => {
      if (outcome.kind === 'attached') this.subscriptions.set(imsi, outcome.subscription)
      onOutcome(outcome)
    })
    attachment.start()
  }

  /** AIR for one vector. TS 29.272 §5.2.3.1. @param resynchronisation Re-Synchronization-Info, or null */
  authenticate(imsi: string, resynchronisation: Uint8Array | null, onOutcome: (outcome: S6aOutcome) => void): void {
    const asked: S6aAvp[] = [
      { name: 'Number-Of-Requested-Vectors', value: 1 },
      { name: 'Immediate-Response-Preferred', value: 0 },
    ]
    if (resynchronisation !== null) asked.push({ name: 'Re-Synchronization-Info', value: resynchronisation })
    const avps: S6aAvp[] = [{ name: 'Requested-EUTRAN-Authentication-Info', value: asked }, this.visitedNetwork()]
    this.request('Authentication-Information-Request', imsi, avps, onOutcome)
  }

  /** ULR of a subscriber that attaches. TS 29.272 §5.2.1.1. */
  updateLocation(imsi: string, onOutcome: (outcome: S6aOutcome) => void): void {
    const avps: S6aAvp[] = [
      { name: 'RAT-Type', value: 'EUTRAN' },
      { name: 'ULR-Flags', value: ULR_S6A_INDICATOR | ULR_INITIAL_ATTACH },
      this.visitedNetwork(),
    ]
    this.request('Update-Location-Request', imsi, avps, (outcome) => {
      if (resultOf(outcome) === ResultCode.DIAMETER_SUCCESS) this.unconfirmed.delete(imsi)
      onOutcome(outcome)
    })
  }

  /** PUR: he has not been seen for long and is forgotten here. TS 29.272 §5.2.1.3. */
  purge(imsi: string, onOutcome: (outcome: S6aOutcome) => void): void {
    this.forget(imsi)
    this.request('Purge-UE-Request', imsi, [], onOutcome)
  }

  /** NOR: something about him that the home network should know. TS 29.272 §5.2.5.1. */
  notify(imsi: string, avps: readonly S6aAvp[], onOutcome: (outcome: S6aOutcome) => void): void {
    this.request('Notify-Request', imsi, avps, onOutcome)
  }

  private request(command: S6aMessage['command'], imsi: string, avps: readonly S6aAvp[], onOutcome: (outcome: S6aOutcome) => void): void {
    const destination = { host: null, realm: this.options.homeRealm }
    sendS6a(this.options.sender, command, destination, [{ name: 'User-Name', value: imsi }, ...avps], onOutcome)
  }

  private answer(request: S6aMessage): S6aAnswer {
    switch (request.command) {
      case 'Cancel-Location-Request':
        return this.cancel(request)
      case 'Insert-Subscriber-Data-Request':
        return this.insert(request)
      case 'Delete-Subscriber-Data-Request':
        return this.delete(request)
      case 'Reset-Request':
        return this.resetHome(request)
      default:
        return refusedByBase('DIAMETER_COMMAND_UNSUPPORTED')
    }
  }

  /** TS 29.272 §5.2.1.2.2: whom it does not serve it need not forget, and that is no error. */
  private cancel(request: S6aMessage): S6aAnswer {
    const imsi = avpValue(request.avps, 'User-Name')!
    if (!this.forget(imsi)) return accepted()
    const type = avpValue(request.avps, 'Cancellation-Type')!
    const reattach = ((avpValue(request.avps, 'CLR-Flags') ?? 0) & CLR_REATTACH_REQUIRED) !== 0
    this.options.onEvent({ kind: 'cancelled', imsi, type, reattach })
    return accepted()
  }

  /** TS 29.272 §5.2.2.1.2. */
  private insert(request: S6aMessage): S6aAnswer {
    const imsi = avpValue(request.avps, 'User-Name')!
    const copy = this.subscriptions.get(imsi)
    if (copy === undefined) return refused('DIAMETER_ERROR_USER_UNKNOWN')
    this.subscriptions.set(imsi, withInserted(copy, avpValue(request.avps, 'Subscription-Data')!))
    this.options.onEvent({ kind: 'subscription changed', imsi })
    return accepted(this.reported(avpValue(request.avps, 'IDR-Flags') ?? 0))
  }

  /** TS 29.272 §5.2.2.2.2. */
  private delete(request: S6aMessage): S6aAnswer {
    const imsi = avpValue(request.avps, 'User-Name')!
    const copy = this.subscriptions.get(imsi)
    if (copy === undefined) return refused('DIAMETER_ERROR_USER_UNKNOWN')
    this.subscriptions.set(imsi, withDeleted(copy, request))
    this.options.onEvent({ kind: 'subscription changed', imsi })
    return accepted()
  }

  /** TS 29.272 §5.2.4.1.2: of all subscribers, or of those whose IMSI begins as a User-Id says. */
  private resetHome(request: S6aMessage): S6aAnswer {
    const beginnings = avpValues(request.avps, 'User-Id')
    const isMeant = (imsi: string) => beginnings.length === 0 || beginnings.some((beginning) => imsi.startsWith(beginning))
    const imsis = [...this.subscriptions.keys()].filter(isMeant)
    for (const imsi of imsis) this.unconfirmed.add(imsi)
    this.options.onEvent({ kind: 'home reset', imsis })
    return accepted()
  }

  /** What the home network wants to be told along with the answer. TS 29.272 §7.3.103. */
  private reported(flags: number): readonly S6aAvp[] {
    const avps: S6aAvp[] = []
    if ((flags & IDR_EPS_USER_STATE) !== 0)
      avps.push({
        name: 'EPS-User-State',
        value: [{ name: 'MME-User-State', value: [{ name: 'User-State', value: 'CONNECTED_REACHABLE_FOR_PAGING' }] }],
      })
    if ((flags & IDR_EPS_LOCATION) !== 0)
      avps.push({
        name: 'EPS-Location-Information',
        value: [{ name: 'MME-Location-Information', value: [{ name: 'Tracking-Area-Identity', value: this.trackingAreaIdentity() }] }],
      })
    return avps
  }

  /** The network, then the code of the area in two octets. TS 29.272 §7.3.118. */
  private trackingAreaIdentity(): Uint8Array {
    const { network, trackingArea } = this.options
    return Uint8Array.of(...plmnOctets(network), trackingArea >> 8, trackingArea & 0xff)
  }

  private visitedNetwork(): S6aAvp {
    return { name: 'Visited-PLMN-Id', value: plmnOctets(this.options.network) }
  }

  private forget(imsi: string): boolean {
    this.unconfirmed.delete(imsi)
    return this.subscriptions.delete(imsi)
  }
}
