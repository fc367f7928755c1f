/** Root of what this package throws. Branch on `code`; `message` is for people. */
export abstract class MeasurementError extends Error {
  abstract readonly code: `SIGBED_${string}`
  constructor(message: string) {
    super(message)
    this.name = new.target.name
  }
}

/** A latency that is no number was recorded: the caller subtracted something that was never measured. */
export class NoLatencyError extends MeasurementError {
  readonly code = 'SIGBED_NO_LATENCY'
  constructor(latencyUs: number) {
    super(`a latency must be a number of microseconds, not ${latencyUs}`)
  }
}

/**
 * One slot would count more than 4,294,967,295 latencies, or all latencies together would exceed 285 years, the end of
 * exact sums. The histogram is unchanged; store it and begin another.
 */
export class HistogramFullError extends MeasurementError {
  readonly code = 'SIGBED_HISTOGRAM_FULL'
  constructor(latencyUs: number) {
    super(`the histogram cannot count one more latency of ${latencyUs} µs; store it and begin another`)
  }
}

export type HistogramBlobFault =
  | 'cut-short'
  | 'unknown-version'
  | 'other-geometry'
  | 'number-too-large'
  | 'not-shortest-form'
  | 'too-many-slots'
  | 'totals-contradict-counts'
  | 'not-compressed'

/** Octets that are no histogram of this program. */
export class HistogramBlobError extends MeasurementError {
  readonly code = 'SIGBED_HISTOGRAM_BLOB'
  constructor(
    readonly fault: HistogramBlobFault,
    /** Which octet was being read. */
    readonly at: number,
  ) {
    super(`stored latency histogram cannot be read: ${fault} at octet ${at}`)
  }
}

export type SequenceNumbersFault = 'cut-short' | 'unknown-version' | 'number-too-large' | 'not-shortest-form' | 'beyond-limit'

/** Octets that are no set of sequence numbers of this program. */
export class SequenceNumbersError extends MeasurementError {
  readonly code = 'SIGBED_SEQUENCE_NUMBERS'
  constructor(
    readonly fault: SequenceNumbersFault,
    /** Which octet was being read. */
    readonly at: number,
  ) {
    super(`sequence numbers cannot be read: ${fault} at octet ${at}`)
  }
}
