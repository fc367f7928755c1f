/** Root of what the results store throws. Branch on `code`; `message` says what is the matter and then what to do about it. */
export abstract class ResultsError extends Error {
  abstract readonly code: `SIGBED_${string}`
  constructor(
    fact: string,
    /** What the person in front of the terminal can do, in one sentence. */
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(`${fact}. ${remedy}`, options)
    this.name = new.target.name
  }
}

/** The database was written by a newer program; reading it with this one could lose what is new in it. */
export class DatabaseTooNewError extends ResultsError {
  readonly code = 'SIGBED_DATABASE_TOO_NEW'
  constructor(
    readonly path: string,
    readonly version: number,
    readonly knownVersion: number,
  ) {
    super(
      `${path} is at version ${version} of the results database; this program knows versions up to ${knownVersion}`,
      'Use the newer sigbed that wrote it, or give another file.',
    )
  }
}

/** The file is no SQLite database. */
export class NotADatabaseError extends ResultsError {
  readonly code = 'SIGBED_NOT_A_DATABASE'
  constructor(path: string, options?: ErrorOptions) {
    super(`${path} is not a SQLite database`, 'Give another file; this one was left as it is.', options)
  }
}

/** The file is a SQLite database, but of another program. */
export class ForeignDatabaseError extends ResultsError {
  readonly code = 'SIGBED_FOREIGN_DATABASE'
  constructor(path: string) {
    super(`${path} is a database of another program`, 'Give another file; this one was left as it is.')
  }
}

/** There is no such file, and the caller came to read. */
export class DatabaseMissingError extends ResultsError {
  readonly code = 'SIGBED_DATABASE_MISSING'
  constructor(path: string) {
    super(`there are no results in ${path}: no such file`, 'Measure a run first, or give the file it was stored in.')
  }
}

/** The folder cannot be made, or the file not be opened or written. */
export class DatabaseUnwritableError extends ResultsError {
  readonly code = 'SIGBED_DATABASE_UNWRITABLE'
  constructor(path: string, why: string, options?: ErrorOptions) {
    super(`${path} cannot be written (${why})`, 'Give a file in a folder you may write to, or change the permissions.', options)
  }
}

/** Another program kept the database locked for longer than this one was told to wait. */
export class DatabaseBusyError extends ResultsError {
  readonly code = 'SIGBED_DATABASE_BUSY'
  constructor(path: string, options?: ErrorOptions) {
    super(`${path} stayed locked by another program`, 'End that program, or give another file.', options)
  }
}

/** No room is left on the device. What was stored before is intact. */
export class DatabaseFullError extends ResultsError {
  readonly code = 'SIGBED_DATABASE_FULL'
  constructor(path: string, options?: ErrorOptions) {
    super(`there is no room left to write ${path}`, 'Make room, or give a file on another device.', options)
  }
}

/** The file begins like a database and is damaged further on. */
export class DatabaseDamagedError extends ResultsError {
  readonly code = 'SIGBED_DATABASE_DAMAGED'
  constructor(path: string, what: string, options?: ErrorOptions) {
    super(`${path} is damaged (${what})`, 'Put back a copy of it, or move it away and measure again.', options)
  }
}

/** No run goes by what was asked for. */
export class RunNotFoundError extends ResultsError {
  readonly code = 'SIGBED_RUN_NOT_FOUND'
  constructor(
    readonly reference: string,
    /** What the database does hold, in words. */
    holding: string,
  ) {
    super(
      `no run goes by ${JSON.stringify(reference)}`,
      `${holding}. Say a number, "latest", or "-1" for the last, "-2" for the one before it.`,
    )
  }
}

/** Nobody has said which runs to compare with. */
export class NoBaselineError extends ResultsError {
  readonly code = 'SIGBED_NO_BASELINE'
  constructor() {
    super(
      'there is no baseline for runs of this scenario, profile, network and machine',
      'Set one with "sigbed baseline" and the runs it is to be.',
    )
  }
}

/** The word cannot be a tag. */
export class InvalidTagError extends ResultsError {
  readonly code = 'SIGBED_INVALID_TAG'
  constructor(readonly tag: string) {
    super(
      `${JSON.stringify(tag)} cannot be a tag`,
      'A tag has up to 64 letters, digits, points, hyphens and underscores, and begins with a letter or digit.',
    )
  }
}

/** The file is no export of runs, or not one this program can read. */
export class RunDocumentError extends ResultsError {
  readonly code = 'SIGBED_RUN_DOCUMENT'
  constructor(path: string, what: string, options?: ErrorOptions) {
    super(`${path} cannot be imported: ${what}`, 'Give a file that "sigbed export" wrote.', options)
  }
}

/** The file is a database, but has no such table. */
export class TableMissingError extends ResultsError {
  readonly code = 'SIGBED_TABLE_MISSING'
  constructor(path: string, table: string, tables: readonly string[]) {
    super(
      `${path} has no table ${JSON.stringify(table)}`,
      tables.length === 0 ? 'It has none at all; give another file.' : `Its tables are ${tables.join(', ')}.`,
    )
  }
}

/** Something was appended to a run that is finished: a mistake in the calling program. */
export class RecordingFinishedError extends ResultsError {
  readonly code = 'SIGBED_RECORDING_FINISHED'
  constructor(runId: number) {
    super(`run ${runId} is finished; nothing can be added to it`, 'Begin another run.')
  }
}

/** A failure SQLite or the file system reported, in this package's words. What is neither comes back unchanged. */
export function resultsErrorFrom(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || error instanceof ResultsError) return error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const options = { cause: error }
  // Extended codes, as SQLITE_READONLY_DIRECTORY, begin with the code they extend.
  if (code === 'SQLITE_NOTADB') return new NotADatabaseError(path, options)
  if (code.startsWith('SQLITE_CORRUPT')) return new DatabaseDamagedError(path, error.message, options)
  if (code === 'SQLITE_FULL' || code === 'ENOSPC') return new DatabaseFullError(path, options)
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return new DatabaseBusyError(path, options)
  if (UNWRITABLE.some((prefix) => code.startsWith(prefix))) return new DatabaseUnwritableError(path, error.message, options)
  return error
}

const UNWRITABLE = [
  'SQLITE_CANTOPEN',
  'SQLITE_READONLY',
  'SQLITE_PERM',
  'SQLITE_AUTH',
  'SQLITE_IOERR',
  'ENOTDIR',
  'EACCES',
  'EPERM',
  'EROFS',
  'EEXIST',
  'ENOENT',
  'ENAMETOOLONG',
  'ELOOP',
]
