import { isCollection, isMap, isScalar, isSeq, type Node, parse, parseDocument } from 'yaml'
import { UsageError } from '../command-failure.js'

/**
 * Puts what `--set` says into a scenario's text: `networks.path-b.delay=20ms`, `traffic.0.rate=1000` or, by the flow's name,
 * `traffic.m3ua.rate=1000`. The text stays the user's otherwise, and is what the run stores.
 *
 * @param settings each a place and a value in YAML, as given
 * @throws UsageError for what is no setting, or has no place in this scenario
 */
export function withSettings(text: string, settings: readonly string[]): string {
  if (settings.length === 0) return text
  const document = parseDocument(text)
  // What is no YAML has its problems told by whoever reads it.
  if (document.errors.length > 0 || !isMap(document.contents)) return text
  for (const setting of settings) {
    const [, place, value] = /^([^=]+)=(.*)$/s.exec(setting) ?? []
    if (place === undefined || value === undefined)
      throw new UsageError(`--set takes a place and a value, such as networks.path-b.delay=20ms, not ${JSON.stringify(setting)}.`)
    const keys = keysOf(document.contents, place, setting)
    document.setIn(keys, yamlValue(value, setting))
  }
  return document.toString({ lineWidth: 0 })
}

/** All but the last key have to be there: a slip of the keyboard must not pass for a setting. */
function keysOf(root: Node, place: string, setting: string): (string | number)[] {
  const keys: (string | number)[] = []
  const words = place.split('.')
  let at: unknown = root
  for (const [i, word] of words.entries()) {
    const key = keyIn(at, word)
    if (key === null || (i < words.length - 1 && !(isCollection(at) && isCollection(at.get(key, true))))) {
      const where = keys.length === 0 ? 'the scenario' : keys.join('.')
      throw new UsageError(`--set ${setting}: ${where} has no ${word}.`)
    }
    keys.push(key)
    if (isCollection(at)) at = at.get(key, true)
  }
  return keys
}

/** The key that a word stands for: in a list a number, or the name of a flow. */
function keyIn(at: unknown, word: string): string | number | null {
  if (isMap(at)) return word
  if (!isSeq(at)) return null
  const index = /^\d{1,6}$/.test(word)
    ? Number(word)
    : at.items.findIndex((item) => isMap(item) && scalarText(item.get('flow', true)) === word)
  return index >= 0 && index < at.items.length ? index : null
}

function scalarText(node: unknown): string | null {
  return isScalar(node) ? String(node.value) : null
}

function yamlValue(text: string, setting: string): unknown {
  try {
    return parse(text)
  } catch (error) {
    throw new UsageError(`--set ${setting}: the value is no YAML (${(error as Error).message.split('\n')[0]}).`)
  }
}
