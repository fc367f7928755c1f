import { afterEach, describe, expect, it } from 'vitest'
import { type NodeText, Rehearsal } from './rehearsal.js'

const ASP: NodeText = ['application-server-process', { gateways: ['sg'] }]
const gateway = (settings: object = {}): NodeText => ['signalling-gateway', settings]
const sharing = gateway({ 'application-servers': [{ name: 'hlr', 'traffic-mode': 'loadshare', 'active-asps': 2 }] })
const TO_ALL = { flow: 'down', from: 'sg', to: ['asp-1', 'asp-2', 'asp-3'] }

let rehearsal: Rehearsal
afterEach(() => rehearsal?.end())

describe('a gateway and an ASP of a scenario', () => {
  it('carry numbered messages both ways, and call the association the same at both ends', async () => {
    rehearsal = await Rehearsal.open({ sg: gateway(), 'asp-1': ASP }, [
      { flow: 'up', from: 'asp-1', to: ['sg'] },
      { flow: 'down', from: 'sg', to: ['asp-1'] },
    ])
    await rehearsal.begin()
    const [sg, asp] = [rehearsal.player('sg'), rehearsal.player('asp-1')]
    expect([asp.send('up', 40), sg.send('down', 40)]).toEqual([40, 40])
    await rehearsal.pass(100)
    expect(sg.arrived.get('up')).toHaveLength(40)
    expect(asp.arrived.get('down')).toHaveLength(40)
    expect([...sg.sockets.keys(), ...asp.sockets.keys()]).toEqual(['asp-1 - sg', 'asp-1 - sg'])
    expect([[...sg.arrivedFrom], [...asp.arrivedFrom]]).toEqual([['10.132.1.11'], ['10.132.1.10']])
    expect(sg.events).toContain('asp-active: asp-1: ASP-INACTIVE -> ASP-ACTIVE (ASP Active)')
    expect(sg.kinds()).toEqual(['asp-inactive', 'as-inactive', 'asp-active', 'as-active'])
    expect(asp.kinds()).toEqual(['asp-inactive', 'notify-received', 'asp-active', 'notify-received'])
  })

  it('share the traffic of a loadshare AS by SLS, each SLS at one ASP and in order', async () => {
    rehearsal = await Rehearsal.open({ sg: sharing, 'asp-1': ASP, 'asp-2': ASP, 'asp-3': ASP }, [TO_ALL])
    await rehearsal.begin()
    expect(rehearsal.player('sg').send('down', 160)).toBe(160)
    await rehearsal.pass(100)
    const shares = ['asp-1', 'asp-2', 'asp-3'].map((name) => rehearsal.player(name).arrived.get('down')!)
    expect(shares.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 160 }, (_, i) => i))
    for (const share of shares) expect(share.length).toBeGreaterThan(0)
    const selections = shares.map((share) => new Set(share.map((sequence) => sequence % 16)))
    expect(selections.reduce((sum, { size }) => sum + size, 0)).toBe(16)
  })

  it('have the first ASP of an override AS active and the others standing by', async () => {
    rehearsal = await Rehearsal.open({ sg: gateway(), 'asp-1': ASP, 'asp-2': ASP, 'asp-3': ASP }, [TO_ALL])
    await rehearsal.begin()
    rehearsal.player('sg').send('down', 20)
    await rehearsal.pass(100)
    expect(['asp-1', 'asp-2', 'asp-3'].map((name) => rehearsal.player(name).arrived.get('down')?.length ?? 0)).toEqual([20, 0, 0])
    expect(
      rehearsal
        .player('sg')
        .kinds()
        .filter((kind) => kind === 'asp-active'),
    ).toHaveLength(1)
  })

  it('send nothing while the AS has no ASP, and say what is missing', async () => {
    rehearsal = await Rehearsal.open({ sg: gateway(), 'asp-1': ASP }, [{ flow: 'down', from: 'sg', to: ['asp-1'] }])
    const [sg, asp] = [rehearsal.player('sg'), rehearsal.player('asp-1')]
    await rehearsal.lab.run(sg.role.start())
    expect(sg.send('down', 3)).toBe(0)
    await expect(rehearsal.lab.run(sg.role.ready())).rejects.toThrow('AS 100 lacks asp-1 (to be active) (within 10000 ms)')
    await expect(rehearsal.lab.run(asp.role.ready())).rejects.toThrow('no association with sg (within 10000 ms)')
  })
})
