import { type LoadMoment, loadFrame, loadLine } from '@sigbed/load-generator'
import type { CommandSurroundings, TextOutput } from '../command.js'
import { canRedraw, lookOf } from '../terminal-look.js'

/** What is to be seen of a load while it goes on. */
export interface LoadDisplay {
  /** One line for people: something happened. */
  say(line: string): void
  show(moment: LoadMoment): void
  /** Nothing of the display itself stays; what was said does. */
  close(): void
}

/** On a terminal a picture redrawn in place, elsewhere a line a second. Silent when `quiet`. */
export async function openLoadDisplay(
  output: TextOutput,
  quiet: boolean,
  surroundings: Pick<CommandSurroundings, 'environment'>,
): Promise<LoadDisplay> {
  if (quiet) return SILENT
  const say = (line: string): void => void output.write(`${line}\n`)
  if (!canRedraw(output, surroundings.environment))
    return { say, show: (moment) => say(loadLine(moment, lookOf(output, surroundings))), close: () => {} }
  const { createLogUpdate } = await import('log-update')
  const picture = createLogUpdate(output)
  let drawn = ''
  let closed = false
  return {
    say: (line) => {
      if (closed) return say(line)
      picture.persist(line)
      if (drawn !== '') picture(drawn)
    },
    show: (moment) => {
      if (closed) return
      drawn = loadFrame(moment, lookOf(output, surroundings)).join('\n')
      picture(drawn)
    },
    close: () => {
      if (closed) return
      closed = true
      picture.clear()
      picture.done()
    },
  }
}

const SILENT: LoadDisplay = { say: () => {}, show: () => {}, close: () => {} }
