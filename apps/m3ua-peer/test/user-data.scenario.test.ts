import { SimulatedLab, TWO_HOMED } from '@sigbed/testbed'
import { expect, it } from 'vitest'
import { ApplicationServerProcessRole, SignallingGatewayRole } from '../src/index.js'

it('carries user data in order per SLS over a cut of the primary path, and leaves in order', async () => {
  const lab = await SimulatedLab.open({ topology: TWO_HOMED, encapsulationPort: 9899, captureFile: null, seed: 3, delayMs: 1 })
  const { surroundings } = lab
  const parameters = { rtoInitialMs: 120, rtoMinMs: 120, rtoMaxMs: 800, sackDelayMs: 20 }
  const told: string[] = []
  const bySls = new Map<number, number[]>()
  const gateway = new SignallingGatewayRole(lab.node('east'), {
    surroundings,
    routingContext: 100,
    parameters,
    observer: {},
    onEvent: (kind, detail) => told.push(`${kind}: ${detail}`),
    onUserData: (octets, offset, length, sls) => {
      expect(length).toBe(4)
      bySls.set(sls, [...(bySls.get(sls) ?? []), (octets[offset]! << 8) | octets[offset + 1]!])
    },
  })
  const asp = new ApplicationServerProcessRole(lab.node('west'), {
    surroundings,
    gatewayAddresses: lab.node('east').addresses.slice(0, 1),
    routingContext: 100,
    originatingPointCode: 1,
    destinationPointCode: 2,
    parameters,
    observer: {},
    onEvent: () => {},
  })
  await lab.run(gateway.start())
  await lab.run(asp.start())
  const send = (from: number, to: number) => {
    for (let i = from; i < to; i++) expect(asp.send(Uint8Array.of(i >> 8, i, 0, 0), 0, 4, i % 16)).toBe('sent')
  }
  send(0, 500)
  await lab.run(new Promise<void>((resolve) => surroundings.startTimer(50, resolve)))
  lab.cut(0)
  send(500, 1000)
  await lab.run(new Promise<void>((resolve) => surroundings.startTimer(1000, resolve)))
  for (let sls = 0; sls < 16; sls++) expect(bySls.get(sls)).toEqual(Array.from({ length: 1000 }, (_, i) => i).filter((i) => i % 16 === sls))
  await lab.run(asp.stop())
  await lab.run(gateway.stop())
  await lab.close()
  expect(told).toMatchInlineSnapshot(`
    [
      "asp-state-change: ASP ASP-DOWN -> ASP-INACTIVE (ASP Up)",
      "as-state-change: AS 100 AS-DOWN -> AS-INACTIVE (an ASP is up)",
      "asp-state-change: ASP ASP-INACTIVE -> ASP-ACTIVE (ASP Active)",
      "as-state-change: AS 100 AS-INACTIVE -> AS-ACTIVE (enough ASPs are active)",
      "asp-state-change: ASP ASP-ACTIVE -> ASP-INACTIVE (ASP Inactive)",
      "as-state-change: AS 100 AS-ACTIVE -> AS-PENDING (the last active ASP is gone)",
      "asp-state-change: ASP ASP-INACTIVE -> ASP-DOWN (ASP Down)",
    ]
  `)
})
