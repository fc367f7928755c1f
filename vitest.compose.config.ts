import { defineConfig } from 'vitest/config'

// Containers: labs of them, and the peers of compose.yaml. They want an engine, and one file after the other keeps their subnets apart.
export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['testbed/compose/**/*.compose.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    pool: 'threads',
    fileParallelism: false,
    reporters: ['default', './testbed/closing-line-reporter.ts'],
    // Its helper would have to be pulled from a registry; every test clears up itself.
    env: { TESTCONTAINERS_RYUK_DISABLED: 'true' },
    testTimeout: 120_000,
    // The image may have to be made.
    hookTimeout: 300_000,
  },
})
