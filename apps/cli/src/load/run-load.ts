import {
  type LoadPlan,
  type LoadResult,
  LoadRun,
  type LoadSecond,
  openPrometheusExporter,
  type PrometheusExporter,
} from '@sigbed/load-generator'
import { ResultsStore } from '@sigbed/results'
import { TIMER_PROFILES } from '@sigbed/sctp-core'
import { shownPath, typedCommand } from '../checkout.js'
import type { CommandSurroundings, ExitStatus, Flags } from '../command.js'
import { UsageError } from '../command-failure.js'
import { environmentFingerprint } from '../environment-fingerprint.js'
import { databasePath, proveWritable } from '../stored-runs.js'
import { isColourWanted } from '../terminal-look.js'
import { carryOut, type LoadWish, wishOfKey, wishOfLine } from './load-control.js'
import { type LoadDisplay, openLoadDisplay } from './load-display.js'
import { type LoadOptions, parseLoadOptions } from './load-options.js'
import { LoadRecording } from './load-recording.js'
import { loadJson, renderLoadReport } from './load-report.js'

/**
 * `sigbed load`: connects, generates, shows, stores.
 *
 * @throws what `failureOf` knows how to tell (rejects)
 */
export async function runLoad(flags: Flags, surroundings: CommandSurroundings): Promise<ExitStatus> {
  const profiles = TIMER_PROFILES.map(({ name }) => name)
  const options = parseLoadOptions(flags, { workingFolder: surroundings.workingFolder, profiles, now: surroundings.now() })
  const path = databasePath(flags, surroundings)
  const store = ResultsStore.open(path)
  try {
    // Before anything else: a load nobody can store is not begun.
    proveWritable(store)
    const recording = new LoadRecording(store, options.plan, await environmentFingerprint(), surroundings.now().toISOString())
    const display = await openLoadDisplay(options.json ? surroundings.errors : surroundings.output, options.quiet, surroundings)
    const load = new ConductedLoad(options, recording, display, surroundings)
    const result = await concluded(() => load.conduct(), recording).finally(() => display.close())
    const runId = recording.finish(result)
    show(options, result, runId, path, surroundings)
    return statusOf(result)
  } finally {
    store.close()
  }
}

/** A load that breaks down is stored as one. */
async function concluded(conduct: () => Promise<LoadResult>, recording: LoadRecording): Promise<LoadResult> {
  try {
    return await conduct()
  } catch (error) {
    try {
      recording.breakOff(error instanceof Error ? error.message : String(error))
    } catch {
      // What broke the load down may well be that nothing can be stored; that is what is told.
    }
    throw error
  }
}

/** A load under way, and everybody who hears of it. */
class ConductedLoad {
  private readonly run: LoadRun
  private readonly stop = new AbortController()
  private last: LoadSecond | null = null

  constructor(
    private readonly options: LoadOptions,
    recording: LoadRecording,
    private readonly display: LoadDisplay,
    private readonly surroundings: CommandSurroundings,
  ) {
    const { plan } = options
    this.run = new LoadRun(plan, {
      onStart: () => {
        recording.begin()
        display.say(startText(plan))
      },
      onSecond: (second) => {
        this.last = second
        recording.take(second)
        for (const { atMs, kind, detail } of second.events) display.say(`${seconds(atMs)}  ${kind}: ${detail}`)
        display.show({ plan, last: second, rate: this.run.rate })
      },
      onEvent: (event) => {
        recording.note(event)
        display.say(`${seconds(event.atMs)}  ${event.kind}: ${event.detail}`)
      },
    })
  }

  async conduct(): Promise<LoadResult> {
    const { surroundings, options } = this
    const exporter = await this.openExporter()
    const forgets = [
      surroundings.onInterrupt(() => {
        if (this.stop.signal.aborted) return surroundings.exit(130)
        this.display.say('Stopping: what is under way is waited for; Ctrl-C once more leaves at once.')
        this.stop.abort()
      }),
      options.control
        ? surroundings.onTyped(false, (line) => this.heed(wishOfLine(line), line))
        : surroundings.onTyped(true, (key) => this.heed(wishOfKey(key), null)),
    ]
    try {
      return await this.run.conduct(this.stop.signal)
    } finally {
      for (const forget of forgets) forget()
      await exporter?.close()
    }
  }

  /** @param line what was typed, where it has to be told that it means nothing; a key does so without a word */
  private heed(wish: LoadWish | null, line: string | null): void {
    const why = wish === null ? meaninglessLine(line) : this.hasBegun ? carryOut(wish, this.run) : this.heedBefore(wish)
    if (why !== null) this.surroundings.errors.write(`sigbed: ${why}\n`)
  }

  private get hasBegun(): boolean {
    return !Number.isNaN(this.run.now())
  }

  /** While connections are set up there is nothing to change, and giving up is all that can be wished for. */
  private heedBefore(wish: LoadWish): string | null {
    if (wish.kind !== 'stop') return 'Traffic has not begun yet: wait for the line that says "Connected".'
    this.stop.abort()
    return null
  }

  private async openExporter(): Promise<PrometheusExporter | null> {
    const { prometheusPort } = this.options
    if (prometheusPort === null) return null
    try {
      const exporter = await openPrometheusExporter(METRICS_ADDRESS, prometheusPort, () => this.last)
      this.display.say(`Metrics at http://${METRICS_ADDRESS}:${exporter.port}/metrics`)
      return exporter
    } catch (error) {
      throw new UsageError(`--prometheus ${prometheusPort}: ${(error as Error).message}; give another port, or 0 for any.`)
    }
  }
}

function meaninglessLine(line: string | null): string | null {
  if (line === null || line.trim() === '') return null
  return `${JSON.stringify(line.slice(0, 80))} means nothing here: say rate 5000, rate +10% or stop.`
}

function show(options: LoadOptions, result: LoadResult, runId: number | null, path: string, surroundings: CommandSurroundings): void {
  const { output, environment, workingFolder } = surroundings
  const usual = databasePath({}, surroundings)
  const databaseFlag = path === usual ? '' : ` --database ${shownPath(path, workingFolder)}`
  const subject = { plan: options.plan, result, runId, showCommand: typedCommand(`report ${runId}${databaseFlag}`, environment) }
  if (options.json) output.write(`${JSON.stringify(loadJson(subject), null, 2)}\n`)
  else output.write(renderLoadReport(subject, { colour: isColourWanted(output, environment) }))
}

/** What says nothing about the target goes before what it would say. */
function statusOf({ outcome, verdict, thresholds, whole }: LoadResult): ExitStatus {
  if (outcome === 'interrupted') return 130
  if (verdict === 'invalid') return 5
  const answered = whole.total().completed > 0
  if (thresholds.some(({ met }) => met === false || (met === null && answered))) return 3
  return verdict === 'pass' ? 0 : 1
}

function startText({ target, connections, workers, warmUpMs }: LoadPlan): string {
  const warmUp = warmUpMs > 0 ? `; the first ${warmUpMs / 1000} s are warm-up and count nowhere` : ''
  const threads = workers === 1 ? '' : ` in ${workers} workers`
  return `Connected to ${target.addresses.join(', ')} port ${target.port} (${connections} connection${connections === 1 ? '' : 's'}${threads})${warmUp}.`
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2).padStart(7)} s`
}

/** Metrics are for this machine; whoever wants them elsewhere puts something in front. */
const METRICS_ADDRESS = '127.0.0.1'
