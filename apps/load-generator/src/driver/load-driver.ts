import type { LoadMeasurement } from '../generator/load-measurement.js'

/** Sends one kind of traffic to one target, over as many connections as it is told. */
export interface LoadDriver {
  /** What reports tell apart. */
  readonly kinds: readonly string[]
  /** Procedures under way: begun, and neither ended nor given up. */
  readonly outstanding: number
  /**
   * Sets the connections up; resolves when traffic may flow on all of them.
   *
   * @throws LoadConnectionError (rejects) with what stood in the way
   */
  connect(user: LoadDriverUser): Promise<void>
  /** Begins a procedure, as OfferMessage has it. */
  offer(sequence: number, intendedAtMs: number): boolean
  /** Which kind of message an arrival that was never offered would have begun with. */
  kindOf(sequence: number): number
  /** What is under way counts as lost; connections are closed in order. Never rejects. */
  close(): Promise<void>
}

/** Whom a driver tells. Called from within its own calls and those of the stack; may offer. */
export interface LoadDriverUser {
  readonly measurement: LoadMeasurement
  /** Where zero of the run's clock lies on that of the driver's surroundings: the path of a message reads one clock, once. */
  readonly zeroMs: number
  /** A procedure has come to its end, well or not. */
  ended(): void
  /** The stack takes messages again. */
  writable(): void
  /** There is nothing left to send, from this message on: a table whose rows are used once has been used up. */
  exhausted(intendedAtMs: number): void
  /** Something worth a line in the run's history. */
  event(kind: string, detail: string): void
}

/** Every so many-th arrival of a schedule is this generator's. */
export interface LoadShare {
  readonly worker: number
  readonly of: number
}
