import { describe, expect, it } from 'vitest'
import type { Party } from './two-nodes.js'
import { openPair } from './two-nodes.js'

const watchdogMoves = (party: Party) =>
  party.events.filter((event) => event.kind === 'watchdog-state-change').map((event) => `${event.from} to ${event.to}`)

describe('watchdog between two nodes', () => {
  it('sends a DWR in each silent interval and stays OKAY', () => {
    const { world, near, far } = openPair()
    world.run(10 * 32_000)
    expect(world.log.filter((line) => line.includes('DWR')).length).toBeGreaterThan(10)
    expect([near.remote?.watchdog.state, far.remote?.watchdog.state]).toEqual(['OKAY', 'OKAY'])
  })

  it('goes to SUSPECT after two silent intervals, closes after three, and connects again', () => {
    const { world, a, near, association } = openPair()
    association.silent = true
    world.run(2 * 28_000 - 1)
    expect(near.remote?.watchdog.state).toBe('OKAY')
    world.run(2 * 32_000 - (2 * 28_000 - 1))
    expect(near.remote?.watchdog.state).toBe('SUSPECT')
    expect(a.kinds()).toContain('failover')
    expect(near.endRequest(1, world.now)).toBe('suspect')
    world.run(32_000)
    expect([near.remote?.watchdog.state, near.remote?.state]).toEqual(['DOWN', 'Closed'])
    expect(a.last('closed')?.reason).toBe('watchdog')
    // Three DWAs make it trustworthy again (RFC 3539 §3.4.1): one at once, two by the clock.
    association.silent = false
    world.run(30_000)
    expect([near.remote?.watchdog.state, near.isOpen()]).toEqual(['REOPEN', true])
    expect(near.endRequest(1, world.now)).toBe('suspect')
    world.run(2 * 32_000)
    expect(near.remote?.watchdog.state).toBe('OKAY')
    expect(watchdogMoves(a)).toEqual(['INITIAL to OKAY', 'OKAY to SUSPECT', 'SUSPECT to DOWN', 'DOWN to REOPEN', 'REOPEN to OKAY'])
    expect(a.kinds().filter((kind) => kind === 'failback').length).toBe(1)
  })

  it('comes back from SUSPECT with the first message', () => {
    const { world, a, near, association } = openPair()
    association.silent = true
    world.run(64_000)
    expect(near.remote?.watchdog.state).toBe('SUSPECT')
    association.silent = false
    // The other side is as suspicious; its next message is a while off, so one is sent for it.
    const { octets } = association.sent[0]!
    const dwr = octets.slice()
    dwr[5] = 0
    dwr[6] = 1
    dwr[7] = 0x18
    a.deliver(near, dwr)
    expect(near.remote?.watchdog.state).toBe('OKAY')
    expect(a.kinds().at(-1)).toBe('failback')
  })

  it('reports requests lost with the connection, with what is needed to repeat them', () => {
    const { world, a, near, association } = openPair()
    association.silent = true
    near.beginRequest(324, 16777252, 0x40, 77)
    expect(near.endRequest(5, world.now)).toBe('sent')
    near.connectionLost(world.now)
    expect(a.failures).toEqual([{ context: 5, endToEndId: 77, failure: 'connection-lost' }])
    expect([near.remote?.state, near.remote?.watchdog.state, near.endRequest(6, world.now)]).toEqual(['Closed', 'DOWN', 'not-open'])
  })

  it('counts a DWA once, however often it comes', () => {
    const { world, a, near, association } = openPair()
    near.connectionLost(world.now)
    association.far!.connectionLost(world.now)
    world.run(30_001)
    const dwa = association.sent.filter(({ octets, by }) => by === 'Z' && octets[4] === 0 && octets[7] === 0x18).at(-1)!.octets
    for (let i = 0; i < 5; i++) a.deliver(near, dwa)
    expect([near.remote?.watchdog.state, near.remote?.watchdog.numDwa]).toEqual(['REOPEN', 1])
  })

  it('sends a DWR that found no room as soon as there is some, and keeps the connection (RFC 3539 §3.4.1)', () => {
    const { world, a, z, near, far, association } = openPair()
    world.run(20_000)
    association.sendBufferFull = true
    world.run(14_000)
    association.sendBufferFull = false
    near.handleWritable()
    far.handleWritable()
    world.run(200_000)
    expect([near.isUsable(), far.isUsable()]).toEqual([true, true])
    for (const party of [a, z]) {
      expect(party.kinds()).not.toContain('failover')
      expect(party.kinds()).not.toContain('closed')
    }
  })

  it('keeps few of the answers to a peer that asks and does not read', () => {
    const { world, z, far, association } = openPair()
    world.run(32_001)
    const dwr = association.sent.find(({ octets, by }) => by === 'A' && octets[4] === 0x80 && octets[7] === 0x18)!.octets
    association.sendBufferFull = true
    for (let i = 0; i < 1_000; i++) z.deliver(far, dwr)
    association.sendBufferFull = false
    const before = association.sent.length
    far.handleWritable()
    expect(association.sent.length - before).toBe(8)
  })

  it('throws traffic away while reopening, but answers DWRs', () => {
    const { world, a, z, near, association } = openPair({ knownPeers: ['a.example.net', 'z.example.net'] })
    near.connectionLost(world.now)
    z.peers[0]!.connectionLost(world.now)
    world.run(30_001)
    expect([near.remote?.watchdog.state, z.node.peers.find('a.example.net')?.watchdog.state]).toEqual(['REOPEN', 'REOPEN'])
    const request = near.beginRequest(324, 16777252)
    near.writeOrigin(request)
    request.endMessage(
      Object.assign({ version: 1, length: 0, flags: 0xc0, commandCode: 324, applicationId: 16777252, hopByHopId: 1, endToEndId: 1 }),
    )
    z.deliver(association.far!, request.octets.slice(0, request.length))
    expect(z.requests.length).toBe(0)
    expect(z.last('message-discarded')?.reason).toBe('watchdog-throwaway')
    world.run(64_000)
    expect([near.remote?.watchdog.state, z.node.peers.find('a.example.net')?.watchdog.state]).toEqual(['OKAY', 'OKAY'])
    expect(a.kinds()).toContain('failback')
  })
})
