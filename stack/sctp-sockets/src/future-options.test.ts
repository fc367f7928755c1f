import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FutureOptions } from './future-options.js'
import { SocketOptionError } from './sctp-error.js'
import type { SettableOption, SocketOptionName } from './socket-options.js'

describe('FutureOptions', () => {
  it('gives back what was set, and hands it on as parameters of associations', () => {
    const options = new FutureOptions({ maxBurst: 8 })
    options.set('SCTP_RTOINFO', { rtoInitialMs: 500, rtoMinMs: 100 })
    options.set('SCTP_INITMSG', { outboundStreams: 4 })
    options.set('SCTP_ASSOCINFO', { associationMaxRetrans: 2, validCookieLifeMs: 5000 })
    options.set('SCTP_AUTOCLOSE', { autocloseMs: 30_000 })
    options.set('SCTP_DELAYED_SACK', { sackDelayMs: 0 })
    options.set('SCTP_PEER_ADDR_THLDS', { primarySwitchoverMaxRetrans: 2 })
    options.set('SCTP_DEFAULT_SNDINFO', { stream: 1 })
    options.set('SCTP_DEFAULT_SNDINFO', { payloadProtocolId: 46 })
    expect(options.get('SCTP_RTOINFO')).toEqual({ rtoInitialMs: 500, rtoMinMs: 100, rtoMaxMs: 60_000 })
    expect(options.get('SCTP_INITMSG').outboundStreams).toBe(4)
    expect(options.get('SCTP_ASSOCINFO')).toMatchObject({ associationMaxRetrans: 2, validCookieLifeMs: 5000, peerDestinations: 0 })
    expect(options.get('SCTP_MAX_BURST')).toEqual({ maxBurst: 8 })
    expect(options.get('SCTP_DEFAULT_SNDINFO')).toEqual({ stream: 1, payloadProtocolId: 46 })
    expect(options.parameters).toMatchObject({ rtoMinMs: 100, outboundStreams: 4, autocloseMs: 30_000, sackDelayMs: 0, maxBurst: 8 })
    expect(options.parameters.primarySwitchoverMaxRetrans).toBe(2)
  })

  it('offers interleaving only to who can take messages in parts of several streams', () => {
    const options = new FutureOptions()
    expect(options.get('SCTP_INTERLEAVING_SUPPORTED')).toBe(false)
    expect(() => options.set('SCTP_INTERLEAVING_SUPPORTED', true)).toThrow('SCTP_FRAGMENT_INTERLEAVE')
    options.set('SCTP_FRAGMENT_INTERLEAVE', 2)
    options.set('SCTP_INTERLEAVING_SUPPORTED', true)
    expect(options.parameters.interleaving).toBe(true)
    expect(() => options.set('SCTP_FRAGMENT_INTERLEAVE', 1)).toThrow(SocketOptionError)
    expect(() => options.set('SCTP_FRAGMENT_INTERLEAVE', 3 as 2)).toThrow(SocketOptionError)
    options.set('SCTP_INTERLEAVING_SUPPORTED', false)
    options.set('SCTP_FRAGMENT_INTERLEAVE', 1)
    expect(options.get('SCTP_FRAGMENT_INTERLEAVE')).toBe(1)
  })

  it('keeps a stream scheduler and values of streams for associations to come', () => {
    const options = new FutureOptions({ outboundStreams: 4 })
    expect(options.get('SCTP_STREAM_SCHEDULER')).toBe('first-come-first-served')
    options.set('SCTP_STREAM_SCHEDULER', 'weighted-fair-queueing')
    options.set('SCTP_STREAM_SCHEDULER_VALUE', { stream: 3, value: 20 })
    expect(options.parameters.streamScheduler).toBe('weighted-fair-queueing')
    expect(options.get('SCTP_STREAM_SCHEDULER_VALUE')).toEqual([{ stream: 3, value: 20 }])
    // Each association has its own copy.
    expect([...options.settings.copy().streamValues]).toEqual([[3, 20]])
    expect(() => options.set('SCTP_STREAM_SCHEDULER_VALUE', { stream: 4, value: 1 })).toThrow(SocketOptionError)
    expect(() => options.set('SCTP_STREAM_SCHEDULER', 'fastest' as 'priority')).toThrow(SocketOptionError)
  })

  it('turns heartbeats off with their interval, and on only with one', () => {
    const options = new FutureOptions()
    options.set('SCTP_PEER_ADDR_PARAMS', { heartbeatEnabled: false, pathMaxRetrans: 3 })
    expect(options.get('SCTP_PEER_ADDR_PARAMS')).toEqual({
      heartbeatEnabled: false,
      heartbeatIntervalMs: 0,
      pathMaxRetrans: 3,
      pathMtu: 1500,
    })
    expect(() => options.set('SCTP_PEER_ADDR_PARAMS', { heartbeatEnabled: true })).toThrow(SocketOptionError)
    options.set('SCTP_PEER_ADDR_PARAMS', { heartbeatEnabled: true, heartbeatIntervalMs: 700 })
    expect(options.parameters.heartbeatIntervalMs).toBe(700)
  })

  it.each([
    ['SCTP_RTOINFO', { rtoMinMs: 5000, rtoMaxMs: 1000 }],
    ['SCTP_RTOINFO', { rtoMinMs: Number.NaN }],
    ['SCTP_RTOINFO', { rtoMinMs: '200' }],
    ['SCTP_RTOINFO', { maxBurst: 4 }],
    ['SCTP_ASSOCINFO', { peerDestinations: 4 }],
    ['SCTP_ASSOCINFO', { validCookieLifeMs: 0 }],
    ['SCTP_INITMSG', { outboundStreams: 0 }],
    ['SCTP_DELAYED_SACK', { sackDelayMs: 501 }],
    ['SCTP_MAX_BURST', { maxBurst: 0 }],
    ['SCTP_PEER_ADDR_PARAMS', { pathMtu: 100 }],
    ['SCTP_PEER_ADDR_PARAMS', { heartbeatDemand: true }],
  ] as const)('refuses %s %o and stays as it was', (name, change) => {
    const options = new FutureOptions()
    const before = { ...options.parameters }
    expect(() => options.set(name, change as never)).toThrow(expect.objectContaining({ code: 'SCTP_OPTION_INVALID' }))
    expect(options.parameters).toEqual(before)
  })

  it('refuses what only an association that is there has, and what there is not', () => {
    const options = new FutureOptions()
    for (const name of ['SCTP_STATUS', 'SCTP_PRIMARY_ADDR', 'SCTP_GET_PEER_ADDR_INFO', 'toString'] as SocketOptionName[]) {
      expect(() => options.get(name)).toThrow(expect.objectContaining({ code: 'SCTP_OPTION_UNSUPPORTED' }))
      expect(() => options.set(name as SettableOption, {} as never)).toThrow(expect.objectContaining({ code: 'SCTP_OPTION_UNSUPPORTED' }))
    }
  })

  it('never lets through parameters that the core refuses', () => {
    const value = fc.oneof(fc.integer({ min: -2, max: 70_000 }), fc.double(), fc.constant(Number.POSITIVE_INFINITY))
    const change = fc.record({ rtoInitialMs: value, rtoMinMs: value, rtoMaxMs: value }, { requiredKeys: [] })
    fc.assert(
      fc.property(change, (chosen) => {
        const options = new FutureOptions()
        try {
          options.set('SCTP_RTOINFO', chosen)
        } catch (error) {
          expect(error).toBeInstanceOf(SocketOptionError)
        }
        const { rtoInitialMs, rtoMinMs, rtoMaxMs } = options.parameters
        expect(rtoMinMs).toBeGreaterThan(0)
        expect(rtoMinMs).toBeLessThanOrEqual(rtoMaxMs)
        expect(rtoInitialMs).toBeGreaterThan(0)
        expect(rtoInitialMs).toBeLessThanOrEqual(rtoMaxMs)
      }),
    )
  })
})
