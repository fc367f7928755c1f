import { describe, expect, it } from 'vitest'
import { BEFORE, DURING, pathOf } from '../../test/live-states.js'
import { liveFrame } from './live-frame.js'
import type { LiveState } from './live-state.js'
import { shownWidth } from './paint.js'

describe('a frame of the live display', () => {
  it('looks calm when all is well', () => {
    expect(frame(BEFORE)).toMatchInlineSnapshot(`
      "   9.0 s ━━━━━━━━━━━━━━━━━━━──┄┄┄┄┄┄┄┄┄┄────────────────────────────────── 30 s
               before the cut: path cut at 10 s, back at 14 s

        flow       offered/s   delivered/s     p50 ms     p99 ms     max ms    waiting
        M3UA           1,000         1,000      0.184      0.677       1.20          0
        Diameter         200           200      0.198      0.702      0.718          0

        asp m3ua         127.0.1.1 → 127.0.2.1  ● active, RTO 1 s
        asp m3ua         127.0.1.2 → 127.0.2.2  ● active, RTO 1 s
        client diameter  127.0.1.1 → 127.0.2.1  ● active, RTO 1 s
        client diameter  127.0.1.2 → 127.0.2.2  ● active, RTO 1 s"
    `)
  })

  it('shows a cut and all that comes of it', () => {
    expect(frame(DURING)).toMatchInlineSnapshot(`
      "  12.3 s ━━━━━━━━━━━━━━━━━━━━━┅┅┅┅┅┄┄┄┄┄────────────────────────────────── 30 s
               during the cut: path cut at 10 s, back at 14 s

        flow       offered/s   delivered/s     p50 ms     p99 ms     max ms    waiting
        M3UA           1,000         1,813      1,004      1,203      1,204          0
        Diameter         200             0          –          –          –      1,204

        asp m3ua         127.0.1.1 → 127.0.2.1  ◐ potentially failed, RTO 2 s
        asp m3ua         127.0.1.2 → 127.0.2.2  ● active, RTO 1 s
        client diameter  127.0.1.1 → 127.0.2.1  ○ inactive, RTO 60 s
        client diameter  127.0.1.2 → 127.0.2.2  ◌ unconfirmed, RTO 0.25 s

        ! the generator itself is strained:
          0.4 % of the messages were sent late (0.1 % is tolerable)
          one wake-up in a hundred was 7.5 ms late or more (5 ms is tolerable)"
    `)
  })

  it('leaves out what matters least where there is less room', () => {
    expect(frame(DURING, 48)).toMatchInlineSnapshot(`
      "  12.3 s ━━━━━━━━━━━┅┅┄┄┄───────────────── 30 s
               during the cut: path cut at 10 s, back…

        flow       offered/s   delivered/s     p99 ms
        M3UA           1,000         1,813      1,203
        Diameter         200             0          –

        asp m3ua         127.0.…  ◐ potentially failed
        asp m3ua         127.0.…  ● active
        client diameter  127.0.…  ○ inactive
        client diameter  127.0.…  ◌ unconfirmed

        ! the generator itself is strained:
          0.4 % of the messages were sent late (0.1 %…
          one wake-up in a hundred was 7.5 ms late or…"
    `)
  })

  it('says what it waits for when the traffic is over', () => {
    expect(frame({ ...BEFORE, elapsedMs: 30_250, paths: [] })).toMatchInlineSnapshot(`
      "  30.0 s ━━━━━━━━━━━━━━━━━━━━━┅┅┅┅┅┅┅┅┅┅━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ 30 s
               traffic has ended; waiting for the last messages to arrive

        flow       offered/s   delivered/s     p50 ms     p99 ms     max ms    waiting
        M3UA           1,000         1,000      0.184      0.677       1.20          0
        Diameter         200           200      0.198      0.702      0.718          0"
    `)
  })

  it('shows a run without a cut that has hardly begun', () => {
    const flows = BEFORE.flows.map((flow) => ({ ...flow, lastSecond: null }))
    expect(frame({ ...BEFORE, elapsedMs: 40, cutAtMs: null, restoreAtMs: null, flows, paths: [] })).toMatchInlineSnapshot(`
      "   0.0 s ───────────────────────────────────────────────────────────────── 30 s
               no path is cut in this run

        flow       offered/s   delivered/s     p50 ms     p99 ms     max ms    waiting
        M3UA               –             –          –          –          –          0
        Diameter           –             –          –          –          –          0"
    `)
  })

  it('names the first paths of many and counts the rest', () => {
    const paths = Array.from({ length: 20 }, (_, n) => pathOf('asp', `127.0.1.${n}`, `127.0.2.${n}`, n > 15 ? 'inactive' : 'active', 1000))
    const lines = liveFrame({ ...BEFORE, paths }, { colour: false, width: 80 })
    expect(lines.filter((line) => line.includes('→'))).toHaveLength(7)
    expect(lines.at(-1)).toBe('  … and 13 more: 9 active, 4 inactive')
  })

  it('says by colour nothing that it does not say without', () => {
    for (const state of [BEFORE, DURING]) {
      const painted = liveFrame(state, { colour: true, width: 80 }).join('\n')
      expect(painted).not.toBe(frame(state))
      // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape is what is looked for
      expect(painted.replace(/\u001b\[\d+m/g, '')).toBe(frame(state))
    }
  })

  it('keeps to the width, whatever there is to show', () => {
    const addresses = '2001:db8:85a3:1234:5678:8a2e:370:7334'
    const paths = [pathOf('client-of-the-second-site', addresses, addresses, 'potentially-failed', 60_000)]
    const states: LiveState[] = [BEFORE, DURING, { ...DURING, paths }, { ...BEFORE, totalMs: 36_000_000, restoreAtMs: null }]
    for (const state of states)
      for (const width of [40, 48, 60, 80, 120, 200])
        for (const colour of [true, false])
          for (const line of liveFrame(state, { colour, width })) expect(shownWidth(line), line).toBeLessThanOrEqual(width)
  })
})

function frame(state: LiveState, width = 80): string {
  return liveFrame(state, { colour: false, width }).join('\n')
}
