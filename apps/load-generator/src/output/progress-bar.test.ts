import { describe, expect, it } from 'vitest'
import { paintFor, shownWidth } from './paint.js'
import { progressBar } from './progress-bar.js'

const plain = paintFor(false)

describe('the progress bar', () => {
  it.each([
    [0, null, null, '──────────'],
    [14_999, null, null, '━━━━──────'],
    [15_000, null, null, '━━━━━─────'],
    [99_999, null, null, '━━━━━━━━━━'],
    [0, 9000, 15_000, '───┄┄─────'],
    [12_000, 9000, 15_000, '━━━┅┄─────'],
    [21_000, 9000, 15_000, '━━━┅┅━━───'],
    [12_000, 9000, null, '━━━┅┄┄┄┄┄┄'],
    [12_000, 9000, 9010, '━━━┅──────'],
    [12_000, 40_000, null, '━━━━──────'],
    [12_000, 0, 3000, '┅━━━──────'],
  ])('at %d ms, cut from %s to %s, is %s', (elapsedMs, cutAtMs, restoreAtMs, expected) => {
    expect(progressBar({ elapsedMs, totalMs: 30_000, cutAtMs, restoreAtMs }, 10, plain)).toBe(expected)
  })

  it('is as wide as it was told to be, painted or not', () => {
    for (let elapsedMs = 0; elapsedMs <= 30_000; elapsedMs += 777)
      for (const width of [1, 10, 37, 200]) {
        const progress = { elapsedMs, totalMs: 30_000, cutAtMs: 10_000, restoreAtMs: 14_000 }
        expect(progressBar(progress, width, plain)).toHaveLength(width)
        expect(shownWidth(progressBar(progress, width, paintFor(true)))).toBe(width)
      }
  })
})
