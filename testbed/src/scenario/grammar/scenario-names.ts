import { nearestWord } from '../../nearest-word.js'
import { refuse } from './phrase-fault.js'

/** The names a scenario has given: what its timetable and its expectations may speak of. */
export interface ScenarioNames {
  readonly nodes: readonly string[]
  readonly networks: readonly string[]
  readonly flows: readonly string[]
  /** Kinds of events its roles and their associations tell. */
  readonly events: readonly string[]
}

/** @throws PhraseFault that names the one that was probably meant, or all there are */
export function knownName(name: string, kind: 'node' | 'network' | 'flow' | 'event', names: ScenarioNames): string {
  const known = names[`${kind}s`]
  return known.includes(name) ? name : refuse(unknownName(name, kind, known))
}

/** `there is no node spg; did you mean sg?` */
export function unknownName(name: string, kind: string, known: readonly string[]): string {
  const nearest = nearestWord(name, known)
  if (nearest !== null) return `there is no ${kind} ${name}; did you mean ${nearest}?`
  return `there is no ${kind} ${name}; ${known.length === 0 ? 'there is none' : `there ${known.length === 1 ? 'is' : 'are'} ${listed(known)}`}.`
}

/** `sg, asp-1 and asp-2`. */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
