import type { SendOutcome } from '@sigbed/sctp-core'
import { describe, expect, it } from 'vitest'
import { WaitingSends } from './waiting-sends.js'

describe('WaitingSends', () => {
  it('lets nobody overtake those who wait', async () => {
    const buffer = new Room(1)
    const sends = new WaitingSends(buffer.trySend, 'Z')
    const taken: number[] = []
    const all = [1, 2, 3].map((number) => sends.send(Uint8Array.of(number), {}).then(() => taken.push(number)))
    await Promise.resolve()
    expect(buffer.taken).toEqual([1])
    // There is room for one, but the second comes before the fourth.
    buffer.room = 1
    const fourth = sends.send(Uint8Array.of(4), {})
    sends.retry()
    expect(buffer.taken).toEqual([1, 2])
    buffer.room = 5
    sends.retry()
    await Promise.all([...all, fourth])
    expect(buffer.taken).toEqual([1, 2, 3, 4])
    expect(taken).toEqual([1, 2, 3])
  })

  it('rejects each that never will be taken, with the outcome', async () => {
    const buffer = new Room(0)
    const sends = new WaitingSends(buffer.trySend, 'Z')
    const [first, second] = [sends.send(Uint8Array.of(1), {}), sends.send(Uint8Array.of(2), {})]
    buffer.refusal = 'closed'
    sends.retry()
    await expect(first).rejects.toMatchObject({ code: 'SCTP_SEND_REFUSED', outcome: 'closed', peer: 'Z' })
    await expect(second).rejects.toThrow('a message to Z was not taken: closed')
  })

  it('rejects with what sending throws', async () => {
    const sends = new WaitingSends(() => {
      throw new Error('no such address')
    }, 'Z')
    await expect(sends.send(Uint8Array.of(1), {})).rejects.toThrow('no such address')
  })
})

class Room {
  readonly taken: number[] = []
  refusal: SendOutcome = 'send-buffer-full'

  constructor(public room: number) {}

  readonly trySend = (payload: Uint8Array): SendOutcome => {
    if (this.room === 0) return this.refusal
    this.room--
    this.taken.push(payload[0]!)
    return 'queued'
  }
}
