import { describe, expect, it } from 'vitest'
import { AspUnderTest } from './asp-under-test.js'
import type { ReadMessage } from './message-contents.js'
import { type MessageName, message, routingContext } from './message-octets.js'
import { plainMessage } from './parameter-faults.js'
import { SgpUnderTest } from './sgp-under-test.js'

/** What is said to one message in ASP-DOWN, ASP-INACTIVE and ASP-ACTIVE; nothing for silence. */
type Said = readonly [down: string, inactive: string, active: string]

const STATES = ['ASP-DOWN', 'ASP-INACTIVE', 'ASP-ACTIVE'] as const
const ALWAYS = (said: string): Said => [said, said, said]
/** RFC 4666 §3.8.1. */
const UNEXPECTED = 'ERR unexpectedMessage'
const UNSUPPORTED = 'ERR unsupportedMessageClass'

/** An SGP with one AS, of which the peer is the only ASP. */
const SGP_SAYS: Readonly<Record<MessageName, Said>> = {
  ERR: ALWAYS(''),
  NTFY: ALWAYS(UNEXPECTED),
  DATA: [UNEXPECTED, UNEXPECTED, ''],
  // RFC 4666 §4.3.4.1, §4.3.4.2.
  // RFC 4666 §4.5.3: answered in ASP-ACTIVE; of destinations nobody has told of, the SG has no route to them.
  DAUD: [UNEXPECTED, UNEXPECTED, 'DUNA'],
  DUNA: ALWAYS(UNEXPECTED),
  DAVA: ALWAYS(UNEXPECTED),
  DUPU: ALWAYS(UNEXPECTED),
  DRST: ALWAYS(UNEXPECTED),
  // RFC 4666 §3.4.4: an ASP may be congested, too.
  SCON: [UNEXPECTED, '', ''],
  ASPUP: ['ASPUP ACK, NTFY AS-INACTIVE', 'ASPUP ACK', 'ASPUP ACK, ERR unexpectedMessage, NTFY AS-PENDING'],
  ASPDN: ALWAYS('ASPDN ACK'),
  BEAT: ALWAYS('BEAT ACK'),
  'ASPUP ACK': ALWAYS(UNEXPECTED),
  'ASPDN ACK': ALWAYS(UNEXPECTED),
  'BEAT ACK': ALWAYS(''),
  // RFC 4666 §4.3.4.3, §4.3.4.4.
  ASPAC: [UNEXPECTED, 'ASPAC ACK, NTFY AS-ACTIVE', 'ASPAC ACK'],
  ASPIA: [UNEXPECTED, 'ASPIA ACK', 'ASPIA ACK, NTFY AS-PENDING'],
  'ASPAC ACK': ALWAYS(UNEXPECTED),
  'ASPIA ACK': ALWAYS(UNEXPECTED),
  // RFC 4666 §4.4.1: an SGP that does not register knows nothing of the class.
  'REG REQ': ALWAYS(UNSUPPORTED),
  'REG RSP': ALWAYS(UNSUPPORTED),
  'DEREG REQ': ALWAYS(UNSUPPORTED),
  'DEREG RSP': ALWAYS(UNSUPPORTED),
}

/** An ASP whose management wants it to be in the state it is in; in ASP-DOWN, its ASP Up is under way. */
const ASP_SAYS: Readonly<Record<MessageName, Said>> = {
  ERR: ALWAYS(''),
  NTFY: ALWAYS(''),
  // RFC 4666 §3.8.1: silently discarded in ASP-INACTIVE.
  DATA: [UNEXPECTED, '', ''],
  // RFC 4666 §4.5.2, and §4.5.3: only the SGP is asked.
  DUNA: [UNEXPECTED, '', ''],
  DAVA: [UNEXPECTED, '', ''],
  DAUD: ALWAYS(UNEXPECTED),
  SCON: [UNEXPECTED, '', ''],
  DUPU: [UNEXPECTED, '', ''],
  DRST: [UNEXPECTED, '', ''],
  ASPUP: ALWAYS(UNEXPECTED),
  ASPDN: ALWAYS(UNEXPECTED),
  BEAT: ALWAYS('BEAT ACK'),
  // RFC 4666 §4.3.4.1: it considers itself ASP-INACTIVE, says so if it was not, and goes back.
  'ASPUP ACK': ['', '', `${UNEXPECTED}, ASPAC`],
  // RFC 4666 §4.3.4.2: it considers itself ASP-DOWN, and goes back.
  'ASPDN ACK': ['', 'ASPUP', 'ASPUP'],
  'BEAT ACK': ALWAYS(''),
  ASPAC: ALWAYS(UNEXPECTED),
  ASPIA: ALWAYS(UNEXPECTED),
  'ASPAC ACK': [UNEXPECTED, UNEXPECTED, ''],
  // RFC 4666 §4.4: an ASP that has registered nothing is asked and answered nothing.
  'REG REQ': ALWAYS(UNEXPECTED),
  'REG RSP': ALWAYS(UNEXPECTED),
  'DEREG REQ': ALWAYS(UNEXPECTED),
  'DEREG RSP': ALWAYS(UNEXPECTED),
  'ASPIA ACK': [UNEXPECTED, '', 'ASPAC'],
}

describe.each(Object.entries(SGP_SAYS) as [MessageName, Said][])('%s at the SGP', (name, said) => {
  it.each(STATES)('in %s', (state) => {
    const sut = new SgpUnderTest()
    const asp = state === 'ASP-DOWN' ? sut.peer() : state === 'ASP-INACTIVE' ? sut.inactive() : sut.active()
    asp.send(plainMessage(name), name === 'DATA' ? 1 : 0)
    expect(inShort(asp.takeUnread())).toBe(said[STATES.indexOf(state)])
    expect(sut.delivered).toHaveLength(name === 'DATA' && state === 'ASP-ACTIVE' ? 1 : 0)
  })
})

describe.each(Object.entries(ASP_SAYS) as [MessageName, Said][])('%s at the ASP', (name, said) => {
  it.each(STATES)('in %s', (state) => {
    const sut = new AspUnderTest()
    if (state === 'ASP-DOWN') sut.comingUp()
    else if (state === 'ASP-INACTIVE') sut.inactive()
    else sut.active()
    sut.sgp.send(plainMessage(name), name === 'DATA' ? 1 : 0)
    expect(inShort(sut.sgp.takeUnread())).toBe(said[STATES.indexOf(state)])
    expect(sut.delivered).toHaveLength(name === 'DATA' && state === 'ASP-ACTIVE' ? 1 : 0)
  })
})

// RFC 4666 §3.8.1: the Routing Contexts of an unexpected message SHOULD be in the ERR.
describe('an ERR "Unexpected Message"', () => {
  it.each(['ASPAC', 'ASPIA', 'ASPAC ACK', 'ASPIA ACK'] as const)('of the SGP names the Routing Contexts of %s', (name) => {
    const asp = new SgpUnderTest().peer()
    asp.send(message(name, routingContext(1, 7)))
    asp.expect({ name: 'ERR', errorCode: 'unexpectedMessage', routingContexts: [1, 7] })
  })

  it.each(['ASPAC', 'ASPIA', 'ASPAC ACK', 'ASPIA ACK'] as const)('of the ASP names the Routing Contexts of %s', (name) => {
    const { sgp } = new AspUnderTest().comingUp()
    sgp.send(message(name, routingContext(1, 7)))
    sgp.expect({ name: 'ERR', errorCode: 'unexpectedMessage', routingContexts: [1, 7] })
  })
})

function inShort(messages: readonly ReadMessage[]): string {
  return messages.map(({ name, errorCode, status }) => [name, errorCode, status].filter((word) => word !== undefined).join(' ')).join(', ')
}
