import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runChild } from '../setup/child-command.js'
import { CCR } from './codec-cases.js'

/**
 * The codec of the npm package `diameter`, measured beside ours and never part of it: it is put into a folder of its own for the
 * duration of the measurement, in the one version this was written for.
 */
export const OTHER_PACKAGE = 'diameter@0.7.0'

/**
 * Installs it, hands its cases to `work`, and removes it, however that ends.
 *
 * @template T
 * @param {(cases: import('./codec-cases.js').BenchmarkCase[]) => T} work
 * @returns {Promise<T>}
 */
export async function besideOtherCodec(work) {
  const folder = mkdtempSync(join(tmpdir(), 'sigbed-bench-'))
  try {
    const words = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', folder, OTHER_PACKAGE]
    const end = await runChild('npm', words, { folder, output: 'kept', signals: 'group' })
    if (end.status !== 0) throw new Error(`${OTHER_PACKAGE} cannot be installed. Is the package registry reachable?\n${end.output.trim()}`)
    return work(casesOf(folder))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * @typedef {object} OtherCodec
 * @property {(octets: Buffer) => { body: unknown[] }} decodeMessage
 * @property {(message: { body: unknown[] }) => Buffer} encodeMessage
 */

/**
 * @param {string} folder
 * @returns {import('./codec-cases.js').BenchmarkCase[]}
 */
function casesOf(folder) {
  /** @type {OtherCodec} */
  const codec = createRequire(join(folder, 'package.json'))('diameter/lib/diameter-codec')
  const octets = Buffer.from(CCR)
  const message = codec.decodeMessage(octets)
  const written = codec.encodeMessage(message)
  if (message.body.length < 11 || written.length !== CCR.length) {
    throw new Error(
      `${OTHER_PACKAGE} does not read and write the CCR of the benchmark: ${message.body.length} AVPs, ${written.length} octets`,
    )
  }
  return [
    { task: `decode a CCR of ${CCR.length} octets`, way: `npm ${OTHER_PACKAGE}`, run: () => codec.decodeMessage(octets).body.length },
    { task: `encode a CCR of ${CCR.length} octets`, way: `npm ${OTHER_PACKAGE}`, run: () => codec.encodeMessage(message).length },
  ]
}
