import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { netnsObstacle } from '@sigbed/testbed'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sigbed } from '../slow/sigbed-command.js'

const obstacle = netnsObstacle()
const required = process.env['CI'] === 'true'
if (obstacle !== null && !required) console.warn(`skipped: scenarios in network namespaces: ${obstacle}`)

let folder: string

/** Whoever runs labs beside this test has others. */
function namespaces(): string[] {
  return readdirSync('/run/netns').filter((name) => /^sigbed-\d+-\d+-/.test(name))
}

/** Everything a lab of namespaces does by itself: rules of receivers, lost carriers, nodes that die; and IPv6. */
describe.skipIf(obstacle !== null && !required)('scenarios in network namespaces, as a user runs them', () => {
  beforeEach(() => {
    if (obstacle !== null) throw new Error(obstacle)
    folder = mkdtempSync(join(tmpdir(), 'sigbed-netns-scenario-'))
  })

  afterEach(() => rmSync(folder, { recursive: true }))

  it.each(['one-way-cut', 'peer-restart', 'ipv4-ipv6-mix'])('%s passes, and leaves nothing behind', async (scenario) => {
    const before = new Set(namespaces())
    const words = ['lab', 'run', scenario, '--network', 'netns', '--database', join(folder, 'runs.sqlite'), '--json', '--quiet']
    const { status, output, errors } = await sigbed(words)
    expect(status, `${output}${errors}`).toBe(0)
    expect(JSON.parse(output)).toMatchObject({ network: 'netns', runs: [{ scenario, outcome: 'completed', verdict: 'pass' }] })
    const owned = namespaces().filter((name) => !before.has(name) && !labsOfOthers(name))
    expect(owned).toEqual([])
  })
})

/** A lab that began meanwhile and still runs. */
function labsOfOthers(name: string): boolean {
  const pid = /^sigbed-(\d+)-/.exec(name)?.[1]
  return readdirSync('/proc').includes(pid ?? '')
}
