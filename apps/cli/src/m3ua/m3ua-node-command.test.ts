import { stepsOf } from '@sigbed/m3ua-peer'
import { describe, expect, it } from 'vitest'
import { recordingSurroundings, sigbed } from '../../test/recording-surroundings.js'

describe('the help of sigbed m3ua', () => {
  it.each(['sg', 'asp', 'ipsp'] as const)('%s names every step it can do', async (role) => {
    const { status, output } = await sigbed(`m3ua ${role} --help`, recordingSurroundings(import.meta.dirname))
    expect(status).toBe(0)
    const steps = output.slice(output.indexOf('Steps for --do:'))
    for (const name of stepsOf(role)) expect(steps).toMatch(new RegExp(`(?:^|[ ,])${name}(?![a-z-])`, 'm'))
  })
})
