import { describe, expect, it } from 'vitest'
import { syntheticLoad } from '../test/synthetic-load.js'
import { syntheticRun } from '../test/synthetic-run.js'
import { compareRuns } from './comparison.js'
import { loadTargetOf, loadWordsOf } from './load-words.js'
import { renderRunPage } from './report/html/run-page.js'
import { renderMarkdownRun } from './report/markdown-report.js'
import { renderScorecard } from './report/scorecard.js'

const ACKNOWLEDGED = "from when a message was meant to be sent to its acknowledgement by the peer's SCTP"

describe('a stored load', () => {
  it('is told by what it sent, when and to whom, wherever it is shown', () => {
    const run = syntheticLoad({ offered: 'closed loop of 64 on each connection' }, 0)
    const card = renderScorecard({ run, databasePath: 'a', showCommand: 'b' }, { colour: false, width: 120 })
    expect(card).toContain('Traffic     M3UA DATA of 100 octets, echoed, closed loop of 64 on each connection, for 30 s\n')
    expect(card).toContain('Target      192.0.2.1, 192.0.2.2 port 2905 over SCTP, 4 connections\n')
    expect(card).toContain('LATENCY  in ms, from when a message was meant to be sent to its echo, there and back\n')
    expect(card).not.toContain('no path cut')
    expect(renderMarkdownRun(run)).toContain('in ms, from when a message was meant to be sent to its echo, there and back')
  })

  it('has a page without faults, paths and what is since them', () => {
    const page = renderRunPage(syntheticLoad())
    const there = (words: readonly string[], where: string) => words.filter((word) => where.includes(word))
    const ofFaults = ['>faults</text>', 'potentially failed', 'since cut', '</span>broken']
    expect(there(['its echo, there and back', ...ofFaults], page)).toEqual(['its echo, there and back'])
    expect(there(ofFaults, renderRunPage(syntheticRun()))).toEqual(ofFaults)
  })

  it.each([
    [{ messages: 'M3UA DATA of 200 octets, echoed' }, 'what the load sends differs: "M3UA DATA of 100 octets, echoed" in A'],
    [{ offered: 'closed loop of 8 on each connection' }, 'when the load sends differs: "500/s" in A'],
    [{ latency: ACKNOWLEDGED }, 'what its latency means differs: '],
  ])('is not compared with one that differs in %j', (words, why) => {
    expect(compareRuns([syntheticLoad()], [syntheticLoad(words)]).unlike).toEqual([expect.stringContaining(why)])
  })

  it('in a closed loop is compared with another, though neither had a rate beforehand', () => {
    const closed = syntheticLoad({ offered: 'closed loop of 64 on each connection' }, 0)
    expect(compareRuns([closed], [closed]).unlike).toEqual([])
  })

  it('that is invalid is compared with a warning', () => {
    const invalid = { ...syntheticLoad(), verdict: null, reasons: ['INVALID: the generator was the bottleneck'] }
    expect(compareRuns([syntheticLoad()], [invalid]).warnings).toEqual([
      expect.stringMatching(/^run B \(\d+\) has no verdict: INVALID: the generator was the bottleneck$/),
    ])
  })

  it('may say nothing of itself, as runs of a scenario do', () => {
    expect([loadWordsOf(syntheticRun()), loadTargetOf(syntheticRun())]).toEqual([null, null])
    const odd = syntheticLoad()
    for (const load of [null, 5, {}, { messages: 1, offered: [], latency: null, addresses: 'a' }]) {
      const run = { ...odd, description: { ...odd.description, parameters: { load } } }
      expect([loadWordsOf(run), loadTargetOf(run)]).toEqual([null, null])
    }
  })
})
