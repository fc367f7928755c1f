import { IDataChunk, readIDataChunk, writeIDataChunk } from '@sigbed/sctp-codec'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { protocolParameters } from '../association/protocol-parameters.js'
import { TransportAddressTable } from '../endpoint/transport-address-table.js'
import { InboundData } from './inbound-data.js'
import { ReceivedMessage } from './received-message.js'

const FIRST_TSN = 0xffff_fff0

/** The receiving half of an association, fed with chunks by hand. */
class Receiver {
  readonly inbound: InboundData
  /** "stream MID-or-SSN [U] text", parts joined by a bar while more follows. */
  readonly got: string[] = []
  private readonly message = new ReceivedMessage()
  private readonly chunk = new IDataChunk()
  private readonly octets = new Uint8Array(2000)

  constructor(receiveBufferOctets = 1_000_000) {
    this.inbound = new InboundData(FIRST_TSN, protocolParameters({ receiveBufferOctets }), new TransportAddressTable(), true)
  }

  /** @param place how far behind the initial TSN */
  receive(place: number, flags: string, streamId: number, messageId: number, fragment: number, text: string) {
    const bits = ['E', 'B', 'U', 'I'].reduce((sum, flag, i) => (flags.includes(flag) ? sum | (1 << i) : sum), 0)
    const payload = Uint8Array.from(text, (character) => character.charCodeAt(0))
    const tsn = (FIRST_TSN + place) >>> 0
    this.octets.fill(0)
    writeIDataChunk(this.octets, 0, bits, tsn, streamId, messageId, 46, fragment, payload, 0, payload.length)
    readIDataChunk(this.octets, 0, 20 + payload.length, bits, this.chunk)
    const outcome = this.inbound.receiveInterleaved(this.chunk, this.octets)
    this.poll()
    return outcome
  }

  isNew(place: number): boolean {
    return this.inbound.tracker.judge((FIRST_TSN + place) >>> 0) === 'new'
  }

  expectNothingHeld(): void {
    expect(this.inbound.heldOctets).toBe(0)
    expect((this.inbound as unknown as { slab: { pagesInUse: number } }).slab.pagesInUse).toBe(1)
  }

  private poll(): void {
    const { message } = this
    while (this.inbound.delivery.poll(message)) {
      const { streamId, streamSequenceNumber, unordered, partial, payloadProtocolId } = message
      expect(payloadProtocolId).toBe(46)
      const text = String.fromCharCode(...message.copyPayload())
      this.got.push(`${streamId} ${streamSequenceNumber}${unordered ? ' U' : ''} ${text}${partial ? '|' : ''}`)
    }
    this.inbound.delivery.takeBack()
  }
}

describe('interleaved messages', () => {
  it('are put together by stream, U bit, MID and FSN, whatever their TSNs', () => {
    const receiver = new Receiver()
    receiver.receive(0, 'B', 1, 0, 0, 'a')
    receiver.receive(1, 'B', 2, 0, 0, 'A')
    receiver.receive(2, 'UB', 1, 0, 0, 'x')
    receiver.receive(3, 'E', 1, 0, 2, 'c')
    receiver.receive(4, 'UE', 1, 0, 1, 'y')
    receiver.receive(5, '', 1, 0, 1, 'b')
    receiver.receive(6, 'E', 2, 0, 1, 'B')
    expect(receiver.got).toEqual(['1 0 U xy', '1 0 abc', '2 0 AB'])
    expect(receiver.inbound.reassembledMessages).toBe(3)
    receiver.expectNothingHeld()
  })

  it('are handed over in the order of their MIDs on each stream, unordered ones as they come', () => {
    const receiver = new Receiver()
    receiver.receive(0, 'BE', 1, 2, 0, 'third')
    receiver.receive(1, 'UBE', 1, 5, 0, 'sixth')
    receiver.receive(2, 'BE', 1, 1, 0, 'second')
    receiver.receive(3, 'BE', 2, 0, 0, 'other')
    receiver.receive(4, 'BE', 1, 0, 0, 'first')
    expect(receiver.got).toEqual(['1 5 U sixth', '2 0 other', '1 0 first', '1 1 second', '1 2 third'])
    receiver.expectNothingHeld()
  })

  it('go on where MIDs wrap around; the user sees the lower half of them', () => {
    const receiver = new Receiver()
    const { streams } = (receiver.inbound as unknown as { interleaved: { streams: { expected: number }[] } }).interleaved
    receiver.receive(0, 'BE', 1, 0, 0, 'zero')
    streams[1]!.expected = 0xffff_fffe
    receiver.receive(1, 'BE', 1, 0, 0, 'c')
    receiver.receive(2, 'B', 1, 0xffff_ffff, 0, 'b')
    receiver.receive(3, 'BE', 1, 0xffff_fffe, 0, 'a')
    receiver.receive(4, 'E', 1, 0xffff_ffff, 1, 'b')
    expect(receiver.got).toEqual(['1 0 zero', '1 65534 a', '1 65535 bb', '1 0 c'])
  })

  it('with an old MID have no place any more', () => {
    const receiver = new Receiver()
    receiver.receive(0, 'BE', 1, 0, 0, 'a')
    expect(receiver.receive(1, 'BE', 1, 0, 0, 'again')).toBe('accepted')
    expect(receiver.receive(2, 'B', 1, 0xffff_ffff, 0, 'before')).toBe('accepted')
    expect(receiver.got).toEqual(['1 0 a'])
    receiver.expectNothingHeld()
  })

  it.each([
    ['the same fragment again', ['B', 0], ['B', 0]],
    ['a whole message beside a fragment', ['', 1], ['BE', 0]],
    ['something behind the end', ['E', 2], ['', 3]],
    ['an end before something else', ['', 3], ['E', 2]],
    ['two ends', ['E', 2], ['E', 3]],
    ['FSN 0 without the B bit', ['E', 2], ['', 0]],
    ['a fragment half of all FSNs away', ['B', 0], ['', 0x8000_0000]],
  ] as const)('refuse %s', (_, [flags, fragment], [otherFlags, otherFragment]) => {
    const receiver = new Receiver()
    expect(receiver.receive(0, flags, 1, 0, fragment, 'x')).toBe('accepted')
    expect(receiver.receive(1, otherFlags, 1, 0, otherFragment, 'x')).toBe('contradiction')
  })

  it('are handed over in parts when they fill the buffer: of each stream one at a time', () => {
    const receiver = new Receiver(1500)
    const text = (letter: string) => letter.repeat(400)
    receiver.receive(0, 'B', 1, 0, 0, text('a'))
    receiver.receive(1, 'B', 2, 0, 0, text('A'))
    receiver.receive(2, 'UB', 1, 0, 0, text('x'))
    expect(receiver.inbound.messagesInParts.length).toBeGreaterThan(0)
    receiver.receive(3, '', 2, 0, 1, text('B'))
    receiver.receive(4, 'UBE', 1, 1, 0, 'behind')
    receiver.receive(5, '', 1, 0, 1, text('b'))
    receiver.receive(6, 'UE', 1, 0, 1, text('y'))
    receiver.receive(7, 'E', 1, 0, 2, 'c')
    receiver.receive(8, 'E', 2, 0, 2, 'C')
    const short = receiver.got.map((line) => line.replaceAll(/(.)\1{20,}/g, '$1'))
    // The parts of one message, then what waited behind it, stream by stream.
    expect(short.filter((line) => line.startsWith('1'))).toEqual(['1 0 a|', '1 0 b|', '1 0 c', '1 1 U behind', '1 0 U xy'])
    expect(short.filter((line) => line.startsWith('2'))).toEqual(['2 0 A|', '2 0 B|', '2 0 C'])
    expect(receiver.inbound.messagesInParts).toEqual([])
    receiver.expectNothingHeld()
  })

  it('arrive once, whole and in order, whatever comes first, is lost, or finds no room', () => {
    const message = fc.record({
      stream: fc.nat(3),
      unordered: fc.boolean(),
      lengths: fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 6 }),
    })
    const buffer = fc.constantFrom(1500, 4000, 1_000_000)
    fc.assert(
      fc.property(
        fc.array(message, { minLength: 1, maxLength: 12 }),
        buffer,
        fc.infiniteStream(fc.nat(0xffff)),
        (messages, room, chance) => {
          const receiver = new Receiver(room)
          const draw = (below: number) => (chance.next().value as number) % below
          // Fragments of different streams in turn, as a sender may: those of one stream in order.
          const queues = new Map<number, (() => [string, number, number, number, string])[]>()
          const next = new Map<string, number>()
          const whole: string[][] = [[], [], [], []]
          messages.forEach(({ stream, unordered, lengths }, index) => {
            const kind = `${stream} ${unordered}`
            const messageId = next.get(kind) ?? 0
            next.set(kind, messageId + 1)
            const letter = String.fromCharCode(97 + index)
            const text = letter.repeat(lengths.reduce((sum, length) => sum + length, 0))
            whole[stream]!.push(`${stream} ${messageId}${unordered ? ' U' : ''} ${text}`)
            const queue = queues.get(stream) ?? []
            queues.set(stream, queue)
            lengths.forEach((length, fragment) => {
              const flags = `${unordered ? 'U' : ''}${fragment === 0 ? 'B' : ''}${fragment === lengths.length - 1 ? 'E' : ''}`
              queue.push(() => [flags, stream, messageId, fragment, letter.repeat(length)])
            })
          })
          const chunks: [string, number, number, number, string][] = []
          for (let left = [...queues.values()]; left.length > 0; left = left.filter((queue) => queue.length > 0))
            chunks.push(left[draw(left.length)]!.shift()!())
          let rounds = 0
          while (chunks.some((_, place) => receiver.isNew(place))) {
            expect(++rounds).toBeLessThan(500)
            receiver.inbound.window.advertise()
            const places = chunks.map((_, place) => place).filter((place) => receiver.isNew(place))
            while (places.length > 0) {
              const [place] = places.splice(draw(Math.min(places.length, 8)), 1)
              if (draw(4) === 0) continue
              expect(receiver.receive(place!, ...chunks[place!]!)).not.toBe('contradiction')
            }
          }
          for (let stream = 0; stream < 4; stream++) {
            // Parts of one message follow one another on their stream.
            const lines = receiver.got.filter((line) => line.startsWith(`${stream} `))
            const joined: string[] = []
            let open = ''
            for (const line of lines) {
              const text = line.slice(line.lastIndexOf(' ') + 1)
              open = open === '' ? line : open.slice(0, -1) + text
              if (open.endsWith('|')) continue
              joined.push(open)
              open = ''
            }
            expect(open).toBe('')
            const ordered = (line: string) => !line.includes(' U ')
            expect(joined.filter(ordered)).toEqual(whole[stream]!.filter(ordered))
            expect([...joined].sort()).toEqual([...whole[stream]!].sort())
          }
          receiver.expectNothingHeld()
        },
      ),
      { numRuns: 300 },
    )
  })
})
