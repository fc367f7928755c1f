import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it, vi } from 'vitest'

const PROGRAMS: Readonly<Record<string, () => Promise<unknown>>> = {
  'echo.ts': () => import('../examples/echo.js'),
  'failover-listener.ts': () => import('../examples/failover-listener.js'),
  'chat.ts': () => import('../examples/chat.js'),
  'async-iteration.ts': () => import('../examples/async-iteration.js'),
  'pipeline.ts': () => import('../examples/pipeline.js'),
  'many-streams.ts': () => import('../examples/many-streams.js'),
  'tracked-sends.ts': () => import('../examples/tracked-sends.js'),
  'options-and-paths.ts': () => import('../examples/options-and-paths.js'),
  'close-and-abort.ts': () => import('../examples/close-and-abort.js'),
  'virtual-time.ts': () => import('../examples/virtual-time.js'),
}

const PACKAGE = new URL('../', import.meta.url)
const README = readFileSync(new URL('README.md', PACKAGE), 'utf8')

describe('the README', () => {
  it('quotes every example, word for word, in the order of its list', () => {
    const quoted = [...README.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, program]) => program)
    expect(quoted).toEqual(Object.keys(PROGRAMS).map((name) => readFileSync(new URL(`examples/${name}`, PACKAGE), 'utf8')))
    expect(readdirSync(new URL('examples/', PACKAGE)).sort()).toEqual(Object.keys(PROGRAMS).sort())
  })

  it.each(Object.entries(PROGRAMS))('says what %s prints', async (name, run) => {
    const printed: string[] = []
    const log = vi.spyOn(console, 'log').mockImplementation((...words: unknown[]) => printed.push(words.map(shown).join(' ')))
    try {
      await run()
    } finally {
      log.mockRestore()
    }
    expect(`${printed.join('\n')}\n`).toBe(outputIn(README, name))
  })
})

/** The block of text after the program of that name. */
function outputIn(readme: string, name: string): string {
  const after = readme.slice(readme.indexOf(`\`examples/${name}\``))
  return /^```text\n(.*?)^```$/ms.exec(after)?.[1] ?? `(nothing in the README under examples/${name})`
}

function shown(word: unknown): string {
  return typeof word === 'string' ? word : JSON.stringify(word)
}
