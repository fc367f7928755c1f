import { appendFileSync } from 'node:fs'
import type { Reporter, TestModule } from 'vitest/node'

/**
 * Ends a test run with the plain line `N passed, N failed` that .ci/run and other machines read. A module that does not
 * load counts as one failure. With SIGBED_TALLY_FILE the two numbers are also appended there, for whoever adds up several runs.
 */
export default class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    let passed = 0
    let failed = unhandledErrors.length
    let skipped = 0
    for (const module of modules) {
      if (module.errors().length > 0) failed++
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        if (state === 'passed') passed++
        else if (state === 'failed') failed++
        else skipped++
      }
    }
    const tally = process.env['SIGBED_TALLY_FILE']
    if (tally !== undefined) appendFileSync(tally, `${passed} ${failed} ${skipped}\n`)
    console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
  }
}
