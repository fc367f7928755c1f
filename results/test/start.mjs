// Runs a TypeScript module of this project in a process of its own, one that a test may kill: node start.mjs MODULE [ARGUMENT…]
import { fileURLToPath } from 'node:url'
import { runnerImport } from 'vite'

const conditions = ['source']
await runnerImport(process.argv[2], {
  root: fileURLToPath(new URL('../..', import.meta.url)),
  configFile: false,
  logLevel: 'error',
  resolve: { conditions },
  ssr: { resolve: { conditions } },
})
