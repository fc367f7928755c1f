import { execFile } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { buildProgram, type ProgramEnd, pathOf, startProgram } from './built-program.js'
import { emptyDatabase, inFolder, newerDatabase, storeRun } from './stored-run.js'

beforeAll(buildProgram, 180_000)

/** Runs it to its end, its database in the folder. */
function sigbed(folder: string, ...words: string[]): Promise<ProgramEnd> {
  return startProgram(words, { folder }).end
}

describe('the program sigbed', () => {
  it('measures on the simulated network, stores the run, shows it again and compares two', async () => {
    await inFolder(async (folder) => {
      const traffic = ['--m3ua-rate', '200', '--diameter-rate', '100', '--duration', '6', '--cut-at', '2', '--restore-at', '4']
      const run = ['run', '--network', 'simulated', '--database', 'a.sqlite', '--capture', 'a.pcapng', ...traffic]
      const first = await sigbed(folder, ...run)
      expect(first).toMatchObject({ status: 0, errors: '' })
      expect(first.output).toMatch(/^ *1\/6 s .*\n[\s\S]*\nPASS {2}Run 1: two-homed-failover, profile telecom, simulated network\n/)
      expect(first.output).toMatch(/ {2}Packets in {2}a\.pcapng\n {2}Show again {2}sigbed report 1 --database a\.sqlite\n$/)
      expect(existsSync(join(folder, 'a.pcapng'))).toBe(true)

      const again = await sigbed(folder, 'report', 'latest', '--database', 'a.sqlite')
      expect(again.status).toBe(0)
      expect(first.output.endsWith(again.output)).toBe(true)

      const second = await sigbed(folder, ...run, '--json')
      expect(second.status).toBe(0)
      const { verdict, audits, failovers } = JSON.parse(second.output)
      expect(verdict).toBe('pass')
      expect(audits.map((audit: { offered: number; delivered: number }) => [audit.offered, audit.delivered])).toEqual([
        [1200, 1200],
        [600, 600],
      ])
      expect(failovers.length).toBeGreaterThan(0)
      expect(second.errors).toContain('path 1 is cut')

      const comparison = await sigbed(folder, 'compare', '--database', 'a.sqlite')
      expect(comparison).toMatchObject({ status: 0, errors: '' })
      expect(comparison.output).toContain('B (run 2) against A (run 1)')
    })
  }, 60_000)

  it('stores what it measured when it is interrupted, and ends with 130', async () => {
    await inFolder(async (folder) => {
      const words = ['run', '--database', 'a.sqlite', '--no-capture', '--m3ua-rate', '50', '--diameter-rate', '0']
      const program = startProgram(words, { folder })
      await program.hasWritten('1/11 s')
      program.child.kill('SIGINT')
      const { status, output, errors } = await program.end
      expect([status, errors]).toEqual([130, ''])
      expect(output).toContain('Stopping. What was measured so far is being stored in a.sqlite')
      expect(output).toContain('INTERRUPTED  Run 1')
      const report = JSON.parse((await sigbed(folder, 'report', '1', '--json', '--database', 'a.sqlite')).output)
      expect(report).toMatchObject({ status: 'interrupted', concluded: true, audits: [{ flow: 'm3ua', lost: 0 }] })
      expect(report.audits[0].delivered).toBeGreaterThan(40)
    })
  }, 60_000)

  it.each<[string, string[], RegExp]>([
    ['an unknown scenario', ['run', 'three-homed'], /there is only two-homed-failover/],
    ['an unknown profile', ['run', '--profile', 'fast'], /--profile "fast" is not known; there are telecom, rfc9260, linux/],
    ['a rate of letters', ['run', '--m3ua-rate', 'lots'], /--m3ua-rate takes .* not "lots"/],
    ['a negative rate', ['run', '--diameter-rate', '-1'], /--diameter-rate takes .* not "-1"/],
    ['a rate beyond all', ['run', '--m3ua-rate', '50001'], /--m3ua-rate 50001 .* 50000/],
    ['a timetable out of order', ['run', '--cut-at', '8'], /--restore-at 7 is not after --cut-at 8/],
    ['an unknown flag', ['run', '--rate', '5'], /--rate is no flag of "sigbed run"/],
    ['an unknown command', ['comparr'], /Did you mean "sigbed compare"\?/],
  ])('ends with 2 and one line for %s', async (_, words, message) => {
    await inFolder(async (folder) => {
      const { status, output, errors } = await sigbed(folder, ...words)
      expect([status, output]).toEqual([2, ''])
      expect(errors).toMatch(/^sigbed: .*\n$/)
      expect(errors).toMatch(message)
    })
  })

  it('refuses a port that is taken only when it was asked for', async () => {
    await inFolder(async (folder) => {
      const taken = createSocket('udp4')
      taken.bind(0, '127.0.1.1')
      await once(taken, 'listening')
      const port = String(taken.address().port)
      const { status, output, errors } = await sigbed(folder, 'run', '--database', 'a.sqlite', '--no-capture', '--encapsulation-port', port)
      taken.close()
      expect([status, output]).toEqual([2, ''])
      expect(errors).toBe(
        `sigbed: UDP port ${port} (--encapsulation-port) is taken by another program. Give another one, or leave the flag out: then a free one is found.\n`,
      )
    })
  })

  it('refuses a database it cannot write, one of a newer version, and a file that is none', async () => {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 'notes'), 'hello, these are notes')
      newerDatabase(join(folder, 'newer.sqlite'))
      for (const [database, message] of [
        ['notes/x/y.sqlite', /cannot be written \(ENOTDIR.*--database\./],
        ['newer.sqlite', /is at version 9999 .*--database\./],
        ['notes', /is not a SQLite database\. .*--database\./],
      ] as const) {
        const { status, output, errors } = await sigbed(folder, 'run', '--database', database)
        expect([status, output]).toEqual([2, ''])
        expect(errors).toMatch(message)
      }
    })
  })

  it('says how to make a first run, and a second one', async () => {
    await inFolder(async (folder) => {
      const missing = await sigbed(folder, 'report', '--database', 'a.sqlite')
      expect(missing.status).toBe(2)
      expect(missing.errors).toContain('Measure a first run with "sigbed run"')
      expect(existsSync(join(folder, 'a.sqlite'))).toBe(false)
      emptyDatabase(join(folder, 'a.sqlite'))
      const empty = await sigbed(folder, 'report', '--database', 'a.sqlite')
      expect(empty).toMatchObject({ status: 0, output: 'a.sqlite holds no run yet. A first one: sigbed run --database a.sqlite\n' })
      storeRun(join(folder, 'a.sqlite'))
      const single = await sigbed(folder, 'compare', '--database', 'a.sqlite')
      expect(single.status).toBe(2)
      expect(single.errors).toContain('holds one run only')
    })
  })

  it('ends quietly when nobody reads its output any more', async () => {
    await inFolder(async (folder) => {
      for (let i = 0; i < 3; i++) storeRun(join(folder, 'a.sqlite'))
      const program = startProgram(['report', '1', '--json', '--database', 'a.sqlite'], { folder })
      // Closed before it can have written anything.
      program.child.stdout!.destroy()
      expect(await program.end).toMatchObject({ status: 0, signal: null, errors: '' })
    })
  })

  it('has colours only where they were asked for', async () => {
    await inFolder(async (folder) => {
      const plain = await sigbed(folder, 'profiles')
      expect(plain.output).not.toContain(ESCAPE)
      const painted = await startProgram(['profiles'], { folder, environment: { FORCE_COLOR: '1' } }).end
      expect(painted.output).toContain(`${ESCAPE}[1m`)
    })
  })

  it('does not load the database before a command needs it', async () => {
    const loadedBy = async (module: string, use = '') => {
      const script = `
        import { createRequire } from 'node:module'
        const loaded = await import(${JSON.stringify(module)})
        ${use}
        console.log(Object.keys(createRequire(${JSON.stringify(pathOf('built-program.ts'))}).cache).some((file) => file.includes('better-sqlite3')))`
      const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script])
      return stdout.trim()
    }
    await inFolder(async (folder) => {
      const open = `loaded.ResultsStore.open(${JSON.stringify(join(folder, 'runs.sqlite'))}).close()`
      expect(await loadedBy(pathOf('../../../results/dist/index.js'), open)).toBe('true')
    })
    expect(await loadedBy(pathOf('../dist/command-line.js'))).toBe('false')
  })
})

const ESCAPE = String.fromCharCode(27)
