import { defineConfig } from 'vitest/config'

// Runs of the built command as a user starts it, in real time and one after another: beside a second run neither would keep time.
// And what takes minutes on virtual time.
export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['testbed/slow/**/*.slow.test.ts', 'stack/**/*.slow.test.ts', 'results/**/*.slow.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    pool: 'threads',
    fileParallelism: false,
    reporters: ['default', './testbed/closing-line-reporter.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
