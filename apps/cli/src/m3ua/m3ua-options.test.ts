import { describe, expect, it } from 'vitest'
import { parseM3uaOptions } from './m3ua-options.js'

describe('the flags of an M3UA node', () => {
  it.each([
    [{ 'traffic-mode': 'loadshare' }, { routingContext: 1, trafficMode: 'loadshare' }],
    [{ 'network-appearance': '5' }, { routingContext: 1, networkAppearance: 5 }],
    [
      { 'traffic-mode': 'loadshare', 'routing-context': '7' },
      { routingContext: 7, trafficMode: 'loadshare' },
    ],
  ])('make %j an Application Server with the Routing Context that help tells of', (flags, applicationServer) => {
    const { configuration } = parseM3uaOptions('sg', flags, '/', ['rfc9260'])
    expect(configuration.applicationServers).toMatchObject([applicationServer])
  })
})
