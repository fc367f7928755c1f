import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

// Tests run on the sources (export condition "source"), so a failing line is a line somebody wrote.
export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['stack/**/*.test.ts', 'apps/**/*.test.ts', 'results/**/*.test.ts', 'testbed/**/*.test.ts'],
    exclude: [
      '**/node_modules/**',
      '**/dist/**',
      'testbed/interop/**',
      'testbed/slow/**',
      'testbed/compose/**',
      '**/*.interop.test.ts',
      '**/*.slow.test.ts',
      '**/*.lab.test.ts',
    ],
    pool: 'threads',
    // Two also where there are two cores, of which vitest would leave one idle: whoever starts built programs mostly waits for them.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    isolate: false,
    reporters: ['default', './testbed/closing-line-reporter.ts'],
    testTimeout: 20_000,
  },
})
