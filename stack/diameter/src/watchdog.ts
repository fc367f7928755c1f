import { NEVER, SHORTEST_WATCHDOG_MS } from './peer-timers.js'

/** RFC 3539 §3.4.1. */
export type WatchdogState = 'INITIAL' | 'OKAY' | 'SUSPECT' | 'DOWN' | 'REOPEN'

export type WatchdogTrigger = 'Receive DWA' | 'Receive non-DWA' | 'Timer expires' | 'Connection up' | 'Connection down'

export type WatchdogCondition =
  | 'always'
  | 'Pending'
  | '!Pending'
  | 'NumDWA == 2'
  | 'NumDWA < 2'
  | 'Pending & NumDWA >= 0'
  | 'Pending & NumDWA < 0'

export type WatchdogAction =
  | 'Pending = FALSE'
  | 'Pending = TRUE'
  | 'NumDWA = 0'
  | 'NumDWA = -1'
  | 'NumDWA++'
  | 'SetWatchdog()'
  | 'SendWatchdog()'
  | 'Failover()'
  | 'Failback()'
  | 'CloseConnection()'
  | 'AttemptOpen()'
  | 'Throwaway()'

export interface WatchdogRow {
  readonly state: WatchdogState
  readonly trigger: WatchdogTrigger
  readonly when: WatchdogCondition
  readonly actions: readonly WatchdogAction[]
  readonly next: WatchdogState
}

/** Row by row the table of RFC 3539 Appendix A. "Connection up" is an open peer connection: the capabilities are exchanged. */
export const WATCHDOG_ROWS: readonly WatchdogRow[] = [
  row('OKAY', 'Receive DWA', 'always', ['Pending = FALSE', 'SetWatchdog()'], 'OKAY'),
  row('OKAY', 'Receive non-DWA', 'always', ['SetWatchdog()'], 'OKAY'),
  row('SUSPECT', 'Receive DWA', 'always', ['Pending = FALSE', 'Failback()', 'SetWatchdog()'], 'OKAY'),
  row('SUSPECT', 'Receive non-DWA', 'always', ['Failback()', 'SetWatchdog()'], 'OKAY'),
  row('REOPEN', 'Receive DWA', 'NumDWA == 2', ['Pending = FALSE', 'NumDWA++', 'Failback()'], 'OKAY'),
  row('REOPEN', 'Receive DWA', 'NumDWA < 2', ['Pending = FALSE', 'NumDWA++'], 'REOPEN'),
  row('REOPEN', 'Receive non-DWA', 'always', ['Throwaway()'], 'REOPEN'),
  row('INITIAL', 'Receive DWA', 'always', ['Pending = FALSE', 'Throwaway()'], 'INITIAL'),
  row('INITIAL', 'Receive non-DWA', 'always', ['Throwaway()'], 'INITIAL'),
  row('DOWN', 'Receive DWA', 'always', ['Pending = FALSE', 'Throwaway()'], 'DOWN'),
  row('DOWN', 'Receive non-DWA', 'always', ['Throwaway()'], 'DOWN'),

  row('OKAY', 'Timer expires', '!Pending', ['SendWatchdog()', 'SetWatchdog()', 'Pending = TRUE'], 'OKAY'),
  row('OKAY', 'Timer expires', 'Pending', ['Failover()', 'SetWatchdog()'], 'SUSPECT'),
  row('SUSPECT', 'Timer expires', 'always', ['CloseConnection()', 'SetWatchdog()'], 'DOWN'),
  row('INITIAL', 'Timer expires', 'always', ['AttemptOpen()', 'SetWatchdog()'], 'INITIAL'),
  row('DOWN', 'Timer expires', 'always', ['AttemptOpen()', 'SetWatchdog()'], 'DOWN'),
  row('REOPEN', 'Timer expires', '!Pending', ['SendWatchdog()', 'SetWatchdog()', 'Pending = TRUE'], 'REOPEN'),
  row('REOPEN', 'Timer expires', 'Pending & NumDWA >= 0', ['NumDWA = -1', 'SetWatchdog()'], 'REOPEN'),
  row('REOPEN', 'Timer expires', 'Pending & NumDWA < 0', ['CloseConnection()', 'SetWatchdog()'], 'DOWN'),

  row('INITIAL', 'Connection up', 'always', ['SetWatchdog()'], 'OKAY'),
  row('DOWN', 'Connection up', 'always', ['NumDWA = 0', 'SendWatchdog()', 'SetWatchdog()', 'Pending = TRUE'], 'REOPEN'),
  row('OKAY', 'Connection down', 'always', ['CloseConnection()', 'Failover()', 'SetWatchdog()'], 'DOWN'),
  row('SUSPECT', 'Connection down', 'always', ['CloseConnection()', 'SetWatchdog()'], 'DOWN'),
  row('REOPEN', 'Connection down', 'always', ['CloseConnection()', 'SetWatchdog()'], 'DOWN'),
]

/** What the watchdog has done for it. Each may be called while `handle` runs. */
export interface WatchdogUser {
  sendWatchdog(now: number): void
  /** Stop using the connection for new requests; those without an answer may go elsewhere (RFC 3539 §3.4.1, RFC 6733 §5.5.4). */
  failover(now: number): void
  failback(now: number): void
  closeConnection(now: number): void
  attemptOpen(now: number): void
  stateChanged(from: WatchdogState, to: WatchdogState): void
}

/**
 * The transport failure detection of RFC 3539 §3.4.1, which RFC 6733 §5.5.3 makes mandatory. DWRs are never retransmitted: a
 * missing DWA costs one more interval. Times are milliseconds; the owner calls `handle('Timer expires')` once `deadline` has come.
 */
export class Watchdog {
  state: WatchdogState = 'INITIAL'
  deadline = NEVER
  /** A DWR has been sent and not answered. */
  pending = false
  /** DWAs received in REOPEN. */
  numDwa = 0
  private interval = 0

  /**
   * @param watchdogMs Twinit
   * @param reconnectMs the interval in INITIAL and DOWN, where the timer stands for Tc of RFC 6733 §2.1
   */
  constructor(
    private readonly watchdogMs: number,
    private readonly reconnectMs: number,
    private readonly randomUint32: () => number,
    private readonly user: WatchdogUser,
  ) {}

  /** Runs the row for `trigger`. False when the message that came with it is to be thrown away. */
  handle(trigger: WatchdogTrigger, now: number): boolean {
    const found = WATCHDOG_ROWS.find(
      (candidate) => candidate.state === this.state && candidate.trigger === trigger && this.holds(candidate.when),
    )
    if (found === undefined) return true
    const from = this.state
    // First the state, then the actions: closing a connection comes back here as "Connection down".
    this.state = found.next
    if (from !== found.next) this.user.stateChanged(from, found.next)
    for (const action of found.actions) this.perform(action, now)
    return !found.actions.includes('Throwaway()')
  }

  /**
   * Every message but a DWA; the hot one. In OKAY it does what the row says and no more, keeping the interval drawn last: a new
   * jitter per message would cost a random number and change nothing.
   */
  messageReceived(now: number): boolean {
    if (this.state !== 'OKAY') return this.handle('Receive non-DWA', now)
    this.deadline = now + this.interval
    return true
  }

  /** Sends a DWR out of turn (RFC 6733 §2.1.1 wants one right after a CEA). Only in OKAY and with none pending. */
  probe(now: number): void {
    if (this.state !== 'OKAY' || this.pending) return
    this.perform('SendWatchdog()', now)
    this.perform('SetWatchdog()', now)
    this.perform('Pending = TRUE', now)
  }

  /** Waits for an attempt to connect, from now on. */
  arm(now: number): void {
    this.perform('SetWatchdog()', now)
  }

  disarm(): void {
    this.deadline = NEVER
  }

  /**
   * Back to INITIAL without a timer. Not per RFC 3539, which knows no orderly end: a connection closed by DPR has not failed, so
   * the next one need not prove itself by three DWAs.
   */
  reset(): void {
    const from = this.state
    this.state = 'INITIAL'
    this.pending = false
    this.deadline = NEVER
    if (from !== 'INITIAL') this.user.stateChanged(from, 'INITIAL')
  }

  private perform(action: WatchdogAction, now: number): void {
    switch (action) {
      case 'Pending = FALSE':
        this.pending = false
        return
      case 'Pending = TRUE':
        this.pending = true
        return
      case 'NumDWA = 0':
        this.numDwa = 0
        return
      case 'NumDWA = -1':
        this.numDwa = -1
        return
      case 'NumDWA++':
        this.numDwa++
        return
      case 'SetWatchdog()':
        this.interval = this.state === 'INITIAL' || this.state === 'DOWN' ? this.reconnectMs : this.watchdogInterval()
        this.deadline = now + this.interval
        return
      case 'SendWatchdog()':
        this.user.sendWatchdog(now)
        return
      case 'Failover()':
        this.user.failover(now)
        return
      case 'Failback()':
        this.user.failback(now)
        return
      case 'CloseConnection()':
        this.user.closeConnection(now)
        return
      case 'AttemptOpen()':
        this.user.attemptOpen(now)
        return
      case 'Throwaway()':
        return
    }
  }

  /** RFC 3539 §3.4.1: Twinit with a jitter of two seconds either way, so that peers do not beat in step; never below six seconds. */
  private watchdogInterval(): number {
    const jitterMs = (this.randomUint32() / 2 ** 32) * 2 * LARGEST_JITTER_MS - LARGEST_JITTER_MS
    return Math.max(SHORTEST_WATCHDOG_MS, this.watchdogMs + jitterMs)
  }

  private holds(condition: WatchdogCondition): boolean {
    switch (condition) {
      case 'always':
        return true
      case 'Pending':
        return this.pending
      case '!Pending':
        return !this.pending
      case 'NumDWA == 2':
        return this.numDwa === 2
      case 'NumDWA < 2':
        return this.numDwa < 2
      case 'Pending & NumDWA >= 0':
        return this.pending && this.numDwa >= 0
      case 'Pending & NumDWA < 0':
        return this.pending && this.numDwa < 0
    }
  }
}

function row(
  state: WatchdogState,
  trigger: WatchdogTrigger,
  when: WatchdogCondition,
  actions: readonly WatchdogAction[],
  next: WatchdogState,
): WatchdogRow {
  return { state, trigger, when, actions, next }
}

const LARGEST_JITTER_MS = 2_000
