import { duration, millisecondsOf, type Place, type Report, readConfigurationDocument } from '@sigbed/testbed'
import { ALL_APPLICATIONS, type CommandDefinition, type DiameterApplication } from 'diameter-codec'
import { z } from 'zod'
import { type AvpDocument, type AvpDraft, avpDrafts } from './avp-draft.js'
import type { DataColumns } from './data-columns.js'

/** What a client does over and over: one request, or several that follow one another. Plain data, so that workers can be handed it. */
export interface TrafficTemplate {
  readonly name: string
  readonly title: string
  /** Subscribers are counted from 1 to this, and from 1 again. */
  readonly population: number
  readonly steps: readonly TemplateStep[]
}

export interface TemplateStep {
  /** What reports call it: "CCR-I". */
  readonly kind: string
  readonly applicationId: number
  /** By its name in the dictionary. */
  readonly command: string
  /** From the answer before to this request. */
  readonly afterMs: number
  /** Result-Codes, and those of Experimental-Result, that are good; empty: 2000 to 2999. */
  readonly expect: readonly number[]
  readonly avps: readonly AvpDraft[]
}

/** A text as people write it, and what it is to be called in messages. */
export interface TemplateSource {
  /** As the user named it. */
  readonly file: string
  readonly text: string
}

/**
 * Reads a template (YAML).
 *
 * @param data whose columns go before the template's own values of the same name
 * @param population instead of the template's; null: its own
 * @param check holds a step against its dictionary
 * @throws ConfigurationError with every problem there is, each with its line
 */
export function readTrafficTemplate(
  { file, text }: TemplateSource,
  data: DataColumns,
  population: number | null,
  check: (step: TemplateStep, report: Report) => void,
): TrafficTemplate {
  const source = { file, text, changes: {} as z.input<typeof TEMPLATE_DOCUMENT>, nameOfChange: () => null }
  return readConfigurationDocument(source, TEMPLATE_DOCUMENT, (document, report) => {
    const template = resolve(document, data, population, report)
    for (const step of new Set(template.steps)) check(step, report)
    return template
  })
}

function resolve(
  document: z.output<typeof TEMPLATE_DOCUMENT>,
  data: DataColumns,
  population: number | null,
  report: Report,
): TrafficTemplate {
  const columns = new Set(data.columns.map(({ name }) => name))
  const named = new Map(Object.entries(document.values ?? {}).map(([name, value]) => [name, String(value)] as const))
  for (const name of columns) named.delete(name)
  const steps = document.steps.flatMap((step, i): TemplateStep[] => {
    const place: Place = ['steps', i]
    const application = applicationOf(
      step.application ?? document.application,
      report,
      step.application === undefined ? ['application'] : [...place, 'application'],
    )
    const command = application === null ? null : commandOf(step.request, application, [...place, 'request'], report)
    if (application === null || command === null) return []
    const one: TemplateStep = {
      kind: step.name ?? command.abbreviation,
      applicationId: application.applicationId,
      command: command.name,
      afterMs: millisecondsOf(step.after ?? 0),
      expect: step.expect ?? [],
      avps: avpDrafts(step.avps as AvpDocument, named, [...place, 'avps'], report),
    }
    return new Array<TemplateStep>(step.repeat ?? 1).fill(one)
  })
  return {
    name: document.template,
    title: document.title ?? document.template,
    population: population ?? document.population ?? 1000,
    steps,
  }
}

function applicationOf(given: string | number | undefined, report: Report, place: Place): DiameterApplication | null {
  const found = ALL_APPLICATIONS.find(
    ({ name, applicationId }) => applicationId === given || name.toLowerCase().split('/').includes(String(given).toLowerCase()),
  )
  if (found !== undefined) return found
  const known = ALL_APPLICATIONS.map(({ name, applicationId }) => `${name} (${applicationId})`).join(', ')
  report(place, given === undefined ? `is missing: give one of ${known}.` : `takes one of ${known}, not ${JSON.stringify(given)}.`)
  return null
}

/** By its name, or by its abbreviation. */
function commandOf(
  given: string,
  { applicationId, dictionary, name }: DiameterApplication,
  place: Place,
  report: Report,
): CommandDefinition | null {
  const requests = dictionary.commands().filter((command) => command.request)
  const own = requests.filter((command) => command.applicationId === applicationId || command.applicationId === 'any')
  const found = own.find((command) => command.name === given || command.abbreviation === given)
  if (found === undefined)
    report(
      place,
      `takes a request of ${name}: ${own.map((command) => `${command.name} (${command.abbreviation})`).join(', ')}; not ${JSON.stringify(given)}.`,
    )
  return found ?? null
}

const scalar = z.union([z.string(), z.number(), z.boolean()])
const avpValue: z.ZodType<unknown> = z.lazy(() => z.union([scalar, z.array(avpValue), z.record(z.string(), avpValue)]))

const STEP = z.strictObject({
  request: z.string().min(1).describe('a command by its name or abbreviation, such as CCR'),
  name: z.string().min(1).max(40).optional().describe('what reports call it; its abbreviation when left out'),
  application: z.union([z.string(), z.number()]).optional().describe('where it is not that of the template'),
  after: duration.optional().describe('from the answer before to this request; at once when left out'),
  repeat: z.number().int().min(1).max(1000).optional().describe('so many times, one after the other'),
  expect: z.array(z.number().int().min(1).max(0xffff_ffff)).optional().describe('codes that are good; 2xxx when left out'),
  avps: z.record(z.string(), avpValue).default({}).describe('by their names in the dictionary'),
})

/** The shape of a template's file; the README explains each key. */
export const TEMPLATE_DOCUMENT = z.strictObject({
  template: z.string().regex(/^[\w.-]{1,40}$/, 'up to 40 letters, digits, dots, dashes'),
  title: z.string().optional(),
  application: z.union([z.string(), z.number()]).optional().describe('by its name, such as Gx, or its number'),
  population: z.number().int().min(1).max(0xffff_ffff).optional().describe('subscribers are counted up to this; 1000'),
  values: z.record(z.string(), scalar).optional().describe('what variables stand for, where no column is called so'),
  steps: z.array(STEP).min(1, 'give one step at least').max(100),
})
