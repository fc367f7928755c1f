import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { withProgress } from './progress.js'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('withProgress', () => {
  it('says nothing about what is over within two seconds', async () => {
    expect(await linesOf(1900, false)).toBe('')
  })

  it('writes a line at the start, one every thirty seconds and one at the end into a log', async () => {
    expect(await linesOf(65_000, false)).toBe('Building … 2 s\nBuilding … 32 s\nBuilding … 62 s\nBuilding: took 65 s\n')
  })

  it('rewrites one line every second on a terminal', async () => {
    const clear = '\r\u001b[2K'
    expect(await linesOf(4500, true)).toBe(`${clear}Building … 2 s${clear}Building … 3 s${clear}Building … 4 s${clear}Building: took 5 s\n`)
  })

  it('hands on what the work returns', async () => {
    await expect(withProgress('Building', async () => 'done', { write: () => true })).resolves.toBe('done')
  })

  it('hands on what the work throws, and is silent afterwards', async () => {
    const written: string[] = []
    const failing = withProgress('Building', () => Promise.reject(new Error('no')), { write: (text: string) => written.push(text) })
    await expect(failing).rejects.toThrow('no')
    await vi.advanceTimersByTimeAsync(10_000)
    expect(written).toEqual([])
  })
})

async function linesOf(durationMs: number, isTTY: boolean): Promise<string> {
  const written: string[] = []
  const work = () => new Promise<void>((resolve) => setTimeout(resolve, durationMs))
  const done = withProgress('Building', work, { isTTY, write: (text: string) => written.push(text) })
  await vi.advanceTimersByTimeAsync(durationMs)
  await done
  return written.join('')
}
