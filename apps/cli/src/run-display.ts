import type { CommandSurroundings, TextOutput } from './command.js'
import type { RunConsole, RunFrame } from './run-console.js'
import { canRedraw, lookOf } from './terminal-look.js'

/** What is to be seen of a run while it goes. */
export interface RunDisplay extends RunConsole {
  /** Nothing of the display itself stays on the terminal; what was said does. */
  close(): void
}

/** What draws the frames: pure functions from state to lines. */
export interface FrameRenderer {
  liveFrame(state: RunFrame, options: { readonly colour: boolean; readonly width: number }): string[]
  progressLine(state: RunFrame, options: { readonly colour: boolean; readonly width: number }): string[]
}

/** On a terminal a picture redrawn in place, elsewhere a line a second; what is said is a line in both. Silent when `quiet`. */
export async function openRunDisplay(
  output: TextOutput,
  quiet: boolean,
  surroundings: Pick<CommandSurroundings, 'environment'>,
): Promise<RunDisplay> {
  if (quiet) return new SilentDisplay()
  const renderer = await import('@sigbed/load-generator')
  if (!canRedraw(output, surroundings.environment)) return new LineDisplay(output, surroundings, renderer)
  const { createLogUpdate } = await import('log-update')
  return new RedrawnDisplay(output, surroundings, renderer, createLogUpdate(output))
}

class SilentDisplay implements RunDisplay {
  say(): void {}
  frame(): void {}
  close(): void {}
}

class LineDisplay implements RunDisplay {
  private secondShown = Number.NEGATIVE_INFINITY

  constructor(
    private readonly output: TextOutput,
    private readonly surroundings: Pick<CommandSurroundings, 'environment'>,
    private readonly renderer: FrameRenderer,
  ) {}

  say(line: string): void {
    this.output.write(`${line}\n`)
  }

  frame(frame: RunFrame): void {
    const second = Math.floor(frame.elapsedMs / 1000)
    // Before the first whole second there is nothing to tell yet.
    if (second < 1 || second === this.secondShown) return
    this.secondShown = second
    for (const line of this.renderer.progressLine(frame, lookOf(this.output, this.surroundings))) this.say(line)
  }

  close(): void {}
}

class RedrawnDisplay implements RunDisplay {
  private closed = false
  private drawn = ''

  constructor(
    private readonly output: TextOutput,
    private readonly surroundings: Pick<CommandSurroundings, 'environment'>,
    private readonly renderer: FrameRenderer,
    private readonly picture: Picture,
  ) {}

  say(line: string): void {
    if (this.closed) {
      this.output.write(`${line}\n`)
      return
    }
    this.picture.persist(line)
    // What is said stands above the picture, which must not be gone until the next frame.
    if (this.drawn !== '') this.picture(this.drawn)
  }

  frame(frame: RunFrame): void {
    if (this.closed) return
    // The width is asked for every time: a terminal may be resized while it is looked at.
    this.drawn = ['', ...this.renderer.liveFrame(frame, lookOf(this.output, this.surroundings))].join('\n')
    this.picture(this.drawn)
  }

  close(): void {
    if (this.closed) return
    this.closed = true
    this.picture.clear()
    // Gives the cursor back.
    this.picture.done()
  }
}

/** The part of log-update that is used. */
interface Picture {
  (text: string): void
  persist(text: string): void
  clear(): void
  done(): void
}
