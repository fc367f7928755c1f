import { defineConfig } from 'vitest/config'

// Against programs that are not ours: real processes, real time, one file after the other so that no run disturbs another's timing.
export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['testbed/interop/**/*.interop.test.ts', 'apps/*/test/**/*.interop.test.ts', 'results/test/**/*.interop.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    pool: 'threads',
    fileParallelism: false,
    reporters: ['default', './testbed/closing-line-reporter.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
})
