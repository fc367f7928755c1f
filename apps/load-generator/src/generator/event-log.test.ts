import { describe, expect, it } from 'vitest'
import { EventLog } from './event-log.js'

describe('the log of what happened', () => {
  it('tells each thing once, with how often it happened', () => {
    const log = new EventLog()
    for (let i = 0; i < 5000; i++) log.add(i, 'error-received', 'ERR Invalid Routing Context')
    log.add(7, 'association-lost', 'aborted')
    expect(log.take(10)).toEqual([
      { atMs: 0, kind: 'error-received', detail: 'ERR Invalid Routing Context (5000 times)' },
      { atMs: 7, kind: 'association-lost', detail: 'aborted' },
    ])
    expect(log.take(20)).toEqual([])
  })

  it('has room for so many, and counts the rest', () => {
    const log = new EventLog()
    for (let i = 0; i < 1000; i++) log.add(i, 'connection-lost', `load-${i}`)
    const events = log.take(1000)
    expect(events).toHaveLength(201)
    expect(events.at(-1)).toEqual({ atMs: 1000, kind: 'more-events', detail: '800 that are not told' })
  })
})
