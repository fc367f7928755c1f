import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { epochNanosecondsAtZero, machineClockOffsetMs, monotonicNow } from './monotonic-clock.js'

describe('monotonic clock', () => {
  it('never runs backwards and shows fractions of a millisecond', () => {
    const instants = Array.from({ length: 1000 }, monotonicNow)
    expect(instants.every((instant, i) => i === 0 || instant >= instants[i - 1]!)).toBe(true)
    expect(instants.some((instant) => !Number.isInteger(instant))).toBe(true)
  })

  it('adds up to the time of day', () => {
    const now = Number((epochNanosecondsAtZero() + BigInt(Math.round(monotonicNow() * 1e6))) / 1_000_000n)
    expect(Math.abs(now - Date.now())).toBeLessThan(100)
  })

  it('is with its offset the clock that another process has, within a millisecond', async () => {
    const child = spawn(process.execPath, ['-e', TELL_THE_TIME], { stdio: ['pipe', 'pipe', 'inherit'] })
    try {
      for (let i = 0; i < 20; i++) {
        const before = monotonicNow() + machineClockOffsetMs()
        child.stdin.write('?')
        const there = Number(String((await once(child.stdout, 'data'))[0]))
        const after = monotonicNow() + machineClockOffsetMs()
        expect(there).toBeGreaterThan(before - 1)
        expect(there).toBeLessThan(after + 1)
      }
    } finally {
      child.kill()
    }
  })
})

const TELL_THE_TIME = `process.stdin.on('data', () => process.stdout.write(String(Number(process.hrtime.bigint()) / 1e6)))`
