/**
 * `npm run bench`: how fast the codecs are, in one process, in interleaved rounds.
 *
 *   npm run bench
 *   npm run bench -- --beside diameter   also the npm package of that name, installed for the duration
 *   npm run bench -- --rounds 31         more of them
 *   npm run bench -- --json
 *
 * Exit status: 0 measured, 1 it could not be, 2 the arguments are wrong.
 */
import { parseArgs } from 'node:util'
import { setUp } from '../setup/set-up.js'

/** Long against the clock's grain, short against what else the machine does. */
const ROUND_MS = 100

const options = optionsOf(process.argv.slice(2))
if (typeof options === 'string') {
  console.error(`sigbed: ${options}`)
  process.exitCode = 2
} else if (await setUp()) {
  try {
    await bench(options)
  } catch (error) {
    console.error(`sigbed: ${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = 1
  }
}

/** @param {{ beside: boolean, rounds: number, json: boolean }} options */
async function bench({ beside, rounds, json }) {
  // After setting up: these lean on what is built.
  const { codecCases } = await import('./codec-cases.js')
  const { measure } = await import('./measurement.js')
  const { besideOtherCodec } = await import('./other-codec.js')
  const { benchmarkTable } = await import('./table.js')
  const extent = { rounds, roundMs: ROUND_MS }
  const measured = beside
    ? await besideOtherCodec((others) => measure([...codecCases(), ...others], extent))
    : measure(codecCases(), extent)
  const report = { format: 'sigbed-bench', version: 1, node: process.version, rounds, cases: measured }
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : benchmarkTable(measured))
}

/**
 * @param {string[]} words
 * @returns {{ beside: boolean, rounds: number, json: boolean } | string} a sentence when they are wrong
 */
function optionsOf(words) {
  try {
    const { values } = parseArgs({
      args: words,
      options: { beside: { type: 'string' }, rounds: { type: 'string', default: '15' }, json: { type: 'boolean', default: false } },
    })
    if (values.beside !== undefined && values.beside !== 'diameter') {
      return `--beside takes "diameter", the one other codec this knows, not ${JSON.stringify(values.beside)}.`
    }
    if (!/^[1-9]\d{0,3}$/.test(values.rounds)) return `--rounds takes a whole number from 1 to 9999, not ${JSON.stringify(values.rounds)}.`
    return { beside: values.beside !== undefined, rounds: Number(values.rounds), json: values.json }
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)} There are --beside diameter, --rounds and --json.`
  }
}
