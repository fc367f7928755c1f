/** Text as HTML shows it, also within an attribute in double quotes: whatever a run holds came from outside. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => ENTITIES[letter]!)
}

/** A value as a script finds it in the page. `<` is written otherwise, so that no value can end the script. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
}

export interface HtmlColumn {
  readonly head: string
  readonly align: 'left' | 'right'
}

/** A table whose cells are HTML already. Wide ones scroll by themselves and not the page. */
export function htmlTable(columns: readonly HtmlColumn[], rows: readonly (readonly string[])[]): string {
  const cell = (tag: 'th' | 'td', column: HtmlColumn, content: string) =>
    `<${tag}${column.align === 'right' ? ' class="number"' : ''}>${content}</${tag}>`
  const head = columns.map((column) => cell('th', column, escaped(column.head))).join('')
  const body = rows.map((row) => `<tr>${columns.map((column, i) => cell('td', column, row[i] ?? '')).join('')}</tr>`).join('\n')
  return `<div class="wide" tabindex="0"><table><thead><tr>${head}</tr></thead>\n<tbody>${body}</tbody></table></div>`
}

/** What the lines of a picture stand for, as a line of its own: it breaks where the window ends, which letters in a picture do not. */
export function legendOf(
  entries: readonly { readonly name: string; readonly colour: string; readonly stroke: 'solid' | 'dashed' | 'dotted' }[],
): string {
  const items = entries.map(
    ({ name, colour, stroke }) =>
      `<li><span class="stroke" style="border-top-color:${colour};border-top-style:${stroke}"></span>${escaped(name)}</li>`,
  )
  return `<ul class="legend">${items.join('')}</ul>`
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
