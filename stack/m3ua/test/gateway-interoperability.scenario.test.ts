import type { M3uaMessage } from '@sigbed/m3ua-codec'
import { expect, it } from 'vitest'
import type { Interoperability } from '../src/interoperability.js'
import { AnswerSuppression } from '../src/signalling-gateway/answer-suppression.js'
import { SignallingGatewayProcess } from '../src/signalling-gateway/signalling-gateway-process.js'
import { ASPUP, aspac, aspia, dataOctets, hand, octetsOf, Recorder } from './recorder.js'

function gateway(interoperability: Interoperability) {
  let delivered = 0
  const sgp = new SignallingGatewayProcess(
    { applicationServers: [{ routingContext: 100, networkAppearance: 7, trafficMode: 'override' }], interoperability },
    { onEvent: () => {}, onData: () => delivered++ },
  )
  const line = new Recorder()
  const remote = sgp.attach(line)
  remote.communicationUp(17, 0)
  const says = (message: M3uaMessage) => {
    hand(remote, octetsOf(message))
    return line.said()
  }
  const sends = (octets: Uint8Array, streamId = 1) => {
    hand(remote, octets, streamId)
    return [...line.said(), delivered]
  }
  says(ASPUP)
  return { says, sends }
}

it('takes DATA on stream 0 only where the switch says so', () => {
  const [strict, lenient] = [gateway({}), gateway({ acceptsDataOnStreamZero: true })]
  for (const { says } of [strict, lenient]) says(aspac([100]))
  expect([strict.sends(dataOctets(100), 0), lenient.sends(dataOctets(100), 0)]).toEqual([['ERR 0x09 [100]', 0], [1]])
})

it('asks for Routing Contexts only where the switch says so', () => {
  const [strict, lenient] = [gateway({ requiresRoutingContext: true }), gateway({})]
  expect([strict.says(aspac()), lenient.says(aspac())]).toEqual([['ERR 0x16'], ['ASPAC ACK', 'NTFY 1/3 [100]']])
  strict.says(aspac([100]))
  expect([strict.sends(dataOctets(null)), lenient.sends(dataOctets(null))]).toEqual([['ERR 0x16', 0], [1]])
  expect([strict.says(aspia()), lenient.says(aspia())]).toEqual([['ERR 0x16'], ['ASPIA ACK', 'NTFY 1/4 [100]']])
})

it('sends no NTFY where the switch says so', () => {
  const { says } = gateway({ sendsNoNotify: true })
  expect([says(aspac([100])), says(aspia([100]))]).toEqual([['ASPAC ACK [100]'], ['ASPIA ACK [100]']])
})

it('takes any Network Appearance only where the switch says so', () => {
  const [strict, lenient] = [gateway({}), gateway({ acceptsAnyNetworkAppearance: true })]
  for (const { says } of [strict, lenient]) says(aspac([100]))
  expect([strict.sends(dataOctets(100, 9)), lenient.sends(dataOctets(100, 9))]).toEqual([['ERR 0x15 [100]', 0], [1]])
  const daud: M3uaMessage = {
    kind: 'DAUD',
    networkAppearance: 9,
    routingContexts: [],
    affectedPointCodes: [{ mask: 0, pointCode: 5 }],
    info: null,
  }
  expect([strict.says(daud), lenient.says(daud)]).toEqual([['ERR 0x15'], ['DUNA 5 [100]']])
})

it('remembers a bounded number of answers, and forgets them all rather than more', () => {
  const answers = new AnswerSuppression()
  for (let pointCode = 0; pointCode < 1_024; pointCode++) expect(answers.isDue(pointCode, 0, 1_000)).toBe(true)
  expect([answers.isDue(0, 500, 1_000), answers.isDue(1_024, 500, 1_000), answers.isDue(0, 500, 1_000)]).toEqual([false, true, true])
})
