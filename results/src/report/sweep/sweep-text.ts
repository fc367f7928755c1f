import type { SweepRecord } from '@sigbed/measurement'
import { paintFor, proseWidth, type RenderOptions } from '../render-options.js'
import { hanging, wrapped } from '../text-layout.js'

import { type HeatMap, type HeatPanel, heatMaps } from './heat-map.js'
import { sweepCircumstances, sweepNotes } from './sweep-words.js'

/** A sweep for a terminal: heat maps side by side as far as it is wide, shaded where there are colours. Ends with a newline. */
export function renderSweep(record: SweepRecord, options: RenderOptions): string {
  const paint = paintFor(options)
  const width = proseWidth(options)
  const circumstances = sweepCircumstances(record).flatMap(([label, text]) =>
    hanging(`  ${paint.dim(label.padEnd(LABEL_WIDTH))}`, text, width),
  )
  const maps = heatMaps(record).flatMap((map) => [
    '',
    paint.bold(map.title.toUpperCase()),
    ...hanging('  ', map.meaning, width).map((line) => paint.dim(line)),
    ...panelRows(map, options),
  ])
  const notes = sweepNotes(record).flatMap((note) => wrapped(note, width - 2).map((line) => `  ${line}`))
  return `${[paint.bold(`Sweep of ${record.scenario}`), ...circumstances, ...maps, '', ...notes].join('\n')}\n`
}

/** A piece of text and how wide it is without its colours. */
interface Piece {
  readonly lines: readonly string[]
  readonly width: number
}

function panelRows(map: HeatMap, options: RenderOptions): readonly string[] {
  const pieces = map.panels.flatMap((panel) => chunks(panel, options).map((chunk) => pieceOf(chunk, map, options)))
  const lines: string[] = []
  for (let first = 0; first < pieces.length; ) {
    const row = [pieces[first++]!]
    const taken = () => row.reduce((sum, { width }) => sum + width + GAP, INDENT)
    while (first < pieces.length && taken() + pieces[first]!.width <= options.width) row.push(pieces[first++]!)
    lines.push('', ...beside(row))
  }
  return lines
}

function beside(pieces: readonly Piece[]): readonly string[] {
  const height = Math.max(...pieces.map(({ lines }) => lines.length))
  return Array.from({ length: height }, (_, i) =>
    `${' '.repeat(INDENT)}${pieces.map(({ lines, width }) => lines[i] ?? ' '.repeat(width)).join(' '.repeat(GAP))}`.trimEnd(),
  )
}

/** As many columns of a panel as there is room for, and the others below. */
function chunks(panel: HeatPanel, options: RenderOptions): readonly HeatPanel[] {
  const fits = Math.max(1, Math.floor((options.width - INDENT - ROW_LABEL_WIDTH) / cellWidth(panel)))
  const parts = Math.ceil(panel.columns.length / fits)
  return Array.from({ length: parts }, (_, part) => {
    const own = <T>(all: readonly T[]) => all.slice(part * fits, (part + 1) * fits)
    return { ...panel, columns: own(panel.columns), cells: panel.cells.map(own) }
  })
}

function pieceOf(panel: HeatPanel, { scale }: HeatMap, options: RenderOptions): Piece {
  const paint = paintFor(options)
  const each = cellWidth(panel)
  const width = Math.max(panel.title.length, ROW_LABEL_WIDTH + panel.columns.length * each)
  const fill = (plain: string, shown = plain) => `${shown}${' '.repeat(width - plain.length)}`
  const head = `${' '.repeat(ROW_LABEL_WIDTH)}${panel.columns.map((column) => `${column} `.padStart(each)).join('')}`
  const rows = panel.cells.map((cells, i) => {
    const label = `${panel.rows[i]} `.padStart(ROW_LABEL_WIDTH)
    // A mark stands where the blank would be, so that the figures stay below one another.
    const texts = cells.map(({ text }) => (/[*!]$/.test(text) ? text : `${text} `).padStart(each))
    const shaded = texts.map((text, column) => shade(text, cells[column]!.value, scale.stepOf(cells[column]!.value ?? 0), options))
    return fill(`${label}${texts.join('')}`, `${paint.dim(label)}${shaded.join('')}`)
  })
  return { lines: [fill(panel.title), fill(head, paint.dim(head)), ...rows], width }
}

function cellWidth({ columns, cells }: HeatPanel): number {
  const texts = [...columns, ...cells.flat().map(({ text }) => text.replace(/[*!]$/, ''))]
  return Math.max(...texts.map((text) => text.length)) + 2
}

function shade(text: string, value: number | null, step: number, { colour }: RenderOptions): string {
  return colour && value !== null ? `${ESCAPE}[38;5;${SHADES[step]!.ink}m${ESCAPE}[48;5;${SHADES[step]!.paper}m${text}${ESCAPE}[0m` : text
}

const ESCAPE = String.fromCharCode(27)
/** Of the 256 that terminals know: from pale to dark red, each with an ink that can be read on it, whatever the terminal's own paper is. */
const SHADES: readonly { readonly paper: number; readonly ink: number }[] = [
  { paper: 194, ink: 16 },
  { paper: 229, ink: 16 },
  { paper: 222, ink: 16 },
  { paper: 215, ink: 16 },
  { paper: 209, ink: 16 },
  { paper: 167, ink: 231 },
  { paper: 124, ink: 231 },
]
const LABEL_WIDTH = 11
const ROW_LABEL_WIDTH = 4
const INDENT = 2
const GAP = 3
