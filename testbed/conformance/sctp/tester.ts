import { parseIpAddress } from '@sigbed/octets'
import {
  ABORT,
  COMMON_HEADER_LENGTH,
  COOKIE_ACK,
  fillChecksum,
  type InitChunk,
  type Parameter,
  SHUTDOWN_ACK,
  SHUTDOWN_COMPLETE,
  TAG_REFLECTED,
  writeCommonHeader,
} from '@sigbed/sctp-codec'
import type { ProtocolParameters } from '@sigbed/sctp-core'
import { expect, onTestFinished } from 'vitest'
import { bareChunk, cookieEcho, heartbeat, heartbeatAck, initAckOctets, initOctets, sack } from './chunk-octets.js'
import { describePacket, forbiddenIn, type ReadChunk, type ReadPacket, readPacket } from './packet-contents.js'
import { SystemUnderTest } from './system-under-test.js'

/** What the packet that is waited for has to hold: the name of a chunk, or its name and some of its fields. */
export type ExpectedChunk = string | { readonly name: string; readonly [field: string]: unknown }

export interface TesterOptions {
  /** Of the peer that the tester plays; the first is where it sends from. */
  readonly testerAddresses?: readonly string[]
  readonly sutAddresses?: readonly string[]
  /** Over and above those of CONFORMANCE_PARAMETERS. */
  readonly parameters?: Partial<ProtocolParameters>
  /** The first TSN of the tester. */
  readonly initialTsn?: number
  /** The first TSN of the system under test; random when left out. */
  readonly sutInitialTsn?: number
}

/** Where a packet departs from what it would be by right. */
export interface PacketQuirks {
  readonly tag?: number
  readonly from?: string
  readonly to?: string
  readonly sourcePort?: number
  readonly destinationPort?: number
  readonly badChecksum?: boolean
}

/**
 * A scripted peer: it sends any packet, right or wrong, from any of its addresses, and says which packet it expects, with which
 * fields and at which instant. Nothing comes from it unasked, so a test sees every packet of the system under test, one by one:
 * a packet that was not expected is found by the next expectation, or when the test ends.
 *
 * Every packet it is sent is held against the ports, the Verification Tag rules (RFC 9260 §8.5) and the bundling rules (§6.10).
 */
export class Tester {
  readonly sut: SystemUnderTest
  readonly addresses: readonly string[]
  readonly sutAddresses: readonly string[]
  readonly parameters: Partial<ProtocolParameters>
  /** The tag the system under test has to put into its packets. */
  tag = 0x7e57_0001
  readonly initialTsn: number
  /** Tag and first TSN of the other side, once it has said so. */
  sutTag = 0
  sutInitialTsn = 0
  /** The State Cookie of the latest INIT ACK. */
  cookie: Uint8Array = new Uint8Array(0)
  /** Ports of the tester and of the system under test. */
  port = 5000
  sutPort = 2905
  private readonly unread: ReadPacket[] = []
  private readonly log: string[] = []
  private lastTagSent = 0

  constructor(options: TesterOptions = {}) {
    this.addresses = options.testerAddresses ?? TESTER_ADDRESSES.slice(0, 1)
    this.sutAddresses = options.sutAddresses ?? SUT_ADDRESSES.slice(0, 1)
    this.parameters = { ...CONFORMANCE_PARAMETERS, ...options.parameters }
    this.initialTsn = options.initialTsn ?? 1000
    this.sut = new SystemUnderTest(this.sutAddresses, (octets, from, to) => this.take(octets, from, to))
    if (options.sutInitialTsn !== undefined) this.sut.plannedRandom.push(0x5075_0001, options.sutInitialTsn)
    this.sut.listen(this.sutPort, this.parameters)
    onTestFinished(() => this.expectNothing())
  }

  /** The tester's n-th TSN, counted from 0. */
  tsn(n: number): number {
    return (this.initialTsn + n) >>> 0
  }

  /** The n-th TSN of the system under test, counted from 0; -1 is its first Cumulative TSN Ack Point. */
  sutTsn(n: number): number {
    return (this.sutInitialTsn + n) >>> 0
  }

  // ---- sending

  /** One packet with these chunks, right in everything. */
  send(...chunks: readonly Uint8Array[]): void {
    this.sendPacket(chunks)
  }

  sendPacket(chunks: readonly Uint8Array[], quirks: PacketQuirks = {}): void {
    const octets = new Uint8Array(COMMON_HEADER_LENGTH + chunks.reduce((sum, chunk) => sum + chunk.length, 0))
    const tag = quirks.tag ?? this.sutTag
    let at = writeCommonHeader(octets, 0, quirks.sourcePort ?? this.port, quirks.destinationPort ?? this.sutPort, tag)
    for (const chunk of chunks) {
      octets.set(chunk, at)
      at += chunk.length
    }
    fillChecksum(octets, 0, octets.length)
    if (quirks.badChecksum === true) octets[8]! ^= 0x01
    this.lastTagSent = tag
    this.sendOctets(octets, quirks)
  }

  /** Octets that need not be a packet at all. */
  sendOctets(octets: Uint8Array, quirks: PacketQuirks = {}): void {
    const from = quirks.from ?? this.addresses[0]!
    const to = quirks.to ?? this.sutAddresses[0]!
    this.log.push(
      `${this.sut.nowMs.toFixed(3)} ${from} > ${to} (tester) ${octets.length} octets, chunk type ${octets[COMMON_HEADER_LENGTH]}`,
    )
    this.sut.arrive(octets, from, to)
  }

  /** An INIT of the tester, its Verification Tag 0; without addresses where it has only one. */
  sendInit(fields: Partial<InitChunk> = {}, quirks: PacketQuirks = {}): void {
    this.sendPacket([initOctets(this.initChunk(this.addressParameters(), fields))], { tag: 0, ...quirks })
  }

  /** The answer to an INIT, with a cookie of the tester's own. */
  sendInitAck(fields: Partial<InitChunk> = {}, quirks: PacketQuirks = {}): void {
    const parameters: Parameter[] = [{ kind: 'state-cookie', type: 7, cookie: TESTER_COOKIE }, ...this.addressParameters()]
    this.sendPacket([initAckOctets(this.initChunk(parameters, fields))], quirks)
  }

  /** An acknowledgement of the other side's n-th TSN and all before it. */
  acknowledge(n: number, window = TESTER_WINDOW, quirks: PacketQuirks = {}): void {
    this.sendPacket([sack(this.sutTsn(n), window)], quirks)
  }

  // ---- expecting

  /** The next packet left at this very instant and holds exactly these chunks. */
  expectPacket(...chunks: readonly ExpectedChunk[]): ReadPacket {
    return this.expectPacketAfter(0, ...chunks)
  }

  /** Nothing leaves for `ms`, then a packet with exactly these chunks. */
  expectPacketAfter(ms: number, ...chunks: readonly ExpectedChunk[]): ReadPacket {
    const dueMs = this.sut.nowMs + ms
    while (this.unread.length === 0 && this.sut.nextTimer <= dueMs) this.sut.step(dueMs)
    const packet = this.unread.shift()
    const wanted = chunks.map((chunk) => (typeof chunk === 'string' ? { name: chunk } : chunk))
    const text = wanted.map(({ name }) => name).join(', ')
    if (packet === undefined) throw new Error(this.report(`no packet by ${dueMs} ms: expected [${text}]`))
    expect(packet.chunks, this.report(`expected [${text}]`)).toMatchObject(wanted)
    expect(packet.atMs, this.report(`expected [${text}] at ${dueMs} ms`)).toBeCloseTo(dueMs, 6)
    this.sut.nowMs = Math.max(this.sut.nowMs, dueMs)
    this.holdAgainstTheRules(packet)
    return packet
  }

  /** Not a packet leaves at this instant, nor for so long. */
  expectNothingFor(ms: number): void {
    const untilMs = this.sut.nowMs + ms
    while (this.unread.length === 0 && this.sut.step(untilMs));
    if (this.unread.length > 0) throw new Error(this.report('expected no packet'))
  }

  expectNothing(): void {
    this.expectNothingFor(0)
  }

  /** Lets time go by, whatever is sent, and gives that back. */
  collectFor(ms: number): ReadPacket[] {
    const untilMs = this.sut.nowMs + ms
    while (this.sut.step(untilMs));
    return this.unread.splice(0)
  }

  /** An association is there, and answers. */
  expectAlive(): void {
    this.send(heartbeat(PING))
    this.expectPacket({ name: 'HEARTBEAT ACK', info: PING })
  }

  /** No association is there: what is sent to it is out of the blue (RFC 9260 §8.4). */
  expectGone(): void {
    expect(this.sut.endpoint.table.size, this.report('expected no association')).toBe(0)
    this.sendPacket([heartbeat(PING)], { tag: this.sutTag === 0 ? 1 : this.sutTag })
    this.expectPacket({ name: 'ABORT', flags: TAG_REFLECTED })
  }

  // ---- the usual ways into a state

  /** Takes in the INIT of the system under test. */
  expectInit(afterMs = 0): ReadChunk {
    const packet = this.expectPacketAfter(afterMs, 'INIT')
    const init = packet.chunks[0]!
    this.port = packet.destinationPort
    this.sutPort = packet.sourcePort
    this.sutTag = init['initiateTag'] as number
    this.sutInitialTsn = init['initialTsn'] as number
    return init
  }

  /** Takes in its INIT ACK, cookie included. */
  expectInitAck(fields: Partial<InitChunk> = {}): ReadChunk {
    const initAck = this.expectPacket({ name: 'INIT ACK', ...fields }).chunks[0]!
    this.sutTag = initAck['initiateTag'] as number
    this.sutInitialTsn = initAck['initialTsn'] as number
    const cookies = (initAck['parameters'] as readonly Parameter[]).filter((parameter) => parameter.kind === 'state-cookie')
    expect(cookies, this.report('expected one State Cookie')).toHaveLength(1)
    this.cookie = cookies[0]!.cookie
    return initAck
  }

  /** The user of the system under test asks for an association with these addresses of the tester. */
  associate(destinations: readonly string[] = this.addresses.slice(0, 1)): void {
    this.sut.associate(destinations, this.port, 40_000, this.parameters)
  }

  /** The tester associates: INIT to COOKIE ACK, and every further path confirmed. */
  establishAsInitiator(fields: Partial<InitChunk> = {}): this {
    this.sendInit(fields)
    this.expectInitAck()
    this.send(cookieEcho(this.cookie))
    this.expectPacket('COOKIE ACK')
    return this.confirmPaths()
  }

  /** The system under test associates. */
  establishAsResponder(fields: Partial<InitChunk> = {}): this {
    this.associate()
    this.expectInit()
    this.sendInitAck(fields)
    this.expectPacket({ name: 'COOKIE ECHO', cookie: TESTER_COOKIE })
    this.send(bareChunk(COOKIE_ACK))
    return this.confirmPaths()
  }

  /** The user of the system under test wants to end the association, nothing being outstanding. */
  bringToShutdownSent(): void {
    this.sut.shutdown()
    this.expectPacket('SHUTDOWN')
    expect(this.sut.state).toBe('SHUTDOWN-SENT')
  }

  /** Ends an association whose SHUTDOWN has come. */
  completeShutdown(): void {
    this.send(bareChunk(SHUTDOWN_ACK))
    this.expectPacket({ name: 'SHUTDOWN COMPLETE', flags: 0 })
    expect(this.sut.state).toBe('CLOSED')
  }

  /** A failure, and every packet up to it. */
  report(what: string): string {
    return `${what} (at ${this.sut.nowMs} ms)\n${this.log.slice(-LINES_OF_LOG).join('\n')}`
  }

  initChunk(parameters: readonly Parameter[], fields: Partial<InitChunk>): InitChunk {
    return {
      initiateTag: this.tag,
      advertisedReceiverWindow: TESTER_WINDOW,
      outboundStreams: 10,
      inboundStreams: 10,
      initialTsn: this.initialTsn,
      parameters,
      ...fields,
    }
  }

  /** RFC 9260 §5.4: the addresses but the first are probed; each probe is answered from where it went. */
  private confirmPaths(): this {
    for (let i = 1; i < this.addresses.length; i++) {
      const probe = this.expectPacket('HEARTBEAT')
      this.sendPacket([heartbeatAck(probe.chunks[0]!['info'] as Uint8Array)], { from: probe.to, to: probe.from })
    }
    this.expectNothing()
    return this
  }

  private addressParameters(): Parameter[] {
    if (this.addresses.length < 2) return []
    return this.addresses.map((text) => ({ kind: 'ipv4-address', type: 5, octets: parseIpAddress(text)! }))
  }

  private take(octets: Uint8Array, from: string, to: string): void {
    const packet = readPacket(octets, from, to, this.sut.nowMs)
    this.log.push(describePacket(packet))
    this.unread.push(packet)
  }

  private holdAgainstTheRules(packet: ReadPacket): void {
    const { chunks, sourcePort, destinationPort, verificationTag } = packet
    expect(forbiddenIn(packet), this.report('a packet against the rules')).toEqual([])
    if (this.sutTag !== 0) expect([sourcePort, destinationPort], this.report('wrong ports')).toEqual([this.sutPort, this.port])
    const { type, flags } = chunks[0]!
    const reflects = (type === ABORT || type === SHUTDOWN_COMPLETE) && (flags & TAG_REFLECTED) !== 0
    const tag = chunks[0]!.name === 'INIT' ? 0 : reflects ? this.lastTagSent : this.tag
    expect(verificationTag, this.report('wrong Verification Tag')).toBe(tag)
  }
}

/** RFC 9260 §16, and nothing sent that a test has not asked for: no heartbeats on idle paths, no probing by RFC 7829. */
export const CONFORMANCE_PARAMETERS: Partial<ProtocolParameters> = { heartbeatIntervalMs: 0, potentiallyFailed: false }
export const TESTER_ADDRESSES: readonly string[] = ['10.0.1.1', '10.0.2.1', '10.0.3.1']
export const SUT_ADDRESSES: readonly string[] = ['10.0.1.2', '10.0.2.2']
export const TESTER_COOKIE = Uint8Array.from('the cookie of the tester', (character) => character.charCodeAt(0))
export const TESTER_WINDOW = 100_000
const PING = Uint8Array.of(1, 2, 3, 4, 5)
const LINES_OF_LOG = 60
