import { isMap, isNode, isScalar, LineCounter, type Node, parseDocument } from 'yaml'
import { ConfigurationError } from './configuration-error.js'

/** Where in a configuration something stands. */
export type Place = readonly (string | number)[]

/** A configuration as it was written: its values, and the lines they stand on. */
export class ConfigurationText {
  private readonly lines = new LineCounter()
  private readonly root: Node | null
  readonly values: Readonly<Record<string, unknown>>

  /**
   * @param file as the user named it; null where there is none
   * @param text YAML
   * @throws ConfigurationError for what is no YAML, or no map
   */
  constructor(
    private readonly file: string | null,
    text: string,
  ) {
    const yaml = parseDocument(text, { lineCounter: this.lines, prettyErrors: false, maxAliasCount: 100 } as object)
    if (yaml.errors.length > 0) {
      const problems = yaml.errors
        .slice(0, MOST_FAULTS)
        .map(({ code, message, pos }) => ({ line: this.lineAt(pos[0]), place: '', message: `${message}${REMEDIES[code] ?? ''}.` }))
      throw new ConfigurationError(file, problems)
    }
    this.root = yaml.contents
    const given: unknown = yaml.toJS() ?? {}
    if (!isPlainMap(given)) {
      throw new ConfigurationError(file, [{ line: 1, place: '', message: 'a configuration is a map of keys, such as "key: value".' }])
    }
    this.values = given
  }

  /** The line of a key, or of whatever is nearest to it above; 1 for the document; null for what stands in no file. */
  lineOf(place: Place): number | null {
    if (this.file === null) return null
    let node: unknown = this.root
    let found: Node | null = this.root
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
    return found?.range ? this.lineAt(found.range[0]) : 1
  }

  private lineAt(offset: number): number {
    return this.lines.linePos(offset).line
  }
}

export function isPlainMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** `application-servers[0].routing-context`. */
export function placeText(place: Place): string {
  return place.map((key, i) => (typeof key === 'number' ? `[${key}]` : `${i === 0 ? '' : '.'}${key}`)).join('')
}

/** What follows the first faults of a text is mostly their consequence. */
const MOST_FAULTS = 2
/** YAML's own words say what is amiss, but not what would do. */
const REMEDIES: Readonly<Partial<Record<string, string>>> = {
  MULTILINE_IMPLICIT_KEY: ': is a colon missing behind a key',
  BLOCK_AS_IMPLICIT_KEY: ': write one key on a line, and a text with a colon in quotes',
  TAB_AS_INDENT: ': indent by spaces',
  BAD_INDENT: ': indent the keys of a map alike',
  DUPLICATE_KEY: ': leave one of them',
  MISSING_CHAR: ': is a quote, a bracket or a comma missing',
}
