import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { buildProgram } from './built-program.js'
import { DiameterScene } from './diameter-scene.js'

describe('sigbed diameter server, client and relay', () => {
  let scene: DiameterScene

  beforeAll(buildProgram, 60_000)
  beforeEach(async () => {
    scene = new DiameterScene()
    await scene.open()
  })
  afterEach(() => scene.clear())

  it('run every procedure against a server, which tells a connection in two lines and leaves in order', async () => {
    const server = await scene.server(1)
    const { status, output, errors } = await scene.client(1, '--count', 5).end
    expect(status).toBe(0)
    const rows = output.split('\n').flatMap((line) => {
      const cells = line.split('│').map((cell) => cell.trim())
      return cells.length > 5 ? [cells.slice(1, 4)] : []
    })
    expect(rows).toEqual([
      ['procedure', 'ok', 'failed'],
      ...['attach', 'check-equipment', 'register-ims', 'bearer', 'charge', 'media'].map((word) => [word, '5', '0']),
    ])
    expect(linesOf(errors)).toEqual(['server.example.net  open', 'server.example.net  closed: stopped'])
    server.child.kill('SIGINT')
    const end = await server.end
    expect([end.status, end.errors]).toEqual([0, ''])
    const told = linesOf(end.output)
    expect(told[0]).toBe('READY')
    expect(told[1]).toContain('gx with rx (1 access point, 1 rule)')
    expect(told.filter((line) => line.startsWith('client.example.net'))).toEqual([
      'client.example.net  open',
      'client.example.net  closed: stopped-by-peer',
    ])
  }, 60_000)

  it('tell the moves of the state machine when asked to', async () => {
    await scene.server(1)
    const { errors } = await scene.client(1, '--do', 'check-equipment', '--count', 1, '--verbose').end
    expect(linesOf(errors)).toContain('server.example.net  Wait-I-CEA -> I-Open')
  }, 30_000)

  it('write JSON, and end with status 1 when a run fails', async () => {
    const configuration = scene.write('small.yaml', 'applications: { s6a: { sampleSubscribers: 1 } }')
    const server = await scene.server(1, '--config', configuration, '--json')
    const { status, output } = await scene.client(1, '--do', 'attach', '--count', 2, '--json').end
    expect(status).toBe(1)
    expect(JSON.parse(output)).toMatchObject({
      format: 'sigbed-diameter-client',
      version: 1,
      procedures: [{ procedure: 'attach', ok: 1, failed: 1, firstFailure: expect.stringContaining('001010000000002') }],
    })
    server.child.kill('SIGTERM')
    const happened = (await server.end).output
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(happened[0]).toMatchObject({ event: 'ready', use: 'server', originHost: 'server.example.net', udpPort: scene.udpPort })
    expect(happened).toContainEqual(expect.objectContaining({ event: 'peer-state', peer: 'client.example.net', text: 'open' }))
  }, 60_000)

  it('end a client with Ctrl-C, and tell what it did until then', async () => {
    await scene.server(1)
    const client = scene.client(1, '--do', 'check-equipment', '--count', 1_000, '--rate', 20)
    await new Promise<void>((resolve) => {
      client.child.stderr!.on('data', (text: string) => {
        if (text.includes('open')) resolve()
      })
    })
    client.child.kill('SIGINT')
    const { status, output } = await client.end
    expect(status).toBe(130)
    expect(output).toMatch(/│ check-equipment │ +\d+ │ +0 │/)
  }, 30_000)

  it('go on through a relay when one of two servers is killed', async () => {
    const peer = (name: string, host: number) =>
      `  - { identity: ${name}.example.net, addresses: [${scene.address(host)}], port: ${scene.port}, udp-port: ${scene.udpPort} }\n`
    const relayed = scene.write(
      'relay.yaml',
      `local: { addresses: [${scene.address(3)}], udp-port: ${scene.udpPort} }
listen: [{ transport: sctp, port: ${scene.port} }]
sctp-profile: telecom
timers: { reconnect: 1s }
peers:
${peer('one', 1)}${peer('two', 2)}routes:
  - realm: example.net
    action: relay
    servers: [{ identity: one.example.net }, { identity: two.example.net }]
`,
    )
    const profile = ['--profile', 'telecom', '--applications', 's13']
    const one = await scene.server(1, '--identity', 'one.example.net', ...profile)
    const two = await scene.server(2, '--identity', 'two.example.net', ...profile)
    const relay = await scene.ready(['relay', '--config', relayed])
    for (const name of ['one', 'two']) await relay.hasWritten(`${name}.example.net  open`)
    const client = scene.client(3, '--do', 'check-equipment', '--count', 300, '--rate', 100, '--json')
    await one.hasWritten(' requests, ')
    one.child.kill('SIGKILL')
    const { status, output } = await client.end
    expect(JSON.parse(output).procedures).toMatchObject([{ procedure: 'check-equipment', ok: 300, failed: 0, firstFailure: null }])
    expect(status).toBe(0)
    relay.child.kill('SIGTERM')
    two.child.kill('SIGTERM')
    const [{ output: told, status: relayStatus }, { status: twoStatus }] = await Promise.all([relay.end, two.end])
    expect([relayStatus, twoStatus]).toEqual([0, 0])
    expect(told).toMatch(/one\.example\.net {2}(closed|failover)/)
  }, 60_000)

  it('say which port is taken, and which address nobody has', async () => {
    const { port, udpPort } = scene
    await scene.server(1)
    const udpTaken = await scene.start(['server', '--local', scene.address(1), '--udp-port', udpPort, '--port', port]).end
    expect([udpTaken.status, udpTaken.output]).toEqual([2, ''])
    expect(udpTaken.errors).toMatch(new RegExp(`^sigbed: --udp-port ${udpPort}: UDP .* is taken by another socket: choose another port`))
    const tcpTaken = await scene.start(['server', '--local', scene.address(1), '--udp-port', 0, '--port', port]).end
    expect([tcpTaken.status, tcpTaken.output]).toEqual([2, ''])
    expect(tcpTaken.errors).toBe(
      `sigbed: --port ${port}: TCP ${scene.address(1)}:${port} is taken by another program: choose another port, or stop what holds it.\n`,
    )
    const noAddress = await scene.start(['server', '--local', '192.0.2.1']).end
    expect([noAddress.status, noAddress.errors.split(':')[1]]).toEqual([2, ' --local 192.0.2.1'])
  }, 30_000)

  it('say that nobody is there, and what a table or a configuration has wrong', async () => {
    const nobody = await scene.client(9, '--transport', 'tcp').end
    expect([nobody.status, nobody.output]).toEqual([1, ''])
    expect(nobody.errors).toContain('"sigbed diameter server" starts a server.')
    const table = scene.write('subscribers.csv', 'imsi,k,opc\n00101,zz,00\n')
    const wrong = await scene.start(['server', '--applications', 's6a', '--subscribers', table]).end
    expect(wrong.status).toBe(2)
    expect(wrong.errors).toMatch(/subscribers\.csv.*line 2/)
    const configuration = scene.write('wrong.yaml', 'identity: a\nlistn: []\n')
    const refused = await scene.start(['server', '--config', configuration]).end
    expect(refused.status).toBe(2)
    expect(refused.errors).toContain('wrong.yaml:2: listn: is not known here')
    const companion = await scene.start(['server', '--applications', 'rx']).end
    expect([companion.status, companion.errors]).toEqual([2, 'sigbed: --applications: rx is served together with gx; say gx.\n'])
    const procedure = await scene.start(['client', '--do', 'atach']).end
    expect([procedure.status, procedure.errors]).toEqual([2, 'sigbed: --do: there is no procedure "atach". Did you mean attach?\n'])
  }, 60_000)
})

/** Each line without its time of day. */
function linesOf(text: string): string[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => line.replace(/^[\d:.]{12} {2}/, ''))
}
