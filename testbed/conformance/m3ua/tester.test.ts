import { describe, expect, it } from 'vitest'
import { AspUnderTest } from './asp-under-test.js'
import { readMessage } from './message-contents.js'
import {
  data,
  message,
  messageOf,
  ofVersion,
  parameter,
  protocolData,
  routingContext,
  STATUS,
  TEST_LABEL,
  words,
} from './message-octets.js'
import { SgpUnderTest } from './sgp-under-test.js'
import { Timeline } from './timeline.js'

/** What fails a test has to be shown to fail. */
describe('the tester', () => {
  it('finds a message that is missing, and shows the log', () => {
    const asp = new SgpUnderTest().active()
    expect(() => asp.expectAfter(1000, 'DATA')).toThrow(/no message by 1000 ms: ASP expected DATA[\s\S]*ASPAC ACK/)
  })

  it('finds a message that was not expected', () => {
    const asp = new SgpUnderTest().active()
    asp.send(message('BEAT'))
    expect(() => asp.expectNothingFor(10)).toThrow('ASP expected no message')
    asp.takeUnread()
  })

  it('finds another message, another field, and a parameter that is there and should not be', () => {
    const asp = new SgpUnderTest().active()
    const wrong = ['ASPIA ACK', { name: 'ASPAC ACK', routingContexts: [2] }, { name: 'ASPAC ACK', routingContexts: null }] as const
    for (const expected of wrong) {
      asp.send(message('ASPAC', routingContext(1)))
      expect(() => asp.expect(expected)).toThrow()
    }
    asp.send(message('ASPAC'))
    expect(() => asp.expect({ name: 'ASPAC ACK', routingContexts: [1] })).toThrow()
  })

  it('finds a message that is too early and one that is too late', () => {
    const sut = new AspUnderTest().comingUp()
    expect(() => sut.sgp.expectAfter(1999, 'ASPUP')).toThrow('no message by 1999 ms')
    expect(() => sut.sgp.expectAfter(2001, 'ASPUP')).toThrow('at 2001 ms')
    sut.sgp.expectAfter(2000, 'ASPUP')
  })
})

describe('the time line', () => {
  it('finds a timer that never stops expiring', () => {
    const timeline = new Timeline()
    timeline.drive({ handleTimeout: () => {}, pollTimeout: () => 5 })
    expect(() => timeline.waitFor(10)).toThrow('a timer that never stops expiring')
  })
})

describe('readMessage', () => {
  const read = (octets: Uint8Array, streamId = 0) => readMessage(octets, streamId, false, 0)

  it.each<[what: string, octets: Uint8Array, streamId: number]>([
    ['another version', ofVersion(2, message('ASPUP')), 0],
    ['a reserved octet that is not zero', messageOf(3, 1, [], { reserved: 1 }), 0],
    ['a length that is not its own', messageOf(3, 1, [], { messageLength: 12 }), 0],
    ['a reserved class', messageOf(5, 1), 0],
    ['a reserved type', messageOf(3, 7), 0],
    ['an unknown tag', message('ASPUP', parameter(0x7fff)), 0],
    ['a parameter of another message', message('ASPUP', routingContext(1)), 0],
    ['a parameter twice', message('ASPAC', routingContext(1), routingContext(2)), 0],
    ['a parameter too long for its message', message('ASPUP', parameter('INFO String', [1, 2, 3, 4], 12)), 0],
    ['a parameter shorter than its header', message('ASPUP', parameter('INFO String', [], 3)), 0],
    ['padding that is not zero', message('BEAT', parameter('Heartbeat Data', [1, 2, 3, 4], 7)), 0],
    ['a number of the wrong length', message('ASPUP', parameter('ASP Identifier', [1, 2])), 0],
    ['an Error Code that does not exist', message('ERR', words('Error Code', 0x10)), 0],
    ['a Status that does not exist', message('NTFY', words('Status', STATUS['AS-PENDING'] + 1)), 0],
    ['a mandatory parameter missing', message('NTFY', routingContext(1)), 0],
    ['DATA on stream 0', data(1), 0],
    ['ASPSM on another stream', message('ASPUP'), 1],
  ])('refuses %s', (_what, octets, streamId) => {
    expect(() => read(octets, streamId)).toThrow('the system under test sent what RFC 4666 §3 does not allow')
  })

  it('takes a message apart', () => {
    const octets = message('DATA', words('Network Appearance', 4), routingContext(1), protocolData(), words('Correlation ID', 9))
    expect(read(octets, 3)).toEqual({
      ...TEST_LABEL,
      name: 'DATA',
      atMs: 0,
      streamId: 3,
      unordered: false,
      octets,
      networkAppearance: 4,
      routingContexts: [1],
      correlationId: 9,
    })
  })
})
