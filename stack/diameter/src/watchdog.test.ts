import { describe, expect, it } from 'vitest'
import { peerTimers } from './peer-timers.js'
import { WATCHDOG_ROWS, Watchdog, type WatchdogState, type WatchdogTrigger } from './watchdog.js'

const TW = 30_000
const TC = 17_000

/** A watchdog whose jitter is nothing, and the list of what it had done. */
function watchdogIn(state: WatchdogState, pending: boolean, numDwa = 0, random = 2 ** 31) {
  const calls: string[] = []
  const watchdog = new Watchdog(TW, TC, () => random, {
    sendWatchdog: () => calls.push('send DWR'),
    failover: () => calls.push('failover'),
    failback: () => calls.push('failback'),
    closeConnection: () => calls.push('close'),
    attemptOpen: () => calls.push('connect'),
    stateChanged: (from, to) => calls.push(`${from} to ${to}`),
  })
  watchdog.state = state
  watchdog.pending = pending
  watchdog.numDwa = numDwa
  return { watchdog, calls }
}

describe('watchdog', () => {
  // RFC 3539 Appendix A, written out once more: state, Pending, NumDWA, event; then what must follow.
  // [state, pending, numDwa, event] -> [state, pending, numDwa, timer set for or null, calls]
  it.each<[WatchdogState, boolean, number, WatchdogTrigger, WatchdogState, boolean, number, number | null, string[]]>([
    ['OKAY', true, 0, 'Receive DWA', 'OKAY', false, 0, TW, []],
    ['OKAY', true, 0, 'Receive non-DWA', 'OKAY', true, 0, TW, []],
    ['SUSPECT', true, 0, 'Receive DWA', 'OKAY', false, 0, TW, ['SUSPECT to OKAY', 'failback']],
    ['SUSPECT', true, 0, 'Receive non-DWA', 'OKAY', true, 0, TW, ['SUSPECT to OKAY', 'failback']],
    ['REOPEN', true, 2, 'Receive DWA', 'OKAY', false, 3, null, ['REOPEN to OKAY', 'failback']],
    ['REOPEN', true, 1, 'Receive DWA', 'REOPEN', false, 2, null, []],
    ['REOPEN', true, -1, 'Receive DWA', 'REOPEN', false, 0, null, []],
    ['REOPEN', true, 1, 'Receive non-DWA', 'REOPEN', true, 1, null, []],
    ['INITIAL', true, 0, 'Receive DWA', 'INITIAL', false, 0, null, []],
    ['INITIAL', true, 0, 'Receive non-DWA', 'INITIAL', true, 0, null, []],
    ['DOWN', true, 0, 'Receive DWA', 'DOWN', false, 0, null, []],
    ['DOWN', true, 0, 'Receive non-DWA', 'DOWN', true, 0, null, []],
    ['OKAY', false, 0, 'Timer expires', 'OKAY', true, 0, TW, ['send DWR']],
    ['OKAY', true, 0, 'Timer expires', 'SUSPECT', true, 0, TW, ['OKAY to SUSPECT', 'failover']],
    ['SUSPECT', true, 0, 'Timer expires', 'DOWN', true, 0, TC, ['SUSPECT to DOWN', 'close']],
    ['INITIAL', false, 0, 'Timer expires', 'INITIAL', false, 0, TC, ['connect']],
    ['DOWN', true, 0, 'Timer expires', 'DOWN', true, 0, TC, ['connect']],
    ['REOPEN', false, 1, 'Timer expires', 'REOPEN', true, 1, TW, ['send DWR']],
    ['REOPEN', true, 1, 'Timer expires', 'REOPEN', true, -1, TW, []],
    ['REOPEN', true, -1, 'Timer expires', 'DOWN', true, -1, TC, ['REOPEN to DOWN', 'close']],
    ['INITIAL', false, 0, 'Connection up', 'OKAY', false, 0, TW, ['INITIAL to OKAY']],
    ['DOWN', false, 5, 'Connection up', 'REOPEN', true, 0, TW, ['DOWN to REOPEN', 'send DWR']],
    ['OKAY', false, 0, 'Connection down', 'DOWN', false, 0, TC, ['OKAY to DOWN', 'close', 'failover']],
    ['SUSPECT', true, 0, 'Connection down', 'DOWN', true, 0, TC, ['SUSPECT to DOWN', 'close']],
    ['REOPEN', true, 1, 'Connection down', 'DOWN', true, 1, TC, ['REOPEN to DOWN', 'close']],
  ])('%s, Pending %s, NumDWA %i: %s leads to %s', (state, pending, numDwa, trigger, next, nextPending, nextNumDwa, timer, calls) => {
    const { watchdog, calls: made } = watchdogIn(state, pending, numDwa)
    watchdog.deadline = -1
    watchdog.handle(trigger, 1000)
    expect([watchdog.state, watchdog.pending, watchdog.numDwa]).toEqual([next, nextPending, nextNumDwa])
    expect(watchdog.deadline).toBe(timer === null ? -1 : 1000 + timer)
    expect(made).toEqual(calls)
  })

  it('has messages thrown away in INITIAL, DOWN and REOPEN, and nowhere else', () => {
    const kept = (['INITIAL', 'OKAY', 'SUSPECT', 'DOWN', 'REOPEN'] as const).filter((state) =>
      watchdogIn(state, false).watchdog.messageReceived(1),
    )
    expect(kept).toEqual(['OKAY', 'SUSPECT'])
  })

  it('does for a message in OKAY what the row says, without the table', () => {
    const { watchdog } = watchdogIn('INITIAL', false)
    watchdog.handle('Connection up', 0)
    expect(watchdog.messageReceived(500)).toBe(true)
    expect([watchdog.state, watchdog.deadline]).toEqual(['OKAY', 500 + TW])
  })

  it('jitters Tw by two seconds either way and never below six seconds', () => {
    const interval = (tw: number, random: number) => {
      const watchdog = new Watchdog(tw, TC, () => random, watchdogUser)
      watchdog.handle('Connection up', 0)
      return watchdog.deadline
    }
    expect([0, 2 ** 31, 2 ** 32 - 1].map((random) => Math.round(interval(TW, random)))).toEqual([28_000, 30_000, 32_000])
    expect([0, 2 ** 31, 2 ** 32 - 1].map((random) => Math.round(interval(6_000, random)))).toEqual([6_000, 6_000, 8_000])
    expect(() => peerTimers({ watchdogMs: 5_999 })).toThrow(RangeError)
    expect(() => peerTimers({ watchdogMs: Number.NaN })).toThrow(RangeError)
  })

  it('probes once, and only in OKAY', () => {
    const { watchdog, calls } = watchdogIn('OKAY', false)
    watchdog.probe(5)
    watchdog.probe(6)
    expect([calls, watchdog.pending, watchdog.deadline]).toEqual([['send DWR'], true, 5 + TW])
    const down = watchdogIn('DOWN', false)
    down.watchdog.probe(5)
    expect(down.calls).toEqual([])
  })

  it('has these rows and no others', () => {
    const table = WATCHDOG_ROWS.map((row) => `${row.state} | ${row.trigger} | ${row.when} | ${row.actions.join(', ')} | ${row.next}`)
    expect(`\n${table.join('\n')}\n`).toMatchInlineSnapshot(`
      "
      OKAY | Receive DWA | always | Pending = FALSE, SetWatchdog() | OKAY
      OKAY | Receive non-DWA | always | SetWatchdog() | OKAY
      SUSPECT | Receive DWA | always | Pending = FALSE, Failback(), SetWatchdog() | OKAY
      SUSPECT | Receive non-DWA | always | Failback(), SetWatchdog() | OKAY
      REOPEN | Receive DWA | NumDWA == 2 | Pending = FALSE, NumDWA++, Failback() | OKAY
      REOPEN | Receive DWA | NumDWA < 2 | Pending = FALSE, NumDWA++ | REOPEN
      REOPEN | Receive non-DWA | always | Throwaway() | REOPEN
      INITIAL | Receive DWA | always | Pending = FALSE, Throwaway() | INITIAL
      INITIAL | Receive non-DWA | always | Throwaway() | INITIAL
      DOWN | Receive DWA | always | Pending = FALSE, Throwaway() | DOWN
      DOWN | Receive non-DWA | always | Throwaway() | DOWN
      OKAY | Timer expires | !Pending | SendWatchdog(), SetWatchdog(), Pending = TRUE | OKAY
      OKAY | Timer expires | Pending | Failover(), SetWatchdog() | SUSPECT
      SUSPECT | Timer expires | always | CloseConnection(), SetWatchdog() | DOWN
      INITIAL | Timer expires | always | AttemptOpen(), SetWatchdog() | INITIAL
      DOWN | Timer expires | always | AttemptOpen(), SetWatchdog() | DOWN
      REOPEN | Timer expires | !Pending | SendWatchdog(), SetWatchdog(), Pending = TRUE | REOPEN
      REOPEN | Timer expires | Pending & NumDWA >= 0 | NumDWA = -1, SetWatchdog() | REOPEN
      REOPEN | Timer expires | Pending & NumDWA < 0 | CloseConnection(), SetWatchdog() | DOWN
      INITIAL | Connection up | always | SetWatchdog() | OKAY
      DOWN | Connection up | always | NumDWA = 0, SendWatchdog(), SetWatchdog(), Pending = TRUE | REOPEN
      OKAY | Connection down | always | CloseConnection(), Failover(), SetWatchdog() | DOWN
      SUSPECT | Connection down | always | CloseConnection(), SetWatchdog() | DOWN
      REOPEN | Connection down | always | CloseConnection(), SetWatchdog() | DOWN
      "
    `)
  })
})

const watchdogUser = {
  sendWatchdog() {},
  failover() {},
  failback() {},
  closeConnection() {},
  attemptOpen() {},
  stateChanged() {},
}
