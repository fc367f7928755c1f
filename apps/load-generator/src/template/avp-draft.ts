import type { Place, Report } from '@sigbed/testbed'
import { parseTemplateText, type TextPart } from './template-text.js'

/** An AVP as a template has it, before a dictionary has looked at it: a value with variables, or members. Plain data. */
export interface AvpDraft {
  readonly name: string
  readonly value: readonly TextPart[] | null
  readonly members: readonly AvpDraft[]
  readonly place: Place
}

/** Scalars are values, maps are groups, lists are several AVPs of one name. */
export type AvpDocument = { readonly [name: string]: AvpValueDocument }
export type AvpValueDocument = string | number | boolean | AvpDocument | readonly AvpValueDocument[]

/**
 * The AVPs of a document, in its order.
 *
 * @param named texts that a variable may stand for, by its name: `${imsi}` becomes the text called imsi, unless a column has that name
 */
export function avpDrafts(document: AvpDocument, named: ReadonlyMap<string, string>, place: Place, report: Report): readonly AvpDraft[] {
  return Object.entries(document).flatMap(([name, value]) =>
    (Array.isArray(value) ? (value as readonly AvpValueDocument[]) : [value as AvpValueDocument]).map((one, i): AvpDraft => {
      const at = Array.isArray(value) ? [...place, name, i] : [...place, name]
      if (typeof one === 'object') return { name, value: null, members: avpDrafts(one as AvpDocument, named, at, report), place: at }
      return { name, value: partsOf(String(one), named, at, report), members: [], place: at }
    }),
  )
}

function partsOf(text: string, named: ReadonlyMap<string, string>, place: Place, report: Report, depth = 0): readonly TextPart[] {
  const parts = parseTemplateText(text)
  if (typeof parts === 'string') {
    report(place, `${JSON.stringify(text)} ${parts}.`)
    return []
  }
  return parts.flatMap((part) => {
    const meaning = part.kind === 'column' ? named.get(part.column) : undefined
    if (meaning === undefined || part.kind !== 'column') return [part]
    if (depth < DEEPEST_NAMING) return partsOf(meaning, named, place, report, depth + 1)
    report(place, `\${${part.column}} stands for itself; give it a value.`)
    return []
  })
}

const DEEPEST_NAMING = 8
