import { describe, expect, it } from 'vitest'
import { openPair } from './two-nodes.js'

describe('disconnection', () => {
  it('takes leave with DPR and DPA, and the one who asked hangs up (RFC 6733 §5.4)', () => {
    const { world, a, z, near, far } = openPair()
    world.log.length = 0
    near.stop('DO_NOT_WANT_TO_TALK_TO_YOU', world.now)
    expect([near.remote?.state, near.endRequest(1, world.now)]).toEqual(['Closing', 'closing'])
    world.settle()
    expect(world.log).toEqual(['A -> DPR -> Z', 'Z -> DPA -> A'])
    expect(z.last('disconnect-requested')).toEqual({ kind: 'disconnect-requested', cause: 'DO_NOT_WANT_TO_TALK_TO_YOU' })
    expect([a.last('closed')?.reason, z.last('closed')?.reason]).toEqual(['stopped', 'stopped-by-peer'])
    expect([near.isOpen(), far.isOpen(), near.remote?.watchdog.state]).toEqual([false, false, 'INITIAL'])
  })

  it('is not followed by another attempt of the one who stopped', () => {
    const { world, near, z } = openPair()
    near.stop('REBOOTING', world.now)
    world.run(300_000)
    expect([near.isOpen(), z.peers.length]).toEqual([false, 1])
  })

  it.each([
    ['REBOOTING', true],
    ['BUSY', false],
    ['DO_NOT_WANT_TO_TALK_TO_YOU', false],
  ] as const)('by the other side with %s: connects again is %s', (cause, again) => {
    const { world, near, far } = openPair()
    far.stop(cause, world.now)
    world.settle()
    expect(near.isOpen()).toBe(false)
    world.run(31_000)
    expect([near.isOpen(), near.remote?.watchdog.state]).toEqual([again, again ? 'OKAY' : 'INITIAL'])
  })

  it('from both sides at once ends both without a timer', () => {
    const { world, a, z, near, far } = openPair()
    world.log.length = 0
    near.stop('BUSY', world.now)
    far.stop('BUSY', world.now)
    world.settle()
    expect(world.log).toEqual(['A -> DPR -> Z', 'Z -> DPR -> A', 'Z -> DPA -> A', 'A -> DPA -> Z'])
    expect([near.remote?.state, near.isOpen(), far.isOpen()]).toEqual(['Closed', false, false])
    expect([a.kinds(), z.kinds()].map((kinds) => kinds.filter((kind) => kind === 'closed').length)).toEqual([1, 1])
  })

  it('is forced when the DPA does not come', () => {
    const { world, a, near, association } = openPair()
    association.silent = true
    near.stop('BUSY', world.now)
    world.run(4_999)
    expect(near.remote?.state).toBe('Closing')
    world.run(2)
    expect([near.remote?.state, a.last('closed')?.reason]).toEqual(['Closed', 'disconnect-timeout'])
  })

  it('does not keep a DWA from a peer whose DWR crosses the DPR', () => {
    const { world, a, z, near, far, association } = openPair()
    const request = far.beginRequest(324, 16777252)
    far.writeOrigin(request)
    expect(far.endRequest(9, world.now)).toBe('sent')
    world.settle()
    far.base.sendWatchdogRequest()
    near.stop('REBOOTING', world.now)
    world.settle()
    expect([near.remote?.state, far.remote?.state]).toEqual(['Closing', 'Closing'])
    expect(world.log.slice(-4)).toEqual(['Z -> DWR -> A', 'A -> DPR -> Z', 'A -> DWA -> Z', 'Z -> DPA -> A'])
    expect([a.requests.length, z.failures.length, association.silent]).toEqual([1, 0, false])
  })

  it('waits for the answers under way, but not longer than the linger time (RFC 6733 §2.1.1)', () => {
    for (const answered of [true, false]) {
      const { world, a, z, near, far } = openPair()
      const request = near.beginRequest(324, 16777252)
      near.writeOrigin(request)
      expect(near.endRequest(9, world.now)).toBe('sent')
      world.settle()
      near.stop('BUSY', world.now)
      world.settle()
      expect(near.remote?.state).toBe('Closing')
      world.run(500)
      if (answered) {
        far.beginAnswer(z.requests[0]!, 2001)
        expect(far.endAnswer(z.requests[0]!, world.now)).toBe('sent')
        world.settle()
        expect(a.answers).toEqual([{ context: 9, flags: 0x40, resultCode: 2001 }])
      } else {
        expect(near.remote?.state).toBe('Closing')
        world.run(501)
        expect(a.failures).toMatchObject([{ context: 9, failure: 'connection-lost' }])
      }
      expect([near.remote?.state, a.last('closed')?.reason]).toEqual(['Closed', 'stopped'])
    }
  })

  it('waits as long for our own answer to a request of the other side', () => {
    const { world, a, z, near, far } = openPair()
    near.writeOrigin(near.beginRequest(324, 16777252))
    near.endRequest(1, world.now)
    world.settle()
    far.stop('BUSY', world.now)
    world.settle()
    expect(far.remote?.state).toBe('Closing')
    far.beginAnswer(z.requests[0]!, 2001)
    far.endAnswer(z.requests[0]!, world.now)
    expect(far.remote).toBeNull()
    world.settle()
    expect([a.answers.length, near.remote?.state]).toEqual([1, 'Closed'])
  })

  it('ends an attempt to connect as well', () => {
    const { world, near, association } = openPair()
    near.connectionLost(world.now)
    association.held = true
    world.run(30_001)
    expect(near.remote?.state).toBe('Wait-Conn-Ack')
    near.stop('BUSY', world.now)
    expect([near.remote?.state, near.pollTimeout()]).toEqual(['Closed', Number.POSITIVE_INFINITY])
  })
})
