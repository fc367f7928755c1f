import { defineConfig } from 'vitest/config'

// The shipped scenarios on every network of real time, by the built program. Three networks side by side: a scenario keeps about a third
// of a core busy, and waits for its timetable otherwise; one after the other would take three times as long.
export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['apps/cli/test/networks/*.lab.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    pool: 'threads',
    maxWorkers: 3,
    reporters: ['default', './testbed/closing-line-reporter.ts'],
    testTimeout: 120_000,
    // The program and the image of the containers may have to be made first.
    hookTimeout: 300_000,
  },
})
