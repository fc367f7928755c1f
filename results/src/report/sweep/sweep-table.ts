import type { SweepCell, SweepRecord, SweptStage } from '@sigbed/measurement'
import { countText, durationText } from '../figures.js'
import type { ReportTable } from '../report-table.js'
import { heartbeatText, potentiallyFailedText, shortDuration, stageText } from './heat-map.js'

/** Every combination of a sweep in a row of its own, measured beside computed. */
export function sweepTable({ cells, cut, disturbance }: SweepRecord): ReportTable {
  const columns = COLUMNS.filter(({ half }) => half === null || (half === 'failover' ? cut : disturbance) !== null)
  return {
    columns: columns.map(({ head, align }) => ({ head, align })),
    rows: cells.map((cell) => columns.map((column) => column.text(cell))),
  }
}

interface SweepColumn {
  readonly head: string
  readonly align: 'left' | 'right'
  /** Which half of the sweep it is about. */
  readonly half: 'failover' | 'disturbed' | null
  readonly text: (cell: SweepCell) => string
}

function stageColumns(head: string, of: (failover: NonNullable<SweepCell['failover']>) => SweptStage): readonly SweepColumn[] {
  return [
    { head, align: 'right', half: 'failover', text: ({ failover }) => (failover === null ? '–' : stageText(of(failover))) },
    {
      head: 'computed',
      align: 'right',
      half: 'failover',
      text: ({ failover }) => {
        const stage = failover === null ? null : of(failover)
        if (stage === null || stage.computedMs === null) return '–'
        return `${shortDuration(stage.computedMs)}${stage.missing > 0 || stage.beyondOneRto > 0 ? ' *' : ''}`
      },
    },
  ]
}

const COLUMNS: readonly SweepColumn[] = [
  { head: 'PF', align: 'left', half: null, text: ({ timers }) => potentiallyFailedText(timers).replace('PF ', '') },
  { head: 'heartbeat', align: 'right', half: null, text: ({ timers }) => heartbeatText(timers.heartbeatIntervalMs) },
  { head: 'Path.Max.Retrans', align: 'right', half: null, text: ({ timers }) => String(timers.pathMaxRetrans) },
  { head: 'RTO.Min', align: 'right', half: null, text: ({ timers }) => durationText(timers.rtoMinMs) },
  ...stageColumns('detected', ({ detected }) => detected),
  ...stageColumns('alternate delivers', ({ alternate }) => alternate),
  ...stageColumns('inactive', ({ inactive }) => inactive),
  {
    head: 'back',
    align: 'right',
    half: 'failover',
    text: ({ failover }) => (failover === null ? '–' : stageText(failover.recovered)),
  },
  {
    head: 'spurious failovers',
    align: 'right',
    half: 'disturbed',
    text: ({ spurious }) => (spurious === null ? '–' : countText(spurious.failovers)),
  },
  {
    head: 'of them inactive',
    align: 'right',
    half: 'disturbed',
    text: ({ spurious }) => (spurious === null ? '–' : countText(spurious.inactive)),
  },
]
