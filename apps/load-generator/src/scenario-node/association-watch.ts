import type { PathSample } from '@sigbed/measurement'
import { isSetupFailure, type Notification, type OneToOneSocket } from '@sigbed/sctp-sockets'
import { EVENTS_LEFT_OUT, type NodeReport, PATH_CHANGE_REASONS } from '@sigbed/testbed'
import type { NodeClock } from './node-clock.js'

/** The associations of one node: what happens to them and their paths, and how the paths stand when somebody asks. */
export class AssociationWatch {
  private readonly sockets = new Map<string, OneToOneSocket>()
  /** By association: how many zero window probes its socket has sent, whether all room was taken a sample ago, and what was told. */
  private readonly windows = new Map<string, { probes: number; wasFull: boolean; isClosed: boolean }>()
  private eventsLeft = MOST_EVENTS

  constructor(
    private readonly node: string,
    private readonly clock: NodeClock,
    private readonly report: (report: NodeReport) => void,
  ) {}

  /** An association there is from now on; a new one takes the place of one of the same name. */
  addSocket(association: string, socket: OneToOneSocket): void {
    this.sockets.set(association, socket)
    this.windows.set(association, { probes: 0, wasFull: false, isClosed: false })
  }

  handleNotification(association: string, notification: Notification): void {
    switch (notification.kind) {
      case 'path-change': {
        const { localAddress, remoteAddress, state, reason, rtoMs } = notification
        const event = { node: this.node, association, localAddress, remoteAddress, state, reason: PATH_CHANGE_REASONS[reason], rtoMs }
        this.clock.stamp((atMs) => this.report({ kind: 'path-event', event: { atMs, ...event } }))
        return
      }
      case 'data-path-change':
        this.tell(notification.kind, `${association} data goes ${notification.localAddress} - ${notification.remoteAddress}`)
        return
      case 'communication-lost':
        // What never was is not lost: whoever tries to come back may fail many times.
        if (isSetupFailure(notification.reason)) this.tell('setup-failed', `${association} not set up: ${notification.detail}`)
        else this.tell(notification.kind, `${association} association lost: ${notification.detail}`)
        return
      // A message's affair, not the association's.
      case 'send-buffer-available':
      case 'send-failed':
      case 'sender-dry':
        return
      default:
        this.tell(notification.kind, association)
    }
  }

  /** Anything worth a line in the run's history. A node that never stops telling is not listened to for ever. */
  tell(kind: string, detail: string): void {
    if (this.eventsLeft === 0) return
    this.eventsLeft--
    const event =
      this.eventsLeft > 0
        ? { node: this.node, kind, detail }
        : { node: this.node, kind: EVENTS_LEFT_OUT, detail: `more than ${MOST_EVENTS} events` }
    this.clock.stamp((atMs) => this.report({ kind: 'event', event: { atMs, ...event } }))
  }

  /** Every path of every association that is set up, and has not ended. */
  samples(atMs: number): PathSample[] {
    const samples: PathSample[] = []
    for (const [association, socket] of this.sockets) {
      // Of one that is being set up nobody knows yet whether any path leads anywhere, nor how much room the peer has.
      if (NOT_SET_UP.has(socket.state)) continue
      this.lookAtWindow(association, socket)
      for (const { localAddress, remoteAddress, state, carriesData, rtoMs, smoothedRoundTripMs, ...path } of socket.paths())
        samples.push({
          atMs,
          node: this.node,
          association,
          localAddress,
          remoteAddress,
          state,
          carriesData,
          rtoMs,
          smoothedRoundTripMs: Number.isNaN(smoothedRoundTripMs) ? null : smoothedRoundTripMs,
          congestionWindow: path.congestionWindow,
          outstandingOctets: path.outstandingOctets,
        })
    }
    return samples
  }

  /**
   * RFC 9260 §6.1 A: a probe is sent when the peer has no room, and only then. Data that was under way when its window closed is dropped
   * there and sent again by T3-rtx, which is a probe as well: then it shows by a window that stays at nothing for more than a sample.
   */
  private lookAtWindow(association: string, socket: OneToOneSocket): void {
    // Not known before the INIT ACK (RFC 9260 §3.3.3).
    if (socket.state === 'COOKIE-WAIT') return
    const window = this.windows.get(association)!
    const { zeroWindowProbes } = socket.statistics
    const isFull = socket.getOption('SCTP_STATUS').peerWindowOctets === 0
    if (!window.isClosed && (zeroWindowProbes > window.probes || (isFull && window.wasFull))) {
      window.isClosed = true
      this.tell('window-closed', `${association}: the peer has no room for more`)
    } else if (window.isClosed && !isFull) {
      window.isClosed = false
      this.tell('window-open', `${association}: the peer has room again`)
    }
    window.probes = zeroWindowProbes
    window.wasFull = isFull
  }
}

const NOT_SET_UP: ReadonlySet<OneToOneSocket['state']> = new Set(['CLOSED', 'COOKIE-WAIT', 'COOKIE-ECHOED'])
const MOST_EVENTS = 20_000
