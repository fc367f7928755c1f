import type { SweepCell, SweepRecord, SweepTimers, SweptFailover, SweptStage } from '@sigbed/measurement'
import { countText, durationText, msText } from '../figures.js'
import { HeatScale } from './heat-scale.js'

/** One figure over all combinations of timers. */
export interface HeatMap {
  readonly title: string
  /** A sentence for people: what the figure is. */
  readonly meaning: string
  /** Of all panels alike, so that they compare. */
  readonly scale: HeatScale
  /** One for each combination of potentially failed and heartbeat interval; those that show the same are one. */
  readonly panels: readonly HeatPanel[]
  figureText(value: number): string
}

/** Path.Max.Retrans downwards, RTO.Min across. */
export interface HeatPanel {
  readonly title: string
  readonly rows: readonly string[]
  readonly columns: readonly string[]
  /** By row, then by column. */
  readonly cells: readonly (readonly HeatCell[])[]
}

export interface HeatCell {
  /** With its mark. */
  readonly text: string
  /** null: nothing to shade. */
  readonly value: number | null
}

/** Everything a sweep has to show, in the order of a failover, and what is the price of it. */
export function heatMaps(record: SweepRecord): readonly HeatMap[] {
  return FIGURES.flatMap(({ title, meaning, of, text }) => {
    const cells = new Map(record.cells.map((cell) => [cell, heatCell(of(cell), cell, text)]))
    if ([...cells.values()].every(({ value, text }) => value === null && text === NOTHING)) return []
    const scale = HeatScale.of([...cells.values()].flatMap(({ value }) => (value === null ? [] : [value])))
    return [{ title, meaning, scale, panels: panelsOf(record.cells, cells), figureText: text }]
  })
}

/** The figures of one cell in one line: what was seen from the least to the most, and what was computed. */
export function stageText({ leastMs, medianMs, mostMs, missing }: SweptStage): string {
  if (leastMs === null || medianMs === null || mostMs === null) return missing > 0 ? `missing ${missing} times` : NOTHING
  const [least, most] = [shortDuration(leastMs), shortDuration(mostMs)]
  return `${shortDuration(medianMs)}${least === most ? '' : ` (${least} to ${most})`}${missing > 0 ? `, missing ${missing} times` : ''}`
}

/** `120 ms`, `1.62 s`, `12.8 s`, `21 min`: six letters at most. */
export function shortDuration(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`
  return ms < 999_500 ? `${msText(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`
}

/** `PF on (PFMR 0)`. */
export function potentiallyFailedText({ potentiallyFailedMaxRetrans }: Pick<SweepTimers, 'potentiallyFailedMaxRetrans'>): string {
  return potentiallyFailedMaxRetrans === null ? 'PF off' : `PF on (PFMR ${potentiallyFailedMaxRetrans})`
}

export function heartbeatText(ms: number): string {
  return ms === 0 ? 'off' : durationText(ms)
}

/** `0`, `0.3`, `5.0`, `35`. */
function perMinuteText(perMinute: number): string {
  return perMinute > 0 && perMinute < 9.95 ? perMinute.toFixed(1) : countText(Math.round(perMinute))
}

/** A figure and what is to be said about it. */
interface Figure {
  readonly value: number | null
  readonly isDoubtful: boolean
}

function heatCell({ value, isDoubtful }: Figure, { problems }: SweepCell, text: (value: number) => string): HeatCell {
  const mark = problems.length > 0 ? '!' : isDoubtful ? '*' : ''
  return { text: `${value === null ? NOTHING : text(value)}${mark}`, value }
}

function panelsOf(all: readonly SweepCell[], cells: ReadonlyMap<SweepCell, HeatCell>): readonly HeatPanel[] {
  const states = distinct(all.map(({ timers }) => potentiallyFailedText(timers)))
  return states.flatMap((state) => {
    const own = all.filter(({ timers }) => potentiallyFailedText(timers) === state)
    const heartbeats = distinct(own.map(({ timers }) => timers.heartbeatIntervalMs))
    const grids = heartbeats.map((heartbeat) => {
      const ofHeartbeat = own.filter(({ timers }) => timers.heartbeatIntervalMs === heartbeat)
      return { heartbeats: [heartbeat], ...gridOf(ofHeartbeat, cells) }
    })
    return merged(grids).map(({ heartbeats, ...grid }) => ({
      title: `${state}, heartbeat ${heartbeats.map(heartbeatText).join(', ')}`,
      ...grid,
    }))
  })
}

function gridOf(own: readonly SweepCell[], cells: ReadonlyMap<SweepCell, HeatCell>): Omit<HeatPanel, 'title'> {
  const columns = distinct(own.map(({ timers }) => timers.rtoMinMs))
  const rows = distinct(own.map(({ timers }) => timers.pathMaxRetrans))
  return {
    rows: rows.map(String),
    columns: columns.map(durationText),
    cells: rows.map((row) => own.filter(({ timers }) => timers.pathMaxRetrans === row).flatMap((cell) => cells.get(cell) ?? [])),
  }
}

type MergedGrid = Omit<HeatPanel, 'title'> & { readonly heartbeats: readonly number[] }

/** Where the heartbeat interval makes no difference there is no reason to look twice. */
function merged(grids: readonly MergedGrid[]): readonly MergedGrid[] {
  const alike = distinct(grids.map(textsOf)).map((texts) => grids.filter((grid) => textsOf(grid) === texts))
  return alike.map((same) => ({ ...same[0]!, heartbeats: same.flatMap(({ heartbeats }) => heartbeats) }))
}

function textsOf({ cells }: MergedGrid): string {
  return cells.map((row) => row.map(({ text }) => text).join('|')).join('\n')
}

function distinct<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)]
}

function stage(of: (failover: SweptFailover) => SweptStage): (cell: SweepCell) => Figure {
  return ({ failover }) => {
    if (failover === null) return { value: null, isDoubtful: false }
    const { medianMs, missing, beyondOneRto } = of(failover)
    return { value: medianMs, isDoubtful: missing > 0 || beyondOneRto > 0 }
  }
}

const NOTHING = '–'

const FIGURES: readonly {
  readonly title: string
  readonly meaning: string
  readonly of: (cell: SweepCell) => Figure
  readonly text: (value: number) => string
}[] = [
  {
    title: 'Detected',
    meaning: 'From the cut until new data avoids the path: it is potentially failed, or inactive.',
    of: stage(({ detected }) => detected),
    text: shortDuration,
  },
  {
    title: 'Alternate path delivers',
    meaning: 'From the cut to the first message delivered over the alternate path.',
    of: stage(({ alternate }) => alternate),
    text: shortDuration,
  },
  {
    title: 'Path inactive',
    meaning: 'From the cut to the error count above Path.Max.Retrans.',
    of: stage(({ inactive }) => inactive),
    text: shortDuration,
  },
  {
    title: 'Path back',
    meaning: 'From the return of the path to its being active again.',
    of: stage(({ recovered }) => recovered),
    text: shortDuration,
  },
  {
    title: 'Spurious failovers',
    meaning: 'Paths declared potentially failed or inactive a minute though nothing was cut, on disturbed links.',
    of: ({ spurious }) => ({
      value: spurious === null ? null : spurious.failovers / (spurious.observedMs / 60_000),
      isDoubtful: false,
    }),
    text: perMinuteText,
  },
]
