import type { SendOutcome } from '@sigbed/m3ua'
import { DataMessage, type ProtocolData } from '@sigbed/m3ua-codec'
import { describe, expect, it } from 'vitest'
import type { TrafficConfiguration } from '../configuration/m3ua-configuration.js'
import { DataUse } from './data-use.js'

function use(onData: TrafficConfiguration['onData'], outcome: SendOutcome = 'sent') {
  const said: [way: string, routingContext: number, originating: number, destination: number, sls: number][] = []
  const note = (way: string) => (data: ProtocolData, routingContext: number) => {
    said.push([way, routingContext, data.originatingPointCode, data.destinationPointCode, data.signallingLinkSelection])
    return outcome
  }
  const data = new DataUse(onData, () => ({ sendData: note('send'), relayData: note('relay') }))
  const message = new DataMessage()
  message.protocolData.originatingPointCode = 1
  message.protocolData.destinationPointCode = 16
  message.protocolData.signallingLinkSelection = 5
  data.take(message, 300)
  return { data, said }
}

describe('received DATA', () => {
  it('is thrown away', () => {
    expect(use('discard').said).toEqual([])
  })

  it('is echoed to the AS it came from, with the point codes swapped', () => {
    const { data, said } = use('echo')
    expect(said).toEqual([['send', 300, 16, 1, 5]])
    expect(data).toMatchObject({ passed: 1, refused: 0, unroutable: 0 })
  })

  it('is relayed as it came', () => {
    const { data, said } = use('relay', 'queued')
    expect(said).toEqual([['relay', 300, 1, 16, 5]])
    expect(data.passed).toBe(1)
  })

  it('is counted apart where nobody takes it, and where it is for nobody', () => {
    expect(use('relay', 'not-active').data).toMatchObject({ passed: 0, refused: 1, unroutable: 0 })
    expect(use('relay', 'no-routing-key').data).toMatchObject({ passed: 0, refused: 0, unroutable: 1 })
  })
})
