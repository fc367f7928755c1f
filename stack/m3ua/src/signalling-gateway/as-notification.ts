import { AS_STATE_CHANGE, type NotifyMessage, OTHER_STATUS, STATUS_TYPE } from '@sigbed/m3ua-codec'
import type { MessageSender } from '../message-sender.js'
import { type RoutedTraffic, routingContextsOf } from '../routing-context.js'
import type { AsState } from './as-state-machine.js'
import type { Membership } from './membership.js'
import type { RemoteAsp } from './remote-asp.js'

/** What the ASPs of one AS are told by NTFY. RFC 4666 §3.8.2, §4.3.4.5. */
export class AsNotification {
  constructor(
    private readonly about: RoutedTraffic,
    private readonly sender: MessageSender,
    /** False for peers that cannot bear NTFY: none is sent then. */
    private readonly enabled: boolean,
  ) {}

  /**
   * RFC 4666 §4.3.4.5: all of `to` but those in ASP-DOWN, with the identifier of the ASP whose failure has changed the state, if it was one.
   * AS-DOWN is never notified: there is nobody to tell.
   */
  tellState(state: AsState, to: readonly Membership[], failed: RemoteAsp | null = null): void {
    if (state === 'AS-DOWN') return
    for (const { asp, state: aspState } of to) {
      if (aspState === 'ASP-DOWN') continue
      this.notify(asp, STATUS_TYPE.AS_STATE_CHANGE, STATUS_INFORMATION[state], failed === null ? null : failed.aspIdentifier)
    }
  }

  /** Another one is active now, in override. */
  tellOverridden(alternate: RemoteAsp, overridden: readonly Membership[]): void {
    this.tellOther(OTHER_STATUS.ALTERNATE_ASP_ACTIVE, alternate, overridden)
  }

  tellFailure(failed: RemoteAsp, to: readonly Membership[]): void {
    this.tellOther(OTHER_STATUS.ASP_FAILURE, failed, to)
  }

  /** RFC 4666 §3.8.2: those in ASP-INACTIVE are told that the load needs one more. */
  askForMore(members: readonly Membership[]): void {
    const inactive = members.filter(({ state }) => state === 'ASP-INACTIVE')
    this.tellOther(OTHER_STATUS.INSUFFICIENT_ASP_RESOURCES, null, inactive)
  }

  /** @param about the alternate or failed ASP, whose identifier MUST go along when it is known (RFC 4666 §3.8.2). */
  private tellOther(statusInformation: number, about: RemoteAsp | null, to: readonly Membership[]): void {
    for (const { asp, state } of to) {
      if (state === 'ASP-DOWN') continue
      this.notify(asp, STATUS_TYPE.OTHER, statusInformation, about === null ? null : about.aspIdentifier)
    }
  }

  private notify(asp: RemoteAsp, statusType: number, statusInformation: number, aspIdentifier: number | null): void {
    if (!this.enabled) return
    const routingContexts = routingContextsOf([this.about])
    const message: NotifyMessage = { kind: 'NTFY', statusType, statusInformation, aspIdentifier, routingContexts, info: null }
    this.sender.send(asp.lowerLayer, message)
  }
}

const STATUS_INFORMATION = {
  'AS-INACTIVE': AS_STATE_CHANGE.AS_INACTIVE,
  'AS-ACTIVE': AS_STATE_CHANGE.AS_ACTIVE,
  'AS-PENDING': AS_STATE_CHANGE.AS_PENDING,
} as const
