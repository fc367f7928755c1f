import type { Paint } from './paint.js'

/** How far a run is, and where on its way the path is cut. Milliseconds since the start of traffic; null: never. */
export interface Progress {
  readonly elapsedMs: number
  /** Length of the traffic. */
  readonly totalMs: number
  readonly cutAtMs: number | null
  readonly restoreAtMs: number | null
}

/** A line of `width` signs: heavy as far as the run has come, light for the rest, dotted where the path is cut. */
export function progressBar(progress: Progress, width: number, paint: Paint): string {
  const done = Math.min(width, Math.floor((progress.elapsedMs / progress.totalMs) * width + ROUNDING))
  const cut = cutColumns(progress, width)
  let bar = ''
  for (let column = 0; column < width; ) {
    const isDone = column < done
    const isCut = column >= cut.from && column < cut.to
    // One stretch of equal signs at a time, so that a colour is begun and ended once.
    const ends = [isDone ? done : width, column < cut.from ? cut.from : isCut ? cut.to : width]
    const end = Math.max(column + 1, Math.min(width, ...ends))
    const stretch = (isDone ? (isCut ? '┅' : '━') : isCut ? '┄' : '─').repeat(end - column)
    bar += isDone ? (isCut ? paint.red(stretch) : paint.green(stretch)) : paint.dim(stretch)
    column = end
  }
  return bar
}

/** A cut takes at least one column, however short it is. */
function cutColumns({ totalMs, cutAtMs, restoreAtMs }: Progress, width: number): { readonly from: number; readonly to: number } {
  if (cutAtMs === null || cutAtMs >= totalMs) return { from: width, to: width }
  const from = Math.floor((cutAtMs / totalMs) * width + ROUNDING)
  const to = restoreAtMs === null ? width : Math.ceil((restoreAtMs / totalMs) * width - ROUNDING)
  return { from, to: Math.max(to, from + 1) }
}

/** A third of thirty columns is ten, not 9.999. */
const ROUNDING = 1e-9
