/** Terminal colours, or none. Nothing the display says is said by colour only. */
export interface Paint {
  bold(text: string): string
  dim(text: string): string
  red(text: string): string
  green(text: string): string
  yellow(text: string): string
  cyan(text: string): string
}

export function paintFor(colour: boolean): Paint {
  return colour ? COLOURS : PLAIN
}

/** Columns a painted text takes on a terminal; every sign the display uses takes one. */
export function shownWidth(text: string): number {
  return [...text.replace(COLOUR_CODES, '')].length
}

/** The text cut to `width` columns, the last of them an ellipsis then. Of unpainted text. */
export function clipped(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`
}

function code(begin: number, end: number): (text: string) => string {
  return (text) => (text === '' ? '' : `${ESCAPE}[${begin}m${text}${ESCAPE}[${end}m`)
}

const unpainted = (text: string): string => text

const PLAIN: Paint = { bold: unpainted, dim: unpainted, red: unpainted, green: unpainted, yellow: unpainted, cyan: unpainted }

const ESCAPE = String.fromCharCode(27)

const COLOUR_CODES = new RegExp(`${ESCAPE}\\[\\d+m`, 'g')

// ECMA-48 §8.3.117: bold and faint end with 22, the colours of the foreground with 39.
const COLOURS: Paint = {
  bold: code(1, 22),
  dim: code(2, 22),
  red: code(31, 39),
  green: code(32, 39),
  yellow: code(33, 39),
  cyan: code(36, 39),
}
