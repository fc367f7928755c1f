import { defineConfig } from 'vitest/config'

// Runs of the built command as a user starts it, in real time and one after another: beside a second run neither would keep time.
export default defineConfig({
  test: {
    include: ['testbed/slow/**/*.slow.test.ts'],
    pool: 'threads',
    fileParallelism: false,
    reporters: ['default', './testbed/closing-line-reporter.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
