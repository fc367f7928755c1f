import { z } from 'zod'
import { isPlainMap, type Place } from './configuration-text.js'
import { type Report, reportIssue } from './schema-issue.js'

/** The sections of a document that are as their schema wants them; of a map by name, the entries that are. */
export type Sections<Schema extends z.ZodObject> = Partial<z.output<Schema>>

/**
 * Checks a document section by section, and maps by name entry by entry, so that one that is wrong does not keep the others from being
 * looked at: whoever checks a file wants all its problems at once.
 */
export function readSections<Schema extends z.ZodObject>(
  schema: Schema,
  document: Readonly<Record<string, unknown>>,
  report: Report,
): Sections<Schema> {
  const { shape } = schema
  const unknown = Object.keys(document).filter((key) => !(key in shape))
  if (unknown.length > 0)
    reportIssue({ code: 'unrecognized_keys', keys: unknown, path: [], message: '', input: document }, document, schema, report)
  const sections: Record<string, unknown> = {}
  for (const [key, section] of Object.entries(shape) as [string, z.ZodType][]) {
    const value = document[key]
    const result =
      section instanceof z.ZodRecord && isPlainMap(value)
        ? entriesOf(section, value, [key], report)
        : checked(section, value, [key], report)
    if (result !== undefined) sections[key] = result
  }
  return sections as Sections<Schema>
}

function entriesOf(record: z.ZodRecord, entries: Readonly<Record<string, unknown>>, place: Place, report: Report): Record<string, unknown> {
  const sound: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(entries)) {
    const key = (record.keyType as z.ZodType).safeParse(name)
    if (!key.success) report([...place, name], `is no name: take ${key.error.issues[0]!.message}.`)
    const result = checked(record.valueType as z.ZodType, value, [...place, name], report)
    if (key.success && result !== undefined) sound[name] = result
  }
  return sound
}

/** What the schema makes of the value; undefined where that is nothing, or something was reported. */
function checked(schema: z.ZodType, value: unknown, place: Place, report: Report): unknown {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  for (const issue of result.error.issues) reportIssue(issue, value, schema, (inner, message) => report([...place, ...inner], message))
  return undefined
}
