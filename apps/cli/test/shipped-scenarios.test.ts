import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readScenario, scenarioJsonSchema } from '@sigbed/testbed'
import { describe, expect, it } from 'vitest'
import { ROLE_KINDS } from '../src/lab/role-catalogue.js'
import { shippedScenarios } from '../src/lab/scenario-files.js'

const FOLDER = fileURLToPath(new URL('../../../testbed/scenarios/', import.meta.url))

describe('the scenarios that come with the program', () => {
  it.each(shippedScenarios())('$shown is what its file is called, teaches something and expects something', ({ shown, text }) => {
    const scenario = readScenario({ file: `${shown}.yaml`, text }, ROLE_KINDS)
    expect(scenario.name).toBe(shown)
    expect(scenario.teaches.length).toBeGreaterThan(200)
    expect(scenario.expectations.length).toBeGreaterThan(4)
    expect(scenario.durationMs).toBeLessThanOrEqual(12_000)
  })

  it.each(shippedScenarios())('$shown names the schema editors check it by', ({ text }) => {
    expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=./scenario.schema.json')
  })

  it('have a README whose first scenario is sound, and which names every role with its settings', () => {
    const readme = readFileSync(`${FOLDER}../README.md`, 'utf8')
    const [, first] = /```yaml\n([\s\S]*?)```/.exec(readme)!
    expect(readScenario({ file: 'README.md', text: first! }, ROLE_KINDS).name).toBe('first')
    for (const { word, schema } of ROLE_KINDS) {
      const row = readme.split('\n').find((line) => line.startsWith(`| \`${word}\` |`))!
      const settings = Object.keys((schema as unknown as { shape: object }).shape)
      if (word !== 'diameter-relay') for (const setting of settings) expect(row, word).toContain(`\`${setting}\``)
    }
  })

  it('have a JSON Schema that says what is read', () => {
    const written: unknown = JSON.parse(readFileSync(`${FOLDER}scenario.schema.json`, 'utf8'))
    expect(JSON.parse(JSON.stringify(scenarioJsonSchema(ROLE_KINDS)))).toEqual(written)
  })
})
