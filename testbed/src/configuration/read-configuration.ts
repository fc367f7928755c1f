import { z } from 'zod'
import { ConfigurationError, type ConfigurationProblem } from './configuration-error.js'
import { ConfigurationText, isPlainMap, type Place, placeText } from './configuration-text.js'
import { type Report, reportIssue } from './schema-issue.js'

/** What a node is to be, from a file, from flags, or from both. */
export interface ConfigurationSource<Document> {
  /** As the user named it; null where there is none. */
  readonly file: string | null
  /** YAML; empty where there is no file. */
  readonly text: string
  /** What was given besides, by flags say; each member goes before that of the file. */
  readonly changes: Document
  /** How the place of a change is to be named, as `--routing-context`; null for what no flag stands for. */
  readonly nameOfChange: (place: Place) => string | null
}

/**
 * Reads a configuration: parses the YAML, puts the changes over it, checks it by its schema, and has what hangs together looked at by
 * `resolve`, whose result counts only where nothing was reported.
 *
 * @throws ConfigurationError with every problem there is, each with its line
 */
export function readConfigurationDocument<Schema extends z.ZodType, Configuration>(
  source: ConfigurationSource<z.input<Schema>>,
  schema: Schema,
  resolve: (document: z.output<Schema>, report: Report) => Configuration,
): Configuration {
  const text = new ConfigurationText(source.file, source.text)
  const problems: ConfigurationProblem[] = []
  const report: Report = (place, message) => {
    const flag = source.nameOfChange(place)
    if (flag !== null) problems.push({ line: null, place: flag, message })
    else problems.push({ line: text.lineOf(place), place: placeText(place), message })
  }
  const merged = merge(text.values, source.changes)
  const checked = schema.safeParse(merged)
  if (!checked.success) {
    for (const issue of checked.error.issues) reportIssue(issue, merged, schema, report)
    throw new ConfigurationError(source.file, problems)
  }
  const configuration = resolve(checked.data, report)
  if (problems.length > 0) throw new ConfigurationError(source.file, problems)
  return configuration
}

/** For editors that complete and check YAML by it. */
export function configurationSchema(title: string, schema: z.ZodType): object {
  return { title, ...z.toJSONSchema(schema, { io: 'input' }) }
}

/** Maps member by member; everything else as a whole. */
function merge(under: unknown, over: unknown): unknown {
  if (over === undefined) return under
  if (!isPlainMap(under) || !isPlainMap(over)) return over
  const merged: Record<string, unknown> = { ...under }
  for (const [key, value] of Object.entries(over)) merged[key] = merge(under[key], value)
  return merged
}
