import { describe, expect, it } from 'vitest'
import { RecordedOutput } from '../../test/recording-surroundings.js'
import { SweepProgress } from './sweep-progress.js'

describe('the progress of a sweep', () => {
  it('is a line for every tenth of it where lines stay', () => {
    const output = new RecordedOutput()
    runThrough(output, false)
    expect(output.lines).toHaveLength(11)
    expect(output.lines.slice(0, 3)).toEqual([
      '40 runs in virtual time, 2 at a time',
      '4 of 40 runs, about 36 s left',
      '8 of 40 runs, about 32 s left',
    ])
    expect(output.lines.at(-1)).toBe('40 of 40 runs')
  })

  it('is one line drawn again and again on a terminal, of which nothing stays', () => {
    const output = new RecordedOutput({ isTTY: true })
    runThrough(output, false)
    expect(output.text).not.toContain('\n')
    expect(output.text).toContain('\r1 of 40 runs, about 39 s left')
    expect(output.text.split('\r').at(-1)).toBe('')
  })

  it('is nothing when it is to be quiet', () => {
    const output = new RecordedOutput()
    runThrough(output, true)
    expect(output.text).toBe('')
  })
})

/** A second for each run. */
function runThrough(output: RecordedOutput, quiet: boolean): void {
  let nowMs = 5000
  const progress = new SweepProgress(40, output as never, quiet, { environment: {} }, () => nowMs)
  progress.begin(2)
  for (let i = 0; i < 40; i++) {
    nowMs += 1000
    progress.step()
  }
  progress.close()
}
