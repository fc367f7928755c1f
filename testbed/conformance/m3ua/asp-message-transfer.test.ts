import { describe, expect, it } from 'vitest'
import { AspUnderTest } from './asp-under-test.js'
import { data, MESSAGE, message, messageOf, ofVersion, protocolData, routingContext, TEST_LABEL, words } from './message-octets.js'
import { STREAMS } from './peer.js'

const [TRANSFER, DATA] = MESSAGE.DATA

describe('message transfer at the ASP', () => {
  // RFC 4666 §3.3.1: MUST, where several share the association; and where it is the only one, it is sent all the same.
  it('M3UA_ASP_MTR_V_001 sends DATA with the Routing Context of its AS', () => {
    const sut = new AspUnderTest({ applicationServers: [{ routingContext: 1 }, { routingContext: 0xffff_ffff }] }).active()
    sut.sendData({}, 1)
    sut.sgp.expect({ name: 'DATA', routingContexts: [1] })
    sut.sendData({}, 0xffff_ffff)
    sut.sgp.expect({ name: 'DATA', routingContexts: [0xffff_ffff] })
  })

  // RFC 4666 §3.3.1: the routing label and the user data, octet for octet, whatever the padding they need.
  it('M3UA_ASP_MTR_V_002 sends DATA with the Protocol Data it was given', () => {
    const sut = new AspUnderTest().active()
    for (let length = 0; length <= 8; length++) {
      const label = { ...TEST_LABEL, userData: Array.from({ length }, (_, i) => 0xa0 + i) }
      sut.sendData(label)
      const sent = sut.sgp.expect({ name: 'DATA', ...label })
      expect([...sent.octets]).toEqual([...message('DATA', routingContext(1), protocolData(label))])
    }
  })

  // RFC 4666 §1.4.7: never on stream 0, on one that the association has, and on the same for the same SLS.
  it('M3UA_ASP_MTR_V_003 sends DATA on a stream that is good for it', () => {
    const sut = new AspUnderTest().active()
    const streams = new Map<number, number>()
    for (const round of [1, 2]) {
      for (let sls = 0; sls < 256; sls++) {
        sut.sendData({ signallingLinkSelection: sls, userData: [round] })
        const { streamId, unordered } = sut.sgp.expect({ name: 'DATA', signallingLinkSelection: sls })
        expect(unordered).toBe(false)
        expect(streamId).toBeGreaterThan(0)
        expect(streamId).toBeLessThan(STREAMS)
        if (round === 1) streams.set(sls, streamId)
        else expect(streamId).toBe(streams.get(sls))
      }
    }
    expect(new Set(streams.values()).size).toBe(STREAMS - 1)
  })

  // RFC 4666 §4.8.
  it('M3UA_ASP_MTR_I_001 answers DATA of another version by Invalid Version', () => {
    const sut = new AspUnderTest().active()
    sut.sgp.send(ofVersion(2, data(1)), 1)
    sut.sgp.expect({ name: 'ERR', errorCode: 'invalidVersion' })
    expect(sut.delivered).toEqual([])
  })

  // RFC 4666 §3.8.1.
  it('M3UA_ASP_MTR_I_002 answers a message of a reserved class by Unsupported Message Class', () => {
    const sut = new AspUnderTest().active()
    for (const reserved of [5, 8, 10, 127, 128, 255]) {
      sut.sgp.send(messageOf(reserved, DATA, [protocolData()]), 1)
      sut.sgp.expect({ name: 'ERR', errorCode: 'unsupportedMessageClass' })
    }
    expect(sut.delivered).toEqual([])
  })

  // RFC 4666 §3.8.1: Transfer has one type only.
  it('M3UA_ASP_MTR_I_003 answers a Transfer message of a reserved type by Unsupported Message Type', () => {
    const sut = new AspUnderTest().active()
    for (const reserved of [0, 2, 255]) {
      sut.sgp.send(messageOf(TRANSFER, reserved, [protocolData()]), 1)
      sut.sgp.expect({ name: 'ERR', errorCode: 'unsupportedMessageType' })
    }
    expect(sut.delivered).toEqual([])
  })
})

describe('message transfer at the ASP, beyond the purposes', () => {
  it('hands DATA to its user as they came', () => {
    const sut = new AspUnderTest().active()
    sut.sgp.send(data(1, { userData: [] }), 1)
    sut.sgp.send(data(1, { signallingLinkSelection: 255, networkIndicator: 3 }), 15)
    sut.sgp.send(message('DATA', protocolData()), 1)
    expect(sut.delivered).toEqual([
      { ...TEST_LABEL, routingContext: 1, userData: [] },
      { ...TEST_LABEL, routingContext: 1, signallingLinkSelection: 255, networkIndicator: 3 },
      { ...TEST_LABEL, routingContext: 1 },
    ])
  })

  // RFC 4666 §3.2: a receiver SHOULD accept the parameters in any order.
  it('takes the parameters of DATA in any order', () => {
    const sut = new AspUnderTest({ applicationServers: [{ routingContext: 1, networkAppearance: 4 }] }).active()
    sut.sgp.send(message('DATA', words('Correlation ID', 3), protocolData(), words('Network Appearance', 4), routingContext(1)), 1)
    expect(sut.delivered).toHaveLength(1)
  })

  it('sends the Network Appearance it is configured with', () => {
    const sut = new AspUnderTest({ applicationServers: [{ routingContext: 1, networkAppearance: 4 }] }).active()
    sut.sendData()
    sut.sgp.expect({ name: 'DATA', networkAppearance: 4, routingContexts: [1] })
  })

  // RFC 4666 §1.4.7: stream 0 is not for DATA, and there is no other.
  it('sends no DATA over an association of one stream', () => {
    const sut = new AspUnderTest()
    sut.activate()
    sut.sgp.communicationUp(1)
    sut.sgp.expect('ASPUP')
    sut.sgp.send(message('ASPUP ACK'))
    sut.sgp.expect('ASPAC')
    sut.sgp.send(message('ASPAC ACK', routingContext(1)))
    expect(sut.heard).toEqual(['no-data-stream'])
    expect(sut.sendData()).toBe('no-data-stream')
  })

  it('tells its user when the association takes no more', () => {
    const sut = new AspUnderTest().active()
    sut.sgp.accepts = false
    expect(sut.sendData()).toBe('send-buffer-full')
    sut.sgp.accepts = true
    expect(sut.sendData()).toBe('sent')
    sut.sgp.expect('DATA')
  })
})
