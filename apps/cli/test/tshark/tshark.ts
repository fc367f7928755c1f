import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, it } from 'vitest'

/** A node of tshark's JSON: a field's value as it shows it, fields inside, or several of either. */
export type Shown = string | readonly Shown[] | { readonly [field: string]: Shown }

export type Fields = { readonly [field: string]: Shown }

/** What tshark makes of each packet: its layers by name, a list where a packet has a layer several times. */
export async function dissect(capture: string): Promise<Fields[]> {
  const packets = JSON.parse(await output(['-T', 'json', '--no-duplicate-keys', ...VERIFYING, '-r', capture]))
  return packets.map((packet: { _source: { layers: Fields } }) => packet._source.layers)
}

/** The line tshark sums each packet up with. */
export async function summaries(capture: string): Promise<string[]> {
  const lines = await output(['-o', 'gui.column.format:"Info","%i"', '-r', capture])
  return lines.split('\n').filter((line) => line !== '')
}

/** "4.0.17"; for lists of what a version knows. Empty when it is not installed. */
export function tsharkVersion(): string {
  const { stdout } = spawnSync('tshark', ['--version'], { encoding: 'utf8' })
  return /^TShark \(Wireshark\) (\d+\.\d+\.\d+)/m.exec(stdout ?? '')?.[1] ?? ''
}

/** Several, one or none, as a list. */
export function listOf(shown: Shown | undefined): readonly Shown[] {
  if (shown === undefined) return []
  return Array.isArray(shown) ? shown : [shown as Shown]
}

export function fieldsOf(shown: Shown | undefined): Fields {
  return typeof shown === 'object' && !Array.isArray(shown) ? (shown as Fields) : {}
}

/** Everything tshark warns of or calls an error, anywhere in what it shows. */
export function complaints(shown: Shown): string[] {
  if (typeof shown === 'string') return []
  if (Array.isArray(shown)) return shown.flatMap(complaints)
  return Object.entries(shown as Fields).flatMap(([field, value]) => {
    if (field !== '_ws.expert') return complaints(value)
    return listOf(value).flatMap((item) => {
      const { '_ws.expert.severity': severity, '_ws.expert.message': message } = fieldsOf(item)
      return Number(severity) >= WARNING ? [String(message)] : []
    })
  })
}

/**
 * Tests that ask tshark. Where it is not installed they are skipped and it is said why; with CI=true they fail instead, so that nobody
 * mistakes an empty run for a passed one.
 *
 * @param tests given a folder for captures, which is removed at the end
 */
export function describeWithTshark(title: string, tests: (folder: () => string) => void): void {
  const missing = tsharkVersion() === ''
  const reason = 'tshark is not installed (on Debian: apt-get install tshark)'
  if (missing && process.env['CI'] === 'true') {
    it(title, () => {
      throw new Error(reason)
    })
    return
  }
  if (missing) console.warn(`skipped: ${title}: ${reason}`)
  describe.skipIf(missing)(title, () => {
    let folder = ''
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'sigbed-tshark-'))
    })
    // Unlike what a hook returns, this runs when a later hook has failed, too.
    afterAll(() => rmSync(folder, { recursive: true, force: true }))
    tests(() => folder)
  })
}

function output(words: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { encoding: 'utf8', maxBuffer: OUTPUT_AT_MOST, env: { ...process.env, TZ: 'UTC' } } as const
    execFile('tshark', ['-n', ...words], options, (error, text, errors) => {
      if (error === null) resolve(text)
      else reject(new Error(`tshark ${words.join(' ')} failed: ${errors}${error.message}`))
    })
  })
}

/** Wireshark leaves checksums alone unless it is told to look. */
const VERIFYING = ['-o', 'sctp.checksum:crc-32c']
/** PI_WARN of Wireshark's expert information; PI_ERROR is above it. */
const WARNING = 0x60_0000
const OUTPUT_AT_MOST = 512 * 1024 * 1024
