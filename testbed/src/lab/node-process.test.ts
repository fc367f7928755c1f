import { describe, expect, it } from 'vitest'
import { NodeProcess } from './node-process.js'

function gone(script: string): Promise<string> {
  return new Promise((resolve) => new NodeProcess('sg', ['sh', '-c', script], { onReport() {}, onGone: resolve }))
}

describe('the process of a node', () => {
  it('is gone when it has ended, also where somebody it started holds its streams open', async () => {
    const detail = await gone('sleep 600 & echo $! >&2; exit 3')
    const [, pid] = /^it ended with status 3, and wrote: (\d+)$/.exec(detail) ?? []
    expect(pid).toBeDefined()
    process.kill(Number(pid), 'SIGKILL')
  })
})
