/**
 * One part of a text with variables. `digits` are those of a number, zeros in front up to a width; 0: as many as it has. `octets` are an
 * IPv4 address counted up from another.
 */
export type TextPart =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'number'; readonly number: TemplateNumber; readonly width: number }
  | { readonly kind: 'address'; readonly first: number }
  | { readonly kind: 'session'; readonly name: string }
  | { readonly kind: 'identity'; readonly identity: TemplateIdentity }
  | { readonly kind: 'column'; readonly column: string }

/** Numbers that a template may use: see the README, "What stands for a value". */
export type TemplateNumber = (typeof TEMPLATE_NUMBERS)[number]
export type TemplateIdentity = (typeof TEMPLATE_IDENTITIES)[number]

export const TEMPLATE_NUMBERS = ['sequence', 'subscriber', 'request-number', 'time'] as const
export const TEMPLATE_IDENTITIES = ['origin-host', 'origin-realm', 'destination-host', 'destination-realm'] as const

/**
 * Takes a text apart: `00101${subscriber:10}`, `${session}`, `${imsi}`. What is no variable of its own is the name of a column.
 *
 * @returns the parts in order, none for an empty text; or what is wrong, as the end of a sentence
 */
export function parseTemplateText(text: string): readonly TextPart[] | string {
  const parts: TextPart[] = []
  let from = 0
  for (const found of text.matchAll(/\$\{([^{}]*)\}/g)) {
    if (found.index > from) parts.push({ kind: 'literal', text: text.slice(from, found.index) })
    const part = variable(found[1]!.trim())
    if (typeof part === 'string') return part
    parts.push(part)
    from = found.index + found[0].length
  }
  if (from < text.length) parts.push({ kind: 'literal', text: text.slice(from) })
  const broken = parts.find((part) => part.kind === 'literal' && part.text.includes('${'))
  return broken === undefined ? parts : `has a "\${" without its "}"`
}

/** Whether a text is the same in every message. */
export function isConstant(parts: readonly TextPart[]): boolean {
  return parts.every(({ kind }) => kind === 'literal')
}

/** The names of columns a text uses. */
export function columnsOf(parts: readonly TextPart[]): string[] {
  return parts.flatMap((part) => (part.kind === 'column' ? [part.column] : []))
}

function variable(text: string): TextPart | string {
  const [, name, argument] = /^([^:]+)(?::(.*))?$/.exec(text) ?? []
  if (name === undefined) return 'has a variable without a name'
  const number = TEMPLATE_NUMBERS.find((candidate) => candidate === name)
  if (number !== undefined) {
    const width = argument === undefined ? 0 : /^\d{1,2}$/.test(argument) ? Number(argument) : -1
    return width >= 0 && width <= WIDEST_NUMBER ? { kind: 'number', number, width } : `\${${text}} takes a width from 1 to ${WIDEST_NUMBER}`
  }
  if (name === 'ipv4') {
    const first = ipv4Number(argument ?? '')
    return first === null ? `\${${text}} takes the first address, as \${ipv4:10.0.0.0}` : { kind: 'address', first }
  }
  if (name === 'session') {
    if (argument !== undefined && !/^[\w.-]{1,40}$/.test(argument)) return `\${${text}} takes a name of letters and digits after its colon`
    return { kind: 'session', name: argument ?? '' }
  }
  if (argument !== undefined) return `\${${text}}: only numbers, ipv4 and session take something after a colon`
  const identity = TEMPLATE_IDENTITIES.find((candidate) => candidate === name)
  return identity === undefined ? { kind: 'column', column: name } : { kind: 'identity', identity }
}

function ipv4Number(text: string): number | null {
  const octets = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number)
  if (octets === undefined || octets.some((octet) => octet > 255)) return null
  return octets.reduce((sum, octet) => sum * 256 + octet, 0)
}

const WIDEST_NUMBER = 15
