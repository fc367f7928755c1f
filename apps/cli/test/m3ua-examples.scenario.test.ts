import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { buildProgram } from './built-program.js'
import { dataOf, EXAMPLES, linesOf, M3uaScene } from './m3ua-scene.js'

/** The files as they are, but for the UDP port: the usual one may be taken on the machine of the test. */
describe('the example configurations of sigbed m3ua', () => {
  let scene: M3uaScene
  const file = (name: string): string => join(EXAMPLES, name)

  beforeAll(buildProgram, 60_000)
  beforeEach(async () => {
    scene = new M3uaScene()
    await scene.open()
  })
  afterEach(() => scene.clear())

  it('let a gateway relay between two Application Servers', async () => {
    await scene.ready(['sg', '--config', file('sg.yaml'), '--udp-port', scene.udpPort])
    const hlr = await scene.ready(['asp', '--config', file('asp-hlr.yaml'), ...towards(scene)])
    await hlr.hasWritten('ASP-INACTIVE -> ASP-ACTIVE, RC 100')
    const msc = scene.start(['asp', '--config', file('asp-msc.yaml'), ...towards(scene), '--do', `@${file('asp-steps.txt')}`])
    const { status, output, errors } = await msc.end
    expect([status, errors]).toEqual([0, ''])
    const steps = linesOf(output).filter((line) => /^(ok|FAILED) /.test(line))
    expect(steps).toHaveLength(7)
    expect(steps.every((step) => step.startsWith('ok '))).toBe(true)
    expect(dataOf(output)).toEqual({ received: 200, sent: 200 })
    const { output: json } = await scene.start(['status', '--name', 'sg', '--json']).end
    expect(JSON.parse(json).nodes[0].passedOn).toEqual({ passed: 400, refused: 0, unroutable: 0 })
  }, 30_000)

  it('let an ASP register for its traffic, and give it back', async () => {
    await scene.ready(['sg', '--config', file('sg-registration.yaml'), '--udp-port', scene.udpPort])
    const { status, output } = await scene.start([
      ...['asp', '--config', file('asp-registration.yaml'), '--remote-udp-port', scene.udpPort, '--remote', '127.0.0.1'],
      ...['--do', 'inactive,active,send-data:count=10:rate=1000,wait=200ms,inactive,dereg-req,down'],
    ]).end
    expect(status).toBe(0)
    const told = linesOf(output)
    expect(told).toContain('PEER  > REG REQ key 1: DPC 2-100-3 SI 3')
    expect(told).toContain('PEER  < REG RSP key 1: Successfully Registered, RC 500')
    expect(told).toContain('ok dereg-req: DEREG RSP RC 500: Successfully Deregistered')
    expect(dataOf(output)).toEqual({ received: 10, sent: 10 })
  }, 30_000)

  it('let two IPSPs talk', async () => {
    await scene.ready(['ipsp', '--config', file('ipsp-east.yaml'), '--udp-port', scene.udpPort])
    const steps = 'active,send-data:count=30:rate=1000,wait=200ms,down'
    const { status, output } = await scene.start([
      ...['ipsp', '--config', file('ipsp-west.yaml'), '--remote', '127.0.0.1', '--remote-udp-port', scene.udpPort],
      ...['--do', steps],
    ]).end
    expect(status).toBe(0)
    expect(dataOf(output)).toEqual({ received: 30, sent: 30 })
  }, 30_000)

  it('let two IPSPs talk in a double exchange, one registered with the other, and a key by hand do no harm', async () => {
    const east = await scene.ready(['ipsp', '--config', file('ipsp-double-east.yaml'), '--udp-port', scene.udpPort])
    const steps = 'active,until=active,send-data:count=30:rate=1000,wait=200ms,reg-req:dpc=2-1-1,dereg-req=501,inactive,dereg-req,down'
    const { status, output } = await scene.start([
      ...['ipsp', '--config', file('ipsp-double-west.yaml'), '--remote', '127.0.0.1', '--remote-udp-port', scene.udpPort],
      ...['--do', steps],
    ]).end
    expect([status, dataOf(output)]).toEqual([0, { received: 30, sent: 30 }])
    const told = linesOf(output)
    expect(told).toContain('ok reg-req:dpc=2-1-1: REG RSP key 1: Successfully Registered, RC 501')
    expect(told.filter((line) => line.includes('ERR'))).toEqual([])
    expect(told).toContain('PEER  local ASP-INACTIVE -> ASP-ACTIVE, RC 500 (ASP Active)')
    await east.hasWritten('AS 500 AS-PENDING -> AS-DOWN')
  }, 30_000)
})

function towards({ udpPort }: M3uaScene): (string | number)[] {
  return ['--remote', '127.0.0.1,127.0.1.1', '--remote-udp-port', udpPort]
}
