import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { buildProgram, pathOf, startProgram } from './built-program.js'
import { SHORT_FAILOVER, writeScenario } from './lab-scene.js'
import { inFolder } from './stored-run.js'

beforeAll(buildProgram, 180_000)

describe('sigbed lab run on loopback, each node a process', { timeout: 60_000 }, () => {
  it('comes to the same verdict as on the simulated network, and leaves no process', async () => {
    await inFolder(async (folder) => {
      writeScenario(folder, SHORT_FAILOVER)
      const words = ['lab', 'run', 'scenario.yaml', '--database', 'a.sqlite', '--capture', 'run.pcapng']
      const program = startProgram(words, { folder })
      await program.hasWritten('cut path-a')
      const nodes = nodeProcesses(program.child)
      expect(nodes).toHaveLength(2)
      const { status, output, errors } = await program.end
      expect([status, errors], output).toEqual([0, ''])
      expect(output).toMatch(/\nPASS {2}Run 1: short-failover, profile telecom, loopback network\n/)
      expect(output).toContain('asp-1 - sg path 127.132.1.11 - 127.132.1.10 is potentially-failed')
      expect(nodes.filter(isAlive)).toEqual([])
      expect(output).toContain('Packets in  run.pcapng')
      expect(readdirSync(folder).filter((file) => file.endsWith('.pcapng'))).toEqual(['run.pcapng'])
      const octets = readFileSync(join(folder, 'run.pcapng'))
      const views = ['asp-1 path-a', 'asp-1 path-b', 'sg path-a', 'sg path-b']
      expect(views.filter((name) => octets.includes(name))).toEqual(views)
    })
  })

  it('gives an honest account of messages at a node that is killed', async () => {
    await inFolder(async (folder) => {
      // The gateway dies and nobody takes its place: what it acknowledged it has delivered, and what it did not is lost.
      const [traffic] = SHORT_FAILOVER.split('expect:')
      writeScenario(folder, `${traffic!.replace('cut path-a', 'kill sg')}expect: [corrupted = 0, duplicated = 0]\n`)
      const { status, output } = await startProgram(['lab', 'run', 'scenario.yaml', '--database', 'a.sqlite', '--quiet'], { folder }).end
      expect(status, output).toBe(0)
      const report = await startProgram(['report', '1', '--json', '--database', 'a.sqlite'], { folder }).end
      const { audits, events } = JSON.parse(report.output)
      const [{ offered, delivered, lost, refused }] = audits
      expect(delivered).toBeGreaterThan(50)
      expect(delivered + lost + refused).toBe(offered)
      const undelivered = events.find(({ kind }: { kind: string }) => kind === 'data-undelivered').detail
      const [, notSent, notAcknowledged] = /(\d+) DATA not sent, (\d+) not acknowledged/.exec(undelivered)!.map(Number)
      expect(lost).toBeGreaterThanOrEqual(notSent!)
      expect(lost).toBeLessThanOrEqual(notSent! + notAcknowledged!)
    })
  })

  it('leaves no process when it is interrupted, or killed without a word', async () => {
    for (const signal of ['SIGINT', 'SIGKILL'] as const) {
      await inFolder(async (folder) => {
        writeScenario(folder, SHORT_FAILOVER.replace('duration: 3s', 'duration: 60s'))
        const program = startProgram(['lab', 'run', 'scenario.yaml', '--database', 'a.sqlite'], { folder })
        await program.hasWritten('cut path-a')
        const nodes = nodeProcesses(program.child)
        program.child.kill(signal)
        const { status } = await program.end
        expect(status).toBe(signal === 'SIGINT' ? 130 : null)
        for (let waited = 0; nodes.some(isAlive) && waited < 200; waited++) await sleep(50)
        expect(nodes.filter(isAlive)).toEqual([])
      })
    }
  })
})

describe('sigbed lab node', { timeout: 30_000 }, () => {
  it('opens, and ends when its input closes', async () => {
    const node = startNode({ scenario: SHORT_FAILOVER })
    expect(await node.nextReport()).toEqual({ kind: 'opened', addresses: ['127.132.1.10', '127.132.2.10'] })
    node.child.stdin!.end()
    expect(await once(node.child, 'close')).toEqual([0, null])
  })

  it('says what keeps it from opening, and ends with 1', async () => {
    for (const [start, reason] of [
      [{ scenario: SHORT_FAILOVER, node: 'stp' }, 'the scenario has no node stp'],
      [{ scenario: SHORT_FAILOVER.replace('cut path-a', 'cutt') }, 'cutt'],
      [{ scenario: SHORT_FAILOVER, places: [] }, 'the scenario has no node sg'],
    ] as const) {
      const node = startNode(start)
      expect(await node.nextReport()).toMatchObject({ kind: 'failed', reason: expect.stringContaining(reason) })
      expect(await once(node.child, 'close')).toEqual([1, null])
    }
  })

  it('ends with 1 for lines that are no commands', async () => {
    const node = startNode({ scenario: SHORT_FAILOVER })
    await node.nextReport()
    node.child.stdin!.write('cut everything\n')
    expect(await once(node.child, 'close')).toEqual([1, null])
  })
})

function startNode(start: object): { readonly child: ChildProcess; nextReport(): Promise<unknown> } {
  const child = spawn(process.execPath, [pathOf('../bin/sigbed.js'), 'lab', 'node'], { stdio: ['pipe', 'pipe', 'ignore'] })
  const places = [
    { node: 'sg', addresses: ['127.132.1.10', '127.132.2.10'], encapsulationPort: 19_001 + (process.pid % 500) },
    { node: 'asp-1', addresses: ['127.132.1.11', '127.132.2.11'], encapsulationPort: 19_501 + (process.pid % 500) },
  ]
  child.stdin.write(`${JSON.stringify({ node: 'sg', carrier: 'udp', capture: null, places, ...start })}\n`)
  const lines: string[] = []
  let unfinished = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = `${unfinished}${text}`.split('\n')
    unfinished = parts.pop()!
    lines.push(...parts)
  })
  const nextReport = async () => {
    while (lines.length === 0) await once(child.stdout, 'data')
    return JSON.parse(lines.shift()!)
  }
  return { child, nextReport }
}

/** The processes a program has started and not yet lost. */
function nodeProcesses({ pid }: ChildProcess): number[] {
  const children = readFileSync(join('/proc', String(pid), 'task', String(pid), 'children'), 'utf8')
  return children.split(' ').filter(Boolean).map(Number)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
