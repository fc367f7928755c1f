import {
  type AffectedPointCode,
  LONGEST_USER_DATA,
  largestPointCode,
  type PointCodeForm,
  parseAffectedPointCode,
  parsePointCode,
} from '@sigbed/m3ua-codec'
import { millisecondsOf } from '@sigbed/testbed'
import { SERVICE_INDICATORS } from '../configuration/configuration-document.js'
import { ScriptError } from './script-error.js'

/** The words of one step, `scon=2-100-3:level=2` say: its name, the value of the name, and what stands behind. */
export class StepWords {
  readonly name: string
  readonly value: string | null
  /** False for `beat!`. */
  readonly waits: boolean
  private readonly named = new Map<string, string>()

  /** @throws ScriptError */
  constructor(
    readonly text: string,
    private readonly form: PointCodeForm,
  ) {
    const [first = '', ...others] = text.split(/[\s:]+/)
    this.waits = !first.endsWith('!')
    const [name, ...value] = first.replace(/!$/, '').split('=')
    this.name = name!
    this.value = value.length === 0 ? null : value.join('=')
    for (const other of others) {
      const [, key, given] = /^([a-z-]+)=(.+)$/.exec(other) ?? []
      if (key === undefined || given === undefined)
        throw new ScriptError(text, `${JSON.stringify(other)} is no argument: write name=value, with a colon between arguments.`)
      if (this.named.has(key)) throw new ScriptError(text, `${key} is given twice; give it once.`)
      this.named.set(key, given)
    }
  }

  /** @throws ScriptError for a value or an argument the step does not take */
  allow(takesValue: boolean, names: readonly string[]): void {
    if (!takesValue && this.value !== null) this.fail(`takes no value; leave out "=${this.value}".`)
    for (const key of this.named.keys()) {
      if (names.includes(key)) continue
      this.fail(`${key} is no argument of it; there ${names.length === 0 ? 'are none' : `are ${names.join(', ')}`}.`)
    }
  }

  given(name: string): string | null {
    return this.named.get(name) ?? null
  }

  number(name: string, otherwise: number, least: number, most: number): number {
    return this.numberOrNull(name, least, most) ?? otherwise
  }

  numberOrNull(name: string, least: number, most: number): number | null {
    const text = this.given(name)
    if (text === null) return null
    const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
    if (!(value >= least && value <= most)) this.fail(`${name} takes a whole number from ${least} to ${most}, not ${JSON.stringify(text)}.`)
    return value
  }

  octetCount(): number {
    return this.number('size', 64, 0, LONGEST_USER_DATA)
  }

  pointCode(name: string): number | null {
    const text = this.given(name)
    return text === null ? null : this.onePointCode(text)
  }

  onePointCode(text: string): number {
    return parsePointCode(text, this.form) ?? this.fail(this.pointCodeRemedy(text, ''))
  }

  affectedPointCodes(text: string): readonly AffectedPointCode[] {
    return this.list(text).map((part) => parseAffectedPointCode(part, this.form) ?? this.fail(this.pointCodeRemedy(part)))
  }

  serviceIndicators(text: string): number[] {
    return this.list(text).map((part) => {
      if (Object.hasOwn(SERVICE_INDICATORS, part)) return SERVICE_INDICATORS[part as keyof typeof SERVICE_INDICATORS]
      return this.numberOf('si', part, 15)
    })
  }

  milliseconds(text: string): number {
    const value = millisecondsOf(text)
    return Number.isNaN(value) ? this.fail(`takes a time such as 2s or 500ms, not ${JSON.stringify(text)}.`) : value
  }

  word<Word extends string>(text: string | null, words: readonly Word[]): Word {
    if (text !== null && (words as readonly string[]).includes(text)) return text as Word
    return this.fail(`takes ${words.join(', ')}${text === null ? `: write ${this.name}=${words[0]}` : `, not ${JSON.stringify(text)}`}.`)
  }

  required(example: string): string {
    return this.value ?? this.fail(`needs a value: write ${this.name}=${example}.`)
  }

  fail(message: string): never {
    throw new ScriptError(this.text, message)
  }

  private numberOf(name: string, part: string, most: number): number {
    const value = /^\d{1,10}$/.test(part) ? Number(part) : Number.NaN
    return value <= most ? value : this.fail(`${name} takes numbers up to ${most} with + between, not ${JSON.stringify(part)}.`)
  }

  private list(text: string): string[] {
    const parts = text.split('+')
    return parts.length <= LONGEST_LIST ? parts : this.fail(`takes ${LONGEST_LIST} with + between at most.`)
  }

  private pointCodeRemedy(text: string, addition = '; a range has /3 behind it'): string {
    const form = this.form === 'decimal' ? '' : `as ${this.form} or `
    return `${JSON.stringify(text)} is no point code: write it ${form}in decimal up to ${largestPointCode(this.form)}${addition}.`
  }
}

const LONGEST_LIST = 64
