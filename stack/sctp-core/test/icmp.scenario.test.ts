import { describe, expect, it } from 'vitest'
import type { IcmpReport } from '../src/endpoint/icmp-processing.js'
import { PORT, SimulatedPair, Z_ADDRESSES } from './simulated-pair.js'

/** A report about a packet of A's present association on the first path. */
function report(pair: SimulatedPair, changes: Partial<IcmpReport>): IcmpReport {
  const association = pair.a.association!
  return {
    kind: 'protocol-unreachable',
    mtu: 0,
    remoteAddress: pair.a.addressIndex(Z_ADDRESSES[0]),
    sourcePort: association.localPort,
    destinationPort: association.peerPort,
    verificationTag: association.peerTag,
    initiateTag: 0,
    ...changes,
  }
}

describe('ICMP messages', () => {
  it('end the association when they say protocol unreachable and quote the peer’s tag', () => {
    const pair = new SimulatedPair().establish()
    pair.a.endpoint.handleIcmp(report(pair, {}))
    pair.a.drain()
    expect(pair.a.eventsOf('communication-lost')).toMatchObject([{ reason: 'aborted-by-peer' }])
  })

  it('are ignored with another tag, other ports, or the tag of an INIT that was never sent', () => {
    const pair = new SimulatedPair().establish()
    const { peerTag, localTag } = pair.a.association!
    const lies: Partial<IcmpReport>[] = [
      { verificationTag: peerTag ^ 1 },
      { sourcePort: 1 },
      { destinationPort: 1 },
      { verificationTag: 0, initiateTag: localTag ^ 1 },
      { verificationTag: 0, initiateTag: 0 },
    ]
    for (const lie of lies) pair.a.endpoint.handleIcmp(report(pair, lie))
    // Of an INIT that has long been answered: §10 heeds it in COOKIE-WAIT only.
    pair.a.endpoint.handleIcmp(report(pair, { verificationTag: 0, initiateTag: localTag }))
    pair.a.drain()
    expect(pair.a.association!.state).toBe('ESTABLISHED')
    expect(pair.a.endpoint.statistics.icmpIgnored).toBe(lies.length)
  })

  it('refuse the setup when they quote our INIT', () => {
    const pair = new SimulatedPair()
    const association = pair.a.associate([Z_ADDRESSES[0]], PORT)
    pair.a.endpoint.handleIcmp(report(pair, { verificationTag: 0, initiateTag: association.localTag }))
    pair.a.drain()
    expect(pair.a.eventsOf('communication-lost')).toMatchObject([{ reason: 'setup-refused' }])
  })

  it('lower the MTU of their path alone, and chunks are cut to the smallest from then on', () => {
    const pair = new SimulatedPair().establish()
    pair.a.endpoint.handleIcmp(report(pair, { kind: 'packet-too-big', mtu: 1000 }))
    pair.a.drain()
    const [first, second] = pair.a.association!.paths.paths
    expect([first!.mtu, second!.mtu]).toEqual([1000, 1500])
    let longest = 0
    pair.network.configurePath('10.0.1.1', '10.0.1.2', {
      loss: {
        kind: 'predicate',
        loses: (packet) => {
          longest = Math.max(longest, packet.octets.length)
          return false
        },
      },
    })
    pair.a.send('x'.repeat(5000))
    pair.run(() => pair.z.delivered.length === 1)
    expect(longest).toBeLessThanOrEqual(980)
    expect(longest).toBeGreaterThan(900)
  })

  it('never raise an MTU, and never take it below what every network carries', () => {
    const pair = new SimulatedPair().establish()
    const path = pair.a.association!.paths.paths[0]!
    pair.a.endpoint.handleIcmp(report(pair, { kind: 'packet-too-big', mtu: 9000 }))
    expect(path.mtu).toBe(1500)
    pair.a.endpoint.handleIcmp(report(pair, { kind: 'packet-too-big', mtu: 0 }))
    expect(path.mtu).toBe(1492)
    pair.a.endpoint.handleIcmp(report(pair, { kind: 'packet-too-big', mtu: 68 }))
    expect(path.mtu).toBe(576)
  })

  it('let chunks cut for the larger MTU still arrive', () => {
    const pair = new SimulatedPair().establish()
    pair.cut(0)
    pair.cut(1)
    pair.a.send('y'.repeat(1400))
    pair.a.endpoint.handleIcmp(report(pair, { kind: 'packet-too-big', mtu: 600 }))
    pair.a.drain()
    pair.restore(0)
    pair.restore(1)
    pair.run(() => pair.z.delivered.length === 1)
    expect(pair.z.texts()[0]).toBe('y'.repeat(64))
  })
})
