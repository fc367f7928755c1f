import { type AssociationLostError, SctpError } from './sctp-error.js'

/** @param error why the association was lost; null when it ended in good order, or by this side's own abort */
export type EndListener = (error: SctpError | null) => void

/** Beginning and end of an association, for all who wait for them: connect(), close(), and readers. */
export class AssociationEnding {
  private waitingToOpen: Waiter[] = []
  private waitingToClose: Waiter[] = []
  private listeners: EndListener[] = []
  private overListeners: (() => void)[] = []
  private over = false
  private told = false
  /** Why it ended, for those who waited for it to come up; null for an end in good order. */
  private lost: AssociationLostError | null = null
  private wanted = false

  constructor(private readonly peer: string) {}

  /** It has ended; readers may not have heard of it yet. */
  get isOver(): boolean {
    return this.over
  }

  /** Settles when the association is up, at once when it is or cannot be any more. */
  opened(isUp: boolean): Promise<void> {
    if (isUp) return Promise.resolve()
    if (this.over) return Promise.reject(this.openError())
    return new Promise((resolve, reject) => this.waitingToOpen.push({ resolve, reject }))
  }

  /** Settles at the end that is yet to come: rejects when it is not the one that was asked for. */
  closed(): Promise<void> {
    return new Promise((resolve, reject) => this.waitingToClose.push({ resolve, reject }))
  }

  settleOpen(error: SctpError | null): void {
    settle(this.waitingToOpen, error)
    this.waitingToOpen = []
  }

  /** @param wanted this side asked for it, by a shutdown or an abort */
  end(lost: AssociationLostError | null, wanted: boolean): void {
    this.over = true
    this.lost = lost
    this.wanted = wanted
    this.settleOpen(this.openError())
    settle(this.waitingToClose, wanted ? null : lost)
    this.waitingToClose = []
    for (const listener of this.overListeners.splice(0)) listener()
  }

  /** Tells readers that nothing more will come, once; `error` instead of the reason of the end. */
  tell(error: SctpError | null = this.wanted ? null : this.lost): void {
    if (this.told) return
    this.told = true
    for (const listener of this.listeners.splice(0)) listener(error)
  }

  /** The end itself, whatever readers have yet to take. */
  listenOver(listener: () => void): void {
    if (this.over) listener()
    else this.overListeners.push(listener)
  }

  /** The end for readers: after the last message. */
  listen(listener: EndListener): void {
    if (this.told) listener(this.wanted ? null : this.lost)
    else this.listeners.push(listener)
  }

  private openError(): SctpError {
    return this.lost ?? new SctpError('SCTP_ENDPOINT_CLOSED', `closed before ${this.peer} answered`)
  }
}

interface Waiter {
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

function settle(waiting: readonly Waiter[], error: SctpError | null): void {
  for (const { resolve, reject } of waiting) {
    if (error === null) resolve()
    else reject(error)
  }
}
