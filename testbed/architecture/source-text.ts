/** A text of TypeScript or JavaScript, taken apart just far enough to tell code from comments and strings. */
export interface SourceText {
  /** The text with every comment blanked out; same length, same lines. */
  readonly code: string
  /** As `code`, with the contents of strings, templates and regular expressions blanked out too; the quotes stay. */
  readonly outline: string
  /** String literals and templates without substitutions, in order. */
  readonly strings: readonly StringLiteral[]
}

export interface StringLiteral {
  /** Where its opening quote stands. */
  readonly at: number
  /** What stands between the quotes, escapes and all: a module's name has none. */
  readonly value: string
}

/** Never throws: a text that ends inside a comment or a string ends it. */
export function readSourceText(text: string): SourceText {
  const code = text.split('')
  const outline = text.split('')
  const strings: StringLiteral[] = []
  /** For each template we are inside of: how many braces of its current substitution are open. */
  const openBraces: number[] = []
  let at = 0

  const blank = (into: string[], from: number, to: number): void => {
    for (let i = from; i < to && i < into.length; i++) if (into[i] !== '\n') into[i] = ' '
  }
  /** Reads template text from `from` to the closing backtick or to the next substitution. */
  const readTemplate = (from: number): void => {
    let end = from
    while (end < text.length && text[end] !== '`' && !text.startsWith('${', end)) end += text[end] === '\\' ? 2 : 1
    blank(outline, from, end)
    if (text.startsWith('${', end)) {
      openBraces.push(0)
      at = end + 2
      return
    }
    if (text[from - 1] === '`') strings.push({ at: from - 1, value: text.slice(from, end) })
    at = end + 1
  }

  while (at < text.length) {
    const char = text[at]
    if (char === '/' && (text[at + 1] === '/' || text[at + 1] === '*')) {
      const end = endOfComment(text, at)
      blank(code, at, end)
      blank(outline, at, end)
      at = end
    } else if (char === "'" || char === '"') {
      const end = endOfDelimited(text, at + 1, char)
      strings.push({ at, value: text.slice(at + 1, end) })
      blank(outline, at + 1, end)
      at = end + 1
    } else if (char === '/' && regularExpressionMayStand(outline, at)) {
      const end = endOfDelimited(text, at + 1, '/')
      blank(outline, at + 1, end)
      at = end + 1
    } else if (char === '`') {
      readTemplate(at + 1)
    } else if (char === '}' && openBraces.at(-1) === 0) {
      openBraces.pop()
      readTemplate(at + 1)
    } else {
      const depth = openBraces.length - 1
      if (depth >= 0 && char === '{') openBraces[depth]!++
      if (depth >= 0 && char === '}') openBraces[depth]!--
      at++
    }
  }
  return { code: code.join(''), outline: outline.join(''), strings }
}

function endOfComment(text: string, at: number): number {
  const end = text[at + 1] === '/' ? text.indexOf('\n', at) : text.indexOf('*/', at + 2) + 2
  return end < at + 2 ? text.length : end
}

/** The closing quote or slash on the same line; the line's end when there is none. A slash inside [] does not close. */
function endOfDelimited(text: string, from: number, closing: string): number {
  let inClass = false
  for (let at = from; at < text.length; at++) {
    const char = text[at]
    if (char === '\\') at++
    else if (char === '\n') return at
    else if (closing === '/' && char === '[') inClass = true
    else if (closing === '/' && char === ']') inClass = false
    else if (char === closing && !inClass) return at
  }
  return text.length
}

/** After a value a slash divides; after an operator, an opening bracket or a keyword it opens a regular expression. */
function regularExpressionMayStand(outline: readonly string[], at: number): boolean {
  let before = at - 1
  while (before >= 0 && /\s/.test(outline[before]!)) before--
  if (before < 0) return true
  if (/[\w$]/.test(outline[before]!)) {
    const word = outline.slice(Math.max(0, before - 9), before + 1).join('')
    return /(?:^|[^\w$.])(?:return|case|typeof|in|of|do|else|void|delete|yield|await)$/.test(word)
  }
  return !')]}\'"`'.includes(outline[before]!)
}
