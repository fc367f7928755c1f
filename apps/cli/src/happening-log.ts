import { createColors } from 'picocolors'
import type { CommandSurroundings, TextOutput } from './command.js'
import { harmless } from './harmless-text.js'
import { isColourWanted } from './terminal-look.js'

/** What happens to a node that runs: for people a line, for programs an object. */
export interface Happening {
  /** For programs: "asp-state", "received". */
  readonly kind: string
  /** Whom it is about; null for the node itself. */
  readonly peer: string | null
  readonly text: string
  readonly details: Readonly<Record<string, unknown>>
}

export interface HappeningLogOptions {
  readonly json: boolean
  readonly output: TextOutput
  readonly environment: CommandSurroundings['environment']
  now(): Date
}

/** What happens to a node, a line each. A peer that makes too much happen is told of in numbers. */
export class HappeningLog {
  private readonly paint: ReturnType<typeof createColors>
  private second = 0
  private lines = 0
  private leftOut = 0

  constructor(private readonly options: HappeningLogOptions) {
    this.paint = createColors(!options.json && isColourWanted(options.output, options.environment))
  }

  /** READY, the line others wait for; as an object with the same meaning for programs. */
  ready(details: Readonly<Record<string, unknown>>, text: string): void {
    if (this.options.json) this.write({ event: 'ready', ...details })
    else this.options.output.write('READY\n')
    this.tell({ kind: 'node', peer: null, text, details })
  }

  tell(happening: Happening): void {
    if (!this.hasRoom(happening)) return
    const { kind, peer, text, details } = happening
    if (this.options.json) this.write({ event: kind, peer, text, ...details })
    else this.options.output.write(`${this.paint.dim(timeText(this.options.now()))}  ${this.line(happening)}\n`)
  }

  private line({ kind, peer, text }: Happening): string {
    const whole = harmless(peer === null ? text : `${peer}  ${text}`)
    if (kind === 'step') return text.startsWith('ok ') ? this.paint.green(whole) : this.paint.red(whole)
    if (kind === 'refused') return this.paint.yellow(whole)
    return STATES.has(kind) ? this.paint.bold(whole) : whole
  }

  /** Steps are always told: a script waits for each. */
  private hasRoom({ kind }: Happening): boolean {
    const second = Math.floor(this.options.now().getTime() / 1000)
    if (second !== this.second) {
      const { leftOut } = this
      this.second = second
      this.lines = 0
      this.leftOut = 0
      if (leftOut > 0) {
        const text = `${leftOut.toLocaleString('en')} happenings more than ${LINES_A_SECOND} a second were left out`
        this.tell({ kind: 'node', peer: null, text, details: { leftOut } })
      }
    }
    if (kind === 'step' || ++this.lines <= LINES_A_SECOND) return true
    this.leftOut++
    return false
  }

  private write(object: Readonly<Record<string, unknown>>): void {
    this.options.output.write(`${JSON.stringify({ time: this.options.now().toISOString(), ...object })}\n`)
  }
}

/** Of the day, UTC, as in traces. */
function timeText(now: Date): string {
  return now.toISOString().slice(11, 23)
}

/** Kinds that tell of a state, which is what most people look for. */
const STATES: ReadonlySet<string> = new Set(['as-state', 'asp-state', 'peer-state'])
const LINES_A_SECOND = 200
