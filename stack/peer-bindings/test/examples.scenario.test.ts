import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it, vi } from 'vitest'

const PROGRAMS: Readonly<Record<string, () => Promise<unknown>>> = {
  'm3ua.ts': () => import('../examples/m3ua.js'),
  'diameter.ts': () => import('../examples/diameter.js'),
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
    const log = vi.spyOn(console, 'log').mockImplementation(() => {})
    try {
      await run()
      const after = README.slice(README.indexOf(`\`examples/${name}\``))
      expect(`${log.mock.calls.map(([line]) => String(line)).join('\n')}\n`).toBe(/^```text\n(.*?)^```$/ms.exec(after)?.[1])
    } finally {
      log.mockRestore()
    }
  })
})
