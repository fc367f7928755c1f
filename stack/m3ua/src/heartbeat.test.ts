import { describe, expect, it } from 'vitest'
import { Heartbeat } from './heartbeat.js'
import { NEVER } from './lower-layer.js'

describe('T(beat)', () => {
  it('sends every interval and gives the peer up two intervals after its last word', () => {
    const heartbeat = new Heartbeat(100)
    expect(heartbeat.deadline).toBe(NEVER)
    heartbeat.start(0)
    expect(heartbeat.expire(99)).toBe('not-yet')
    expect(heartbeat.expire(100)).toBe('send')
    heartbeat.heard(130)
    expect(heartbeat.expire(200)).toBe('send')
    expect(heartbeat.expire(300)).toBe('send')
    expect(heartbeat.deadline).toBe(330)
    expect(heartbeat.expire(330)).toBe('peer-unavailable')
    expect(heartbeat.silence(330)).toBe(200)
    expect(heartbeat.expire(1000)).toBe('not-yet')
  })

  it('measures the round trip of the last BEAT once, and of no other', () => {
    const heartbeat = new Heartbeat(100)
    heartbeat.start(0)
    heartbeat.expire(100)
    const first = heartbeat.heartbeatData.slice()
    heartbeat.heard(150)
    heartbeat.expire(200)
    expect(heartbeat.acknowledge(first, 210)).toBeNaN()
    expect(heartbeat.acknowledge(null, 210)).toBeNaN()
    expect(heartbeat.acknowledge(heartbeat.heartbeatData.slice(), 210)).toBe(10)
    expect(heartbeat.acknowledge(heartbeat.heartbeatData.slice(), 220)).toBeNaN()
  })

  it('never beats with an interval of zero', () => {
    const heartbeat = new Heartbeat(0)
    heartbeat.start(0)
    expect(heartbeat.deadline).toBe(NEVER)
    expect(heartbeat.expire(1e9)).toBe('not-yet')
  })
})
