import type { AssociationUser, LowerLayer } from '@sigbed/m3ua'
import { expect } from 'vitest'
import { describeMessage, describeOctets, type ReadMessage, readMessage } from './message-contents.js'
import type { MessageName } from './message-octets.js'
import type { Timeline } from './timeline.js'

/** What the message that is waited for has to be: its name, or its name and some of its fields; null for a parameter left out. */
export type Expected = MessageName | { readonly name: MessageName; readonly [field: string]: unknown }

/**
 * The scripted end of one association: it sends any message, right or wrong, on any stream, and says which message it expects, with which
 * fields and at which instant. Nothing comes from it unasked, so a test sees every message of the system under test, one by one: one
 * that was not expected is found by the next expectation, or when the test ends.
 */
export class Peer {
  /** What the system under test sends through. */
  readonly lowerLayer: LowerLayer = {
    send: (octets, offset, length, streamId, unordered) => this.take(octets.slice(offset, offset + length), streamId, unordered),
  }
  /** Whether the association takes what it is given: false for a send buffer that is full. */
  accepts = true
  private user: AssociationUser | null = null
  private readonly unread: ReadMessage[] = []

  constructor(
    readonly name: string,
    private readonly timeline: Timeline,
  ) {}

  /** Tells whom to hand messages to: the system under test's end of this association. */
  attach(user: AssociationUser): void {
    this.user = user
  }

  // ---- the association

  communicationUp(outboundStreams = STREAMS): void {
    this.timeline.note(`${this.name}: communication up`)
    this.end.communicationUp(outboundStreams, this.timeline.nowMs)
  }

  communicationLost(): void {
    this.timeline.note(`${this.name}: communication lost`)
    this.end.communicationLost(this.timeline.nowMs)
  }

  restart(outboundStreams = STREAMS): void {
    this.timeline.note(`${this.name}: restart`)
    this.end.restart(outboundStreams, this.timeline.nowMs)
  }

  // ---- sending

  /** One message on stream 0, where all but DATA belong; or on another. The octets lent are overwritten afterwards. */
  send(octets: Uint8Array, streamId = 0): void {
    this.timeline.note(`${this.name} > ${describeOctets(octets)} on stream ${streamId}`)
    const lent = new Uint8Array(octets.length + 2 * MARGIN).fill(POISON)
    lent.set(octets, MARGIN)
    this.end.handleMessage(lent, MARGIN, octets.length, streamId, this.timeline.nowMs)
    lent.fill(POISON)
  }

  // ---- expecting

  /** The next message left at this very instant, and is this. */
  expect(expected: Expected): ReadMessage {
    return this.expectAfter(0, expected)
  }

  /** These messages left at this very instant, in this order. */
  expectAll(...expected: readonly Expected[]): ReadMessage[] {
    return expected.map((next) => this.expect(next))
  }

  /** Nothing comes for `ms`, then this message. */
  expectAfter(ms: number, expected: Expected): ReadMessage {
    const dueMs = this.timeline.nowMs + ms
    while (this.unread.length === 0 && this.timeline.nextTimer <= dueMs) this.timeline.step(dueMs)
    const wanted = typeof expected === 'string' ? { name: expected } : expected
    const what = `${this.name} expected ${wanted.name}`
    const message = this.unread.shift()
    if (message === undefined) throw new Error(this.timeline.report(`no message by ${dueMs} ms: ${what}`))
    const read = Object.fromEntries(Object.keys(wanted).map((field) => [field, message[field] ?? null]))
    expect(read, this.timeline.report(what)).toEqual(wanted)
    expect(message.atMs, this.timeline.report(`${what} at ${dueMs} ms`)).toBeCloseTo(dueMs, 6)
    this.timeline.waitUntil(dueMs)
    return message
  }

  /** No message comes at this instant, nor for so long. */
  expectNothingFor(ms: number): void {
    const untilMs = this.timeline.nowMs + ms
    while (this.unread.length === 0 && this.timeline.step(untilMs));
    if (this.unread.length > 0) throw new Error(this.timeline.report(`${this.name} expected no message`))
  }

  expectNothing(): void {
    this.expectNothingFor(0)
  }

  /** What has come and was not read. */
  takeUnread(): ReadMessage[] {
    return this.unread.splice(0)
  }

  private take(octets: Uint8Array, streamId: number, unordered: boolean): boolean {
    if (!this.accepts) return false
    const message = readMessage(octets, streamId, unordered, this.timeline.nowMs)
    this.timeline.note(`${this.name} < ${describeMessage(message)}`)
    this.unread.push(message)
    return true
  }

  private get end(): AssociationUser {
    if (this.user === null) throw new Error(`${this.name} is attached to nothing`)
    return this.user
  }
}

/** As many as both sides may send on, unless a test says otherwise: fifteen of them for DATA. */
export const STREAMS = 16
const MARGIN = 3
const POISON = 0xdd
