import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { parseIpAddress } from '@sigbed/octets'
import { CaptureFile, CaptureReader } from '@sigbed/sctp-transport'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CaptureParts } from './capture-parts.js'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigbed-parts-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** What a node's process leaves: packets at these instants, closed or not. */
function capture(path: string, instantsMs: readonly number[], close = true): void {
  const file = CaptureFile.open({ path, startedAtEpochNs: 0n })
  const interfaceId = file.addInterface('sg path-a', 'node sg on network path-a')
  const address = parseIpAddress('10.132.1.10')!
  const ways = { interfaceId, direction: 'outbound', source: address, destination: address, withoutChecksum: true, comment: '' } as const
  for (const atMs of instantsMs) file.writePacket({ ...ways, atMs, octets: new Uint8Array(16), offset: 0, length: 16 })
  if (close) file.close()
  else file.flush()
}

function instantsIn(path: string): number[] {
  const reader = new CaptureReader(readFileSync(path))
  const instants: number[] = []
  while (reader.next()) instants.push(Number(reader.frame.timeNs / 1_000_000n))
  expect(reader.fault).toBeNull()
  return instants
}

describe('the parts of a capture', () => {
  it('are one for each life of a node, merged into the file that was asked for, and gone then', async () => {
    const path = join(folder, 'run.1.pcapng')
    const parts = new CaptureParts(path)
    const files = ['sg', 'asp-1', 'sg'].map((node) => parts.nextPart(node))
    expect(files.map((file) => basename(file))).toEqual(['run.1.sg.1.part.pcapng', 'run.1.asp-1.1.part.pcapng', 'run.1.sg.2.part.pcapng'])
    capture(files[0]!, [1, 4])
    capture(files[1]!, [2, 3, 7])
    capture(files[2]!, [6])
    expect(await parts.merge()).toEqual([])
    expect(instantsIn(path)).toEqual([1, 2, 3, 4, 6, 7])
    expect(readdirSync(folder)).toEqual(['run.1.pcapng'])
  })

  it('of nodes that were killed amid writing count as far as they go, which is told', async () => {
    const path = join(folder, 'run')
    const parts = new CaptureParts(path)
    const [whole, broken] = [parts.nextPart('sg'), parts.nextPart('asp-1')]
    capture(whole, [1])
    capture(broken, [2, 3], false)
    writeFileSync(broken, readFileSync(broken).subarray(0, -20))
    const [lack, ...others] = await parts.merge()
    expect(others).toEqual([])
    expect(lack).toMatch(/run may lack the last packets of asp-1: its process ended .*; \d+ octets of a packet cut in two were left out$/)
    expect(instantsIn(path)).toEqual([1, 2])
  })

  it('stay when they cannot be merged, and it is said where', async () => {
    const path = join(folder, 'run.pcapng')
    const parts = new CaptureParts(path)
    const part = parts.nextPart('sg')
    // What cannot be read as a file.
    mkdirSync(part)
    expect(await parts.merge()).toEqual([expect.stringMatching(/run\.pcapng is not whole: .*; what each node wrote stays: .*run\.sg\.1/)])
    expect(existsSync(part)).toBe(true)
  })

  it('leave no file of a lab that did not open', async () => {
    const path = join(folder, 'run.pcapng')
    const parts = new CaptureParts(path)
    expect(existsSync(path)).toBe(true)
    parts.nextPart('sg')
    expect(await parts.merge()).toEqual([])
    expect(readdirSync(folder)).toEqual([])
  })

  it('are refused at once where the file cannot be written', () => {
    expect(() => new CaptureParts(join(folder, 'nowhere', 'run.pcapng'))).toThrow(/nowhere.run\.pcapng cannot be written: /)
  })
})
