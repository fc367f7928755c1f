import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { EXPECTATION_PHRASES, readDemand } from '../src/scenario/grammar/expectation-phrases.js'
import { IMPAIRMENTS } from '../src/scenario/grammar/impairments.js'
import { readSteps, TIMETABLE_PHRASES } from '../src/scenario/grammar/timetable-phrases.js'
import { RUN_EVENTS } from '../src/scenario/run-events.js'
import { scenarioDocument } from '../src/scenario/scenario-document.js'

const README = readFileSync(fileURLToPath(new URL('../README.md', import.meta.url)), 'utf8')
const NAMES = {
  nodes: ['sg', 'asp-1', 'asp-2'],
  networks: ['path-a', 'path-b'],
  flows: ['m3ua', 'diameter'],
  events: Object.keys(RUN_EVENTS),
}

/** The cells of every row of the table whose head begins so, the first one behind a heading. */
function table(head: string, heading = 'Scenarios'): string[][] {
  const from = README.indexOf(`\n| ${head} |`, README.indexOf(`# ${heading}\n`))
  const rows = README.slice(from).split('\n').slice(3)
  return rows
    .slice(
      0,
      rows.findIndex((row) => !row.startsWith('|')),
    )
    .map((row) => row.slice(2, -2).split(' | '))
}

/** What stands in code spans. */
function spans(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, text]) => text!)
}

describe('the tables of the README', () => {
  it.each([
    ['What a timetable can say', TIMETABLE_PHRASES, readSteps],
    ['What can be expected', EXPECTATION_PHRASES, readDemand],
  ] as const)('%s: every form there is, and examples that are understood', (heading, phrases, read) => {
    const rows = table('form', heading)
    expect(rows.map(([form, , summary]) => [spans(form!)[0], summary])).toEqual(phrases.map(({ form, summary }) => [form, summary]))
    for (const [, examples] of rows) for (const example of spans(examples!)) expect(read(example, NAMES), example).toHaveProperty('value')
  })

  it('every impairment, with a value that is read', () => {
    const rows = table('impairment')
    expect(rows.map(([word, , summary]) => [spans(word!)[0], summary])).toEqual(IMPAIRMENTS.map(({ word, summary }) => [word, summary]))
    rows.forEach(([, example], i) => {
      expect(Object.keys(IMPAIRMENTS[i]!.read(spans(example!)[0]!)).length).toBeGreaterThan(0)
    })
  })

  it('every event of associations', () => {
    expect(table('event').map(([event, meaning]) => [spans(event!)[0], meaning])).toEqual(Object.entries(RUN_EVENTS))
  })

  it('every key', () => {
    expect(table('key').map(([key]) => spans(key!)[0])).toEqual(Object.keys(scenarioDocument([]).shape))
  })

  it('every shipped scenario', () => {
    const shipped = readdirSync(fileURLToPath(new URL('../scenarios/', import.meta.url))).filter((file) => file.endsWith('.yaml'))
    const headings = [...README.matchAll(/^### ([a-z0-9-]+)$/gm)].map(([, name]) => `${name}.yaml`)
    expect(headings.sort()).toEqual(shipped.sort())
  })
})
