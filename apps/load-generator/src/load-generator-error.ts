/** Root of what this package throws, always at a caller's mistake. Branch on `code`; `message` is for people. */
export abstract class LoadGeneratorError extends Error {
  abstract readonly code: `SIGBED_${string}`
  constructor(message: string) {
    super(message)
    this.name = new.target.name
  }
}

/** A rate, a length or a limit no load can have. */
export class InvalidLoadError extends LoadGeneratorError {
  readonly code = 'SIGBED_INVALID_LOAD'
}

/** A source or sampler was started a second time; each measures one run. */
export class AlreadyStartedError extends LoadGeneratorError {
  readonly code = 'SIGBED_ALREADY_STARTED'
  constructor(what: string) {
    super(`${what} was started before; make a new one for the next run`)
  }
}

/** An arrival schedule that only goes forward was asked about something behind it. */
export class ScheduleOrderError extends LoadGeneratorError {
  readonly code = 'SIGBED_SCHEDULE_ORDER'
  constructor(asked: string, reached: string) {
    super(`the arrival schedule goes forward only: asked about ${asked}, but already at ${reached}`)
  }
}

/** A worker broke down while it generated: what it sent since its last report is not known. */
export class GeneratorLostError extends LoadGeneratorError {
  readonly code = 'SIGBED_GENERATOR_LOST'
  constructor(message: string, options?: ErrorOptions) {
    super(message)
    this.cause = options?.cause
  }
}

/** The target could not be reached, or did not let traffic flow. */
export class LoadConnectionError extends LoadGeneratorError {
  readonly code = 'SIGBED_LOAD_CONNECTION'
}
