import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { buildProgram, type ProgramEnd, type RunningProgram, startProgram } from './built-program.js'
import { DiameterScene } from './diameter-scene.js'
import { M3uaScene } from './m3ua-scene.js'

interface LoadJson {
  readonly verdict: 'pass' | 'fail' | 'invalid'
  readonly valid: boolean
  readonly reasons: readonly string[]
  readonly latency: string
  readonly messages: readonly {
    readonly kind: string
    readonly offered: number
    readonly completed: number
    readonly lost: number
    readonly errors: number
  }[]
  readonly results: readonly { readonly code: number; readonly count: number }[]
  readonly thresholds: readonly { readonly met: boolean | null }[]
}

/** A busy machine makes a load invalid, which is no fault of what is tested here; status and verdict have to agree all the same. */
function resultOf({ status, output, errors }: ProgramEnd, otherwise = 0): LoadJson {
  expect([otherwise, 5], errors).toContain(status)
  const json = JSON.parse(output) as LoadJson
  expect([json.valid, json.verdict === 'invalid']).toEqual([status !== 5, status === 5])
  return json
}

describe('sigbed load', () => {
  let diameter: DiameterScene
  let m3ua: M3uaScene
  const loads: RunningProgram[] = []

  beforeAll(buildProgram, 60_000)
  beforeEach(() => {
    diameter = new DiameterScene()
    m3ua = new M3uaScene()
  })
  afterEach(async () => {
    for (const { child } of loads) child.kill('SIGKILL')
    await Promise.all(loads.splice(0).map(({ end }) => end))
    await diameter.clear()
    await m3ua.clear()
  })

  function load(words: readonly (string | number)[]): RunningProgram {
    const program = startProgram(['load', ...words.map(String), '--database', 'load.sqlite'], {
      folder: diameter.folder,
      typing: words.includes('--control'),
    })
    loads.push(program)
    return program
  }

  const diameterLoad = (...words: readonly (string | number)[]) =>
    load(['diameter', '--target', `${diameter.address(1)}:${diameter.port}`, '--udp-port', diameter.udpPort, ...words])
  const m3uaLoad = (...words: readonly (string | number)[]) => load(['m3ua', '--target', '127.0.0.1', '--udp-port', m3ua.udpPort, ...words])

  it('asks a Diameter server of ours over SCTP, and stores what it measured', async () => {
    await diameter.open()
    await diameter.server(1)
    const json = resultOf(await diameterLoad('--count', 300, '--rate', 600, '--json', '--connections', 2).end)
    expect(json.messages).toMatchObject([{ kind: 'ECR', offered: 300, completed: 300, lost: 0, errors: 0 }])
    expect(json.results.reduce((sum, { count }) => sum + count, 0)).toBe(300)
    const report = startProgram(['report', '1', '--json', '--database', 'load.sqlite'], { folder: diameter.folder })
    const stored = JSON.parse((await report.end).output) as {
      description: { scenario: string; network: string }
      audits: readonly { delivered: number }[]
    }
    expect(stored).toMatchObject({
      description: { scenario: 'load', network: 'external', parameters: { load: { offered: '600/s', messages: 'Diameter s13-check' } } },
      audits: [{ flow: 'ECR', delivered: 300 }],
      processorTimes: [{ node: 'load' }],
    })
  }, 90_000)

  it('leads the sessions of every shipped template, in workers', async () => {
    await diameter.open()
    await diameter.server(1)
    const json = resultOf(
      await diameterLoad(
        '--template',
        's6a-attach,gx-session,gy-session,rx-media,s13-check',
        '--count',
        200,
        '--rate',
        200,
        '--workers',
        2,
        '--connections',
        2,
        '--json',
      ).end,
    )
    expect(json.messages.map(({ kind }) => kind).sort()).toEqual(['AAR', 'AIR', 'CCR-I', 'CCR-T', 'CCR-U', 'ECR', 'STR', 'ULR'])
    for (const { offered, completed, lost } of json.messages) expect([completed, lost]).toEqual([offered, 0])
    expect(json.messages.reduce((sum, { errors }) => sum + errors, 0)).toBe(0)
  }, 90_000)

  it('sends DATA to a gateway of ours, measured by SCTP or by the echo, as an ASP and as an IPSP', async () => {
    await diameter.open()
    await m3ua.open()
    const gateway = await m3ua.listening('sg', '--routing-context', 1, '--on-data', 'echo')
    const echoed = resultOf(await m3uaLoad('--echo', '--count', 300, '--rate', 600, '--size', '24..400', '--json').end)
    expect(echoed.messages).toMatchObject([{ kind: 'DATA', offered: 300, completed: 300, lost: 0 }])
    expect(echoed.latency).toContain('to its echo, there and back')
    const acknowledged = resultOf(await m3uaLoad('--count', 300, '--rate', 600, '--json').end)
    expect(acknowledged.messages).toMatchObject([{ offered: 300, completed: 300, lost: 0 }])
    expect(acknowledged.latency).toContain('M3UA itself acknowledges no DATA')
    gateway.child.kill('SIGINT')
    await gateway.end
    await m3ua.listening('ipsp', '--routing-context', 1)
    const between = resultOf(await m3uaLoad('--role', 'ipsp', '--closed', 8, '--count', 300, '--json').end)
    expect(between.messages).toMatchObject([{ offered: 300, completed: 300, lost: 0 }])
  }, 90_000)

  it('gives up echoes that do not come back in time, so that a closed loop goes on', async () => {
    await diameter.open()
    await m3ua.open()
    await m3ua.listening('sg', '--routing-context', 1, '--on-data', 'discard')
    const words = ['--echo', '--closed', 4, '--timeout', '200ms', '--duration', '2s', '--warm-up', 0, '--json']
    const [{ offered, completed, lost }] = resultOf(await m3uaLoad(...words).end, 1).messages as [LoadJson['messages'][number]]
    expect([completed, lost]).toEqual([0, offered])
    expect(lost).toBeGreaterThan(4)
  }, 90_000)

  it('stores a load that is interrupted in its warm-up as one in which nothing counted', async () => {
    await diameter.open()
    await diameter.server(1)
    const program = diameterLoad('--transport', 'tcp', '--rate', 50, '--warm-up', '60s')
    await program.hasWritten('Connected to')
    program.child.kill('SIGINT')
    const { status, output, errors } = await program.end
    expect([status, errors]).toEqual([130, ''])
    expect(output).toContain('nothing was sent that counts')
    const report = await startProgram(['report', '1', '--database', 'load.sqlite'], { folder: diameter.folder }).end
    expect(report.output).toMatch(/^INTERRUPTED {2}Run 1: load/)
  }, 90_000)

  it('fails with status 3 when a threshold does not hold, and says which', async () => {
    await diameter.open()
    await diameter.server(1)
    const end = await diameterLoad('--transport', 'tcp', '--count', 100, '--rate', 200, '--fail-if', 'completed>10,lost>0', '--json').end
    const { thresholds, reasons } = resultOf(end, 3)
    expect(thresholds).toMatchObject([
      { text: 'not completed>10', met: false, seen: '100' },
      { text: 'not lost>0', met: true, seen: '0' },
    ])
    expect(reasons).toContain('not completed>10: 100')
  }, 90_000)

  it('changes its rate and stops by what is typed, and records both', async () => {
    await diameter.open()
    await diameter.server(1)
    const program = diameterLoad('--transport', 'tcp', '--rate', 50, '--duration', '60s', '--warm-up', 0, '--control')
    await program.hasWritten('Connected to')
    program.child.stdin!.write('rate 400\nrate faster\n')
    await program.hasWritten('rate-change: 400/s')
    await program.hasWritten(' 1.0 s ')
    program.child.stdin!.write('stop\n')
    const { status, output, errors } = await program.end
    expect([0, 5]).toContain(status)
    expect(output).toContain('stop: stopped by hand')
    expect(errors).toContain('"rate faster" means nothing here')
  }, 90_000)

  it('says what stood in the way when there is nobody, and keeps what was measured when it is interrupted', async () => {
    await diameter.open()
    const nobody = await diameterLoad('--transport', 'tcp').end
    expect([nobody.status, nobody.output]).toEqual([1, ''])
    expect(nobody.errors).toMatch(/^sigbed: no connection to .* over tcp: .*ECONNREFUSED.*\n$/)
    await diameter.server(1)
    const program = diameterLoad('--transport', 'tcp', '--rate', 50, '--duration', '60s', '--warm-up', 0)
    await program.hasWritten(' 1.0 s ')
    program.child.kill('SIGINT')
    const { status, output } = await program.end
    expect(status).toBe(130)
    expect(output).toContain('Stored.')
  }, 90_000)
})
