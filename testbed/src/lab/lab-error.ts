/** What kept a lab from being made, or from doing what it was told. Stable: branch on it. */
export type LabErrorCode =
  /** This machine or this user cannot have such a lab. */
  | 'SIGBED_LAB_UNAVAILABLE'
  /** This kind of lab cannot have this scenario. */
  | 'SIGBED_LAB_SCENARIO'
  /** A node's process did not come up, ended, or is not there. */
  | 'SIGBED_LAB_NODE'
  /** The system would not make a network, or break it. */
  | 'SIGBED_LAB_NETWORK'

/** Thrown or rejected with by labs. Branch on `code`; `message` is for people and says what to do. */
export class LabError extends Error {
  constructor(
    readonly code: LabErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.name = 'LabError'
  }
}
