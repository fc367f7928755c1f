import type { AspEvent } from '@sigbed/m3ua'
import { AS_STATE_CHANGE, STATUS_TYPE } from '@sigbed/m3ua-codec'
import type { RoleContext } from '@sigbed/testbed'

/**
 * Watches, for an ASP that stands by, whether each gateway has its Application Server without any active ASP. An AS whose last active ASP
 * goes is AS-PENDING, and the gateway says so (RFC 4666 §4.3.4.5); but one that begins anew with its gateway is AS-INACTIVE, and waits for
 * the ASP that is preferred. When that does not come, nobody would ever be told to take its place.
 */
export class ApplicationServerIdleness {
  /** Timers by gateway: the AS has been idle since they were started. */
  private readonly waiting = new Map<string, object | number>()

  /** @param patienceMs how long the preferred ASP has to come */
  constructor(
    private readonly surroundings: Pick<RoleContext['surroundings'], 'startTimer' | 'stopTimer'>,
    private readonly patienceMs: number,
    private readonly onIdle: (gateway: string) => void,
  ) {}

  note(gateway: string, event: AspEvent): void {
    if (event.kind === 'asp-state-change') {
      if (event.to !== 'ASP-INACTIVE') this.forget(gateway)
      return
    }
    if (event.kind !== 'notify-received' || event.message.statusType !== STATUS_TYPE.AS_STATE_CHANGE) return
    if (event.message.statusInformation !== AS_STATE_CHANGE.AS_INACTIVE) this.forget(gateway)
    else if (!this.waiting.has(gateway))
      this.waiting.set(
        gateway,
        this.surroundings.startTimer(this.patienceMs, () => this.tell(gateway)),
      )
  }

  stop(): void {
    for (const gateway of [...this.waiting.keys()]) this.forget(gateway)
  }

  private forget(gateway: string): void {
    const timer = this.waiting.get(gateway)
    if (timer !== undefined) this.surroundings.stopTimer(timer)
    this.waiting.delete(gateway)
  }

  private tell(gateway: string): void {
    this.waiting.delete(gateway)
    this.onIdle(gateway)
  }
}
