import { isMap, isNode, isScalar, LineCounter, type Node, parseDocument } from 'yaml'
import { z } from 'zod'
import { ConfigurationError, type ConfigurationProblem } from './configuration-error.js'

/** Where in a configuration something stands. */
export type Place = readonly (string | number)[]
/** Tells what is wrong at a place, in a sentence with the remedy. */
export type Report = (place: Place, message: string) => void

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
  const lines = new LineCounter()
  const yaml = parseDocument(source.text, { lineCounter: lines, prettyErrors: false, maxAliasCount: 100 } as object)
  if (yaml.errors.length > 0) {
    throw new ConfigurationError(
      source.file,
      yaml.errors.slice(0, 3).map(({ message, pos }) => ({ line: lines.linePos(pos[0]).line, place: '', message: `${message}.` })),
    )
  }
  const root: Node | null = yaml.contents
  const problems: ConfigurationProblem[] = []
  const report: Report = (place, message) => {
    const flag = source.nameOfChange(place)
    if (flag !== null) problems.push({ line: null, place: flag, message })
    else problems.push({ line: source.file === null ? null : lineOf(root, place, lines), place: textOf(place), message })
  }
  const given: unknown = yaml.toJS() ?? {}
  if (typeof given !== 'object' || Array.isArray(given)) {
    throw new ConfigurationError(source.file, [{ line: 1, place: '', message: 'a configuration is a map of keys, such as "key: value".' }])
  }
  const merged = merge(given, source.changes)
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

function reportIssue(issue: z.core.$ZodIssue, document: unknown, schema: z.ZodType, report: Report): void {
  const place = issue.path as Place
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, place).join(', ')
    for (const key of issue.keys) report([...place, key], `is not known here; there are ${known}.`)
    return
  }
  report(place, sentence(issue, valueAt(document, place)))
}

/** What would do, and what stands there instead. */
function sentence(issue: z.core.$ZodIssue, value: unknown): string {
  const found = value === undefined ? 'nothing is given' : `not ${JSON.stringify(value)}`
  switch (issue.code) {
    case 'invalid_value':
      return `takes ${issue.values.map(String).join(', ')}, ${found}.`
    case 'invalid_type':
      return value === undefined ? `is missing: give ${article(issue.expected)}.` : `takes ${article(issue.expected)}, ${found}.`
    case 'too_small':
    case 'too_big': {
      const bound = issue.code === 'too_small' ? `${issue.minimum} or more` : `${issue.maximum} at most`
      return issue.origin === 'number' ? `takes ${bound}, ${found}.` : `${issue.message}.`
    }
    case 'invalid_union': {
      const wanted = [...new Set(wantedBy(issue))].join(' or ')
      return value === undefined ? `is missing: give ${wanted}.` : `takes ${wanted}, ${found}.`
    }
    default:
      return `takes ${issue.message}, ${found}.`
  }
}

/** What each branch of a union would take. */
function wantedBy(issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'invalid_union') return issue.errors.flat().flatMap(wantedBy)
  if (issue.code === 'invalid_value') return [issue.values.map(String).join(', ')]
  return [issue.code === 'invalid_type' ? article(issue.expected) : issue.message]
}

function article(type: string): string {
  if (type === 'int' || type === 'number') return 'a number'
  if (type === 'object') return 'a map of keys'
  return type === 'array' ? 'a list' : `a ${type}`
}

/** Maps member by member; everything else as a whole. */
function merge(under: unknown, over: unknown): unknown {
  if (over === undefined) return under
  if (!isPlainMap(under) || !isPlainMap(over)) return over
  const merged: Record<string, unknown> = { ...under }
  for (const [key, value] of Object.entries(over)) merged[key] = merge(under[key], value)
  return merged
}

function isPlainMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function valueAt(document: unknown, place: Place): unknown {
  let value = document
  for (const key of place) value = (value as Record<string | number, unknown> | undefined)?.[key]
  return value
}

/** The line of a key, or of whatever is nearest to it above; 1 for the document. */
function lineOf(root: Node | null, place: Place, lines: LineCounter): number {
  let node: unknown = root
  let found: Node | null = root
  for (const key of place) {
    if (isMap(node)) {
      const pair = node.items.find(({ key: name }) => isScalar(name) && name.value === key)
      if (pair === undefined) break
      found = isNode(pair.key) ? pair.key : found
      node = pair.value
    } else {
      node = isNode(node) && 'get' in node ? (node.get as (key: unknown, keep: boolean) => unknown)(key, true) : null
      if (!isNode(node)) break
      found = node
    }
  }
  return found?.range ? lines.linePos(found.range[0]).line : 1
}

function textOf(place: Place): string {
  return place.map((key, i) => (typeof key === 'number' ? `[${key}]` : `${i === 0 ? '' : '.'}${key}`)).join('')
}

/** The keys a map may have at this place. */
function keysAt(schema: unknown, place: Place): string[] {
  let at = opened(schema)
  for (const key of place) {
    if (at instanceof z.ZodObject) at = opened(at.shape[key as string])
    else if (at instanceof z.ZodArray) at = opened(at.element)
  }
  return at instanceof z.ZodObject ? Object.keys(at.shape) : []
}

function opened(schema: unknown): unknown {
  return schema instanceof z.ZodOptional ? opened(schema.unwrap()) : schema
}
