import { fromHexadecimal, type OctetTree, TreeBound } from '@sigbed/octets'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { messageTree } from './message-tree.js'

function lines(tree: OctetTree, depth = 0): string[] {
  const { name, facts, value, meaning, faults } = tree
  const words = [name, Object.values(facts).join(' '), value ?? '', meaning ?? '', faults.join('; ')].filter((word) => word !== '')
  return [`${'  '.repeat(depth)}${words.join(' | ')}`, ...tree.inside.flatMap((inner) => lines(inner, depth + 1))]
}

function tree(octets: string): string[] {
  const message = fromHexadecimal(octets)!
  return lines(messageTree(message, 0, message.length))
}

const DATA = '01000101 00000028  00060008 00000007  02100015 00000801 00001002 03020005 0900038001 000000'
const REG_REQ = '01000901 00000024  0207001c  020a0008 00000001  000b0008 00000002  020b0008 00000801'

describe('message tree', () => {
  it('shows DATA with its routing label', () => {
    expect(tree(DATA)).toEqual([
      'M3UA DATA | 1 1',
      '  Routing Context | 0x0006 | 7',
      '  Protocol Data | 0x0210',
      '    Originating Point Code | 2049 (1-0-1)',
      '    Destination Point Code | 4098 (2-0-2)',
      '    Service Indicator | 3 | SCCP',
      '    Network Indicator | 2',
      '    Message Priority | 0',
      '    Signalling Link Selection | 5',
      '    User Protocol Data | 0900038001 | 5 octets',
    ])
  })

  it('shows what a Notify and an Error say', () => {
    expect(tree('01000001 00000018  000d0008 00010003  00060008 00000007')).toEqual([
      'M3UA NTFY | 0 1',
      '  Status | 0x000d | 1/3 | AS ACTIVE',
      '  Routing Context | 0x0006 | 7',
    ])
    expect(tree('01000000 00000010  000c0008 00000019')[1]).toBe('  Error Code | 0x000c | 25 | Invalid Routing Context')
  })

  it('shows parameters in parameters, lists, masks and text', () => {
    expect(tree(REG_REQ)).toEqual([
      'M3UA REG REQ | 9 1',
      '  Routing Key | 0x0207',
      '    Local Routing Key Identifier | 0x020a | 1',
      '    Traffic Mode Type | 0x000b | 2 | Loadshare',
      '    Destination Point Code | 0x020b | 2049 (1-0-1)',
    ])
    expect(tree('01000201 00000028  0006000c 00000007 00000008  0012000c 00000801 03000808  00040006 68690000').slice(1)).toEqual([
      '  Routing Context | 0x0006 | 7, 8',
      '  Affected Point Code | 0x0012 | 2049 (1-0-1), 2056 (1-1-0) mask 3',
      '  INFO String | 0x0004 | hi',
    ])
  })

  it('says what is wrong, and shows the octets', () => {
    expect(tree('01000001 00000010  000d0007 00010000')).toEqual([
      'M3UA NTFY | 0 1 | Parameter Field Error: Parameter Length',
      '  Status | 0x000d | 000100 | not the length this parameter has',
    ])
    expect(tree('01000101 00000010  02100fff 00000000').at(-1)).toBe(
      '  not a parameter | 02100fff00000000 | a Parameter Length that does not fit the 8 octets left',
    )
    expect(tree('02000101 00000008')[0]).toBe('M3UA DATA | 1 1 2 | Invalid Version: Version')
    expect(tree('0100')).toEqual(['M3UA message | 0100 | Protocol Error: Common Header, truncated'])
    expect(tree('01000301 00000010  7fff0008 01020304')[1]).toBe('  unknown parameter | 0x7fff | 01020304')
  })

  it('never throws, holds its bound, and every node lies inside the one around it', () => {
    const inside = (node: OctetTree): void => {
      for (const inner of node.inside) {
        expect(inner.at).toBeGreaterThanOrEqual(node.at)
        expect(inner.at + inner.length).toBeLessThanOrEqual(node.at + node.length)
        inside(inner)
      }
    }
    const change = fc.record({ at: fc.nat(), value: fc.nat(255) })
    fc.assert(
      fc.property(fc.constantFrom(DATA, REG_REQ), fc.array(change, { maxLength: 8 }), fc.nat(40), (original, changes, cut) => {
        const whole = fromHexadecimal(original)!
        const octets = whole.slice(0, Math.max(0, whole.length - cut))
        for (const { at, value } of changes) if (octets.length > 0) octets[at % octets.length] = value
        inside(messageTree(octets, 0, octets.length, new TreeBound(4)))
      }),
      { numRuns: 500 },
    )
  })
})
