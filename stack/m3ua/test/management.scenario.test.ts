import { describe, expect, it } from 'vitest'
import type { ApplicationServerProcessConfiguration } from '../src/application-server-process/application-server-process.js'
import { Bench } from './back-to-back.js'

const ASP: ApplicationServerProcessConfiguration = { applicationServers: [{ routingContext: 100 }], trafficMode: 'override' }
const bench = () => {
  const made = new Bench({ applicationServers: [{ routingContext: 100, trafficMode: 'override' }] })
  const a = made.addActive('A', ASP)
  made.said()
  return { bench: made, a }
}

describe('management of an SG', () => {
  it('takes an ASP down, which comes back unless it is blocked', () => {
    const { bench: made, a } = bench()
    a.remote.takeDown(made.now)
    expect(made.said()[0]).toBe('Z > A ASPDN ACK')
    made.run(100)
    expect(a.asp.state).toBe('ASP-ACTIVE')
    a.remote.managementBlocked = true
    a.remote.takeDown(made.now)
    made.run(100)
    expect([a.asp.state, made.said().at(-1)]).toEqual(['ASP-DOWN', 'Z > A ERR 0x0d'])
  })

  it('takes an AS out of service, and refuses ASPAC for it until it is given back', () => {
    const { bench: made, a } = bench()
    made.sgp.blockApplicationServer(true, made.now, 100)
    expect(made.said()).toEqual(['Z > A ASPIA ACK', 'Z > A NTFY 1/4'])
    made.run(5_000)
    expect([a.asp.state, made.sgp.asState(100)]).toEqual(['ASP-INACTIVE', 'AS-INACTIVE'])
    expect(made.said()).toContain('Z > A ERR 0x0d')
    made.sgp.blockApplicationServer(false, made.now, 100)
    a.asp.activate(made.now)
    made.run(100)
    expect([a.asp.state, made.sgp.asState(100)]).toEqual(['ASP-ACTIVE', 'AS-ACTIVE'])
  })
})
