import { defineConfig } from 'vitest/config'

// Tests run on the sources (export condition "source"), so a failing line is a line somebody wrote.
export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['stack/**/*.test.ts', 'apps/**/*.test.ts', 'results/**/*.test.ts', 'testbed/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', 'testbed/interop/**', 'testbed/slow/**', '**/*.interop.test.ts', '**/*.slow.test.ts'],
    pool: 'threads',
    isolate: false,
    reporters: ['default', './testbed/closing-line-reporter.ts'],
    testTimeout: 20_000,
  },
})
