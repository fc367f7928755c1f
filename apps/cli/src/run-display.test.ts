import { describe, expect, it } from 'vitest'
import { RecordedOutput } from '../test/recording-surroundings.js'
import type { RunFrame } from './run-console.js'
import { openRunDisplay } from './run-display.js'

describe('the display of a run', () => {
  it('is a line a second and a line an event where nothing can be redrawn', async () => {
    const output = new RecordedOutput()
    const display = await openRunDisplay(output, false, { environment: {} })
    for (let elapsedMs = 0; elapsedMs <= 2400; elapsedMs += 200) {
      display.frame(frameAt(elapsedMs))
      if (elapsedMs === 1200) display.say('path 1 is cut')
    }
    display.close()
    expect(output.lines).toEqual([
      expect.stringMatching(/^ 1\/11 s .*M3UA 100\/s/),
      'path 1 is cut',
      expect.stringMatching(/^ 2\/11 s .*M3UA/),
    ])
    expect(output.text).not.toContain(ESCAPE)
  })

  it('is a picture redrawn in place on a terminal, with what was said above it', async () => {
    const output = new RecordedOutput({ isTTY: true, columns: 80 })
    const display = await openRunDisplay(output, false, { environment: { TERM: 'xterm', NO_COLOR: '1' } })
    display.frame(frameAt(400))
    const first = output.text
    expect(first).toContain('0.4 s')
    expect(first).toContain('M3UA')
    display.say('path 1 is cut')
    expect(output.text.slice(first.length)).toMatch(new RegExp(`${ESCAPE}\\[1A[\\s\\S]*path 1 is cut\n[\\s\\S]*0\\.4 s`))
    display.frame(frameAt(600))
    display.close()
    const closed = output.text.length
    display.frame(frameAt(800))
    display.close()
    display.say('stored')
    expect(output.text.slice(closed)).toBe('stored\n')
  })

  it('follows the width of the terminal', async () => {
    const output = new RecordedOutput({ isTTY: true, columns: 100 })
    const display = await openRunDisplay(output, false, { environment: { NO_COLOR: '1' } })
    display.frame(frameAt(400))
    const wide = widest(output.text)
    output.text = ''
    output.columns = 62
    display.frame(frameAt(600))
    display.close()
    expect(wide).toBeGreaterThan(80)
    expect(widest(output.text)).toBeLessThanOrEqual(62)
  })

  it('has colours on a terminal that shows them', async () => {
    const output = new RecordedOutput({ isTTY: true, columns: 80 })
    const display = await openRunDisplay(output, false, { environment: { TERM: 'xterm' } })
    display.frame(frameAt(6000))
    display.close()
    expect(output.text).toMatch(new RegExp(`${ESCAPE}\\[3[0-9]m`))
  })

  it('is nothing when it is to be quiet', async () => {
    const output = new RecordedOutput({ isTTY: true, columns: 80 })
    const display = await openRunDisplay(output, true, { environment: {} })
    display.frame(frameAt(2000))
    display.say('path 1 is cut')
    display.close()
    expect(output.text).toBe('')
  })
})

function frameAt(elapsedMs: number): RunFrame {
  const lastSecond = {
    flow: 'm3ua',
    fromMs: 0,
    toMs: 1000,
    offered: 100,
    delivered: 100,
    p50Us: 200,
    p99Us: 400,
    maximumUs: 900,
    lateSends: 0,
    histogram: null,
  } as const
  const flows = [{ flow: 'm3ua' as const, lastSecond, waiting: 0 }]
  return { elapsedMs, totalMs: 11_000, cutAtMs: 3000, restoreAtMs: 7000, flows, paths: [], generator: null }
}

/** Columns of the longest line, without what moves the cursor. */
function widest(text: string): number {
  return Math.max(
    ...text
      .replace(CONTROLS, '')
      .split('\n')
      .map((line) => [...line].length),
  )
}

const ESCAPE = String.fromCharCode(27)

const CONTROLS = new RegExp(`${ESCAPE}\\[[\\d;?]*[a-zA-Z]`, 'g')
