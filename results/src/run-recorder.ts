import type {
  EnvironmentFingerprint,
  IntervalSample,
  PathEvent,
  PathSample,
  PhaseLatency,
  RunDescription,
  RunEvent,
  RunFault,
} from '@sigbed/measurement'
import type { RunConclusion } from './recorded-run.js'
import { DatabaseBusyError, RecordingFinishedError } from './results-error.js'
import type { ResultsStore, WriteOptions } from './results-store.js'
import { RunWriter } from './run-writer.js'

/** What happened since the last time; leave out what did not. */
export interface RunBatch {
  readonly samples?: readonly IntervalSample[]
  readonly pathEvents?: readonly PathEvent[]
  readonly pathSamples?: readonly PathSample[]
  readonly events?: readonly RunEvent[]
  readonly faults?: readonly RunFault[]
  /** Each replaces what was stored for its flow and phase before, so a growing histogram may be stored again and again. */
  readonly latencies?: readonly PhaseLatency[]
}

/**
 * Writes one run while it happens. `begin` stores it before the first message, `append` adds to it about once a second,
 * `finish` ends it; each is one transaction, so whatever kills the program, the run is in the database up to its last second.
 *
 * When the machine itself fails, what `begin` and `finish` stored is on the disk; of what `append` did, the last part may be lost, since
 * waiting for the disk every second would show in the latencies that are being measured.
 */
export class RunRecorder {
  private finished = false
  /** Could not be stored so far, because another program was writing. */
  private waiting: RunBatch[] = []

  private constructor(
    private readonly store: ResultsStore,
    private readonly writer: RunWriter,
  ) {}

  /** The run's number. */
  get runId(): number {
    return this.writer.runId
  }

  /** Stores a run that is about to start. @throws ResultsError when the database cannot be written: before any traffic. */
  static begin(store: ResultsStore, description: RunDescription, environment: EnvironmentFingerprint): RunRecorder {
    return new RunRecorder(
      store,
      store.write(() => RunWriter.begin(store.database, description, environment, null), ON_DISK),
    )
  }

  /**
   * Adds what happened, all or nothing. While another program writes for long, the measurement does not wait: the batch is kept, and stored
   * together with the next.
   *
   * @returns whether everything appended so far is stored
   * @throws ResultsError, with this batch forgotten; RecordingFinishedError after `finish`.
   */
  append(batch: RunBatch): boolean {
    this.refuseFinished()
    const batches = [...this.waiting, batch]
    try {
      this.store.write(() => {
        for (const each of batches) this.writer.add(each)
        this.writer.touch()
      }, IN_PASSING)
      this.waiting = []
      return true
    } catch (error) {
      if (!(error instanceof DatabaseBusyError) || this.waiting.length >= MOST_WAITING) throw error
      this.waiting = batches
      return false
    }
  }

  /** Ends the run, together with what happened last. @throws ResultsError; RecordingFinishedError the second time. */
  finish(conclusion: RunConclusion, last: RunBatch = {}): void {
    this.refuseFinished()
    this.store.write(() => {
      for (const batch of [...this.waiting, last]) this.writer.add(batch)
      this.writer.conclude(conclusion)
      this.writer.finish(conclusion)
    }, ON_DISK)
    this.finished = true
    this.waiting = []
  }

  private refuseFinished(): void {
    if (this.finished) throw new RecordingFinishedError(this.runId)
  }
}

const ON_DISK: WriteOptions = { onDisk: true }

/** Whoever waits stands still, and a generator that stands still measures itself. */
const IN_PASSING: WriteOptions = { patienceMs: 50 }

/** Ten minutes' worth. */
const MOST_WAITING = 600
