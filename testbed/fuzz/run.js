/**
 * `npm run fuzz`: millions of mutated inputs through every decoder that octets from a peer reach. No exception, no hang, no growth, and
 * what was accepted comes back as it was written.
 *
 *   npm run fuzz                                      as CI does
 *   npm run fuzz -- --target diameter --inputs 50000  one decoder, so many inputs
 *   npm run fuzz -- --seed 123                        the same inputs again; the seed of each run is printed
 *   npm run fuzz -- --seed 123 --target m3ua --batch 7  one batch again
 *
 * The last line is `N passed, N failed`; one decoder counts as one test. Exit status: 0 all promises kept, 1 one was broken,
 * 2 the arguments are wrong.
 */
import { appendFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { setUp } from '../setup/set-up.js'
import { closingLine } from '../setup/tally.js'

const WORKERS = Math.min(2, availableParallelism())

if (await setUp()) {
  // After setting up: these lean on what is built.
  const { fuzzTargets } = await import('./fuzzing.js')
  const { TARGETS } = await import('./targets.js')
  const options = optionsOf(process.argv.slice(2), TARGETS)
  if (typeof options === 'string') {
    console.error(`sigbed: ${options}`)
    process.exitCode = 2
  } else {
    const tally = await fuzzTargets({ ...options, workers: WORKERS, print: (line) => console.log(line) })
    const file = process.env['SIGBED_TALLY_FILE']
    if (file !== undefined) appendFileSync(file, `${tally.passed} ${tally.failed} ${tally.skipped}\n`)
    console.log(`\n${closingLine(tally)}`)
    process.exitCode = tally.failed > 0 ? 1 : 0
  }
} else {
  console.log('\nFailed: setting up.\n\n0 passed, 1 failed')
}

/**
 * @param {string[]} words
 * @param {readonly import('./targets.js').FuzzTarget[]} targets
 * @returns {Pick<import('./fuzzing.js').FuzzOptions, 'targets' | 'runSeed' | 'inputs' | 'onlyBatch'> | string} a sentence when they are wrong
 */
function optionsOf(words, targets) {
  const names = ['target', 'inputs', 'seed', 'batch']
  const { values, tokens } = parseArgs({
    args: words,
    strict: false,
    tokens: true,
    options: Object.fromEntries(names.map((name) => [name, { type: /** @type {const} */ ('string') }])),
  })
  const stranger = tokens.find((token) => token.kind !== 'option' || !names.includes(token.name))
  if (stranger !== undefined)
    return `${JSON.stringify(words[stranger.index])} is no argument of "npm run fuzz". There are --target, --inputs, --seed and --batch.`
  /** @type {Record<string, number | null>} */
  const numbers = {}
  for (const name of ['inputs', 'seed', 'batch']) {
    const text = values[name]
    numbers[name] = text === undefined ? null : Number(text)
    if (text !== undefined && !/^\d{1,10}$/.test(String(text))) return `--${name} takes a whole number, not ${JSON.stringify(text)}.`
  }
  const { target } = values
  const chosen = target === undefined ? targets : targets.filter(({ name }) => name === target)
  if (chosen.length === 0) return `there is no decoder ${JSON.stringify(target)}. There are ${targets.map(({ name }) => name).join(', ')}.`
  // CI prints the seed; whoever runs it again gives it.
  const runSeed = numbers['seed'] ?? Date.now() >>> 0
  return { targets: chosen, runSeed, inputs: numbers['inputs'] ?? null, onlyBatch: numbers['batch'] ?? null }
}
