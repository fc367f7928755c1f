import { z } from 'zod'
import { nearestWord } from '../nearest-word.js'
import type { Place } from './configuration-text.js'

/** Tells what is wrong at a place, in a sentence with the remedy. */
export type Report = (place: Place, message: string) => void

/** Tells an issue that a schema has with a document in the words of a configuration. */
export function reportIssue(issue: z.core.$ZodIssue, document: unknown, schema: z.ZodType, report: Report): void {
  const place = issue.path as Place
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, place)
    for (const key of issue.keys) report([...place, key], unknownKey(key, known))
    return
  }
  const within = issue.code === 'invalid_union' ? branchEntered(issue) : null
  if (within !== null) {
    for (const inner of within) reportIssue({ ...inner, path: [...issue.path, ...inner.path] }, document, schema, report)
    return
  }
  report(place, sentence(issue, valueAt(document, place), descriptionAt(schema, place)))
}

/** A key near to one that is known is that one, written wrongly. */
function unknownKey(key: string, known: readonly string[]): string {
  const nearest = nearestWord(key, known)
  return `is not known here; there are ${known.join(', ')}.${nearest === null ? '' : ` Did you mean ${nearest}?`}`
}

/** What is wrong inside the one branch of a union that the value is of: a map of keys, where the other takes a text. */
function branchEntered(issue: Extract<z.core.$ZodIssue, { code: 'invalid_union' }>): readonly z.core.$ZodIssue[] | null {
  const entered = issue.errors.filter((branch) => branch.every(({ path, code }) => path.length > 0 || code === 'unrecognized_keys'))
  return entered.length === 1 ? entered[0]! : null
}

/** What would do, and what stands there instead. @param description what the schema says of the place */
function sentence(issue: z.core.$ZodIssue, value: unknown, description: string | null): string {
  if (value === undefined && description !== null && MISSING.has(issue.code)) return `is missing: ${description}.`
  const found = value === undefined ? 'nothing is given' : `not ${JSON.stringify(value)}`
  switch (issue.code) {
    case 'invalid_value':
      return `takes ${issue.values.map(String).join(', ')}, ${found}.`
    case 'invalid_type':
      return value === undefined
        ? `is missing: give ${article(issue.expected)}.`
        : `takes ${article(issue.expected)}${description === null || issue.expected !== 'string' ? '' : ` (${description})`}, ${found}.`
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
  if (type === 'object' || type === 'record') return 'a map of keys'
  return type === 'array' ? 'a list' : `a ${type}`
}

function valueAt(document: unknown, place: Place): unknown {
  let value = document
  for (const key of place) value = (value as Record<string | number, unknown> | undefined)?.[key]
  return value
}

/** The keys a map may have at this place. */
function keysAt(schema: unknown, place: Place): string[] {
  const at = opened(schemaAt(schema, place))
  return at instanceof z.ZodObject ? Object.keys(at.shape) : []
}

function descriptionAt(schema: unknown, place: Place): string | null {
  const at = schemaAt(schema, place)
  return at instanceof z.ZodType ? (at.description ?? null) : null
}

function schemaAt(schema: unknown, place: Place): unknown {
  let at = schema
  for (const key of place) {
    const map = opened(at)
    if (map instanceof z.ZodObject) at = map.shape[key as string]
    else if (map instanceof z.ZodArray) at = map.element
    else if (map instanceof z.ZodRecord) at = map.valueType
    else at = map
  }
  return at
}

/** What a schema is apart from being optional; of a union, its map of keys. */
function opened(schema: unknown): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) return opened(schema.unwrap())
  return schema instanceof z.ZodUnion ? opened(schema.options.find((option) => opened(option) instanceof z.ZodObject)) : schema
}

/** What a schema says of a value that is not there. */
const MISSING: ReadonlySet<string> = new Set(['invalid_type', 'invalid_union', 'invalid_value'])
