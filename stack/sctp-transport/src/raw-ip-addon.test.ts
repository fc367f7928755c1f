import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { crc32c } from '@sigbed/sctp-codec'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { load, loadRawIpAddon, type RawIpAddon, type RawSocket, type RawSocketOptions } from './raw-ip-addon.js'
import { rawIpObstacle } from './testing/raw-ip-obstacle.js'

const ADDON_FILE = fileURLToPath(new URL('../native/build/Release/raw_ip.node', import.meta.url))
const loading = loadRawIpAddon()
const obstacle = rawIpObstacle(false)

describe('what stands in the place of the addon', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sigbed-addon-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }

  it('is a reason when it was never built', () => {
    expect(load(join(folder, 'nothing.node'))).toMatchObject({ loaded: false, reason: 'not-built' })
  })

  it('is a reason when the file is no addon', () => {
    expect(load(file('text.node', 'not machine code'))).toMatchObject({ loaded: false, reason: 'not-loadable', detail: /./ })
  })

  it('is a reason when it was built from older sources', () => {
    expect(load(file('older.cjs', 'exports.interfaceVersion = 0'))).toMatchObject({
      loaded: false,
      reason: 'outdated',
      detail: expect.stringContaining('version 0'),
    })
  })
})

describe.skipIf(!loading.loaded)('CRC32c of the addon', () => {
  const addon = (loading as { addon: RawIpAddon }).addon

  it('gives the check value of the polynomial, by whatever means', () => {
    const digits = new TextEncoder().encode('123456789')
    expect([addon.crc32c(digits, 0, 9), addon.crc32cByTable(digits, 0, 9)]).toEqual([0xe306_9283, 0xe306_9283])
    expect(['sse4.2', 'armv8', 'table']).toContain(addon.crc32cKind)
  })

  it('equals the one in JavaScript over every range', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(), fc.nat(), (octets, a, b) => {
        const [from, to] = [a % (octets.length + 1), b % (octets.length + 1)].sort((x, y) => x - y) as [number, number]
        const wanted = crc32c(octets, from, to)
        expect([addon.crc32c(octets, from, to), addon.crc32cByTable(octets, from, to)]).toEqual([wanted, wanted])
      }),
      { numRuns: 1000 },
    )
  })

  it.each([
    ['no octets', [[1, 2], 0, 2]],
    ['another typed array', [new Int8Array(4), 0, 2]],
    ['a range past the end', [new Uint8Array(4), 0, 5]],
    ['a range backwards', [new Uint8Array(4), 3, 2]],
    ['a negative bound', [new Uint8Array(4), -1, 2]],
    ['a fraction', [new Uint8Array(4), 0.5, 2]],
    ['NaN', [new Uint8Array(4), Number.NaN, 2]],
    ['2^32', [new Uint8Array(4), 0, 2 ** 32]],
    ['too few arguments', [new Uint8Array(4), 0]],
    ['detached memory', [detached(), 0, 4]],
  ])('refuses %s', (_, wrong) => {
    expect(() => Reflect.apply(addon.crc32c, addon, wrong)).toThrow(TypeError)
  })
})

describe.skipIf(obstacle !== null)(`raw sockets of the addon${obstacle === null ? '' : ` (${obstacle})`}`, () => {
  const addon = (loading as { addon: RawIpAddon }).addon
  const valid: RawSocketOptions = {
    family: 4,
    protocol: 132,
    address: Uint8Array.of(127, 132, 9, 1),
    receiveBuffer: 1 << 16,
    sendBuffer: 1 << 16,
    fragmented: true,
    networkNamespace: '',
    onReadable: () => {},
  }
  const withSocket = (use: (socket: RawSocket) => void) => {
    const socket = addon.open(valid)
    try {
      use(socket)
    } finally {
      addon.close(socket)
    }
  }

  it.each<[string, object]>([
    ['family', { family: 5 }],
    ['family', { family: '4' }],
    ['protocol', { protocol: 256 }],
    ['address', { address: new Uint8Array(16) }],
    ['address', { address: '127.0.0.1' }],
    ['receiveBuffer', { receiveBuffer: -1 }],
    ['sendBuffer', { sendBuffer: 2 ** 31 }],
    ['fragmented', { fragmented: 1 }],
    ['networkNamespace', { networkNamespace: 'x'.repeat(256) }],
    ['networkNamespace', { networkNamespace: 'a\0b' }],
    ['onReadable', { onReadable: {} }],
  ])('are not opened with a wrong %s, which the error names (%#)', (name, wrong) => {
    const before = openSockets()
    expect(() => addon.open({ ...valid, ...wrong })).toThrow(
      expect.objectContaining({ name: 'TypeError', message: expect.stringContaining(name) }),
    )
    expect(openSockets()).toBe(before)
  })

  it('let an exception of the options travel', () => {
    const options = {
      ...valid,
      get protocol(): number {
        throw new RangeError('from within')
      },
    }
    expect(() => addon.open(options)).toThrow('from within')
    expect(() => Reflect.apply(addon.open, addon, [null])).toThrow(TypeError)
  })

  it("give the system's own code when it refuses, and leave nothing open", () => {
    const before = openSockets()
    const codeOf = (wrong: object) => {
      try {
        addon.open({ ...valid, ...wrong })
        return 'opened'
      } catch (error) {
        return (error as NodeJS.ErrnoException).code
      }
    }
    expect(codeOf({ address: Uint8Array.of(203, 0, 113, 77) })).toBe('EADDRNOTAVAIL')
    expect(codeOf({ networkNamespace: '/run/netns/no-such-namespace' })).toBe('ENOENT')
    expect(codeOf({ networkNamespace: '/dev/null' })).toBe('EINVAL')
    expect(openSockets()).toBe(before)
  })

  it('are refused where none was opened: nothing but what open returned will do', () => {
    for (const wrong of [undefined, null, 1, {}, [], new Uint8Array(4), () => {}]) {
      expect(() => Reflect.apply(addon.state, addon, [wrong])).toThrow(/socket must be/)
      expect(() => Reflect.apply(addon.close, addon, [wrong])).toThrow(/socket must be/)
    }
  })

  it('are closed once and for all, which closing them again does not change', () => {
    const before = openSockets()
    const socket = addon.open(valid)
    expect(openSockets()).toBe(before + 1)
    expect(addon.state(socket)).toMatchObject({ receiveBuffer: 1 << 17, sendBuffer: 1 << 17, drops: 0 })
    addon.close(socket)
    addon.close(socket)
    expect(openSockets()).toBe(before)
    expect(() => addon.state(socket)).toThrow(/closed/)
    expect(() => receiveInto(addon, socket, {})).toThrow(/closed/)
  })

  it.each<[string, Partial<ReceiveArguments>]>([
    ['an arena without room for a slot', { arena: new Uint8Array(100) }],
    ['a slot too small', { slotOctets: 127 }],
    ['a slot too large', { slotOctets: 2 ** 20 + 1 }],
    ['offsets for fewer slots', { offset: new Int32Array(3) }],
    ['lengths for fewer slots', { length: new Int32Array(3) }],
    ['sources for fewer slots', { source: new Uint8Array(63) }],
    ['checksums for fewer slots', { checksum: new Uint8Array(3) }],
    ['offsets of another kind', { offset: new Uint32Array(4) as unknown as Int32Array }],
  ])('receive nothing into %s', (_, wrong) => {
    withSocket((socket) => {
      expect(receiveInto(addon, socket, {})).toBe(0)
      expect(() => receiveInto(addon, socket, wrong)).toThrow(TypeError)
    })
  })

  it.each<[string, Partial<SendArguments>]>([
    ['beyond the arena', { length: Int32Array.of(16, 100) }],
    ['before the arena', { offset: Int32Array.of(0, -4) }],
    ['of negative length', { length: Int32Array.of(16, -16) }],
    ['to an address there is not', { destination: Int32Array.of(0, 1) }],
    ['to a negative address', { destination: Int32Array.of(0, -1) }],
    ['that are not there', { count: 3 }],
    ['from behind the last', { first: 2 ** 31 - 1, count: 2 ** 31 - 1 }],
    ['of which not all say whether they have a checksum', { checksum: new Uint8Array(1) }],
    ['without room for their outcome', { outcome: new Int32Array(1) }],
  ])('send no packets %s, not even the sound one before', (_, wrong) => {
    withSocket((socket) => {
      const outcome = Int32Array.of(77, 77)
      expect(() => sendFrom(addon, socket, { outcome, ...wrong })).toThrow(TypeError)
      expect([...outcome]).toEqual([77, 77])
    })
  })

  it('go with the worker that left them open, as often as it takes', async () => {
    const before = openSockets()
    const source = `
      const { parentPort, workerData } = require('node:worker_threads')
      const addon = require(workerData.file)
      const options = { ...workerData.options, onReadable() { throw new Error('nothing is sent here') } }
      globalThis.kept = [addon.open(options), addon.open(options)]
      addon.close(globalThis.kept[0])
      parentPort.postMessage('open')
      setInterval(() => {}, 1000)`
    const { onReadable: _, ...options } = valid
    for (let i = 0; i < 5; i++) {
      const worker = new Worker(source, { eval: true, workerData: { file: ADDON_FILE, options } })
      await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject))
      await worker.terminate()
    }
    expect(openSockets()).toBe(before)
  })
})

interface ReceiveArguments {
  arena: Uint8Array
  slotOctets: number
  offset: Int32Array
  length: Int32Array
  source: Uint8Array
  checksum: Uint8Array
}

function receiveInto(addon: RawIpAddon, socket: RawSocket, some: Partial<ReceiveArguments>): number {
  const sound = {
    arena: new Uint8Array(512),
    slotOctets: 128,
    offset: new Int32Array(4),
    length: new Int32Array(4),
    source: new Uint8Array(64),
    checksum: new Uint8Array(4),
  }
  const { arena, slotOctets, offset, length, source, checksum } = { ...sound, ...some }
  return addon.receive(socket, arena, slotOctets, offset, length, source, checksum)
}

interface SendArguments {
  offset: Int32Array
  length: Int32Array
  checksum: Uint8Array
  destination: Int32Array
  first: number
  count: number
  outcome: Int32Array
}

/** Two sound packets of 16 octets in an arena of 64, to the one address there is; some of it is made otherwise. */
function sendFrom(addon: RawIpAddon, socket: RawSocket, some: Partial<SendArguments>): void {
  const sound = {
    offset: Int32Array.of(0, 16),
    length: Int32Array.of(16, 16),
    checksum: new Uint8Array(2),
    destination: new Int32Array(2),
    first: 0,
    count: 2,
    outcome: new Int32Array(2),
  }
  const { offset, length, checksum, destination, first, count, outcome } = { ...sound, ...some }
  const addresses = new Uint8Array(16)
  addresses.set([127, 132, 9, 2])
  addon.send(socket, new Uint8Array(64), offset, length, checksum, destination, addresses, first, count, outcome)
}

/** Raw SCTP sockets on the address of these tests, and those that have none: whoever leaks one leaves it in the kernel's list. */
function openSockets(): number {
  const list = readFileSync('/proc/thread-self/net/raw', 'utf8')
  return list.split('\n').filter((line) => / (?:0109847F|4D7100CB|00000000):0084 /.test(line)).length
}

function detached(): Uint8Array {
  const octets = new Uint8Array(4)
  structuredClone(octets.buffer, { transfer: [octets.buffer] })
  return octets
}
