#!/usr/bin/env node
// The command `sigbed`. Linked by npm before anything is built, so it only points at the build and says what is missing.
import { existsSync, statSync } from 'node:fs'

const built = new URL('../dist/', import.meta.url)
/** The packages an endpoint is made of. */
const BUNDLED = ['apps/cli', 'stack/sctp-sockets', 'stack/sctp-transport', 'stack/sctp-core', 'stack/sctp-codec', 'stack/octets']

const words = process.argv.slice(2)
if (existsSync(new URL('main.js', built))) {
  if (words[0] === 'endpoint') {
    const { runPlainEndpoint } = await import(endpointProgram().href)
    const status = await runPlainEndpoint(words.slice(1))
    if (status === null) await import(new URL('main.js', built).href)
    else process.exitCode = status
  } else if (words[0] === 'lab' && words[1] === 'node') {
    // A node of a lab is started by the lab, and waited for.
    await import(new URL('lab/node-process-main.js', built).href)
  } else {
    await import(new URL('main.js', built).href)
  }
} else {
  console.error('sigbed is not built yet: run `npm start` (or `npm run build`) once in the folder of the clone')
  process.exitCode = 2
}

/**
 * An endpoint is waited for, and most of its start is finding and loading 150 modules: as one file it starts in half the time. The
 * bundle counts only while it is younger than everything it was made from.
 */
function endpointProgram() {
  const bundle = new URL('bundle/endpoint-program.js', built)
  const madeAt = timeOf(bundle)
  const isCurrent =
    madeAt > 0 && BUNDLED.every((folder) => timeOf(new URL(`../../../${folder}/tsconfig.tsbuildinfo`, import.meta.url)) < madeAt)
  return isCurrent ? bundle : new URL('endpoint/endpoint-program.js', built)
}

/** @param {URL} file */
function timeOf(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
