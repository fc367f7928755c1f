import type { RenderOptions } from '@sigbed/results'
import type { CommandSurroundings, TextOutput } from './command.js'

/** How reports look on an output: as wide as the terminal is, coloured where somebody can see it. */
export function lookOf(output: TextOutput, { environment }: Pick<CommandSurroundings, 'environment'>): RenderOptions {
  return { colour: isColourWanted(output, environment), width: widthOf(output) }
}

/** NO_COLOR (set to anything) forbids colours, FORCE_COLOR (other than 0) demands them; else a terminal has them, a file or pipe not. */
export function isColourWanted(output: TextOutput, environment: CommandSurroundings['environment']): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = environment
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false'
  return output.isTTY === true && TERM !== 'dumb'
}

/** A frame can be drawn over the one before. */
export function canRedraw(output: TextOutput, environment: CommandSurroundings['environment']): boolean {
  return output.isTTY === true && environment['TERM'] !== 'dumb'
}

/** Columns. Some terminals say 0 until they know. */
export function widthOf({ columns }: TextOutput): number {
  return columns === undefined || columns === 0 ? USUAL_WIDTH : Math.max(NARROWEST, columns)
}

const USUAL_WIDTH = 80

/** Below this everything wraps into ribbons; the terminal may as well break the lines itself. */
const NARROWEST = 40
