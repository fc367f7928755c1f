/** Columns a painted text takes on the terminal. All the letters and signs of the reports are one column wide. */
export function shownWidth(text: string): number {
  return [...text.replace(COLOUR_CODES, '')].length
}

/**
 * Breaks text between words so that no line is wider than `width`; a longer word keeps a line to itself, and a number is not
 * parted from its unit. A line break in the text is a hint: it is taken when the whole does not fit into one line,
 * unless that costs a line.
 */
export function wrapped(text: string, width: number): string[] {
  if (shownWidth(text) <= width) return [text.replaceAll('\n', ' ')]
  const hinted = text.split('\n').flatMap((part) => wrappedPart(part, width))
  const free = wrappedPart(text.replaceAll('\n', ' '), width)
  return repainted(free.length < hinted.length ? free : hinted)
}

/** Lines of text after a prefix; the following lines start under the text of the first. */
export function hanging(prefix: string, text: string, width: number): string[] {
  const prefixWidth = shownWidth(prefix)
  return wrapped(text, width - prefixWidth).map((line, index) => `${index === 0 ? prefix : ' '.repeat(prefixWidth)}${line}`)
}

function wrappedPart(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(BETWEEN_WORDS)) {
    if (line !== '' && shownWidth(line) + 1 + shownWidth(word) > width) {
      lines.push(line)
      line = ''
    }
    line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}

/** Ends a colour at the end of each line and begins it again on the next, so that it does not run into the neighbouring column. */
function repainted(lines: readonly string[]): string[] {
  let open = ''
  return lines.map((line) => {
    const begun = open
    for (const code of line.match(COLOUR_CODES) ?? []) open = ENDING_CODES.includes(code) ? '' : code
    return `${begun}${line}${open === '' ? '' : endOf(open)}`
  })
}

/** Bold and dim have one end, all colours another. */
function endOf(code: string): string {
  return ENDING_CODES[/\[[12]m/.test(code) ? 0 : 1]!
}

const ESCAPE = String.fromCharCode(27)

const ENDING_CODES = [`${ESCAPE}[22m`, `${ESCAPE}[39m`]

const COLOUR_CODES = new RegExp(`${ESCAPE}\\[\\d+m`, 'g')

/** A space, unless a unit or the second half of a tolerance follows it. */
const BETWEEN_WORDS = / (?!(?:s|ms|µs|min|GiB|%|±)(?:[^\w]|$))(?<!± )/
