import { describe, expect, it } from 'vitest'
import { ReceiveWindow } from './receive-window.js'

describe('the receive window', () => {
  it('shows what is free, or nothing when less than a packet is', () => {
    const window = new ReceiveWindow(10_000, 1500)
    window.held = 8500
    expect(window.advertise()).toBe(1500)
    window.held = 8501
    expect(window.advertise()).toBe(0)
    window.held = 15_000
    expect(window.advertise()).toBe(0)
  })
  it('of a small buffer closes at half of it', () => {
    const window = new ReceiveWindow(2000, 1500)
    window.held = 1000
    expect(window.advertise()).toBe(1000)
    window.held = 1001
    expect(window.advertise()).toBe(0)
  })
  it('is closed when the peer has been told so, not before', () => {
    const window = new ReceiveWindow(10_000, 1500)
    window.held = 10_000
    expect(window.closed).toBe(false)
    window.advertise()
    expect(window.closed).toBe(true)
    window.held = 0
    expect(window.closed).toBe(true)
    window.advertise()
    expect(window.closed).toBe(false)
  })
  it('is worth telling about when a quarter of the buffer came free, or anything at all after nothing', () => {
    const window = new ReceiveWindow(10_000, 1500)
    window.held = 5000
    window.advertise()
    window.held = 2501
    expect(window.worthTelling).toBe(false)
    window.held = 2500
    expect(window.worthTelling).toBe(true)
    window.held = 9000
    window.advertise()
    window.held = 8501
    expect(window.worthTelling).toBe(false)
    window.held = 8500
    expect(window.worthTelling).toBe(true)
  })
  it('holds twice the buffer at most', () => {
    const window = new ReceiveWindow(10_000, 1500)
    window.held = 19_000
    expect(window.hasRoomFor(1000)).toBe(true)
    expect(window.hasRoomFor(1001)).toBe(false)
  })
})
