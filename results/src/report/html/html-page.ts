import { readFileSync } from 'node:fs'
import { escaped } from './html-text.js'

/**
 * A page that needs nothing else: no network, no other file.
 *
 * @param sections HTML, in order; empty ones are left out
 * @param moreStyles that go before those all pages have
 */
export function htmlPage(title: string, sections: readonly string[], moreStyles: readonly string[] = []): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
<title>${escaped(title)} – Sigbed</title>
<style>
${[...moreStyles, assetText('report.css')].join('\n')}
</style>
</head>
<body>
${sections.filter((section) => section !== '').join('\n')}
</body>
</html>
`
}

/** One of the files that pages are made with. */
export function assetText(name: string): string {
  return readFileSync(new URL(name, ASSETS), 'utf8').trim()
}

/** @param content HTML */
export function htmlSection(title: string, content: string): string {
  return `<section>\n<h2>${escaped(title)}</h2>\n${content}\n</section>`
}

const ASSETS = new URL('../../../assets/', import.meta.url)
