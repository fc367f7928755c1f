import type { NodeProcessStart } from './node-process-start.js'
import type { NodeCommand, NodeReport } from './node-protocol.js'
import { nodeReportSchema } from './node-report-schema.js'

/**
 * What a lab and the process of a node write to one another: a line of JSON each, in UTF-8. JSON has no Infinity, which the state of a
 * link is full of: it is written as null, and null is read as Infinity there.
 */
export function nodeLine(value: NodeProcessStart | NodeCommand | NodeReport): string {
  return `${JSON.stringify(value)}\n`
}

/** @param line without its end; this and the next take it from the lab that started the process @throws Error when it is none */
export function readNodeProcessStart(line: string): NodeProcessStart {
  const start = readObject(line)
  if (typeof start['node'] !== 'string' || !Array.isArray(start['places'])) throw noSuchLine('the start of a node', line)
  return start as unknown as NodeProcessStart
}

export function readNodeCommand(line: string): NodeCommand {
  const command = readObject(line)
  if (typeof command['kind'] !== 'string') throw noSuchLine('a command', line)
  if (command['kind'] !== 'link') return command as unknown as NodeCommand
  const { state } = command
  if (typeof state !== 'object' || state === null) throw noSuchLine('the state of a link', line)
  const entries = Object.entries(state).map(([name, value]) => [name, value ?? Number.POSITIVE_INFINITY])
  return { ...command, state: Object.fromEntries(entries) } as unknown as NodeCommand
}

/** Checked to the last field: whoever writes it is another program. @throws Error when it is none, with the field that is wrong */
export function readNodeReport(line: string): NodeReport {
  const value = readObject(line)
  const report = nodeReportSchema(value['kind'])?.safeParse(value)
  if (report === undefined) throw noSuchLine('a report', line)
  if (report.success) return report.data
  const { path, message } = report.error.issues[0]!
  throw noSuchLine(`a report (${[...path, message].join(': ')})`, line)
}

function readObject(line: string): Readonly<Record<string, unknown>> {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    throw noSuchLine('JSON', line)
  }
  if (typeof value !== 'object' || value === null) throw noSuchLine('an object', line)
  return value as Readonly<Record<string, unknown>>
}

function noSuchLine(what: string, line: string): Error {
  return new Error(`not ${what}: ${JSON.stringify(line.length > SHOWN_OCTETS ? `${line.slice(0, SHOWN_OCTETS)}…` : line)}`)
}

/**
 * Puts lines together from a stream's chunks.
 *
 * A line may be as long as `longest` octets: what numbers arrived in a long run is one line of some megabytes.
 */
export class LineReader {
  private pieces: Buffer[] = []
  private octets = 0

  constructor(
    private readonly onLine: (line: string) => void,
    /** Called at once, and for the rest of the line nothing more is kept. */
    private readonly onTooLong: () => void,
    private readonly longest = LONGEST_LINE_OCTETS,
  ) {}

  push(chunk: Buffer): void {
    let from = 0
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
      this.keep(chunk.subarray(from, end))
      const line = this.octets > this.longest ? null : Buffer.concat(this.pieces).toString('utf8')
      this.pieces = []
      this.octets = 0
      from = end + 1
      if (line !== null) this.onLine(line)
    }
    if (from < chunk.length) this.keep(chunk.subarray(from))
  }

  private keep(piece: Buffer): void {
    const wasTooLong = this.octets > this.longest
    this.octets += piece.length
    if (this.octets <= this.longest) {
      this.pieces.push(piece)
    } else if (!wasTooLong) {
      this.pieces = []
      this.onTooLong()
    }
  }
}

const LONGEST_LINE_OCTETS = 64 * 1024 * 1024
const LINE_FEED = 0x0a
const SHOWN_OCTETS = 200
