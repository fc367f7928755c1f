import picocolors from 'picocolors'

/** How a report is to look. Every report is a function of its data and this alone. */
export interface RenderOptions {
  /** Whether to use terminal colours. Nothing is said by colour only. */
  readonly colour: boolean
  /** Columns of the terminal; reports are laid out for 80 and more. */
  readonly width: number
}

export type Paint = ReturnType<typeof picocolors.createColors>

export function paintFor(options: RenderOptions): Paint {
  return picocolors.createColors(options.colour)
}

/** Text beyond this many columns tires the eye, however wide the terminal is. */
export function proseWidth(options: RenderOptions): number {
  return Math.min(options.width, WIDEST_PROSE)
}

const WIDEST_PROSE = 100
