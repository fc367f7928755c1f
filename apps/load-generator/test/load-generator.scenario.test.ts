import { describe, expect, it } from 'vitest'
import { DiameterDriver } from '../src/driver/diameter-driver.js'
import type { GeneratorReport } from '../src/generator/generator-report.js'
import { LoadGenerator } from '../src/generator/load-generator.js'
import type { LoadProbe } from '../src/measurement/self-watch.js'
import type { LoadPlan } from '../src/plan/load-plan.js'
import { readWorkload } from '../src/plan/resolve-workload.js'
import type { WorkloadDocument } from '../src/plan/workload-document.js'
import { LoadTally } from '../src/run/load-tally.js'
import { judgeLoad } from '../src/run/load-verdict.js'
import { connectionShare } from '../src/worker/worker-protocol.js'
import { HandClock } from './hand-clock.js'
import { type AskedRequest, VirtualServer, virtualSurroundings } from './virtual-diameter.js'

const ONE_WAY_MS = 5

function planOf(changes: WorkloadDocument, files: Readonly<Record<string, string>> = {}): LoadPlan {
  return readWorkload({
    file: null,
    text: '',
    changes: { protocol: 'diameter', target: { addresses: ['127.0.0.1'] }, 'warm-up': 0, ...changes },
    replacesArrivals: false,
    nameOfChange: () => null,
    readFile: (name) => files[name] ?? null,
    profiles: ['telecom'],
    nowSeconds: 1000,
  })
}

function groupedBy(
  requests: readonly AskedRequest[],
  keyOf: (request: AskedRequest) => string,
): ReadonlyMap<string, readonly AskedRequest[]> {
  const groups = new Map<string, AskedRequest[]>()
  for (const request of requests) groups.set(keyOf(request), [...(groups.get(keyOf(request)) ?? []), request])
  return groups
}

/** Every generator of a load in one virtual time, against one server. */
class VirtualLoad {
  readonly clock = new HandClock(10_000)
  readonly server = new VirtualServer(this.clock, ONE_WAY_MS)
  readonly reports: GeneratorReport[] = []
  readonly generators: readonly LoadGenerator[]

  constructor(
    readonly plan: LoadPlan,
    probe: LoadProbe | null = null,
  ) {
    const surroundings = virtualSurroundings(this.clock)
    this.generators = Array.from({ length: plan.workers }, (_, worker) => {
      const share = { worker, of: plan.workers }
      const own = connectionShare(plan.connections, worker, plan.workers)
      return new LoadGenerator({
        plan,
        share,
        connections: own.count,
        clock: surroundings,
        driver: new DiameterDriver(plan, share, own, this.server, surroundings),
        probe,
        onReport: (report) => this.reports.push(report),
      })
    })
  }

  /** Connects, and begins, or should have begun some time ago. Zero of the run is `zeroMs` of the clock then. */
  async start(behindMs = 0): Promise<number> {
    const connected = Promise.all(this.generators.map((generator) => generator.connect()))
    let isUp = false
    void connected.then(() => {
      isUp = true
    })
    for (let i = 0; i < 1000 && !isUp; i++) {
      this.clock.runUntil(this.clock.now() + 1)
      await Promise.resolve()
    }
    await connected
    const zeroMs = this.clock.now() + this.plan.warmUpMs - behindMs
    for (const generator of this.generators) generator.start(zeroMs)
    return zeroMs
  }

  async run(): Promise<LoadTally> {
    const zeroMs = await this.start()
    this.clock.runUntil(zeroMs + 20_000)
    return this.tally()
  }

  tally(): LoadTally {
    expect(this.reports.filter(({ last }) => last)).toHaveLength(this.plan.workers)
    const tally = new LoadTally()
    for (const report of this.reports) tally.addReport(report)
    return tally
  }
}

describe('a load', () => {
  it('measures from the instant each request was meant for to its answer, and counts no warm-up', async () => {
    const load = new VirtualLoad(planOf({ arrivals: { rate: 400 }, duration: '2s', 'warm-up': '500ms' }))
    const { offered, completed, errors, lost, refused, latencies } = (await load.run()).of('ECR')
    expect({ offered, completed, errors, lost, refused }).toEqual({ offered: 800, completed: 800, errors: 0, lost: 0, refused: 0 })
    expect([latencies.minimumUs, latencies.maximumUs]).toEqual([10_000, 10_000])
    expect(load.server.asked).toHaveLength(1000)
    expect(new Set(load.server.asked.map(({ sessionId }) => sessionId)).size).toBe(1000)
    // A report a second, and a last one.
    expect(load.reports.map(({ toMs }) => Math.round(toMs / 100) / 10)).toEqual([1, 2, 2])
  })

  it('counts lateness of the warm-up nowhere', async () => {
    const load = new VirtualLoad(planOf({ arrivals: { rate: 400 }, duration: '2s', 'warm-up': '500ms' }))
    // 120 requests of the warm-up are due before anything begins.
    load.clock.runUntil((await load.start(300)) + 20_000)
    expect(load.tally().of('ECR').offered).toBe(800)
    expect(load.reports.map(({ late }) => late)).toEqual(load.reports.map(() => 0))
  })

  it('is the same again with the same seed', async () => {
    const asked = async (seed: number) => {
      const load = new VirtualLoad(
        planOf({ arrivals: { rate: 500, spacing: 'poisson' }, templates: 's13-check:3,s6a-attach', seed, duration: '1s' }),
      )
      await load.run()
      return load.server.asked.map(({ atMs, command }) => `${atMs} ${command}`)
    }
    expect(await asked(1)).toEqual(await asked(1))
    expect(await asked(1)).not.toEqual(await asked(2))
  })

  it('does not wait for a slow server: arrivals go on, and every latency is that of its own request', async () => {
    const load = new VirtualLoad(planOf({ arrivals: { rate: 200 }, duration: '1s' }))
    load.server.thinksMs = 300
    const { latencies } = (await load.run()).of('ECR')
    expect([latencies.count, latencies.minimumUs]).toEqual([200, 310_000])
  })

  it('counts as lost what is never answered, after its time', async () => {
    const load = new VirtualLoad(planOf({ arrivals: { rate: 100 }, duration: '1s', timeout: '2s' }))
    load.server.answerWith = (_, number) => (number % 10 === 0 ? null : 2001)
    const { offered, completed, lost } = (await load.run()).of('ECR')
    expect({ offered, completed, lost }).toEqual({ offered: 100, completed: 90, lost: 10 })
  })

  it('tells errors from success by what the template expects', async () => {
    const load = new VirtualLoad(planOf({ arrivals: { rate: 100 }, duration: '1s' }))
    load.server.answerWith = (_, number) => (number % 4 === 0 ? 3004 : 2001)
    const tally = await load.run()
    expect(tally.of('ECR')).toMatchObject({ completed: 100, errors: 25 })
    expect(tally.results.map(({ code, count }) => [code, count])).toEqual([
      [3004, 25],
      [2001, 75],
    ])
  })

  it('fails by a threshold on what never came: nothing was fast that was never asked', async () => {
    const load = new VirtualLoad(
      planOf({ templates: 's6a-attach', arrivals: { rate: 100 }, duration: '1s', 'fail-if': ['AIR p99>1s', 'ULR p99>1s'] }),
    )
    load.server.answerWith = () => 5012
    const tally = await load.run()
    const { verdict, thresholds, reasons } = judgeLoad(load.plan, tally, 1000, load.reports.at(-1)!.self, null)
    expect([verdict, ...thresholds.map(({ met }) => met)]).toEqual(['fail', true, null])
    expect(reasons).toEqual(['not ULR p99>1s: nothing to measure it by'])
  })

  it('leads sessions: each step after the answer before, on the same connection and in the same session', async () => {
    const load = new VirtualLoad(planOf({ templates: 'gx-session', arrivals: { rate: 50 }, duration: '1s', connections: 3, population: 7 }))
    const tally = await load.run()
    // Whatever was meant for after the end is done all the same, and counted nowhere.
    expect(load.server.asked).toHaveLength(150)
    expect(tally.of('CCR-I').completed).toBe(50)
    expect(tally.of('CCR-T').completed).toBe(tally.of('CCR-T').offered)
    const sessions = groupedBy(load.server.asked, ({ sessionId }) => sessionId)
    expect(sessions.size).toBe(50)
    for (const requests of sessions.values()) {
      expect(new Set(requests.map(({ originHost }) => originHost)).size).toBe(1)
      const value = (name: string) => requests.map(({ avps }) => avps.find((avp) => avp.name === name)?.value)
      expect(value('CC-Request-Type')).toEqual(['INITIAL_REQUEST', 'UPDATE_REQUEST', 'TERMINATION_REQUEST'])
      expect(value('CC-Request-Number')).toEqual([0, 1, 2])
      const [first, second, third] = requests.map(({ atMs }) => atMs)
      expect([second! - first!, third! - second!].map((ms) => Math.round(ms))).toEqual([110, 110])
    }
    expect(new Set(load.server.asked.map(({ originHost }) => originHost))).toEqual(
      new Set(['load-1.example.net', 'load-2.example.net', 'load-3.example.net']),
    )
  })

  it('ends a session with the first answer that is not good', async () => {
    const load = new VirtualLoad(planOf({ templates: 's6a-attach', arrivals: { rate: 100 }, duration: '1s' }))
    load.server.answerWith = ({ command }, number) => (command.startsWith('Auth') && number % 2 === 0 ? 5012 : 2001)
    const tally = await load.run()
    expect(tally.of('AIR').completed).toBe(100)
    expect(tally.of('ULR').completed).toBe(100 - tally.of('AIR').errors)
    expect(tally.of('AIR').errors).toBeGreaterThan(0)
  })

  it('is the same load with any number of workers', async () => {
    const asked = async (workers: number) => {
      const load = new VirtualLoad(
        planOf({
          arrivals: { rate: 300, spacing: 'poisson' },
          duration: '1s',
          workers,
          connections: 4,
          templates: 's13-check:2,gy-session',
        }),
      )
      const tally = await load.run()
      const { offered, completed } = tally.total()
      expect(completed).toBe(offered)
      return [...groupedBy(load.server.asked, ({ command }) => command)].map(([command, { length }]) => `${command} ${length}`).sort()
    }
    expect(await asked(3)).toEqual(await asked(1))
  })

  it('changes its pace while it goes on', async () => {
    const load = new VirtualLoad(planOf({ arrivals: { rate: 100 }, duration: '3s' }))
    const zeroMs = await load.start()
    load.clock.runUntil(zeroMs + 1000)
    load.generators[0]!.setPace(5)
    load.clock.runUntil(zeroMs + 1999.5)
    load.generators[0]!.setPace(0)
    load.clock.runUntil(zeroMs + 10_000)
    expect(load.tally().of('ECR').completed).toBe(600)
  })

  it('uses each row of a table once where that is wanted, and ends with the last', async () => {
    const rows = Array.from({ length: 25 }, (_, i) => `0010000100${String(i).padStart(4, '0')}`)
    const load = new VirtualLoad(
      planOf(
        { arrivals: { rate: 100 }, duration: '10s', workers: 2, connections: 2, data: { file: 'imeis.csv', order: 'once' } },
        { 'imeis.csv': `imei\n${rows.join('\n')}\n` },
      ),
    )
    const tally = await load.run()
    const asked = load.server.asked.map(
      ({ avps }) => (avps.find(({ name }) => name === 'Terminal-Information')!.value as { value: string }[])[0]!.value,
    )
    expect(asked.sort()).toEqual(rows)
    expect(tally.of('ECR')).toMatchObject({ completed: 25, lost: 0, refused: 0 })
    expect(load.reports.flatMap(({ events }) => events.map(({ kind }) => kind))).toContain('rows-used-up')
  })

  it('keeps a number under way in a closed loop, whatever the rate comes to', async () => {
    const load = new VirtualLoad(planOf({ arrivals: { closed: 4 }, duration: '1s', connections: 2 }))
    const { offered, completed, latencies } = (await load.run()).of('ECR')
    // Eight under way, each 10 ms long.
    expect([offered, completed, latencies.maximumUs]).toEqual([800, 800, 10_000])
  })

  it('stops when it is told to, and loses nothing of what is under way', async () => {
    const load = new VirtualLoad(planOf({ arrivals: { rate: 200 }, duration: '10s' }))
    const zeroMs = await load.start()
    load.clock.runUntil(zeroMs + 1000.5)
    load.generators[0]!.stop()
    load.clock.runUntil(zeroMs + 2000)
    expect(load.tally().of('ECR')).toMatchObject({ offered: 201, completed: 201, lost: 0 })
  })
})

describe('the end of a load', () => {
  it('leaves out nothing that came due before it, however late it is looked at', async () => {
    const load = new VirtualLoad(planOf({ arrivals: { rate: 1000 }, duration: '1s' }))
    const zeroMs = await load.start()
    load.clock.runUntil(zeroMs + 900)
    load.clock.standStill(400)
    load.clock.runUntil(zeroMs + 10_000)
    expect(load.tally().of('ECR')).toMatchObject({ offered: 1000, completed: 1000, refused: 0 })
    expect(load.reports.at(-1)).toMatchObject({ lengthMs: 1000 })
  })

  it('is that of its time, though the last arrival comes well before', async () => {
    const load = new VirtualLoad(planOf({ arrivals: { rate: 2 }, duration: '1900ms' }))
    await load.run()
    expect(load.reports.at(-1)).toMatchObject({ lengthMs: 1900, last: true })
  })

  it('does not wait for what is lost', async () => {
    const load = new VirtualLoad(planOf({ arrivals: { rate: 100 }, count: 50, timeout: '3s' }))
    load.server.answerWith = (_, number) => (number === 49 ? null : 2001)
    const tally = await load.run()
    expect(tally.of('ECR')).toMatchObject({ offered: 50, lost: 1 })
    expect(load.reports.at(-1)).toMatchObject({ lengthMs: 490 })
  })

  it('may come in the warm-up, and nothing is counted then', async () => {
    const load = new VirtualLoad(planOf({ arrivals: { rate: 100 }, duration: '2s', 'warm-up': '1s' }))
    const zeroMs = await load.start()
    load.clock.runUntil(zeroMs - 500)
    load.generators[0]!.stop()
    load.clock.runUntil(zeroMs + 2000)
    expect(load.tally().total()).toMatchObject({ offered: 0, completed: 0 })
    expect(load.reports).toMatchObject([{ fromMs: 0, toMs: 0, lengthMs: 0, last: true }])
  })
})

describe('a history', () => {
  it('has what came before the traffic where it was', async () => {
    const load = new VirtualLoad(planOf({ arrivals: { rate: 100 }, duration: '2s', 'warm-up': '1s' }))
    await load.run()
    const [opened] = load.reports.flatMap(({ events }) => events)
    expect(opened).toMatchObject({ kind: 'connection-open' })
    expect(opened!.atMs).toBeLessThan(-1000)
  })

  it('tells of full seconds, and leaves out those in which the generator stood still', async () => {
    const load = new VirtualLoad(planOf({ arrivals: { rate: 100 }, duration: '5s' }))
    const zeroMs = await load.start()
    load.clock.timerLatenessMs = 7
    load.clock.runUntil(zeroMs + 1500)
    load.clock.standStill(2000)
    load.clock.runUntil(zeroMs + 10_000)
    expect(load.reports.map(({ second }) => second)).toEqual([0, 2, 3, 4, 5])
    expect(load.reports.map(({ toMs }) => Math.floor(toMs / 100))).toEqual([10, 35, 40, 50, 50])
  })
})

describe('an overloaded generator', () => {
  it.each<readonly [string, LoadProbe]>([
    ['whose processor is used up', { cpuShare: () => 0.995, eventLoopDelayMs: () => 1 }],
    ['whose event loop is held up', { cpuShare: () => 0.5, eventLoopDelayMs: () => 900 }],
  ])('%s makes its load invalid, with reason and remedy', async (_, probe) => {
    const load = new VirtualLoad(planOf({ arrivals: { rate: 100 }, duration: '2s', 'fail-if': 'lost>0' }), probe)
    const tally = await load.run()
    const { self } = load.reports.at(-1)!
    const { verdict, reasons, thresholds } = judgeLoad(load.plan, tally, 2000, self, null)
    expect(verdict).toBe('invalid')
    expect(reasons.join('\n')).toMatch(/the generator used|the event loop was once held up/)
    expect(reasons.at(-1)).toContain('offer less, give it more than 1 worker (--workers)')
    // Every threshold held, and that is worth nothing.
    expect(thresholds).toEqual([{ text: 'not lost>0', met: true, seen: '0' }])
  })

  it('that sends late is found out by its own clock', async () => {
    const load = new VirtualLoad(planOf({ arrivals: { rate: 300 }, duration: '2s' }))
    const zeroMs = await load.start()
    load.clock.runUntil(zeroMs + 500)
    load.clock.standStill(700)
    load.clock.runUntil(zeroMs + 10_000)
    expect(load.reports.at(-1)!.self.judgement).toBe('saturated')
    // What came due meanwhile was sent all the same, and its latency says how late.
    expect(load.tally().of('ECR')).toMatchObject({ offered: 600, completed: 600 })
    expect(load.tally().of('ECR').latencies.maximumUs).toBeGreaterThan(690_000)
  })

  it('that is sound says nothing against its load', async () => {
    const load = new VirtualLoad(planOf({ arrivals: { rate: 100 }, duration: '2s' }), { cpuShare: () => 0.2, eventLoopDelayMs: () => 1 })
    const tally = await load.run()
    expect(judgeLoad(load.plan, tally, 2000, load.reports.at(-1)!.self, null)).toEqual({ verdict: 'pass', reasons: [], thresholds: [] })
  })
})
