import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseIpAddress, readU32, readU64 } from '@sigbed/octets'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readBlocks, readPackets, textOf } from '../testing/pcapng-reader.js'
import { TransportError } from '../transport-error.js'
import { CaptureFile } from './capture-file.js'
import { mergeCaptures } from './capture-merge.js'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'merge-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

interface Sent {
  readonly atMs: number
  readonly on: string
  readonly fill: number
  readonly length?: number
}

/** A capture of what somebody sent. */
function part(name: string, sent: readonly Sent[], { close = true, comment = '' } = {}): string {
  const path = join(folder, name)
  const file = CaptureFile.open({ path, startedAtEpochNs: 1_000n })
  for (const { atMs, on, fill, length = 20 } of sent) {
    file.writePacket({
      interfaceId: file.addInterface(on, `path ${on}`),
      atMs,
      direction: 'outbound',
      source: parseIpAddress('10.0.0.1')!,
      destination: parseIpAddress('10.0.0.2')!,
      octets: new Uint8Array(length).fill(fill),
      offset: 0,
      length,
      withoutChecksum: false,
      comment,
    })
  }
  if (close) file.close()
  else file.flush()
  return path
}

async function merged(parts: readonly string[]) {
  const path = join(folder, 'merged.pcapng')
  const descriptor = openSync(path, 'w')
  try {
    const merge = await mergeCaptures({ descriptor, parts, comment: 'all of them' })
    return { merge, octets: readFileSync(path) }
  } finally {
    closeSync(descriptor)
  }
}

function shown(octets: Uint8Array): string[] {
  const names = readBlocks(octets).flatMap(({ type, options }) => (type === 1 ? [textOf(options.get(2))] : []))
  return readPackets(octets).map(({ interfaceId, timeNs, frame }) => `${timeNs} ${names[interfaceId]}: ${frame.at(-1)}`)
}

describe('merging captures', () => {
  it('orders packets by time, each on the interface it was seen on', async () => {
    const a = part('a.pcapng', [
      { atMs: 1, on: 'a1', fill: 1 },
      { atMs: 4, on: 'a2', fill: 4 },
      { atMs: 5, on: 'a1', fill: 5 },
    ])
    const b = part('b.pcapng', [
      { atMs: 2, on: 'b', fill: 2 },
      { atMs: 4, on: 'b', fill: 40 },
      { atMs: 9, on: 'b', fill: 9 },
    ])
    const { merge, octets } = await merged([a, b])
    expect(merge).toEqual({ packets: 6, cutShort: [] })
    expect(shown(octets)).toEqual(['1001000 a1: 1', '2001000 b: 2', '4001000 a2: 4', '4001000 b: 40', '5001000 a1: 5', '9001000 b: 9'])
    expect(textOf(readBlocks(octets)[0]!.options.get(1))).toBe('all of them')
  })

  it('has one interface for what two lives of a program saw, with statistics of both', async () => {
    const first = part('first.pcapng', [{ atMs: 1, on: 'a', fill: 1 }])
    const second = part('second.pcapng', [
      { atMs: 7, on: 'b', fill: 7 },
      { atMs: 8, on: 'a', fill: 8 },
    ])
    // One that was too long for an IP header.
    const third = part('third.pcapng', [{ atMs: 9, on: 'a', fill: 9, length: 66_000 }])
    const { octets } = await merged([first, second, third])
    expect(shown(octets)).toEqual(['1001000 a: 1', '7001000 b: 7', '8001000 a: 8'])
    const statistics = readBlocks(octets)
      .filter(({ type }) => type === 5)
      .map(({ fixed, options }) => [readU32(fixed, 0), ...[2, 3, 4, 5].map((code) => Number(readU64(options.get(code)!, 0)))])
    expect(statistics).toEqual([
      [0, 1_001_000, 8_001_000, 3, 1],
      [1, 7_001_000, 7_001_000, 1, 0],
    ])
  })

  it('keeps the whole blocks of a file that ends amid one, and says so', async () => {
    const sent = Array.from({ length: 10 }, (_, i) => ({ atMs: i, on: 'a', fill: i }))
    const broken = part('broken.pcapng', sent, { close: false })
    const { length } = readFileSync(broken)
    const one = (length - readFileSync(part('empty.pcapng', sent.slice(0, 1), { close: false })).length) / 9
    truncateSync(broken, length - one - 5)
    const { merge, octets } = await merged([broken, part('whole.pcapng', [{ atMs: 3.5, on: 'b', fill: 35 }])])
    expect(merge).toEqual({ packets: 9, cutShort: [{ part: broken, leftOver: one - 5 }] })
    expect(shown(octets).map((line) => line.split(': ')[1])).toEqual(['0', '1', '2', '3', '35', '4', '5', '6', '7'])
  })

  it('takes a file that ends between blocks, or has nothing, for cut short, and one that is not there for nothing', async () => {
    const unclosed = part('unclosed.pcapng', [{ atMs: 1, on: 'a', fill: 1 }], { close: false })
    const nothing = join(folder, 'nothing.pcapng')
    writeFileSync(nothing, '')
    const { merge } = await merged([unclosed, nothing, join(folder, 'never-made.pcapng')])
    expect(merge).toEqual({
      packets: 1,
      cutShort: [
        { part: unclosed, leftOver: 0 },
        { part: nothing, leftOver: 0 },
      ],
    })
  })

  it('reads over the edges of its window, with packets longer than that', async () => {
    const long = Array.from({ length: 40 }, (_, i) => ({ atMs: i, on: 'a', fill: i, length: 1000 + ((i * 7919) % 64_000) }))
    const parts = [
      part('long.pcapng', long, { comment: 'ä'.repeat(20_000) }),
      part(
        'between.pcapng',
        long.map((one) => ({ ...one, atMs: one.atMs + 0.5, on: 'b' })),
      ),
    ]
    const { merge, octets } = await merged(parts)
    expect(merge).toEqual({ packets: 80, cutShort: [] })
    const packets = readPackets(octets)
    expect(packets.map(({ frame }) => frame.length - 20)).toEqual(long.flatMap(({ length }) => [length, length]))
    expect(packets.every(({ frame }, i) => frame.subarray(20).every((octet) => octet === i >> 1))).toBe(true)
  })

  it('comes to an end with any octets behind a beginning of ours', async () => {
    const start = readFileSync(part('start.pcapng', [{ atMs: 1, on: 'a', fill: 1 }], { close: false }))
    await fc.assert(
      fc.asyncProperty(fc.nat(start.length), fc.uint8Array({ maxLength: 64 }), async (kept, noise) => {
        const path = join(folder, 'noise.pcapng')
        writeFileSync(path, Buffer.concat([start.subarray(0, kept), noise]))
        const { merge, octets } = await merged([path])
        expect(readPackets(octets)).toHaveLength(merge.packets)
      }),
      { numRuns: 60 },
    )
  })

  it('says which code it fails with when the file takes no more', async () => {
    if (!existsSync('/dev/full')) return
    const descriptor = openSync('/dev/full', 'w')
    const failed = mergeCaptures({ descriptor, parts: [part('lost.pcapng', [{ atMs: 1, on: 'a', fill: 1 }])], comment: '' })
    await expect(failed).rejects.toThrow(TransportError)
    await expect(failed).rejects.toMatchObject({ code: 'SIGBED_CAPTURE', message: expect.stringContaining('no space left') })
    closeSync(descriptor)
  })
})
