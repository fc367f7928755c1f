/** A table that cannot be used. The message says where, what is the matter, and then what to do about it. */
export class TableError extends Error {
  readonly code = 'SIGBED_TABLE'
  constructor(
    /** The table, and within it line and column as far as known. */
    readonly where: string,
    fact: string,
    /** What the person in front of the terminal can do, in one sentence. */
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(`${where}: ${fact}. ${remedy}`, options)
    this.name = 'TableError'
  }
}
