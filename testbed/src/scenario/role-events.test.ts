import { describe, expect, it } from 'vitest'
import { RoleEvents } from './role-events.js'
import type { RoleObserver } from './role-kind.js'

describe('what a role tells', () => {
  it('is told at once, but for what comes with every message: that once a second', () => {
    let now = 0
    const told: string[] = []
    const observer = { onEvent: (kind: string, detail: string) => told.push(`${kind} ${detail}`) } as unknown as RoleObserver
    const surroundings = { now: () => now } as never
    const events = new RoleEvents<'peer-down' | 'error-sent' | 'error-received'>(
      { observer, surroundings },
      new Set(['error-sent', 'error-received']),
    )
    for (now of [0, 999, 1000]) for (const kind of ['peer-down', 'error-sent', 'error-received'] as const) events.tell(kind, `${now}`)
    expect(told).toEqual([
      ...['peer-down 0', 'error-sent 0', 'error-received 0'],
      ...['peer-down 999'],
      ...['peer-down 1000', 'error-sent 1000', 'error-received 1000'],
    ])
  })
})
