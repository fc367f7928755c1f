import { describe, expect, it } from 'vitest'
import { errorOf, minimise, runBatch } from './batch.js'
import { batchSeed, Chance } from './chance.js'
import { fuzzTargets } from './fuzzing.js'
import { Input, makeInput } from './mutation.js'
import { promised } from './promise.js'
import { type FuzzTarget, TARGETS, targetNamed } from './targets.js'

/** A decoder that does not mind anything but an octet of 0x7f followed, anywhere later, by one of 0x80. */
const BROKEN: FuzzTarget = {
  name: 'broken',
  inputs: 1,
  seeds: [{ octets: new Uint8Array(40).fill(1), units: [{ at: 8, length: 8 }] }],
  fixLength: () => {},
  check(octets, length) {
    const first = octets.subarray(0, length).indexOf(0x7f)
    promised(first < 0 || octets.subarray(first, length).indexOf(0x80) < 0, 'no 0x80 after a 0x7f')
    return true
  },
}

/** A worker that is no fuzzer: its source. */
function workerOf(source: string): URL {
  return new URL(`data:text/javascript,${encodeURIComponent(`import { parentPort } from 'node:worker_threads'; ${source}`)}`)
}

async function runWith(workerFile: URL, batchLimitMs = 20_000) {
  const lines: string[] = []
  const targets = [{ name: 'broken', inputs: 1_000_000 }]
  const print = (line: string) => lines.push(line)
  const tally = await fuzzTargets({ targets, runSeed: 5, inputs: null, onlyBatch: null, workers: 1, print, workerFile, batchLimitMs })
  return { tally, lines }
}

describe('fuzzing', () => {
  it('makes the same inputs from the same seed, and others from another', () => {
    const made = (seed: number) => {
      const chance = new Chance(seed)
      const into = new Input()
      return Array.from({ length: 50 }, () => {
        const { seeds, fixLength } = targetNamed('diameter')
        makeInput(seeds, fixLength, chance, into)
        return into.copy()
      })
    }
    expect(made(batchSeed(1, 'a', 2))).toEqual(made(batchSeed(1, 'a', 2)))
    expect(made(batchSeed(1, 'a', 3))).not.toEqual(made(batchSeed(1, 'a', 2)))
  })

  it('finds an input that breaks a promise, makes it small, and finds it again by itself', () => {
    const { failure } = runBatch(BROKEN, 1, 0, 100_000)
    expect(failure).toMatchObject({ target: 'broken', batch: 0, error: expect.stringContaining('no 0x80 after a 0x7f') })
    expect([...failure!.octets]).toEqual([0x7f, 0x80])
    expect(runBatch(BROKEN, 1, 0, 100_000)).toEqual({ accepted: expect.any(Number), failure })
  })

  it('makes an input no smaller than what still fails', () => {
    const octets = Uint8Array.of(1, 2, 0x7f, 3, 4, 0x80, 5)
    expect([...minimise(BROKEN, octets, 0)]).toEqual([0x7f, 0x80])
    expect(errorOf(BROKEN, Uint8Array.of(0x80, 0x7f), 0)).toBeNull()
  })

  it('counts a failure, and prints octets, seed and how to see it again', async () => {
    const failure = "{ target: 'broken', batch: 0, turn: 3, octets: Uint8Array.of(0x7f, 0x80), error: 'no' }"
    const { tally, lines } = await runWith(
      workerOf(
        `parentPort.on('message', ({ batch }) => parentPort.postMessage({ batch, accepted: 0, failure: ${failure}, heapOctets: null }))`,
      ),
    )
    expect(tally).toEqual({ passed: 0, failed: 1, skipped: 0 })
    expect(lines[0]).toBe('seed 5')
    expect(lines.join('\n')).toContain('made small: 7f80\n  Again: npm run fuzz -- --seed 5 --target broken --batch 0')
  })

  it('notices a worker that hangs, and one that dies', async () => {
    expect((await runWith(workerOf("parentPort.on('message', () => { for (;;); })"), 300)).lines[1]).toContain(
      'a hang. Again: npm run fuzz',
    )
    expect((await runWith(workerOf("parentPort.on('message', () => process.exit(3))"))).lines[1]).toContain('ended by itself with status 3')
  })

  it('notices memory that grows', async () => {
    const growing = workerOf(
      `let held = 0; parentPort.on('message', ({ batch, measureHeap }) => parentPort.postMessage({ batch, accepted: 0, failure: null, heapOctets: measureHeap ? held++ * 1e7 : null }))`,
    )
    expect((await runWith(growing)).lines.at(-1)).toContain('memory grew by 10000000 octets')
  })

  it.each(TARGETS.map((target) => [target.name, target] as const))(
    '%s: every seed is accepted, and a batch keeps all promises',
    (_, target) => {
      for (const { octets } of target.seeds) {
        // In a usual reading: a strict one may mind how an application's document and its header stand to each other.
        expect(target.check(Uint8Array.from([...octets, 0xdd, 0xdd]), octets.length, 3)).toBe(true)
      }
      const { accepted, failure } = runBatch(target, 20_260_107, 0, 3000)
      expect(failure).toBeNull()
      expect(accepted).toBeGreaterThan(100)
    },
  )
})
