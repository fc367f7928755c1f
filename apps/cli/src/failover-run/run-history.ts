import type { PathEvent, RunEvent } from '@sigbed/measurement'
import type { Notification } from '@sigbed/sctp-sockets'
import { PATH_CHANGE_REASONS } from '@sigbed/testbed'

/** What happens in a run besides traffic, on the run's clock, until it is written down. */
export class RunHistory {
  private pathEvents: PathEvent[] = []
  private events: RunEvent[] = []

  constructor(
    private readonly nowMs: () => number,
    /** One line for people, as it happens. */
    private readonly say: (line: string) => void,
  ) {}

  note(node: string, kind: string, detail: string): void {
    this.events.push({ atMs: this.nowMs(), node, kind, detail })
  }

  /** Also for the display. */
  tell(node: string, kind: string, detail: string): void {
    this.note(node, kind, detail)
    this.say(`${seconds(this.nowMs())}  ${node}: ${detail}`)
  }

  noteNotification(node: string, association: string, notification: Notification): void {
    const atMs = this.nowMs()
    if (notification.kind === 'path-change') {
      const { localAddress, remoteAddress, state, reason, rtoMs } = notification
      this.pathEvents.push({ atMs, node, association, localAddress, remoteAddress, state, reason: PATH_CHANGE_REASONS[reason], rtoMs })
      if (atMs >= 0)
        this.say(
          `${seconds(atMs)}  ${node}: ${association} path ${localAddress} - ${remoteAddress} is ${state} (${PATH_CHANGE_REASONS[reason]})`,
        )
    } else if (notification.kind === 'data-path-change') {
      const detail = `${association} data goes ${notification.localAddress} - ${notification.remoteAddress}`
      if (atMs >= 0) this.tell(node, 'data-path-change', detail)
    } else if (notification.kind === 'communication-lost') {
      this.tell(node, 'communication-lost', `${association} association lost: ${notification.detail}`)
    } else if (notification.kind !== 'send-buffer-available') {
      this.note(node, notification.kind, association)
    }
  }

  /** What has come since the last call. */
  take(): { readonly pathEvents: PathEvent[]; readonly events: RunEvent[] } {
    const { pathEvents, events } = this
    this.pathEvents = []
    this.events = []
    return { pathEvents, events }
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2).padStart(6)} s`
}
