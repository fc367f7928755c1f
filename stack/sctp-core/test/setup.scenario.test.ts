import { describe, expect, it } from 'vitest'
import { PORT, SimulatedPair, Z_ADDRESSES } from './simulated-pair.js'

describe('setting up an association', () => {
  it('takes two round trips, and both sides are told', () => {
    const pair = new SimulatedPair()
    pair.a.associate([Z_ADDRESSES[0]], PORT)
    pair.run(() => pair.a.association?.state === 'ESTABLISHED')
    expect(pair.clock.now()).toBe(40)
    expect(pair.z.association?.state).toBe('ESTABLISHED')
    expect(pair.a.eventsOf('communication-up')).toHaveLength(1)
    expect(pair.z.eventsOf('communication-up')).toHaveLength(1)
  })
  it('confirms the second path of each side by heartbeat', () => {
    const pair = new SimulatedPair().establish()
    for (const node of [pair.a, pair.z]) {
      expect(node.association!.paths.paths.map((path) => path.state)).toEqual(['active', 'active'])
      expect(node.eventsOf('network-status-change').map((event) => event.reason)).toEqual(['confirmed'])
    }
  })
})
