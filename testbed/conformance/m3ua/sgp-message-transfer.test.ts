import { describe, expect, it } from 'vitest'
import { data, MESSAGE, message, messageOf, ofVersion, protocolData, routingContext, TEST_LABEL } from './message-octets.js'
import { STREAMS } from './peer.js'
import { SgpUnderTest } from './sgp-under-test.js'

const [TRANSFER, DATA] = MESSAGE.DATA

describe('message transfer at the SGP', () => {
  // RFC 4666 §3.3.1, §1.4.2.3: one ASP's message for another goes by the Routing Key of the other's AS, and with its Routing Context.
  it('M3UA_SGP_MTR_V_001 sends DATA with the Routing Context of the AS that its routing key says', () => {
    const sut = new SgpUnderTest({
      applicationServers: [
        { routingContext: 1, trafficMode: 'loadshare', routingKey: [{ destinationPointCode: 100 }] },
        { routingContext: 2, trafficMode: 'loadshare', routingKey: [{ destinationPointCode: 101 }] },
      ],
    })
    const first = sut.active('first', [1])
    const second = sut.active('second', [2])
    for (let sls = 0; sls < 16; sls++) {
      const label = { ...TEST_LABEL, originatingPointCode: 100, destinationPointCode: 101, signallingLinkSelection: sls }
      first.send(data(1, label), 1)
      expect(sut.routeData(sut.delivered.at(-1))).toBe('sent')
      second.expect({ name: 'DATA', routingContexts: [2], ...label })
    }
    first.expectNothing()
  })

  // RFC 4666 §3.3.1: octet for octet, whatever the padding.
  it('M3UA_SGP_MTR_V_002 sends DATA with the Protocol Data it was given', () => {
    const sut = new SgpUnderTest()
    const asp = sut.active()
    for (let length = 0; length <= 8; length++) {
      const label = { ...TEST_LABEL, userData: Array.from({ length }, (_, i) => 0xa0 + i) }
      expect(sut.sendData(1, label)).toBe('sent')
      const sent = asp.expect({ name: 'DATA', ...label })
      expect([...sent.octets]).toEqual([...message('DATA', routingContext(1), protocolData(label))])
    }
  })

  // RFC 4666 §3.8.1: Protocol Data are mandatory. What came before and what comes after is taken.
  it('M3UA_SGP_MTR_V_002_ALTERNATE answers DATA without Protocol Data by Missing Parameter', () => {
    const sut = new SgpUnderTest()
    const asp = sut.active()
    asp.send(data(1), 1)
    asp.send(message('DATA', routingContext(1)), 1)
    asp.expect({ name: 'ERR', errorCode: 'missingParameter' })
    asp.send(data(1), 1)
    expect(sut.delivered).toHaveLength(2)
  })

  // RFC 4666 §1.4.7: never on stream 0, and on one that the association has.
  it('M3UA_SGP_MTR_V_003 sends DATA on a stream that is good for it', () => {
    const sut = new SgpUnderTest()
    const asp = sut.active()
    const streams = new Set<number>()
    for (let sls = 0; sls < 256; sls++) {
      sut.sendData(1, { signallingLinkSelection: sls })
      const { streamId, unordered } = asp.expect('DATA')
      expect(unordered).toBe(false)
      streams.add(streamId)
    }
    expect(streams.has(0)).toBe(false)
    expect(Math.max(...streams)).toBe(STREAMS - 1)
  })

  // RFC 4666 §1.4.7, §3.8.1.
  it('M3UA_SGP_MTR_V_003_ALTERNATE answers DATA on stream 0 by Invalid Stream Identifier', () => {
    const sut = new SgpUnderTest()
    const asp = sut.active()
    asp.send(data(1), 1)
    asp.send(data(1), 0)
    asp.expect({ name: 'ERR', errorCode: 'invalidStreamIdentifier' })
    expect(sut.delivered).toHaveLength(1)
  })

  // RFC 4666 §1.4.7: the sequence of an SLS is kept by keeping it on one stream, to one ASP.
  it('M3UA_SGP_MTR_V_004 sends DATA of one SLS on one stream to one ASP, in their order', () => {
    const sut = new SgpUnderTest()
    const first = sut.active('first')
    const second = sut.peer('second')
    second.send(message('ASPUP'))
    second.expectAll('ASPUP ACK', 'NTFY')
    second.send(message('ASPAC'))
    second.expect('ASPAC ACK')
    for (let round = 0; round < 4; round++) {
      for (let sls = 0; sls < 16; sls++) sut.sendData(1, { signallingLinkSelection: sls, userData: [round] })
    }
    const received = [first, second].map((peer) => peer.takeUnread())
    expect(received.map(({ length }) => length)).toEqual([32, 32])
    for (const messages of received) {
      for (const sls of new Set(messages.map(({ signallingLinkSelection }) => signallingLinkSelection))) {
        const ofSls = messages.filter(({ signallingLinkSelection }) => signallingLinkSelection === sls)
        expect(ofSls.map(({ userData }) => userData)).toEqual([[0], [1], [2], [3]])
        expect(new Set(ofSls.map(({ streamId }) => streamId)).size).toBe(1)
      }
    }
  })

  // RFC 4666 §4.8.
  it('M3UA_SGP_MTR_I_001 answers DATA of another version by Invalid Version', () => {
    const sut = new SgpUnderTest()
    const asp = sut.active()
    asp.send(ofVersion(2, data(1)), 1)
    asp.expect({ name: 'ERR', errorCode: 'invalidVersion' })
    expect(sut.delivered).toEqual([])
  })

  // RFC 4666 §3.8.1.
  it('M3UA_SGP_MTR_I_002 answers a message of a reserved class by Unsupported Message Class', () => {
    const sut = new SgpUnderTest()
    const asp = sut.active()
    for (const reserved of [5, 8, 10, 127, 128, 255]) {
      asp.send(messageOf(reserved, DATA, [protocolData()]), 1)
      asp.expect({ name: 'ERR', errorCode: 'unsupportedMessageClass' })
    }
    expect(sut.delivered).toEqual([])
  })

  // RFC 4666 §3.8.1.
  it('M3UA_SGP_MTR_I_003 answers a Transfer message of a reserved type by Unsupported Message Type', () => {
    const sut = new SgpUnderTest()
    const asp = sut.active()
    for (const reserved of [0, 2, 255]) {
      asp.send(messageOf(TRANSFER, reserved, [protocolData()]), 1)
      asp.expect({ name: 'ERR', errorCode: 'unsupportedMessageType' })
    }
    expect(sut.delivered).toEqual([])
  })
})

describe('message transfer at the SGP, beyond the purposes', () => {
  it('hands DATA to its user as they came', () => {
    const sut = new SgpUnderTest()
    const asp = sut.active()
    asp.send(data(1, { signallingLinkSelection: 9, userData: [] }), 15)
    asp.send(message('DATA', protocolData()), 1)
    expect(sut.delivered).toEqual([
      { from: 'ASP', ...TEST_LABEL, routingContext: 1, signallingLinkSelection: 9, userData: [] },
      { from: 'ASP', ...TEST_LABEL, routingContext: 1 },
    ])
  })

  it('sends no DATA to an ASP whose association has one stream', () => {
    const sut = new SgpUnderTest()
    const asp = sut.peer('ASP', undefined, 1)
    asp.send(message('ASPUP'))
    asp.expectAll('ASPUP ACK', 'NTFY')
    asp.send(message('ASPAC'))
    asp.expectAll('ASPAC ACK', 'NTFY')
    expect(sut.sendData(1)).toBe('no-data-stream')
  })

  it('drops what comes on an association that is gone', () => {
    const sut = new SgpUnderTest()
    const asp = sut.active()
    asp.communicationLost()
    asp.send(data(1), 1)
    asp.send(message('ASPUP'))
    asp.expectNothing()
    expect(sut.delivered).toEqual([])
  })
})

// RFC 4666 §1.4.2.1, §1.4.2.3, §3.6.1: destinations, users, origins and networks, each alone and together.
describe('message transfer at the SGP by routing keys', () => {
  const ISUP = 5
  const SCCP = 3
  const KEYS = {
    applicationServers: [
      { routingContext: 1, trafficMode: 'loadshare', networkAppearance: 1, routingKey: [{ destinationPointCode: 100 }] },
      {
        routingContext: 2,
        trafficMode: 'loadshare',
        networkAppearance: 1,
        routingKey: [{ destinationPointCode: 100, serviceIndicators: [ISUP] }],
      },
      {
        routingContext: 3,
        trafficMode: 'loadshare',
        networkAppearance: 1,
        routingKey: [{ destinationPointCode: 100, originatingPointCodes: [7, 8] }],
      },
      { routingContext: 4, trafficMode: 'loadshare', networkAppearance: 2, routingKey: [{ destinationPointCode: 100 }] },
      {
        routingContext: 5,
        trafficMode: 'loadshare',
        networkAppearance: 1,
        routingKey: [{ destinationPointCode: 200 }, { destinationPointCode: 201, serviceIndicators: [SCCP] }],
      },
    ],
  } as const

  it.each([
    ['a destination', { destinationPointCode: 100, serviceIndicator: SCCP }, 1, 1],
    ['a destination and its user', { destinationPointCode: 100, serviceIndicator: ISUP }, 1, 2],
    ['a destination and the origin', { destinationPointCode: 100, serviceIndicator: SCCP, originatingPointCode: 8 }, 1, 3],
    ['a destination in another network', { destinationPointCode: 100, serviceIndicator: ISUP }, 2, 4],
    ['one destination of several', { destinationPointCode: 201, serviceIndicator: SCCP }, 1, 5],
  ] as const)('goes by %s', (_, label, networkAppearance, routingContexts) => {
    const sut = new SgpUnderTest(KEYS)
    const asp = sut.peer()
    asp.send(message('ASPUP'))
    asp.send(message('ASPAC'))
    asp.takeUnread()
    expect(sut.routeData(label, networkAppearance)).toBe('sent')
    asp.expect({ name: 'DATA', routingContexts: [routingContexts], networkAppearance })
  })

  it.each([
    ['another user', { destinationPointCode: 201, serviceIndicator: ISUP }, 1],
    ['another destination', { destinationPointCode: 101 }, 1],
    ['another network', { destinationPointCode: 200 }, 2],
  ] as const)('goes nowhere with %s than any key has', (_, label, networkAppearance) => {
    expect(new SgpUnderTest(KEYS).routeData(label, networkAppearance)).toBe('no-routing-key')
  })

  // RFC 4666 §4.3.4.3: every active ASP has it all, and the first to one that joins late is marked.
  it('goes to every active ASP in broadcast', () => {
    const sut = new SgpUnderTest({ applicationServers: [{ routingContext: 1, trafficMode: 'broadcast' }] })
    const first = sut.active('first')
    sut.sendData(1)
    first.expect('DATA')
    const second = sut.peer('second')
    second.send(message('ASPUP'))
    second.expectAll('ASPUP ACK', 'NTFY')
    second.send(message('ASPAC'))
    second.expect('ASPAC ACK')
    sut.sendData(1, { userData: [1] })
    const { correlationId } = first.expect({ name: 'DATA', userData: [1] })
    second.expect({ name: 'DATA', userData: [1], correlationId })
    expect(correlationId).toBeDefined()
  })
})
