import { describe, expect, it } from 'vitest'
import { BEFORE, DURING } from '../../test/live-states.js'
import { progressLine } from './live-line.js'
import type { LiveState } from './live-state.js'
import { shownWidth } from './paint.js'

describe('the progress line', () => {
  it('tells the most it can in 80 columns', () => {
    expect(lines(80)).toMatchInlineSnapshot(`
      " 0/30 s ────────────────────  M3UA –  Diameter –
       9/30 s  before  M3UA 1,000/s p99 0.677 ms  Diameter 200/s p99 0.702 ms  ●4
      12/30 s  during  M3UA 1,813 of 1,000/s p99 1,203 ms  Diameter 0 of 200/s
      30/30 s  ended   M3UA 1,000/s p99 0.677 ms  Diameter 200/s p99 0.702 ms  ●4"
    `)
  })

  it('tells more in 120', () => {
    expect(lines(120)).toMatchInlineSnapshot(`
      " 0/30 s ────────────────────  M3UA –  Diameter –
       9/30 s ━━━┄┄─────  before  M3UA 1,000/s p99 0.677 ms  Diameter 200/s p99 0.702 ms  ●4
      12/30 s ━━━┅┄─────  during  M3UA 1,813 of 1,000/s p50 1,004 p99 1,203 max 1,204 ms  Diameter 0 of 200/s  ●1 ◐1 ○1 ◌1
      30/30 s ━━━┅┅━━━━━  ended   M3UA 1,000/s p99 0.677 ms  Diameter 200/s p99 0.702 ms  ●4"
    `)
  })

  it('tells everything in 180', () => {
    expect(lines(180)).toMatchInlineSnapshot(`
      " 0/30 s ────────────────────  M3UA –  Diameter –
       9/30 s ━━━━━━┄┄┄┄──────────  before the cut    M3UA 1,000/s p50 0.184 p99 0.677 max 1.20 ms  Diameter 200/s p50 0.198 p99 0.702 max 0.718 ms  paths: 4 active
      12/30 s ━━━┅┄─────  during  M3UA 1,813 of 1,000/s p50 1,004 p99 1,203 max 1,204 ms  Diameter 0 of 200/s  ●1 ◐1 ○1 ◌1
      30/30 s ━━━━━━┅┅┅┅━━━━━━━━━━  ended             M3UA 1,000/s p50 0.184 p99 0.677 max 1.20 ms  Diameter 200/s p50 0.198 p99 0.702 max 0.718 ms  paths: 4 active"
    `)
  })

  it('tells how far it is and what arrives in 48', () => {
    expect(lines(48)).toMatchInlineSnapshot(`
      " 0/30 s ────────────────────  M3UA –  Diameter –
       9/30 s  M3UA 1,000/s  Diameter 200/s
      12/30 s  M3UA 1,813 of 1,000/s  Diameter 0 of 2…
      30/30 s  M3UA 1,000/s  Diameter 200/s"
    `)
  })

  it('always says that the generator is saturated, where there is room for it', () => {
    const state: LiveState = { ...BEFORE, generator: { judgement: 'saturated', reasons: ['no processor time was left'] } }
    expect(line(state, 80)).toMatch(/! saturated$/)
    expect(line(state, 180)).toMatch(/! saturated$/)
  })

  it('keeps to the width, painted or not, and is one line', () => {
    for (const state of [BEFORE, DURING, ENDED, BARE])
      for (let width = 20; width <= 200; width++)
        for (const colour of [true, false]) {
          const drawn = progressLine(state, { colour, width })
          expect(drawn).toHaveLength(1)
          expect(shownWidth(drawn[0]!)).toBeLessThanOrEqual(width)
        }
  })

  it('says by colour nothing that it does not say without', () => {
    for (const width of [80, 180]) {
      const [painted] = progressLine(DURING, { colour: true, width })
      // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape is what is looked for
      expect(painted!.replace(/\u001b\[\d+m/g, '')).toBe(line(DURING, width))
      expect(painted).not.toBe(line(DURING, width))
    }
  })
})

const ENDED: LiveState = { ...BEFORE, elapsedMs: 30_100 }

/** The first moment of a run without a cut. */
const BARE: LiveState = {
  ...BEFORE,
  elapsedMs: 40,
  cutAtMs: null,
  restoreAtMs: null,
  flows: BEFORE.flows.map((flow) => ({ ...flow, lastSecond: null })),
  paths: [],
  generator: null,
}

function line(state: LiveState, width: number): string {
  return progressLine(state, { colour: false, width })[0]!
}

function lines(width: number): string {
  return [BARE, BEFORE, DURING, ENDED].map((state) => line(state, width)).join('\n')
}
