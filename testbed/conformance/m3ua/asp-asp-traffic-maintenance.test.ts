import { describe, expect, it } from 'vitest'
import { AspUnderTest } from './asp-under-test.js'
import {
  data,
  ERROR,
  MESSAGE,
  message,
  messageOf,
  ofVersion,
  parameter,
  routingContext,
  status,
  trafficMode,
  words,
} from './message-octets.js'

const [ASPTM] = MESSAGE.ASPAC
const RESERVED_TYPE = 5
const T_ACK_MS = 2000

describe('ASP traffic maintenance at the ASP', () => {
  // RFC 4666 §4.3.4.3.
  it('M3UA_ASP_ASPTM_V_001 asks for its traffic by ASP Active', () => {
    const sut = new AspUnderTest().inactive()
    sut.activate()
    sut.sgp.expect({ name: 'ASPAC', trafficMode: 'loadshare', routingContexts: [1] })
    sut.sgp.send(message('ASPAC ACK', trafficMode('loadshare'), routingContext(1)))
    expect(sut.state).toBe('ASP-ACTIVE')
    expect(sut.sendData()).toBe('sent')
    sut.sgp.expect('DATA')
  })

  // RFC 4666 §3.1.1.
  it('M3UA_ASP_ASPTM_V_002 sends ASP Active of version 1', () => {
    const sut = new AspUnderTest({ trafficMode: 'override' }).inactive()
    sut.activate()
    const aspActive = sut.sgp.expect('ASPAC')
    expect([...aspActive.octets]).toEqual([1, 0, 4, 1, 0, 0, 0, 24, 0, 0x0b, 0, 8, 0, 0, 0, 1, 0, 6, 0, 8, 0, 0, 0, 1])
    sut.sgp.send(message('ASPAC ACK', trafficMode('override'), routingContext(1)))
    expect(sut.state).toBe('ASP-ACTIVE')
  })

  // RFC 4666 §4.3.4.4.
  it('M3UA_ASP_ASPTM_V_005 sends ASP Inactive of version 1', () => {
    const sut = new AspUnderTest().active()
    sut.deactivate()
    const aspInactive = sut.sgp.expect('ASPIA')
    expect([...aspInactive.octets]).toEqual([1, 0, 4, 2, 0, 0, 0, 16, 0, 6, 0, 8, 0, 0, 0, 1])
    sut.sgp.send(message('ASPIA ACK', routingContext(1)))
    expect(sut.state).toBe('ASP-INACTIVE')
  })

  // RFC 4666 §3.5.5: the data are opaque, and as long as a parameter may be.
  it('M3UA_ASP_ASPTM_V_007 answers BEAT with 5,000 octets of data', () => {
    const sut = new AspUnderTest().active()
    sut.sgp.send(message('BEAT', parameter('Heartbeat Data', new Uint8Array(5000).fill(0x5a))))
    expect(sut.sgp.expect('BEAT ACK').octets).toHaveLength(8 + 4 + 5000)
    sut.sgp.send(message('BEAT', parameter('Heartbeat Data', new Uint8Array(65_531).fill(0x5a))))
    expect(sut.sgp.expect('BEAT ACK').octets).toHaveLength(8 + 65_536)
  })

  // RFC 4666 §4.3.4.6.
  it('M3UA_ASP_ASPTM_V_008 answers BEAT with its data unchanged', () => {
    const sut = new AspUnderTest().active()
    const heartbeatData = Uint8Array.from({ length: 600 }, (_, i) => (i * 31) & 0xff)
    sut.sgp.send(message('BEAT', parameter('Heartbeat Data', heartbeatData)))
    sut.sgp.expect({ name: 'BEAT ACK', heartbeatData })
  })

  // RFC 4666 §4.8.
  it('M3UA_ASP_ASPTM_I_001 answers ASP Active Ack of another version by Invalid Version', () => {
    const sut = new AspUnderTest().activating()
    sut.sgp.send(ofVersion(2, message('ASPAC ACK', routingContext(1))))
    sut.sgp.expect({ name: 'ERR', errorCode: 'invalidVersion' })
    expect(sut.state).toBe('ASP-INACTIVE')
    sut.sgp.expectAfter(T_ACK_MS, 'ASPAC')
  })

  // RFC 4666 §4.8.
  it('M3UA_ASP_ASPTM_I_002 answers ASP Inactive Ack of another version by Invalid Version', () => {
    const sut = new AspUnderTest().deactivating()
    sut.sgp.send(ofVersion(2, message('ASPIA ACK', routingContext(1))))
    sut.sgp.expect({ name: 'ERR', errorCode: 'invalidVersion' })
    sut.sgp.expectAfter(T_ACK_MS, 'ASPIA')
  })

  // RFC 4666 §3.8.1.
  it('M3UA_ASP_ASPTM_I_003 answers an ASPTM message of a reserved type by Unsupported Message Type', () => {
    const sut = new AspUnderTest().activating()
    sut.sgp.send(messageOf(ASPTM, RESERVED_TYPE))
    sut.sgp.expect({ name: 'ERR', errorCode: 'unsupportedMessageType' })
    expect(sut.state).toBe('ASP-INACTIVE')
    sut.sgp.expectAfter(T_ACK_MS, 'ASPAC')
  })

  // ASP-INACTIVE it is already: the acknowledgement changes nothing, and no traffic flows. RFC 4666 §4.3.4.1.
  it('M3UA_ASP_ASPTM_O_001 does not take ASP Up Ack for an answer to ASP Active', () => {
    const sut = new AspUnderTest().activating()
    sut.sgp.send(message('ASPUP ACK'))
    sut.sgp.expectNothing()
    expect(sut.state).toBe('ASP-INACTIVE')
    expect(sut.sendData()).toBe('not-active')
    sut.sgp.expectAfter(T_ACK_MS, 'ASPAC')
  })
})

describe('ASP traffic maintenance at the ASP, beyond the purposes', () => {
  const TWO = { applicationServers: [{ routingContext: 1 }, { routingContext: 2 }] } as const

  // RFC 4666 §4.3.4.3: an SGP may acknowledge in several messages, by Routing Context.
  it('is active in an AS as soon as its Routing Context is acknowledged', () => {
    const sut = new AspUnderTest(TWO).activating()
    sut.sgp.send(message('ASPAC ACK', routingContext(2)))
    expect([sut.asp.stateFor(1), sut.asp.stateFor(2)]).toEqual(['ASP-INACTIVE', 'ASP-ACTIVE'])
    expect(sut.sendData({}, 1)).toBe('not-active')
    expect(sut.sendData({}, 2)).toBe('sent')
    sut.sgp.expect({ name: 'DATA', routingContexts: [2] })
    sut.sgp.expectAfter(T_ACK_MS, { name: 'ASPAC', routingContexts: [1] })
    sut.sgp.send(message('ASPAC ACK', routingContext(1)))
    expect(sut.asp.stateFor(1)).toBe('ASP-ACTIVE')
  })

  it('gives up an AS that the SGP refuses, and no other', () => {
    const sut = new AspUnderTest(TWO).activating()
    sut.sgp.send(message('ERR', words('Error Code', ERROR.invalidRoutingContext), routingContext(2)))
    sut.sgp.send(message('ASPAC ACK', routingContext(1)))
    expect([sut.asp.stateFor(1), sut.asp.stateFor(2)]).toEqual(['ASP-ACTIVE', 'ASP-INACTIVE'])
    sut.sgp.expectNothingFor(60_000)
  })

  it('leaves the Routing Context out where it has none', () => {
    const sut = new AspUnderTest({ applicationServers: [{ routingContext: null }], trafficMode: null }).inactive()
    sut.activate()
    sut.sgp.expect({ name: 'ASPAC', trafficMode: null, routingContexts: null })
    sut.sgp.send(message('ASPAC ACK'))
    sut.sendData()
    sut.sgp.expect({ name: 'DATA', routingContexts: null })
  })

  // RFC 4666 §4.3.4.3: it MUST consider itself ASP-INACTIVE.
  it('stops its traffic when it is told of an alternate ASP', () => {
    const sut = new AspUnderTest({ trafficMode: 'override' }).activating()
    sut.sgp.send(message('ASPAC ACK', trafficMode('override'), routingContext(1)))
    sut.sgp.send(message('NTFY', status('Alternate ASP Active'), words('ASP Identifier', 2), routingContext(1)))
    expect(sut.state).toBe('ASP-INACTIVE')
    expect(sut.sendData()).toBe('not-active')
    sut.sgp.expectNothingFor(60_000)
  })

  it('sends no more DATA once it has asked to be inactive, but takes what still comes', () => {
    const sut = new AspUnderTest().deactivating()
    expect(sut.sendData()).toBe('not-active')
    sut.sgp.send(data(1), 1)
    expect(sut.delivered).toHaveLength(1)
    sut.sgp.send(message('ASPIA ACK', routingContext(1)))
    expect(sut.state).toBe('ASP-INACTIVE')
  })

  it('answers acknowledgements for a Routing Context it does not have by Invalid Routing Context', () => {
    const sut = new AspUnderTest().active()
    for (const name of ['ASPAC ACK', 'ASPIA ACK'] as const) {
      sut.sgp.send(message(name, routingContext(9)))
      sut.sgp.expect({ name: 'ERR', errorCode: 'invalidRoutingContext', routingContexts: [9] })
    }
    expect(sut.state).toBe('ASP-ACTIVE')
  })

  // RFC 4666 §4.3.4.4 as §4.3.4.2 has it for ASP Down Ack: it goes along, and back.
  it('goes out of traffic and back when ASP Inactive Ack comes unasked', () => {
    const sut = new AspUnderTest().active()
    sut.sgp.send(message('ASPIA ACK', routingContext(1)))
    expect(sut.state).toBe('ASP-INACTIVE')
    sut.sgp.expect('ASPAC')
    sut.sgp.send(message('ASPAC ACK', routingContext(1)))
    expect(sut.state).toBe('ASP-ACTIVE')
  })
})
