import { describe, expect, it } from 'vitest'
import { syntheticRun } from '../../test/synthetic-run.js'
import { compareRuns } from '../comparison.js'
import { renderMarkdownRun } from './markdown-report.js'
import { requestTable } from './request-table.js'
import { runFindings } from './run-findings.js'

const SEEN = { flow: 's13', arrived: 1800, marked: 193, arrivedAgain: 23, arrivedAgainUnmarked: 1, carriedOutAgain: 22 }

describe('what servers saw of requests', () => {
  it('is a table of its own, and red where a request came again without a word', () => {
    expect(requestTable(syntheticRun({ requestAudits: [SEEN] }), { colour: false, width: 80 })).toEqual([
      'REQUESTS  as their servers saw them',
      '  flow  arrived  with T flag  arrived twice  unmarked  carried out twice',
      '  ──────────────────────────────────────────────────────────────────────',
      '  s13     1,800          193             23         1                 22',
    ])
    const [, , , row] = requestTable(syntheticRun({ requestAudits: [SEEN] }), { colour: true, width: 80 })
    expect(row).toContain('\u001B[31m1\u001B[39m')
    expect(row).not.toContain('\u001B[31m22')
  })

  it('is nothing where nobody serves requests', () => {
    expect(requestTable(syntheticRun(), { colour: false, width: 80 })).toEqual([])
    expect(renderMarkdownRun(syntheticRun())).not.toContain('### Requests')
    expect(renderMarkdownRun(syntheticRun({ requestAudits: [SEEN] }))).toContain('### Requests, as their servers saw them')
  })

  it('is worth a word when something was carried out twice', () => {
    const texts = runFindings(syntheticRun({ requestAudits: [SEEN] })).map(({ sign, text }) => `${sign} ${text}`)
    expect(texts).toContain('! s13: 22 requests were carried out twice.')
    const clean = runFindings(syntheticRun({ requestAudits: [{ ...SEEN, carriedOutAgain: 0 }] }))
    expect(clean.filter(({ text }) => text.includes('twice'))).toEqual([])
  })

  it('is compared by what was carried out twice', () => {
    const of = (carriedOutAgain: number) => syntheticRun({ requestAudits: [{ ...SEEN, flow: 'diameter', carriedOutAgain }] })
    const metric = compareRuns([of(0)], [of(4)]).metrics.find((one) => one.metric === 'carried-out-again')
    expect(metric).toMatchObject({ flow: 'diameter', family: 'faults' })
  })
})
