import { describe, expect, it } from 'vitest'
import { stage, syntheticSweep } from '../../../test/synthetic-sweep.js'
import { renderSweepPage } from '../html/sweep-page.js'
import { heatMaps } from './heat-map.js'
import { renderSweepJson } from './sweep-json.js'
import { renderMarkdownSweep } from './sweep-markdown.js'
import { renderSweep } from './sweep-text.js'

const SMALL = { rtoMinMs: [100, 1000], pathMaxRetrans: [0, 2], heartbeatMs: [1000] }
const plain = (width: number) => ({ colour: false, width })
const HOSTILE = `</script><img src=x onerror=alert('2')> | "quoted"`

describe('the heat maps of a sweep', () => {
  it('are a panel for each potentially failed and heartbeat, rows of Path.Max.Retrans, columns of RTO.Min', () => {
    const detected = heatMaps(syntheticSweep(SMALL)).find(({ title }) => title === 'Detected')!
    expect(
      detected.panels.map(({ title, rows, columns, cells }) => ({
        title,
        rows,
        columns,
        cells: cells.map((row) => row.map(({ text }) => text)),
      })),
    ).toEqual([
      {
        title: 'PF on (PFMR 0), heartbeat 1 s',
        rows: ['0', '2'],
        columns: ['100 ms', '1 s'],
        cells: [
          ['100 ms', '1.00 s'],
          ['100 ms', '1.00 s'],
        ],
      },
      {
        title: 'PF off, heartbeat 1 s',
        rows: ['0', '2'],
        columns: ['100 ms', '1 s'],
        cells: [
          ['100 ms', '1.00 s'],
          ['700 ms', '7.00 s'],
        ],
      },
    ])
  })

  it('put panels together that show the same, and no others', () => {
    const maps = heatMaps(syntheticSweep())
    const titles = (title: string) => maps.find((map) => map.title === title)!.panels.map((panel) => panel.title)
    expect(titles('Path inactive')).toEqual(['PF on (PFMR 0), heartbeat 1 s, 30 s', 'PF off, heartbeat 1 s, 30 s'])
    expect(titles('Path back')).toHaveLength(4)
  })

  it('mark what the timers do not explain, what is missing, and cells whose runs say nothing', () => {
    const marked = syntheticSweep({
      ...SMALL,
      potentiallyFailed: [null],
      cell: (cell) => {
        const { rtoMinMs, pathMaxRetrans } = cell.timers
        if (rtoMinMs === 1000) return pathMaxRetrans === 0 ? { ...cell, failover: null, spurious: null, problems: ['it broke'] } : cell
        const inactive = pathMaxRetrans === 0 ? stage(250, { beyondOneRto: 1 }) : stage(null, { missing: 2 })
        return { ...cell, failover: { ...cell.failover!, inactive } }
      },
    })
    const inactive = heatMaps(marked).find(({ title }) => title === 'Path inactive')!
    expect(inactive.panels[0]!.cells.map((row) => row.map(({ text }) => text))).toEqual([
      ['250 ms*', '–!'],
      ['–*', '7.00 s'],
    ])
    const text = renderSweep(marked, plain(80))
    expect(text).toContain('* more than one RTO')
    expect(text).toContain('! a run says nothing: it broke')
    expect(renderSweep(syntheticSweep(SMALL), plain(80))).toContain('Every stage came within one RTO')
  })

  it('leave out the half of a sweep that was not run', () => {
    const titles = heatMaps(syntheticSweep({ ...SMALL, cut: null, cell: (cell) => ({ ...cell, failover: null }) })).map(
      ({ title }) => title,
    )
    expect(titles).toEqual(['Spurious failovers'])
  })
})

describe('a sweep on a terminal', () => {
  it.each([40, 80, 120])('fits into %i columns, whatever is swept', (width) => {
    const many = { rtoMinMs: Array.from({ length: 14 }, (_, i) => 100 * (i + 1)), pathMaxRetrans: [0, 1, 20] }
    for (const sweep of [syntheticSweep(), syntheticSweep(many)])
      for (const line of renderSweep(sweep, plain(width)).split('\n')) expect(line.length, line).toBeLessThanOrEqual(width)
  })

  it('has the figures below the heads of their columns, and panels side by side', () => {
    const lines = renderSweep(syntheticSweep(SMALL), plain(80)).split('\n')
    const at = lines.indexOf('PATH INACTIVE')
    expect(lines.slice(at, at + 7)).toEqual([
      'PATH INACTIVE',
      '  From the cut to the error count above Path.Max.Retrans.',
      '',
      '  PF on (PFMR 0), heartbeat 1 s   PF off, heartbeat 1 s',
      '       100 ms     1 s                  100 ms     1 s',
      '    0  100 ms  1.00 s               0  100 ms  1.00 s',
      '    2  700 ms  7.00 s               2  700 ms  7.00 s',
    ])
  })

  it('shades cells where there are colours, and says the same without them', () => {
    const sweep = syntheticSweep()
    const ESCAPE = String.fromCharCode(27)
    const coloured = renderSweep(sweep, { colour: true, width: 80 })
    expect(coloured).toContain(`${ESCAPE}[48;5;`)
    const bare = coloured.replaceAll(new RegExp(`${ESCAPE}\\[[\\d;]*m`, 'g'), '')
    const trimmed = (text: string) => text.split('\n').map((line) => line.trimEnd())
    expect(trimmed(bare)).toEqual(trimmed(renderSweep(sweep, plain(80))))
  })

  it('says when it was stopped before its end', () => {
    expect(renderSweep(syntheticSweep({ ...SMALL, runsDone: 5 }), plain(100))).toContain('5 of 32: stopped before the end')
  })
})

describe('a sweep in a file', () => {
  it('is a page that needs nothing from anywhere else, with both layouts of every map', () => {
    const page = renderSweepPage(syntheticSweep())
    expect(page).not.toMatch(/(?:src|href)="?https?:|@import|<script/)
    expect(page).toContain(`default-src 'none'`)
    expect(page.match(/<svg role="img" aria-label="[^"]+" class="wide"/g)).toHaveLength(5)
    expect(page.match(/<svg role="img" aria-label="[^"]+" class="narrow"/g)).toHaveLength(5)
    expect(page).toContain('var(--heat-6)')
  })

  it('shows as text what came from outside', () => {
    const sweep = syntheticSweep({
      ...SMALL,
      scenario: HOSTILE,
      profile: HOSTILE,
      disturbance: HOSTILE,
      cell: (cell) => ({ ...cell, problems: [HOSTILE] }),
    })
    expect(renderSweepPage(sweep)).not.toMatch(/<img|<\/script/)
    expect(renderMarkdownSweep(sweep)).not.toMatch(/[^\\]<img/)
  })

  it('is Markdown with the maps and a row for every combination', () => {
    const text = renderMarkdownSweep(syntheticSweep(SMALL))
    expect(text).toContain('### Path inactive')
    expect(text).toContain('| Path.Max.Retrans | 100 ms | 1 s |')
    expect(text).toMatch(/\| off \| 1 s \| 2 \| 1 s \| 7.00 s \| 7.00 s \|/)
  })

  it('is JSON that says what it is, figures unrounded', () => {
    const sweep = syntheticSweep(SMALL)
    const json = JSON.parse(renderSweepJson(sweep))
    expect(json).toEqual({ format: 'sigbed-sweep', version: 1, ...sweep })
  })
})
