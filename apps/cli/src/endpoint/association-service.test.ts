import { ReceivedMessage } from '@sigbed/sctp-core'
import type { Notification, SendOutcome } from '@sigbed/sctp-sockets'
import { describe, expect, it } from 'vitest'
import { type AssociationService, associationService, LONGEST_ECHO, type ServedSocket } from './association-service.js'
import type { ServiceName } from './endpoint-options.js'

/** A socket that remembers, with a send buffer for so many messages. */
class RecordingSocket implements ServedSocket {
  readonly sent: { text: string; stream: number; payloadProtocolId: number; unordered: boolean }[] = []
  room = Number.POSITIVE_INFINITY
  outcome: SendOutcome = 'queued'
  paused = false
  closings = 0

  sendMessage(
    octets: Uint8Array,
    offset: number,
    length: number,
    stream: number,
    payloadProtocolId: number,
    unordered: boolean,
  ): SendOutcome {
    if (this.outcome !== 'queued') return this.outcome
    if (this.room === 0) return 'send-buffer-full'
    this.room--
    this.sent.push({ text: Buffer.from(octets.subarray(offset, offset + length)).toString(), stream, payloadProtocolId, unordered })
    return 'queued'
  }
  pauseReceiving(): void {
    this.paused = true
  }
  resumeReceiving(): void {
    this.paused = false
  }
  close(): Promise<void> {
    this.closings++
    return Promise.reject(new Error('the peer went away'))
  }
}

interface Served {
  readonly socket: RecordingSocket
  readonly service: AssociationService
  readonly unanswered: string[]
  /** Does what was put off until after the turn. */
  nextTurn(): void
}

function serve(name: ServiceName): Served {
  const socket = new RecordingSocket()
  const unanswered: string[] = []
  let later: (() => void)[] = []
  const service = associationService(name, socket, {
    afterTurn: (callback) => later.push(callback),
    now: () => new Date('2026-01-07T14:03:22.480Z'),
    onUnanswered: (stream, outcome) => unanswered.push(`${stream}: ${outcome}`),
  })
  const nextTurn = (): void => {
    const due = later
    later = []
    for (const callback of due) callback()
  }
  return { socket, service, unanswered, nextTurn }
}

/** Lent as the stack lends it: in the middle of a larger memory that is overwritten afterwards. */
function deliver(service: AssociationService, text: string, fields: Partial<ReceivedMessage> = {}): void {
  const message = new ReceivedMessage()
  const octets = Buffer.from(`##${text}##`)
  Object.assign(message, { octets, offset: 2, length: octets.length - 4 }, fields)
  service.onMessage(message)
  octets.fill(0xdd)
}

const UP: Notification = { kind: 'communication-up', outboundStreams: 1, inboundStreams: 1 }
const RESTART: Notification = { kind: 'restart', outboundStreams: 1, inboundStreams: 1 }
const ROOM: Notification = { kind: 'send-buffer-available' }

describe('echo', () => {
  it('sends every message back as it came', () => {
    const { socket, service } = serve('echo')
    service.onNotification(UP)
    deliver(service, 'one', { streamId: 5, payloadProtocolId: 46 })
    deliver(service, 'two', { unordered: true })
    expect(socket.sent).toEqual([
      { text: 'one', stream: 5, payloadProtocolId: 46, unordered: false },
      { text: 'two', stream: 0, payloadProtocolId: 0, unordered: true },
    ])
  })

  it('reads no further while the send buffer is full, keeps what it had in hand, and goes on in the turn after', () => {
    const { socket, service, nextTurn } = serve('echo')
    socket.room = 1
    deliver(service, 'one')
    deliver(service, 'two', { streamId: 3 })
    expect(socket.paused).toBe(true)
    service.onNotification(ROOM)
    nextTurn()
    expect(socket.paused).toBe(true)
    socket.room = 5
    service.onNotification(ROOM)
    expect(socket.sent).toHaveLength(1)
    nextTurn()
    expect(socket.sent.map(({ text, stream }) => [text, stream])).toEqual([
      ['one', 0],
      ['two', 3],
    ])
    expect(socket.paused).toBe(false)
    service.onNotification(ROOM)
    nextTurn()
    expect(socket.sent).toHaveLength(2)
  })

  it('tells what could not go back, and reads on', () => {
    const { socket, service, unanswered, nextTurn } = serve('echo')
    socket.outcome = 'no-such-stream'
    deliver(service, 'one', { streamId: 9 })
    socket.outcome = 'send-buffer-full'
    deliver(service, 'two', { streamId: 1 })
    socket.outcome = 'shutting-down'
    service.onNotification(ROOM)
    nextTurn()
    expect(unanswered).toEqual(['9: no-such-stream', '1: shutting-down'])
    expect(socket.paused).toBe(false)
  })

  it('forgets what it had in hand when the peer restarts, and reads on', () => {
    const { socket, service, nextTurn } = serve('echo')
    socket.room = 0
    deliver(service, 'of the old instance')
    socket.room = 9
    service.onNotification(RESTART)
    service.onNotification(ROOM)
    nextTurn()
    expect([socket.sent, socket.paused]).toEqual([[], false])
  })

  it.each<Notification>([
    { kind: 'communication-lost', reason: 'aborted-by-peer', detail: '', unacknowledgedMessages: 0 },
    { kind: 'shutdown-complete' },
  ])('sends nothing after $kind', (end) => {
    const { socket, service, nextTurn } = serve('echo')
    socket.room = 0
    deliver(service, 'one')
    service.onNotification(ROOM)
    service.onNotification(end)
    socket.room = 9
    nextTurn()
    expect(socket.sent).toEqual([])
  })

  it('sends a message that comes in parts back in one piece, others in between at once', () => {
    const { socket, service } = serve('echo')
    const fields = { streamId: 4, streamSequenceNumber: 7, payloadProtocolId: 3 }
    deliver(service, 'Once upon ', { ...fields, partial: true })
    deliver(service, 'hello', { streamId: 5, streamSequenceNumber: 7 })
    deliver(service, 'a ', { ...fields, partial: true })
    deliver(service, 'time', fields)
    deliver(service, 'next', { ...fields, streamSequenceNumber: 8 })
    expect(socket.sent.map(({ text, stream, payloadProtocolId }) => [text, stream, payloadProtocolId])).toEqual([
      ['hello', 5, 0],
      ['Once upon a time', 4, 3],
      ['next', 4, 3],
    ])
  })

  it('keeps a message that came in parts when there is no room for it', () => {
    const { socket, service, nextTurn } = serve('echo')
    socket.room = 0
    deliver(service, 'a', { partial: true })
    deliver(service, 'b')
    expect(socket.paused).toBe(true)
    socket.room = 1
    service.onNotification(ROOM)
    nextTurn()
    expect(socket.sent.map(({ text }) => text)).toEqual(['ab'])
  })

  it('gives up a message that never ends, and echoes the one after it', () => {
    const { socket, service, unanswered } = serve('echo')
    const piece = 'x'.repeat(1 << 20)
    for (let octets = 0; octets <= LONGEST_ECHO; octets += piece.length) deliver(service, piece, { streamId: 2, partial: true })
    deliver(service, 'end', { streamId: 2 })
    deliver(service, 'next', { streamId: 2, streamSequenceNumber: 1 })
    expect(unanswered).toEqual(['2: message-too-large'])
    expect(socket.sent.map(({ text }) => text)).toEqual(['next'])
  })

  it('forgets the parts of a message whose rest will not come', () => {
    const { socket, service } = serve('echo')
    deliver(service, 'half', { partial: true })
    service.onNotification({ kind: 'partial-delivery-aborted', stream: 0, streamSequenceNumber: 0 })
    deliver(service, 'whole')
    expect(socket.sent.map(({ text }) => text)).toEqual(['whole'])
  })
})

describe('the other services', () => {
  it('daytime tells the time once for each start of the peer and closes, and takes what comes meanwhile', () => {
    const { socket, service } = serve('daytime')
    expect(socket.sent).toEqual([])
    service.onNotification(UP)
    deliver(service, 'what?')
    service.onNotification(RESTART)
    expect(socket.sent.map(({ text }) => text)).toEqual(Array(2).fill('Wed, 07 Jan 2026 14:03:22 GMT\r\n'))
    expect(socket.closings).toBe(2)
  })

  it('discard says nothing', () => {
    const { socket, service } = serve('discard')
    service.onNotification(UP)
    deliver(service, 'one')
    expect([socket.sent, socket.closings]).toEqual([[], 0])
  })

  it('send-first speaks first, then echoes', () => {
    const { socket, service } = serve('send-first')
    service.onNotification(UP)
    expect(socket.sent).toHaveLength(1)
    deliver(service, 'one', { streamId: 1 })
    expect(socket.sent[1]).toMatchObject({ text: 'one', stream: 1 })
  })
})
