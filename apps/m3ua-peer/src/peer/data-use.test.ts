import { DataMessage, type ProtocolData } from '@sigbed/m3ua-codec'
import { describe, expect, it } from 'vitest'
import type { ApplicationServerEntry, TrafficConfiguration } from '../configuration/m3ua-configuration.js'
import { DataUse } from './data-use.js'

const SERVER = { name: '', networkAppearance: null, trafficMode: 'override', activeAsps: 1, registers: false } as const
const SERVERS: readonly ApplicationServerEntry[] = [
  {
    ...SERVER,
    routingContext: 100,
    routingKey: {
      destinationPointCodes: [{ mask: 3, pointCode: 16 }],
      serviceIndicators: [3],
      originatingPointCodes: [{ mask: 0, pointCode: 1 }],
    },
  },
  {
    ...SERVER,
    routingContext: 200,
    routingKey: { destinationPointCodes: [{ mask: 0, pointCode: 16 }], serviceIndicators: [], originatingPointCodes: [] },
  },
]

function use(onData: TrafficConfiguration['onData'], outcome: 'sent' | 'not-active' = 'sent') {
  const sent: [routingContext: number, originating: number, destination: number, sls: number][] = []
  const data = new DataUse(onData, SERVERS, (protocolData: ProtocolData, routingContext) => {
    sent.push([routingContext, protocolData.originatingPointCode, protocolData.destinationPointCode, protocolData.signallingLinkSelection])
    return outcome
  })
  const take = (originating: number, destination: number, serviceIndicator = 3): void => {
    const message = new DataMessage()
    message.protocolData.originatingPointCode = originating
    message.protocolData.destinationPointCode = destination
    message.protocolData.serviceIndicator = serviceIndicator
    message.protocolData.signallingLinkSelection = 5
    data.take(message, 300)
  }
  return { data, sent, take }
}

describe('received DATA', () => {
  it('is thrown away', () => {
    const { sent, take } = use('discard')
    take(1, 16)
    expect(sent).toEqual([])
  })

  it('is echoed to the AS it came from, with the point codes swapped', () => {
    const { data, sent, take } = use('echo')
    take(1, 16)
    expect(sent).toEqual([[300, 16, 1, 5]])
    expect(data.passed).toBe(1)
  })

  it('is relayed by the first routing key that fits in all its parts', () => {
    const { data, sent, take } = use('relay')
    take(1, 16)
    take(1, 23)
    take(2, 16)
    take(1, 16, 5)
    take(2, 23)
    take(1, 24)
    expect(sent.map(([routingContext]) => routingContext)).toEqual([100, 100, 200, 200])
    expect(data).toMatchObject({ passed: 4, refused: 0, unroutable: 2 })
  })

  it('that nobody takes is counted', () => {
    const { data, take } = use('relay', 'not-active')
    take(1, 16)
    expect(data).toMatchObject({ passed: 0, refused: 1 })
  })
})
