import type { OneToOneSocket } from '@sigbed/sctp-sockets'
import { describe, expect, it } from 'vitest'
import { AssociationWatch } from './association-watch.js'
import type { NodeClock } from './node-clock.js'

/** An association whose peer has so much room at each sample, and which has sent so many probes by then. */
function windowEvents(samples: readonly { readonly room: number; readonly probes?: number }[]): string[] {
  const told: string[] = []
  const clock = { stamp: (use: (atMs: number) => void) => use(0) } as unknown as NodeClock
  const watch = new AssociationWatch('asp-1', clock, (report) => told.push(report.kind === 'event' ? report.event.kind : report.kind))
  let now = samples[0]!
  watch.addSocket('asp-1 - sg', {
    state: 'ESTABLISHED',
    get statistics() {
      return { zeroWindowProbes: now.probes ?? 0 }
    },
    getOption: () => ({ peerWindowOctets: now.room }),
    paths: () => [],
  } as unknown as OneToOneSocket)
  for (const sample of samples) {
    now = sample
    watch.samples(0)
  }
  return told
}

describe('the watch over associations', () => {
  it('tells that the window of the peer is closed by the probe that is sent then', () => {
    expect(windowEvents([{ room: 1000 }, { room: 0, probes: 1 }, { room: 0, probes: 2 }, { room: 800, probes: 2 }])).toEqual([
      'window-closed',
      'window-open',
    ])
  })

  it('tells so as well where data that was under way does the work of a probe', () => {
    expect(windowEvents([{ room: 1000 }, { room: 0 }, { room: 0 }, { room: 0 }, { room: 800 }])).toEqual(['window-closed', 'window-open'])
  })

  it('takes no window for closed that was full for a moment', () => {
    expect(windowEvents([{ room: 0 }, { room: 500 }, { room: 0 }, { room: 500 }])).toEqual([])
  })

  it('sees no paths of an association that is being set up or has ended, nor its window', () => {
    const told: string[] = []
    const clock = { stamp: (use: (atMs: number) => void) => use(0) } as unknown as NodeClock
    const watch = new AssociationWatch('mme', clock, (report) => told.push(report.kind))
    const socket = {
      state: 'COOKIE-WAIT',
      statistics: { zeroWindowProbes: 0 },
      getOption: () => ({ peerWindowOctets: 0 }),
      paths: () => [{ localAddress: '10.132.1.10', remoteAddress: '10.132.1.11', state: 'active', smoothedRoundTripMs: Number.NaN }],
    }
    watch.addSocket('mme - eir-1', socket as unknown as OneToOneSocket)
    for (const [state, paths] of [
      ['COOKIE-WAIT', 0],
      ['COOKIE-ECHOED', 0],
      ['ESTABLISHED', 1],
      ['CLOSED', 0],
      ['COOKIE-WAIT', 0],
    ] as const) {
      socket.state = state
      expect(watch.samples(0), state).toHaveLength(paths)
    }
    expect(told).toEqual([])
  })

  it('tells an association that was lost from one that never was', () => {
    const told: string[] = []
    const clock = { stamp: (use: (atMs: number) => void) => use(0) } as unknown as NodeClock
    const watch = new AssociationWatch('asp-1', clock, (report) => report.kind === 'event' && told.push(report.event.kind))
    for (const reason of ['setup-timed-out', 'setup-refused', 'too-many-retransmissions'] as const)
      watch.handleNotification('asp-1 - sg', { kind: 'communication-lost', reason, detail: '', unacknowledgedMessages: 0 })
    expect(told).toEqual(['setup-failed', 'setup-failed', 'communication-lost'])
  })
})
