import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { buildProgram } from './built-program.js'
import { freePort } from './endpoint-scene.js'
import { dataOf, linesOf, M3uaScene } from './m3ua-scene.js'

describe('sigbed m3ua', () => {
  let scene: M3uaScene

  beforeAll(buildProgram, 60_000)
  beforeEach(async () => {
    scene = new M3uaScene()
    await scene.open()
  })
  afterEach(() => scene.clear())

  it('takes an ASP through a script, each step answered', async () => {
    const gateway = await scene.listening('sg')
    const asp = scene.connecting('asp', '--do', 'inactive,active,active,beat,send-data:count=50:rate=1000:size=20,inactive,down')
    const { status, output, errors } = await asp.end
    expect(errors).toBe('')
    expect(status).toBe(0)
    expect(linesOf(output).filter((line) => /^(ok|FAILED)/.test(line))).toEqual([
      'ok inactive: ASPUP ACK; NTFY AS-INACTIVE, RC 1',
      expect.stringMatching(/^ok active: ASPAC ACK override, RC 1/),
      'ok active: is ASP-ACTIVE already',
      'ok beat: BEAT ACK 8 octets',
      expect.stringMatching(/^ok send-data:count=50:rate=1000:size=20: 50 of 50 DATA sent in [\d.]+ m?s, all acknowledged by SCTP$/),
      expect.stringMatching(/^ok inactive: ASPIA ACK RC 1/),
      expect.stringMatching(/^ok down: ASPDN ACK/),
    ])
    gateway.child.kill('SIGINT')
    const end = await gateway.end
    expect(end.status).toBe(0)
    const told = linesOf(end.output)
    expect(told.slice(0, 2)).toEqual(['READY', `sg sg on 127.0.0.1, SCTP port 2905 over UDP port ${scene.udpPort}`])
    for (const line of ['PEER  < ASPUP', 'PEER  > ASPUP ACK', 'AS 1 AS-INACTIVE -> AS-ACTIVE (enough ASPs are active)', 'PEER  < ASPDN'])
      expect(told).toContain(line)
    expect(dataOf(end.output)).toEqual({ received: 50, sent: 0 })
    expect(scene.sockets()).toEqual([])
  }, 30_000)

  it('is told what a gateway has to tell, and says so to programs', async () => {
    const asp = scene.start(['asp', '--remote-udp-port', scene.udpPort, '--profile', 'telecom', '--json'])
    const gateway = scene.start([
      ...['sg', '--udp-port', scene.udpPort, '--profile', 'telecom'],
      '--do',
      'until=active,duna=2-100-0/3,scon=2-100-3:level=2,dupu=2-100-3:user=sccp:cause=1,dava=2-100-3,ntfy=insufficient,wait=100ms',
    ])
    const { status } = await gateway.end
    expect(status).toBe(0)
    asp.child.kill('SIGTERM')
    const { output, status: aspStatus } = await asp.end
    expect(aspStatus).toBe(0)
    const happened = output
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(happened[0]).toMatchObject({ event: 'ready', role: 'asp' })
    const received = happened.filter(({ direction }) => direction === 'received').map(({ message }) => message)
    expect(received).toEqual(expect.arrayContaining(['ASPUP ACK', 'ASPAC ACK', 'DUNA', 'SCON', 'DUPU', 'DAVA', 'NTFY']))
    expect(happened.find(({ message }) => message === 'DUNA')).toMatchObject({
      event: 'message',
      direction: 'received',
      affectedPointCodes: [{ mask: 3, pointCode: 0x1320 }],
    })
  }, 30_000)

  it('refuses by management blocking, and the ASP ends with status 1', async () => {
    const gateway = await scene.listening('sg', '--do', 'block', '--stay')
    await gateway.hasWritten('ok block')
    const { status, output } = await scene.connecting('asp', '--do', 'active,beat').end
    expect(status).toBe(1)
    expect(linesOf(output)).toContain('FAILED active: ASPUP refused: Refused - Management Blocking')
    expect(output).not.toContain('ok beat')
  }, 30_000)

  it('says that nobody answers at an SCTP port nobody listens on', async () => {
    await scene.listening('sg', '--port', 3000)
    const { status, output } = await scene.connecting('asp', '--do', 'active').end
    expect(status).toBe(1)
    expect(output).toContain('FAILED active: there is no association: nobody answers at the configured addresses and ports')
  }, 30_000)

  it('answers octets that are no message as the RFC has it', async () => {
    const gateway = await scene.listening('sg')
    const asp = scene.connecting('asp', '--do', 'octets=0200030100000008,octets=0100070100000008,wait=200ms')
    expect((await asp.end).status).toBe(0)
    expect(linesOf((await asp.end).output).filter((line) => line.includes('< ERR'))).toEqual([
      'PEER  < ERR Invalid Version',
      'PEER  < ERR Unsupported Message Class',
    ])
    gateway.child.kill('SIGINT')
    expect((await gateway.end).status).toBe(0)
  }, 30_000)

  it('makes two IPSPs active with one exchange, and DATA goes both ways', async () => {
    const east = await scene.listening('ipsp', '--name', 'east', '--on-data', 'echo')
    const west = scene.connecting('ipsp', '--do', 'active,send-data:count=20:rate=1000,wait=200ms,down')
    const { status, output } = await west.end
    expect(status).toBe(0)
    expect(dataOf(output)).toEqual({ received: 20, sent: 20 })
    east.child.kill('SIGINT')
    expect((await east.end).status).toBe(0)
  }, 30_000)

  it('shares the traffic of an ASP between two gateways, and keeps to one that is left', async () => {
    const secondPort = await freePort()
    const first = await scene.listening('sg', '--name', 'first')
    await scene.ready(['sg', '--name', 'second', '--udp-port', secondPort, '--profile', 'telecom'])
    writeFileSync(
      join(scene.folder, 'asp.yaml'),
      `remotes:
  - { name: first, signalling-gateway: stp, addresses: [127.0.0.1], udp-port: ${scene.udpPort} }
  - { name: second, signalling-gateway: stp, addresses: [127.0.0.1], udp-port: ${secondPort} }
sctp-profile: telecom
`,
    )
    const asp = scene.start([
      'asp',
      '--config',
      'asp.yaml',
      '--do',
      'active,send-data:count=32:rate=1000,wait=5s,send-data:count=16:rate=1000',
    ])
    await asp.hasWritten('ok send-data:count=32')
    const { output: json } = await scene.start(['status', '--name', 'first', '--json']).end
    expect(JSON.parse(json).nodes[0].messages.received.DATA).toBe(16)
    first.child.kill('SIGINT')
    expect((await first.end).status).toBe(0)
    const { status, output } = await asp.end
    expect(status).toBe(0)
    expect(linesOf(output)).toContain('first  < ASPUP ACK')
    expect(linesOf(output)).toContain('second  < ASPUP ACK')
    const { output: left } = await scene.start(['status', '--name', 'second', '--json']).end
    expect(JSON.parse(left).nodes[0].messages.received.DATA).toBe(32)
  }, 30_000)

  it('takes an ASP of another address only where the Application Server names it', async () => {
    writeFileSync(
      join(scene.folder, 'sg.yaml'),
      'application-servers:\n  - { routing-context: 1, asps: [127.0.0.9] }\nsctp-profile: telecom\n',
    )
    await scene.ready(['sg', '--config', 'sg.yaml', '--udp-port', scene.udpPort])
    const { status, output } = await scene.connecting('asp', '--do', 'inactive,active').end
    expect(status).toBe(1)
    expect(linesOf(output)).toContain('FAILED active: ASPAC refused: No Configured AS for ASP')
  }, 30_000)

  it('shows how the nodes stand', async () => {
    await scene.listening('sg', '--name', 'gateway')
    const asp = await scene.ready(['asp', '--remote-udp-port', scene.udpPort, '--asp-identifier', 7])
    await asp.hasWritten('ASP-INACTIVE -> ASP-ACTIVE')
    const { output, status } = await scene.start(['status']).end
    expect(status).toBe(0)
    expect(output).toMatch(/^gateway {2}sg, process \d+, up for \d+ s, on 127\.0\.0\.1, SCTP port 2905, UDP port \d+$/m)
    expect(output).toMatch(/^ {2}AS 1 +1 {2}override {2}AS-ACTIVE +0 +0 +0$/m)
    expect(output).toMatch(/^ {2}127\.0\.0\.1:\d+ {2}ESTABLISHED +7 {2}1:ACTIVE /m)
    const { output: json } = await scene.start(['status', '--name', 'gateway', '--json']).end
    expect(JSON.parse(json)).toMatchObject({
      nodes: [{ name: 'gateway', role: 'sg', applicationServers: [{ state: 'AS-ACTIVE' }], associations: [{ aspIdentifier: 7 }] }],
    })
    asp.child.kill('SIGKILL')
    await asp.end
    const { output: left } = await scene.start(['status']).end
    expect(left).not.toMatch(/^asp /m)
  }, 30_000)

  it('says when no node runs, and when one of that name runs already', async () => {
    expect(await scene.start(['status']).end).toMatchObject({
      status: 1,
      output: '',
      errors: 'sigbed: no M3UA node runs here; start one with "sigbed m3ua sg".\n',
    })
    await scene.listening('sg', '--name', 'gateway')
    const second = await scene.start(['asp', '--name', 'gateway']).end
    expect(second).toMatchObject({
      status: 2,
      output: '',
      errors: 'sigbed: a node named gateway runs already; give this one another --name.\n',
    })
  }, 30_000)

  it('names the flag when the port is taken', async () => {
    await scene.listening('sg')
    const { status, errors } = await scene.start(['sg', '--udp-port', scene.udpPort]).end
    expect(status).toBe(2)
    expect(errors).toContain(`sigbed: --udp-port ${scene.udpPort}: `)
  }, 30_000)

  it('tells file, line and remedy of a configuration that will not do', async () => {
    writeFileSync(join(scene.folder, 'sg.yaml'), 'role: sg\ntimers:\n  t-r: soon\n')
    expect(await scene.start(['sg', '--config', 'sg.yaml']).end).toMatchObject({
      status: 2,
      output: '',
      errors: 'sigbed: sg.yaml:3: timers.t-r: takes a time such as 2s or 500ms, or off, not "soon".\n',
    })
  }, 30_000)

  it('stops within a script when interrupted', async () => {
    await scene.listening('sg')
    const asp = scene.connecting('asp', '--do', 'active,wait=1m')
    await asp.hasWritten('ok active')
    asp.child.kill('SIGINT')
    expect((await asp.end).status).toBe(130)
    expect(scene.sockets()).toEqual(['sg.sock'])
  }, 30_000)
})
