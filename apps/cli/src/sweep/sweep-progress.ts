import type { CommandSurroundings, TextOutput } from '../command.js'
import { canRedraw } from '../terminal-look.js'

/** How far a sweep is, for people: a line redrawn in place on a terminal, elsewhere a line for every tenth of it. */
export class SweepProgress {
  private done = 0
  private readonly startedAt: number
  private tenthsTold = 0
  private readonly redraws: boolean
  private drawn = 0

  /** @param now milliseconds, whatever they count from */
  constructor(
    private readonly planned: number,
    private readonly output: TextOutput,
    private readonly quiet: boolean,
    { environment }: Pick<CommandSurroundings, 'environment'>,
    private readonly now: () => number,
  ) {
    this.startedAt = now()
    this.redraws = canRedraw(output, environment)
  }

  begin(workers: number): void {
    if (!this.quiet) this.draw(`${this.planned} runs in virtual time, ${workers} at a time`)
  }

  step(): void {
    this.done++
    if (this.quiet) return
    const tenths = Math.floor((this.done * 10) / this.planned)
    if (!this.redraws && tenths === this.tenthsTold) return
    this.tenthsTold = tenths
    this.draw(this.text)
  }

  say(line: string): void {
    this.clear()
    this.output.write(`${line}\n`)
  }

  /** Nothing of a line redrawn in place stays. */
  close(): void {
    this.clear()
  }

  private get text(): string {
    const { done, planned } = this
    if (done === planned) return `${done} of ${planned} runs`
    const leftMs = ((this.now() - this.startedAt) / done) * (planned - done)
    return `${done} of ${planned} runs, about ${timeText(leftMs)} left`
  }

  private draw(text: string): void {
    if (!this.redraws) {
      this.output.write(`${text}\n`)
      return
    }
    this.clear()
    this.output.write(text)
    this.drawn = text.length
  }

  private clear(): void {
    if (this.drawn > 0) this.output.write(`\r${' '.repeat(this.drawn)}\r`)
    this.drawn = 0
  }
}

function timeText(ms: number): string {
  const seconds = Math.ceil(ms / 1000)
  return seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`
}
