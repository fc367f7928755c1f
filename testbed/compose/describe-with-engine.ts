import { ComposeEngine } from '@sigbed/testbed'
import { beforeEach, describe } from 'vitest'

/**
 * Tests that need a container engine. Where there is none they are skipped and it is said why; with CI=true they fail instead, so that
 * nobody mistakes an empty run for a passed one.
 */
export async function describeWithEngine(title: string, tests: () => void): Promise<void> {
  const reason = await engineObstacle()
  const required = process.env['CI'] === 'true'
  if (reason !== null && !required) console.warn(`skipped: ${title}: ${reason}`)
  describe.skipIf(reason !== null && !required)(title, () => {
    // Before each, not before all: tests whose preparation for all has failed count as skipped.
    beforeEach(() => {
      if (reason !== null) throw new Error(reason)
    })
    tests()
  })
}

async function engineObstacle(): Promise<string | null> {
  try {
    await ComposeEngine.find()
    return null
  } catch (error) {
    return (error as Error).message
  }
}
