/** One thing that is wrong in a configuration, and what would do instead. */
export interface ConfigurationProblem {
  /** 1 for the first; null where it stands in no file. */
  readonly line: number | null
  /** As `application-servers[0].routing-context`; empty for the document as a whole. */
  readonly place: string
  /** A sentence with the remedy. */
  readonly message: string
}

/** A configuration that cannot be used. The message has a line for each problem, with file, line and remedy. */
export class ConfigurationError extends Error {
  readonly code = 'SIGBED_CONFIGURATION'
  /** By line. */
  readonly problems: readonly ConfigurationProblem[]

  constructor(
    /** As the user named it; null for what did not come from a file. */
    readonly file: string | null,
    problems: readonly ConfigurationProblem[],
  ) {
    const sorted = [...problems].sort((a, b) => (a.line ?? 0) - (b.line ?? 0))
    super(sorted.slice(0, MOST_TOLD).map(told(file)).join('\n') + remainder(problems.length))
    this.problems = sorted
    this.name = 'ConfigurationError'
  }
}

function told(file: string | null): (problem: ConfigurationProblem) => string {
  return ({ line, place, message }) => {
    const where = [file, line].filter((part) => part !== null).join(':')
    return `${where === '' ? '' : `${where}: `}${place === '' ? '' : `${place}: `}${message}`
  }
}

function remainder(problems: number): string {
  return problems > MOST_TOLD ? `\nand ${problems - MOST_TOLD} more` : ''
}

const MOST_TOLD = 10
