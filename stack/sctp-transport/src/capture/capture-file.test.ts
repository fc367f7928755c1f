import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseIpAddress, readU64 } from '@sigbed/octets'
import { verifyChecksum } from '@sigbed/sctp-codec'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readBlocks, readPackets, textOf } from '../testing/pcapng-reader.js'
import { TransportError } from '../transport-error.js'
import { type CapturedPacket, CaptureFile } from './capture-file.js'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'capture-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const STARTED_AT = 1_700_000_000_000_000_000n

function open(name: string) {
  const path = join(folder, name)
  return { path, file: CaptureFile.open({ path, startedAtEpochNs: STARTED_AT, comment: 'a test' }) }
}

const packetOf = (octets: Uint8Array, changes: Partial<CapturedPacket> = {}): CapturedPacket => ({
  interfaceId: 0,
  atMs: 0,
  direction: 'outbound',
  source: parseIpAddress('10.0.0.1')!,
  destination: parseIpAddress('10.0.0.2')!,
  octets,
  offset: 0,
  length: octets.length,
  withoutChecksum: true,
  comment: '',
  ...changes,
})

describe('capture file', () => {
  it('holds what was written, with checksums filled in and times of day', () => {
    const { path, file } = open('written.pcapng')
    expect([file.addInterface('one', 'first'), file.addInterface('two', 'second')]).toEqual([0, 1])
    const octets = Uint8Array.from({ length: 40 }, (_, i) => (i >= 8 && i < 12 ? 0 : i))
    file.writePacket(packetOf(octets, { offset: 4, length: 30, atMs: 1.5, comment: 'path cut' }))
    const [source, destination] = [parseIpAddress('fd00::1')!, parseIpAddress('fd00::2')!]
    file.writePacket(
      packetOf(octets, { interfaceId: 1, direction: 'inbound', source, destination, withoutChecksum: false, atMs: 2000.000001 }),
    )
    file.close()
    const packets = readPackets(readFileSync(path))
    expect(packets.map(({ interfaceId, timeNs, flags, comment }) => ({ interfaceId, timeNs, flags, comment }))).toEqual([
      { interfaceId: 0, timeNs: STARTED_AT + 1_500_000n, flags: 2, comment: 'path cut' },
      { interfaceId: 1, timeNs: STARTED_AT + 2_000_000_001n, flags: 1, comment: '' },
    ])
    const [first, second] = packets.map(({ frame }) => frame)
    expect(first!.length).toBe(20 + 30)
    expect(verifyChecksum(first!, 20, 30)).toBe(true)
    expect([...first!.subarray(32)]).toEqual([...octets.subarray(16, 34)])
    expect([...second!.subarray(40)]).toEqual([...octets])
    // The lent octets are as they were.
    expect([...octets.subarray(8, 12)]).toEqual([0, 0, 0, 0])
  })

  it('ends with the statistics of its interfaces', () => {
    const { path, file } = open('statistics.pcapng')
    for (const name of ['one', 'two']) file.addInterface(name, '')
    for (const atMs of [10, 20, 30]) file.writePacket(packetOf(new Uint8Array(12), { atMs }))
    file.writePacket(packetOf(new Uint8Array(70_000), { interfaceId: 1, atMs: 40 }))
    file.close()
    const blocks = readBlocks(readFileSync(path))
    expect(textOf(blocks[0]!.options.get(1))).toBe('a test')
    const statistics = blocks
      .filter(({ type }) => type === 5)
      .map(({ options }) => [2, 3, 4, 5].map((code) => readU64(options.get(code)!, 0)))
    const [startNs, endNs] = [STARTED_AT + 10_000_000n, STARTED_AT + 30_000_000n]
    expect(statistics).toEqual([
      [startNs, endNs, 3n, 0n],
      [startNs, endNs, 1n, 1n],
    ])
    expect(blocks.at(-1)!.type).toBe(5)
    expect([file.packetsWritten, file.packetsDropped]).toEqual([3, 1])
  })

  it('writes many times its buffer, in order', () => {
    const { path, file } = open('long.pcapng')
    file.addInterface('one', '')
    for (let i = 0; i < 1000; i++) file.writePacket(packetOf(new Uint8Array(1400).fill(i), { atMs: i }))
    file.close()
    const packets = readPackets(readFileSync(path))
    expect(packets.map(({ timeNs }) => timeNs)).toEqual(Array.from({ length: 1000 }, (_, i) => STARTED_AT + BigInt(i) * 1_000_000n))
    expect(packets.every(({ frame }, i) => frame[20 + 1399] === (i & 0xff) && verifyChecksum(frame, 20, 1400))).toBe(true)
  })

  it('can be read up to a flush while it is still being written', () => {
    const { path, file } = open('flushed.pcapng')
    file.addInterface('one', '')
    file.writePacket(packetOf(new Uint8Array(12)))
    expect(readFileSync(path).length).toBe(0)
    file.flush()
    expect(readPackets(readFileSync(path))).toHaveLength(1)
    file.close()
  })

  it('counts what comes after its end and is closed once', () => {
    const { path, file } = open('closed.pcapng')
    file.addInterface('one', '')
    file.close()
    file.close()
    const { length } = readFileSync(path)
    file.writePacket(packetOf(new Uint8Array(12)))
    file.flush()
    expect(file.packetsDropped).toBe(1)
    expect(readFileSync(path).length).toBe(length)
  })

  it('cannot be made where there is no folder, and says so', () => {
    expect(() => CaptureFile.open({ path: join(folder, 'no', 'folder'), startedAtEpochNs: 0n })).toThrow(
      expect.objectContaining({ code: 'SIGBED_CAPTURE', message: expect.stringContaining('no/folder cannot be written') }),
    )
  })

  it('ends the capture when the disk is full, and throws that no earlier than at its close', () => {
    // This device takes no octet, as a full disk does.
    const file = CaptureFile.open({ path: '/dev/full', startedAtEpochNs: 0n })
    file.addInterface('one', '')
    file.writePacket(packetOf(new Uint8Array(12)))
    file.flush()
    expect(file.fault).toMatchObject({ code: 'SIGBED_CAPTURE', message: expect.stringContaining('ENOSPC') })
    file.writePacket(packetOf(new Uint8Array(12)))
    expect([file.packetsWritten, file.packetsDropped]).toEqual([1, 1])
    expect(() => file.close()).toThrow(TransportError)
    expect(() => file.close()).not.toThrow()
  })

  it('refuses a packet for an interface it does not have', () => {
    const { file } = open('interfaces.pcapng')
    expect(() => file.writePacket(packetOf(new Uint8Array(12)))).toThrow(RangeError)
    file.close()
  })
})
