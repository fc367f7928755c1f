import type { NodeReport } from '../lab/node-protocol.js'

/** What a node reports, in a line for people who watch a run; null for what is not worth one, as paths that are confirmed before it begins. */
export function happeningText(node: string, report: NodeReport): string | null {
  if (report.kind === 'path-event') {
    if (report.event.atMs < 0) return null
    const { atMs, association, localAddress, remoteAddress, state, reason } = report.event
    return `${instant(atMs)}  ${node}: ${association} path ${localAddress} - ${remoteAddress} is ${state} (${reason})`
  }
  if (report.kind === 'event' && TOLD.has(report.event.kind)) return `${instant(report.event.atMs)}  ${node}: ${report.event.detail}`
  return null
}

/** Of the run's clock. */
export function instant(ms: number): string {
  return `${(ms / 1000).toFixed(2).padStart(6)} s`
}

/** The others are in the store. */
const TOLD: ReadonlySet<string> = new Set(['data-path-change', 'communication-lost'])
