import { ERROR_CODE, type M3uaMessage } from '@sigbed/m3ua-codec'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ASPUP, aspac, aspia, dataOctets, error, hand, octetsOf, Recorder } from '../../test/recorder.js'
import { NEVER } from '../lower-layer.js'
import type { AspEvent } from '../m3ua-event.js'
import { ApplicationServerProcess, type ApplicationServerProcessConfiguration } from './application-server-process.js'

const UP_ACK: M3uaMessage = { kind: 'ASPUP ACK', aspIdentifier: null, info: null }
const DOWN_ACK: M3uaMessage = { kind: 'ASPDN ACK', info: null }
const activeAck = (routingContexts: readonly number[] = [], trafficModeType: number | null = null): M3uaMessage => ({
  kind: 'ASPAC ACK',
  trafficModeType,
  routingContexts,
  info: null,
})
const inactiveAck = (routingContexts: readonly number[] = []): M3uaMessage => ({ kind: 'ASPIA ACK', routingContexts, info: null })
const notify = (statusType: number, statusInformation: number, routingContexts: readonly number[] = []): M3uaMessage => ({
  kind: 'NTFY',
  statusType,
  statusInformation,
  aspIdentifier: null,
  routingContexts,
  info: null,
})
const TWO: ApplicationServerProcessConfiguration = {
  applicationServers: [{ routingContext: 100, networkAppearance: 7 }, { routingContext: 200 }],
  trafficMode: 'override',
}

const process = (configuration = TWO) => {
  const line = new Recorder()
  const events: AspEvent[] = []
  const data: number[] = []
  const asp = new ApplicationServerProcess(line, configuration, {
    onEvent: (event) => events.push(event),
    onData: (_, routingContext) => data.push(routingContext),
  })
  asp.communicationUp(17, 0)
  const hears = (message: M3uaMessage, now = 0) => {
    hand(asp, octetsOf(message), 0, now)
    return line.said()
  }
  const states = () => [asp.stateFor(100), asp.stateFor(200)].map((state) => state.slice(4)).join(' ')
  return { asp, line, events, data, hears, states }
}

const active = () => {
  const parts = process()
  parts.asp.activate(0)
  parts.hears(UP_ACK)
  parts.hears(activeAck([100, 200]))
  expect(parts.states()).toBe('ACTIVE ACTIVE')
  parts.events.length = 0
  return parts
}

describe('an ASP on its way up', () => {
  it('says nothing until management wants it up', () => {
    const { asp, line } = process()
    expect(line.said()).toEqual([])
    expect(asp.pollTimeout()).toBe(NEVER)
    asp.up(0)
    expect(line.said()).toEqual(['ASPUP'])
    expect(asp.pollTimeout()).toBe(2_000)
  })

  it('takes acknowledgements in pieces and repeats only what is left', () => {
    const { asp, hears, line, states } = process()
    asp.activate(0)
    line.said()
    expect(hears(UP_ACK)).toEqual(['ASPAC [100,200]'])
    expect(hears(activeAck([200]))).toEqual([])
    expect(states()).toBe('INACTIVE ACTIVE')
    asp.handleTimeout(2_000)
    expect(line.said()).toEqual(['ASPAC [100]'])
    expect(hears(activeAck([100]))).toEqual([])
    expect([states(), asp.pollTimeout()]).toEqual(['ACTIVE ACTIVE', NEVER])
  })

  it('absorbs the acknowledgements of repeated ASPUPs, however late', () => {
    const { asp, hears, line, states } = process()
    asp.activate(0)
    asp.handleTimeout(2_000)
    asp.handleTimeout(4_000)
    line.said()
    hears(UP_ACK)
    hears(activeAck())
    expect([hears(UP_ACK), hears(UP_ACK)]).toEqual([[], []])
    expect(states()).toBe('ACTIVE ACTIVE')
    expect(hears(UP_ACK)).toEqual(['ERR 0x06', 'ASPAC [100,200]'])
  })

  it('takes DATA while ASPAC is under way, since it may overtake the acknowledgement', () => {
    const { asp, hears, line, data } = process()
    asp.activate(0)
    hears(UP_ACK)
    hand(asp, dataOctets(100), 1)
    expect([line.said(), data]).toEqual([[], [100]])
  })

  it('does not accept another traffic mode than its own', () => {
    const { asp, hears, line, states } = process()
    asp.activate(0)
    line.said()
    hears(UP_ACK)
    expect(hears(activeAck([100, 200], 2))).toEqual(['ERR 0x05 [100,200]'])
    expect([states(), asp.isRequesting]).toEqual(['INACTIVE INACTIVE', false])
  })
})

describe('what nobody asked for', () => {
  it('ASPUP ACK in ASP-ACTIVE takes the ASP to ASP-INACTIVE, is answered, and it goes back', () => {
    const { hears, states, events } = active()
    expect(hears(UP_ACK)).toEqual(['ERR 0x06', 'ASPAC [100,200]'])
    expect(states()).toBe('INACTIVE INACTIVE')
    expect(events.filter(({ kind }) => kind === 'asp-state-change')).toHaveLength(2)
  })

  it('ASPDN ACK takes it down, and it goes back', () => {
    const { hears, states } = active()
    expect(hears(DOWN_ACK)).toEqual(['ASPUP'])
    expect(states()).toBe('DOWN DOWN')
    expect(hears(DOWN_ACK)).toEqual([])
  })

  it('ASPIA ACK takes it out of traffic, and it goes back', () => {
    const { hears, states } = active()
    expect(hears(inactiveAck([200]))).toEqual(['ASPAC [200]'])
    expect(states()).toBe('ACTIVE INACTIVE')
  })

  it('ASPAC ACK makes nothing active', () => {
    const { asp, hears, line, states } = process()
    expect(hears(activeAck([100]))).toEqual(['ERR 0x06 [100]'])
    asp.up(0)
    line.said()
    hears(UP_ACK)
    expect([hears(activeAck([100])), hears(activeAck())]).toEqual([['ERR 0x06 [100]'], ['ERR 0x06']])
    expect(hears(activeAck([9]))).toEqual(['ERR 0x19 [9]'])
    expect(states()).toBe('INACTIVE INACTIVE')
  })

  it.each<M3uaMessage>([ASPUP, aspac([100]), aspia([100]), { kind: 'ASPDN', info: null }])('$kind is for the SGP', (message) => {
    const { hears, states } = active()
    expect(hears(message)[0]).toMatch(/^ERR 0x06/)
    expect(states()).toBe('ACTIVE ACTIVE')
  })
})

describe('DATA at the ASP', () => {
  it.each<[string, Uint8Array, number, string | null]>([
    ['is delivered', dataOctets(200), 3, null],
    ['on stream 0 is refused', dataOctets(200), 0, 'ERR 0x09 [200]'],
    ['of an unknown Routing Context is refused', dataOctets(9), 3, 'ERR 0x19 [9]'],
    ['of no Routing Context is refused where there are two', dataOctets(null), 3, 'ERR 0x1a'],
    ['of another Network Appearance is refused', dataOctets(100, 8), 3, 'ERR 0x15 [100]'],
  ])('%s', (_, octets, streamId, answer) => {
    const { asp, line, data } = active()
    line.said()
    hand(asp, octets, streamId)
    expect([line.said(), data]).toEqual(answer === null ? [[], [200]] : [[answer], []])
  })

  it('is discarded without a word while the ASP is inactive', () => {
    const { asp, hears, line, data, events } = active()
    hears(notify(2, 2, [200]))
    hand(asp, dataOctets(200), 3)
    hand(asp, dataOctets(100), 3)
    expect([line.said(), data]).toEqual([[], [100]])
    expect(events).toContainEqual({ kind: 'data-discarded', routingContext: 200 })
  })
})

describe('NTFY', () => {
  it('"Alternate ASP Active" takes the ASP out of that AS only, and it does not fight back', () => {
    const { asp, hears, states, events } = active()
    expect(hears(notify(2, 2, [200]))).toEqual([])
    expect(states()).toBe('ACTIVE INACTIVE')
    expect(events.at(-1)).toMatchObject({ routingContext: 200, trigger: 'alternate ASP active' })
    expect(asp.pollTimeout()).toBe(NEVER)
  })

  it.each([
    ['AS-PENDING', 1, 4],
    ['Insufficient ASP Resources', 2, 1],
  ])('%s brings in the standby, and only the standby', (_, statusType, statusInformation) => {
    const { asp, hears, line } = process()
    asp.up(0)
    line.said()
    expect([hears(UP_ACK), hears(notify(statusType, statusInformation, [200]))]).toEqual([[], []])
    asp.standBy(0)
    expect(line.said()).toEqual([])
    expect(hears(notify(statusType, statusInformation, [200]))).toEqual(['ASPAC [200]'])
  })

  it('is not waited for by a standby that is told to take over, and nobody else is brought in so', () => {
    const { asp, hears, line, states } = process()
    asp.up(0)
    hears(UP_ACK)
    line.said()
    asp.takeOver(0)
    expect(line.said()).toEqual([])
    asp.standBy(0)
    asp.takeOver(0)
    expect(line.said()).toEqual(['ASPAC [100,200]'])
    hears(activeAck([100, 200]))
    expect(hears(notify(2, 2, [200]))).toEqual([])
    expect(states()).toBe('ACTIVE INACTIVE')
  })

  it.each([
    [1, 2],
    [1, 3],
    [2, 3],
    [77, 4],
  ])('%i/%i changes nothing', (statusType, statusInformation) => {
    const { hears, states, events } = active()
    expect(hears(notify(statusType, statusInformation))).toEqual([])
    expect(states()).toBe('ACTIVE ACTIVE')
    expect(events.map(({ kind }) => kind)).toEqual(['notify-received'])
  })
})

describe('ERR', () => {
  it('refuses ASPUP for good, until management asks again', () => {
    const { asp, hears, line, events } = process()
    asp.activate(0)
    line.said()
    expect(hears(error(ERROR_CODE.REFUSED_MANAGEMENT_BLOCKING))).toEqual([])
    expect(events.at(-1)).toMatchObject({ kind: 'request-refused', request: 'ASPUP', errorCode: 0x0d })
    expect(asp.pollTimeout()).toBe(NEVER)
    asp.activate(0)
    expect(line.said()).toEqual(['ASPUP'])
  })

  it('refuses one Routing Context of an ASPAC and leaves the other under way', () => {
    const { asp, hears, line, states } = process()
    asp.activate(0)
    hears(UP_ACK)
    hears(error(ERROR_CODE.INVALID_ROUTING_CONTEXT, aspac([100, 200]), [100]))
    asp.handleTimeout(2_000)
    expect(line.said()).toEqual(['ASPAC [200]'])
    hears(activeAck([200]))
    expect([states(), asp.isRequesting]).toEqual(['INACTIVE ACTIVE', false])
  })

  it('about another message than the one under way changes nothing', () => {
    const { asp, hears } = process()
    asp.activate(0)
    hears(UP_ACK)
    for (const message of [error(0x0d, ASPUP), error(ERROR_CODE.UNEXPECTED_MESSAGE, ASPUP), error(0x06), error(0x07)]) {
      expect(hears(message)).toEqual([])
      expect(asp.isRequesting).toBe(true)
    }
  })

  it('"Unexpected Message" for ASPAC shows that the SGP has the ASP down: it begins again, at the pace of T(ack)', () => {
    const { asp, hears, line, states } = process()
    asp.activate(0)
    hears(UP_ACK)
    expect(hears(error(ERROR_CODE.UNEXPECTED_MESSAGE, aspac([100, 200])))).toEqual([])
    expect(states()).toBe('DOWN DOWN')
    asp.handleTimeout(1_999)
    expect(line.said()).toEqual([])
    asp.handleTimeout(2_000)
    expect(line.said()).toEqual(['ASPUP'])
  })

  it('is never answered, however broken', () => {
    const { asp, line, events } = active()
    for (const octets of [
      [1, 0, 0, 0],
      [1, 0, 0, 0, 0, 0, 0, 8],
      [2, 0, 0, 0, 0, 0, 0, 8],
    ])
      hand(asp, Uint8Array.from(octets))
    expect(line.said()).toEqual([])
    expect(events.map(({ kind }) => kind)).toEqual(new Array(3).fill('unreadable-error-received'))
  })
})

describe('any octets', () => {
  it('never make the ASP throw, nor answer an ERR with an ERR', () => {
    const tail = fc.uint8Array({ maxLength: 48 })
    const headed = fc
      .tuple(fc.constantFrom(0, 0, 1, 2, 3, 4, 9), fc.nat(6), tail)
      .map(([messageClass, type, octets]) => Uint8Array.of(1, 0, messageClass, type, 0, 0, 0, octets.length + 8, ...octets))
    const sound = fc
      .constantFrom(
        UP_ACK,
        DOWN_ACK,
        activeAck(),
        activeAck([100]),
        inactiveAck([200]),
        notify(2, 2),
        notify(1, 4),
        error(6, aspac()),
        error(0x19),
      )
      .map(octetsOf)
    const inputs = fc.array(fc.record({ octets: fc.oneof(tail, headed, sound, fc.constant(dataOctets(100))), streamId: fc.nat(3) }), {
      maxLength: 12,
    })
    fc.assert(
      fc.property(inputs, fc.constantFrom('up' as const, 'activate' as const, 'standBy' as const, 'down' as const), (list, target) => {
        const { asp, line } = process()
        asp[target](0)
        list.forEach(({ octets, streamId }, i) => {
          line.said()
          hand(asp, octets, streamId, i)
          const isError = octets.length >= 4 && octets[2] === 0 && octets[3] === 0
          if (isError) expect(line.said().filter((entry) => entry.startsWith('ERR'))).toEqual([])
          asp.handleTimeout(i * 500)
        })
        expect(line.sent.length).toBeLessThanOrEqual(3)
      }),
      { numRuns: 500 },
    )
  })
})
