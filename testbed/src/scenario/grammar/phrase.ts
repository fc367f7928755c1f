import { nearestWord } from '../../nearest-word.js'
import { PhraseFault } from './phrase-fault.js'
import type { ScenarioNames } from './scenario-names.js'
import { SLOTS, type Slot, type SlotName, type SlotValue } from './slots.js'

/**
 * A form of words: what people write, and what it means. The two directions stand in one place, so that what is printed is read again.
 */
export interface Phrase<Value> {
  /** `flap <links> every <time> for <time>`: literal words, slots, and in square brackets what may be left out. */
  readonly form: string
  readonly summary: string
  /** The first is the one shown. */
  readonly examples: readonly [string, ...string[]]
  /** null: these are not its words. @throws PhraseFault when they are, and something in them is wrong */
  read(text: string, names: ScenarioNames): Value | null
  /** null for what this form does not say. */
  write(value: Value): string | null
}

/** What a form captures, by slot; what stands in square brackets may be null. */
export type Captured<Form extends string> = Form extends `${infer Before}[${infer Inner}]${infer After}`
  ? SlotsOf<Before> & { [Name in keyof SlotsOf<Inner>]: SlotsOf<Inner>[Name] | null } & Captured<After>
  : SlotsOf<Form>

type SlotsOf<Text extends string> = Text extends `${string}<${infer Name}>${infer After}`
  ? (Name extends `${infer As}:${infer Kind extends SlotName}`
      ? { [Key in As]: SlotValue<Kind> }
      : { [Key in Name & SlotName]: SlotValue<Key> }) &
      SlotsOf<After>
  : unknown

/** @param form slots as `<node>`, or as `<period:time>` where one kind stands twice */
export function phrase<const Form extends string, Value>(
  form: Form,
  summary: string,
  examples: readonly [string, ...string[]],
  read: (captured: Captured<Form>) => Value,
  write: (value: Value) => Captured<Form> | null,
): Phrase<Value> {
  const slots = [...form.matchAll(SLOT)].map(([, name, kind]) => ({
    name: name!,
    slot: SLOTS[(kind ?? name) as SlotName] as Slot<unknown>,
  }))
  const pattern = patternOf(form)
  return {
    form: form.replace(SLOT, (_, name, kind) => `<${kind ?? name}>`),
    summary,
    examples,
    read(text, names) {
      const match = pattern.exec(text)
      if (match === null) return null
      const groups = match.groups ?? {}
      const captured = slots.map(({ name, slot }) => [name, groups[name] === undefined ? null : slot.read(groups[name], names)])
      return read(Object.fromEntries(captured) as Captured<Form>)
    },
    write(value) {
      const captured = write(value) as Record<string, unknown> | null
      return captured === null ? null : written(form, captured)
    },
  }
}

export type Understood<Value> = { readonly value: Value } | { readonly fault: string }

/** Reads words by the first form that has them. Never throws; a fault is a sentence with the remedy. */
export function understand<Value>(phrases: readonly Phrase<Value>[], text: string, names: ScenarioNames): Understood<Value> {
  const words = tidy(text)
  let fault: string | null = null
  for (const candidate of phrases) {
    try {
      const value = candidate.read(words, names)
      if (value !== null) return { value }
    } catch (error) {
      if (!(error instanceof PhraseFault)) throw error
      fault ??= error.message
    }
  }
  return { fault: fault ?? notUnderstood(phrases, words, names) }
}

/** As the grammar itself would put it. */
export function wordsFor<Value>(phrases: readonly Phrase<Value>[], value: Value): string {
  for (const candidate of phrases) {
    const words = candidate.write(value)
    if (words !== null) return words
  }
  throw new RangeError('no form says this')
}

/** One space between words, and around a comparison. */
function tidy(text: string): string {
  return text
    .replace(/\s*(<=|>=|<|>|=)\s*/g, ' $1 ')
    .trim()
    .replace(/\s+/g, ' ')
}

function notUnderstood<Value>(phrases: readonly Phrase<Value>[], text: string, names: ScenarioNames): string {
  const said = text === '' ? 'nothing is said here' : `"${text}" is not understood`
  const scored = phrases.map((candidate) => ({ candidate, score: likeness(text, candidate.form) }))
  const best = scored.reduce((a, z) => (z.score > a.score ? z : a))
  if (best.score <= 0) return `${said}; there are ${phrases.map(({ form }) => `"${form}"`).join(', ')}.`
  const corrected = correct(text, best.candidate, names)
  if (corrected !== null) return `${said}; did you mean "${corrected}"?`
  return `${said}; the nearest form is "${best.candidate.form}", as in "${best.candidate.examples[0]}".`
}

/** How many places of the form the text has words for, the nearly right ones counting half, less what is missing. */
function likeness(text: string, form: string): number {
  const written = text.toLowerCase().split(' ')
  const required = form.replace(/\[[^\]]+\]/g, '')
  return placesOf(form).reduce((sum, words) => {
    if (written.some((word) => words.includes(word))) return sum + 1
    if (written.some((word) => nearestWord(word, words) !== null)) return sum + 0.5
    return placesOf(required).some((place) => place[0] === words[0]) ? sum - 0.2 : sum
  }, 0)
}

/** The text with words that are nearly the form's replaced by them, when that makes sense. */
function correct<Value>(text: string, candidate: Phrase<Value>, names: ScenarioNames): string | null {
  const known = [...literalsOf(candidate.form), ...names.nodes, ...names.networks, ...names.flows]
  const corrected = text
    .split(' ')
    .map((word) => (known.includes(word) ? word : (nearestWord(word, known) ?? word)))
    .join(' ')
  try {
    return corrected !== text && candidate.read(corrected, names) !== null ? corrected : null
  } catch {
    return null
  }
}

/** The words of a form, and those of its slots that take one of a few. */
export function literalsOf(form: string): string[] {
  return placesOf(form).flat()
}

/** Word by word, what may stand there; nothing for a slot that takes a name or a quantity. */
function placesOf(form: string): string[][] {
  return form
    .replace(/[[\]]/g, '')
    .split(' ')
    .map((place) => {
      const [, name, kind] = /^<([a-z]+)(?::([a-z]+))?>$/.exec(place) ?? []
      if (name === undefined) return [place]
      const { source } = SLOTS[(kind ?? name) as SlotName]
      return WORDS_ONLY.test(source) ? source.split('|') : []
    })
    .filter((words) => words.length > 0)
}

function patternOf(form: string): RegExp {
  const source = form
    .replace(/ ?\[([^\]]+)\] ?/g, (part, inner: string) => {
      const [before, after] = [part.startsWith(' ') ? '\\s' : '', part.endsWith(' ') ? '\\s' : '']
      // Between two words one space belongs to what may be left out, and one stays.
      return before !== '' && after !== '' ? `(?:${before}${inner})?${after}` : `(?:${before}${inner}${after})?`
    })
    .replace(SLOT, (_, name, kind) => `(?<${name}>${SLOTS[(kind ?? name) as SlotName].source})`)
  return new RegExp(`^${source}$`, 'i')
}

function written(form: string, captured: Readonly<Record<string, unknown>>): string {
  const fill = (part: string): string =>
    part.replace(SLOT, (_, name, kind) => (SLOTS[(kind ?? name) as SlotName] as Slot<unknown>).write(captured[name]))
  const isSaid = (part: string): boolean => [...part.matchAll(SLOT)].every(([, name]) => captured[name!] !== null)
  return fill(form.replace(/\[([^\]]+)\]/g, (_, inner) => (isSaid(inner) ? inner : '')))
    .trim()
    .replace(/\s+/g, ' ')
}

const SLOT = /<([a-z]+)(?::([a-z]+))?>/g
const WORDS_ONLY = /^[a-z-]+(\|[a-z-]+)+$/
