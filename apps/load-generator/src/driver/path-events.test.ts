import type { Notification } from '@sigbed/sctp-sockets'
import { describe, expect, it } from 'vitest'
import { tellPathEvent } from './path-events.js'

function told(notification: object): string[] {
  const events: string[] = []
  tellPathEvent({ ...PATH, ...notification } as Notification, (kind, detail) => events.push(`${kind}: ${detail}`))
  return events
}

const PATH = { localAddress: '127.0.1.1', remoteAddress: '127.0.2.1', rtoMs: 120 }

describe('what a load tells of its paths', () => {
  it('is that one fails, is back, and where data goes', () => {
    expect(told({ kind: 'path-change', state: 'potentially-failed', reason: 'timeout' })).toEqual([
      'path: 127.0.1.1 - 127.0.2.1 potentially-failed (T3-rtx expired)',
    ])
    expect(told({ kind: 'path-change', state: 'active', reason: 'heartbeat-acknowledged' })).toEqual([
      'path: 127.0.1.1 - 127.0.2.1 active (HEARTBEAT ACK)',
    ])
    expect(told({ kind: 'data-path-change' })).toEqual(['data-path: 127.0.1.1 - 127.0.2.1'])
  })

  it('is not that one works from the start, nor what concerns no path', () => {
    expect(told({ kind: 'path-change', state: 'active', reason: 'confirmed' })).toEqual([])
    expect(told({ kind: 'communication-lost', detail: 'gone' })).toEqual([])
  })
})
