#!/usr/bin/env node
// The command `sigbed`. Linked by npm before anything is built, so it only points at the build and says what is missing.
import { existsSync, statSync } from 'node:fs'

const built = new URL('../dist/', import.meta.url)
/** Packages, each with the file that changes when it is compiled. */
const ENDPOINT_MADE_OF = ['apps/cli', 'stack/sctp-sockets', 'stack/sctp-transport', 'stack/sctp-core', 'stack/sctp-codec', 'stack/octets']
const NODE_MADE_OF = [
  ...ENDPOINT_MADE_OF,
  ...['apps/m3ua-peer', 'apps/diameter-peer', 'apps/load-generator', 'testbed', 'testbed/measurement', 'stack/peer-bindings'],
  ...['stack/m3ua', 'stack/m3ua-codec', 'stack/diameter', 'stack/diameter-codec', 'stack/simulated-network'],
]

const words = process.argv.slice(2)
if (existsSync(new URL('main.js', built))) {
  if (words[0] === 'endpoint') {
    const { runPlainEndpoint } = await import(quickest('bundle/endpoint-program.js', 'endpoint/endpoint-program.js', ENDPOINT_MADE_OF))
    const status = await runPlainEndpoint(words.slice(1))
    if (status === null) await import(new URL('main.js', built).href)
    else process.exitCode = status
  } else if (words[0] === 'lab' && words[1] === 'node') {
    await import(quickest('bundle-node/node-process-main.js', 'lab/node-process-main.js', NODE_MADE_OF))
  } else {
    await import(new URL('main.js', built).href)
  }
} else {
  console.error('sigbed is not built yet: run `npm start` (or `npm run build`) once in the folder of the clone')
  process.exitCode = 2
}

/**
 * Endpoints and nodes of labs are waited for, and most of their start is finding and loading hundreds of modules: as one file they start
 * in half the time. A bundle counts only while it is younger than everything it was made from.
 *
 * @param {string} bundle
 * @param {string} module
 * @param {readonly string[]} madeOf
 */
function quickest(bundle, module, madeOf) {
  const madeAt = timeOf(new URL(bundle, built))
  const isCurrent = madeOf.every((folder) => {
    const compiledAt = timeOf(new URL(`../../../${folder}/tsconfig.tsbuildinfo`, import.meta.url))
    return compiledAt > 0 && compiledAt < madeAt
  })
  return new URL(isCurrent ? bundle : module, built).href
}

/** @param {URL} file */
function timeOf(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
