#!/usr/bin/env node
// The command `sigbed`. Linked by npm before anything is built, so it only points at the build and says what is missing.
import { existsSync } from 'node:fs'

const program = new URL('../dist/main.js', import.meta.url)
if (existsSync(program)) {
  await import(program.href)
} else {
  console.error('sigbed is not built yet: run `npm start` (or `npm run build`) once in the folder of the clone')
  process.exitCode = 2
}
