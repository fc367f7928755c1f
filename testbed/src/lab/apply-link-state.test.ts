import { CHECKSUM_ABSENT, PacketBatch, TransportAddressTable } from '@sigbed/sctp-core'
import { FaultInjector, NO_IMPAIRMENT } from '@sigbed/sctp-transport'
import { SeededRandom, VirtualClock } from '@sigbed/simulated-network'
import { describe, expect, it } from 'vitest'
import { type LinkState, PERFECT_LINK_STATE } from '../scenario/scenario.js'
import { applyLinkState, impairmentOf } from './apply-link-state.js'

/** A node at 10.132.1.10 and 10.132.2.10 (port 9899) that writes down where its packets went, by their remote indices. */
function setUp() {
  const addresses = new TransportAddressTable()
  const localAddresses = [1, 2].map((network) => addresses.intern(Uint8Array.of(10, 132, network, 10), 9899))
  const remotes = [9899, 9900].map((port) => addresses.intern(Uint8Array.of(10, 132, 1, 11), port))
  const passed: number[] = []
  const leaf = {
    onReceive: () => {},
    statistics: {} as never,
    send: (batch: PacketBatch) => void passed.push(...batch.remoteAddress.subarray(0, batch.count)),
    close: async () => {},
  }
  const faults = new FaultInjector(leaf, addresses, new VirtualClock(new SeededRandom(1)))
  const send = (...paths: (readonly [number, number])[]) => {
    const batch = new PacketBatch()
    for (const [local, remote] of paths) batch.append(new Uint8Array(20), 0, 20, local, remote, CHECKSUM_ABSENT)
    faults.send(batch)
    return passed.splice(0)
  }
  return { node: { faults, addresses, localAddresses }, remotes, send }
}

const link = (direction: 'outbound' | 'inbound', changes: Partial<LinkState>) =>
  ({
    kind: 'link',
    direction,
    local: '10.132.1.10',
    remote: '10.132.1.11',
    remotePort: 9899,
    state: { ...PERFECT_LINK_STATE, ...changes },
  }) as const

describe('link state on a node', () => {
  it('changes the way between two addresses and one peer there, in one direction', () => {
    const { node, remotes, send } = setUp()
    const [a, b] = node.localAddresses as [number, number]
    const [z, other] = remotes as [number, number]
    applyLinkState(node, link('inbound', { up: false }))
    expect(send([a, z], [b, z], [a, other])).toEqual([z, z, other])
    applyLinkState(node, link('outbound', { up: false }))
    expect(send([a, z], [b, z], [a, other])).toEqual([z, other])
  })

  it('says all there is to say: what was before is gone', () => {
    const { node, remotes, send } = setUp()
    const way = [node.localAddresses[0]!, remotes[0]!] as const
    applyLinkState(node, link('outbound', { up: false, delayMs: 5 }))
    applyLinkState(node, link('outbound', { mtu: 19 }))
    expect(send(way)).toEqual([])
    expect(node.faults.tally({ local: way[0], remote: way[1] }, 'outbound')).toMatchObject({ cut: 0, tooLong: 1 })
    applyLinkState(node, link('outbound', {}))
    expect(send(way)).toEqual([way[1]])
  })

  it('leaves nothing of a state out', () => {
    expect(impairmentOf(PERFECT_LINK_STATE)).toEqual(NO_IMPAIRMENT)
    expect(impairmentOf({ ...PERFECT_LINK_STATE, up: false })).toEqual({ ...NO_IMPAIRMENT, cut: true })
  })

  it('refuses addresses that are none, or not of the node', () => {
    const { node } = setUp()
    const command = link('outbound', {})
    expect(() => applyLinkState(node, { ...command, local: '10.132.3.10' })).toThrow('10.132.3.10 is no address of this node')
    expect(() => applyLinkState(node, { ...command, remote: 'asp' })).toThrow('asp is no IP address')
  })
})
