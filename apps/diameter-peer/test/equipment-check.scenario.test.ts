import { SimulatedLab, TWO_HOMED } from '@sigbed/testbed'
import { expect, it } from 'vitest'
import { DiameterClientRole, EquipmentIdentityRegisterRole, sampleImei, sampleRegister } from '../src/index.js'

it('answers every check with what the register says, on virtual time, over a cut of the primary path', async () => {
  const lab = await SimulatedLab.open({ topology: TWO_HOMED, encapsulationPort: 9899, captureFile: null, seed: 7, delayMs: 1 })
  const { surroundings } = lab
  const register = sampleRegister(1000)
  const parameters = { rtoInitialMs: 120, rtoMinMs: 120, rtoMaxMs: 800, sackDelayMs: 20 }
  const requests: number[] = []
  const server = new EquipmentIdentityRegisterRole(lab.node('east'), {
    surroundings,
    originHost: 'eir.east.test',
    originRealm: 'east.test',
    register,
    parameters,
    observer: {},
    onEvent: () => {},
    onRequest: (session) => requests.push(session),
  })
  const answers: string[] = []
  const failures: string[] = []
  const client = new DiameterClientRole(lab.node('west'), {
    surroundings,
    originHost: 'mme.west.test',
    originRealm: 'west.test',
    destinationRealm: 'east.test',
    serverAddresses: lab.node('east').addresses.slice(0, 1),
    parameters,
    observer: {},
    onEvent: () => {},
    onAnswer: (context, session, status) => answers.push(`${context}/${session}/${status}`),
    onFailure: (context, failure) => failures.push(`${context} ${failure}`),
  })
  await lab.run(server.start())
  await lab.run(client.start())
  for (let i = 0; i < 100; i++) expect(client.check(sampleImei(i), i, i)).toBe('sent')
  await lab.run(new Promise<void>((resolve) => surroundings.startTimer(50, resolve)))
  lab.cut(0)
  for (let i = 100; i < 200; i++) expect(client.check(sampleImei(i), i, i)).toBe('sent')
  await lab.run(new Promise<void>((resolve) => surroundings.startTimer(1000, resolve)))
  expect(failures).toEqual([])
  expect([...answers].sort()).toEqual(Array.from({ length: 200 }, (_, i) => `${i}/${i}/${register.lookUp(sampleImei(i))}`).sort())
  expect(new Set(requests).size).toBe(200)
  expect(new Set(answers.map((answer) => answer.split('/')[2]))).toEqual(new Set(['0', '1', '2', '-1']))
  await lab.run(client.stop())
  await lab.run(server.stop())
  await lab.close()
})
