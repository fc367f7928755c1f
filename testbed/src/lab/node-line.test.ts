import { describe, expect, it } from 'vitest'
import { PERFECT_LINK_STATE } from '../scenario/scenario.js'
import { LineReader, nodeLine, readNodeCommand, readNodeProcessStart, readNodeReport } from './node-line.js'
import type { NodeCommand } from './node-protocol.js'

const OFFERED = {
  kind: 'offered',
  flow: 'm3ua',
  toMs: 100,
  first: 0,
  offered: 10,
  refused: 0,
  failed: 0,
  lateSends: 0,
  waiting: 0,
} as const

describe('the lines between a lab and its nodes', () => {
  it('carry a link that is endless in rate, queue and MTU', () => {
    const command: NodeCommand = {
      kind: 'link',
      direction: 'outbound',
      local: '127.0.0.1',
      remote: '::1',
      remotePort: 9899,
      state: { ...PERFECT_LINK_STATE, lossProbability: 0.25 },
    }
    const line = nodeLine(command)
    expect(line.indexOf('\n')).toBe(line.length - 1)
    expect(readNodeCommand(line.trimEnd())).toEqual(command)
  })

  it('carry starts and reports', () => {
    const start = { scenario: 'scenario: "two\nlines"', node: 'sg', places: [], carrier: 'udp', capture: null } as const
    expect(readNodeProcessStart(nodeLine(start).trimEnd())).toEqual(start)
    for (const report of [{ kind: 'failed', reason: 'häufig\n…' }, OFFERED] as const)
      expect(readNodeReport(nodeLine(report).trimEnd())).toEqual(report)
  })

  it.each([
    ['{"kind":', readNodeReport, 'not JSON: "{\\"kind\\":"'],
    ['null', readNodeReport, 'not an object: "null"'],
    ['{"sort":1}', readNodeReport, 'not a report: "{\\"sort\\":1}"'],
    ['{"kind":"ready","now":1}', readNodeReport, 'not a report (Unrecognized key: "now")'],
    ['{"kind":"opened","addresses":[1]}', readNodeReport, 'not a report (addresses: 0: Invalid input: expected string, received number)'],
    ['{"kind":"arrives-from","flow":"m3ua","atMs":null,"address":""}', readNodeReport, 'not a report (atMs: '],
    ['{"kind":"event","event":{"atMs":1,"node":"sg","kind":"restart"}}', readNodeReport, 'not a report (event: detail: '],
    [nodeLine({ ...OFFERED, refused: -1 }).trimEnd(), readNodeReport, 'not a report (refused: Too small'],
    [nodeLine({ ...OFFERED, first: 0.5 }).trimEnd(), readNodeReport, 'not a report (first: '],
    ['[]', readNodeCommand, 'not a command: "[]"'],
    ['{"kind":"link"}', readNodeCommand, 'not the state of a link'],
    ['{"kind":"prepare"}', readNodeProcessStart, 'not the start of a node: "{\\"kind\\":\\"prepare\\"}"'],
    ['x'.repeat(1000), readNodeReport, `not JSON: "${'x'.repeat(200)}…"`],
  ])('are refused when they are something else: %s', (line, read, message) => {
    expect(() => read(line)).toThrow(message)
  })

  it('are put together from chunks cut anywhere', () => {
    const text = '{"a":"ä"}\n\n{"b":"€"}\nrest'
    const octets = Buffer.from(text)
    for (let size = 1; size <= octets.length; size++) {
      const lines: string[] = []
      const reader = new LineReader((line) => lines.push(line), expect.unreachable)
      for (let at = 0; at < octets.length; at += size) reader.push(octets.subarray(at, at + size))
      expect(lines).toEqual(['{"a":"ä"}', '', '{"b":"€"}'])
    }
  })

  it('are told once when too long, thrown away, and followed by others', () => {
    const lines: string[] = []
    let tooLong = 0
    const reader = new LineReader(
      (line) => lines.push(line),
      () => tooLong++,
      8,
    )
    for (const chunk of ['12345678\n', '1234', '56789', 'abc', 'd\nshort\n', '123456789\nok\n']) reader.push(Buffer.from(chunk))
    expect(lines).toEqual(['12345678', 'short', 'ok'])
    expect(tooLong).toBe(2)
  })
})
