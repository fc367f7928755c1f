import { fromHexadecimal, MORE_NOT_SHOWN, type OctetTree, TreeBound, writeU24, writeU32 } from '@sigbed/octets'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AvpWriter } from './avp-writer.js'
import { RFC6733 } from './dictionary/rfc6733.js'
import { encodeMessage } from './message-codec.js'
import { MessageHeader } from './message-header.js'
import { messageTree } from './message-tree.js'

const CEA = encodeMessage(
  {
    command: 'Capabilities-Exchange-Answer',
    applicationId: 0,
    proxiable: false,
    error: false,
    retransmitted: false,
    hopByHopId: 0x12,
    endToEndId: 0xfedcba98,
    avps: [
      { name: 'Result-Code', value: 2001 },
      { name: 'Origin-Host', value: 'hss.example' },
      { name: 'Origin-Realm', value: 'example' },
      { name: 'Host-IP-Address', value: '2001:db8::1' },
      { name: 'Vendor-Id', value: 10415 },
      { name: 'Product-Name', value: 'Sigbed' },
      {
        name: 'Vendor-Specific-Application-Id',
        value: [
          { name: 'Vendor-Id', value: 10415 },
          { name: 'Auth-Application-Id', value: 16777252 },
        ],
      },
    ],
  },
  RFC6733,
)

/** One line for each node, indented by depth. */
function lines(tree: OctetTree, depth = 0): string[] {
  const { name, facts, value, meaning, faults } = tree
  const words = [name, Object.values(facts).join(' '), value ?? '', meaning ?? '', faults.join('; ')].filter((word) => word !== '')
  return [`${'  '.repeat(depth)}${words.join(' | ')}`, ...tree.inside.flatMap((inner) => lines(inner, depth + 1))]
}

function tree(octets: Uint8Array, bound?: TreeBound): OctetTree {
  return messageTree(octets, 0, octets.length, bound)
}

/** A DWR with these AVPs behind its Origin-Host and Origin-Realm. */
function withAvps(avps: string): Uint8Array {
  const writer = new AvpWriter()
  writer.beginMessage()
  writer.writeUtf8String(RFC6733.avp('Origin-Host'), 'a.example')
  writer.writeUtf8String(RFC6733.avp('Origin-Realm'), 'example')
  writer.writeAvps(fromHexadecimal(avps)!)
  writer.endMessage(Object.assign(new MessageHeader(), { flags: 0x80, commandCode: 280 }))
  return writer.copy()
}

describe('message tree', () => {
  it('names commands, AVPs, applications, enumerations and result codes', () => {
    expect(lines(tree(CEA))).toEqual([
      'Capabilities-Exchange-Answer | CEA 257 - 0 Diameter common messages 0x00000012 0xfedcba98',
      '  Result-Code | 268 M | 2001 | DIAMETER_SUCCESS',
      '  Origin-Host | 264 M | hss.example',
      '  Origin-Realm | 296 M | example',
      '  Host-IP-Address | 257 M | 2001:db8::1',
      '  Vendor-Id | 266 M | 10415',
      '  Product-Name | 269 - | Sigbed',
      '  Vendor-Specific-Application-Id | 260 M',
      '    Vendor-Id | 266 M | 10415',
      '    Auth-Application-Id | 258 M | 16777252 | S13',
    ])
  })

  it('shows values by their format', () => {
    const shown = lines(
      tree(withAvps('00000037 4000000c d6faa10a 00000111 4000000c 00000001 0000011f 40000010 ffffffffffffffff 00000019 4000000a 68690000')),
    )
    expect(shown.slice(3)).toEqual([
      '  Event-Timestamp | 55 M | 2014-04-17T18:50:50Z',
      '  Disconnect-Cause | 273 M | 1 | BUSY',
      '  Accounting-Sub-Session-Id | 287 M | 18446744073709551615',
      '  Class | 25 M | 6869 | "hi"',
    ])
  })

  it('names the results of 3GPP, and leaves those of others as numbers', () => {
    const result = (vendor: string) =>
      lines(tree(withAvps(`00000129 40000020 0000010a 4000000c ${vendor} 0000012a 4000000c 0000152e`))).at(-1)
    expect(result('000028af')).toBe('    Experimental-Result-Code | 298 M | 5422 | DIAMETER_ERROR_EQUIPMENT_UNKNOWN')
    expect(result('00000009')).toBe('    Experimental-Result-Code | 298 M | 5422')
  })

  it('shows what it cannot understand in hexadecimal, and says why', () => {
    const [root, , , ...avps] = lines(
      tree(withAvps('0001ffff e000000e 00000009 61ff0000 00000111 4000000c 00000009 00000116 40000009 01000000')),
    )
    expect(avps).toEqual([
      '  AVP 131071 | 131071 VMP 9 | 61ff | in no dictionary',
      '  Disconnect-Cause | 273 M | 9 | not in its list',
      '  Origin-State-Id | 278 M | 01 | no value of format Unsigned32',
    ])
    expect(root).toContain('5001 DIAMETER_AVP_UNSUPPORTED: AVP 131071; 5004 DIAMETER_INVALID_AVP_VALUE: Disconnect-Cause; 5014')
  })

  it('shows where the AVPs of a message or of a group end in nonsense', () => {
    expect(lines(tree(withAvps('00000116 40ffffff 01020304'))).at(-1)).toBe(
      '  not an AVP | 0000011640ffffff01020304 | an AVP Length that does not fit the 12 octets left',
    )
    expect(lines(tree(withAvps('00000129 4000000c 01020304'))).at(-1)).toBe(
      '    not an AVP | 01020304 | an AVP Length that does not fit the 4 octets left',
    )
  })

  it('shows a command and an application nobody knows', () => {
    const octets = CEA.slice()
    writeU24(octets, 5, 99)
    writeU32(octets, 8, 77)
    octets[4] = 0xf1
    const [root, first] = lines(tree(octets))
    expect(root).toContain('Diameter request 99 | 99 RPET+0x01 77')
    expect(first).toBe('  Result-Code | 268 M | 2001 | DIAMETER_SUCCESS')
  })

  it('shows what is too short for a header, or says another length', () => {
    expect(lines(tree(fromHexadecimal('010000')!))).toEqual([
      'Diameter message | 010000 | 5015 DIAMETER_INVALID_MESSAGE_LENGTH: Diameter header',
    ])
    expect(lines(tree(CEA.subarray(0, 32)))[0]).toContain('5015 DIAMETER_INVALID_MESSAGE_LENGTH')
  })

  it('holds no more than its bound', () => {
    const shown = tree(withAvps('0001ffff 00000008 '.repeat(100)), new TreeBound(10))
    expect(shown.inside.length).toBe(11)
    expect(shown.inside.at(-1)!.faults).toEqual([MORE_NOT_SHOWN])
  })

  it('never throws, and every node lies inside the one around it', () => {
    const inside = (node: OctetTree): void => {
      for (const inner of node.inside) {
        expect(inner.at).toBeGreaterThanOrEqual(node.at)
        expect(inner.at + inner.length).toBeLessThanOrEqual(node.at + node.length)
        inside(inner)
      }
    }
    const change = fc.record({ at: fc.nat(), value: fc.nat(255) })
    fc.assert(
      fc.property(fc.array(change, { maxLength: 6 }), fc.nat(CEA.length), (changes, cut) => {
        const octets = CEA.slice(0, CEA.length - cut)
        for (const { at, value } of changes) if (octets.length > 0) octets[at % octets.length] = value
        const shown = tree(octets)
        inside(shown)
        JSON.stringify(shown)
      }),
      { numRuns: 500 },
    )
  })
})
