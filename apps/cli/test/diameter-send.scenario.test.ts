import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildProgram } from './built-program.js'
import { CERTIFICATES, DiameterScene } from './diameter-scene.js'

const IMEI = 'Terminal-Information.IMEI=00100001000012'
const VECTORS = ['Visited-PLMN-Id=0x00f110', 'Requested-EUTRAN-Authentication-Info.Number-Of-Requested-Vectors=1']

describe('sigbed diameter send', () => {
  const scene = new DiameterScene()

  beforeAll(async () => {
    buildProgram()
    await scene.open()
    await scene.server(1)
  }, 90_000)
  afterAll(() => scene.clear())

  const send = async (...words: readonly string[]) => {
    const { status, output, errors } = await scene.send(1, ...words).end
    return { status, output, errors }
  }

  it.each(['sctp', 'tcp'])(
    'shows the answer as a tree, over %s',
    async (transport) => {
      const { status, output, errors } = await send('ECR', IMEI, '--transport', transport)
      expect([status, errors]).toEqual([0, ''])
      expect(output).toMatch(/^ECR answered by server\.example\.net in \d+\.\d ms: 2001 DIAMETER_SUCCESS\nME-Identity-Check-Answer {2}\(/)
      expect(output).toMatch(/^ {2}Equipment-Status .* 1 {2}BLACKLISTED$/m)
      expect(output).not.toContain('\u001b')
    },
    30_000,
  )

  it('ends with status 1 for an answer that is no success, whoever gives it', async () => {
    const { status, output } = await send('AIR', 'User-Name=999', ...VECTORS)
    expect(status).toBe(1)
    expect(output).toContain(': 5001 DIAMETER_ERROR_USER_UNKNOWN (Experimental-Result)\n')
    expect((await send('ECR', IMEI, '--destination-host', 'nobody.example.net', '--json')).output).toContain('"resultCode": 3002')
  }, 30_000)

  it('writes JSON for programs', async () => {
    const { status, output } = await send('Authentication-Information', 'User-Name=001010000000001', ...VECTORS, '--json')
    expect(status).toBe(0)
    const told = JSON.parse(output)
    expect(told).toMatchObject({ format: 'sigbed-diameter-send', version: 1, from: 'server.example.net', resultCode: 2001 })
    expect(told.answer.inside.map(({ name }: { name: string }) => name)).toContain('Authentication-Info')
  }, 30_000)

  it.each([
    ['avps.yaml', 'User-Name: "001010000000001\n', 2],
    [
      'avps.yaml',
      'User-Name: 001010000000001\nVisited-PLMN-Id: 0x00f110\nRequested-EUTRAN-Authentication-Info: { Number-Of-Requested-Vectors: 2 }\n',
      0,
    ],
    [
      'avps.json',
      '{"User-Name":"001010000000002","Visited-PLMN-Id":"0x00f110","Requested-EUTRAN-Authentication-Info":{"Number-Of-Requested-Vectors":1}}',
      0,
    ],
    ['avps.json', '{"User-Name":', 2],
  ])(
    'takes AVPs from %s: %j',
    async (name, text, status) => {
      expect((await send('AIR', '--avps', scene.write(name, text))).status).toBe(status)
    },
    30_000,
  )

  it('sends what breaks the rules only as given, and shows how the server takes it', async () => {
    const refused = await send('AIR', 'User-Name=1')
    expect([refused.status, refused.output]).toEqual([2, ''])
    expect(refused.errors).toBe(
      'sigbed: Authentication-Information-Request: Visited-PLMN-Id is missing. Give it as Name=value; --as-given sends a request that breaks the rules.\n',
    )
    const { status, output } = await send('AIR', 'User-Name=1', '--as-given')
    expect(status).toBe(1)
    expect(output).toContain(': 5005 DIAMETER_MISSING_AVP\n')
  }, 30_000)

  it.each<[readonly string[], 1 | 2, string]>([
    [
      ['ECR', 'Terminal-Infromation.IMEI=1'],
      2,
      'Terminal-Infromation: no AVP of this application is called "Terminal-Infromation". Did you mean Terminal-Information?',
    ],
    [['CCR', '--application', 'gx', 'CC-Request-Type=FOO'], 2, 'CC-Request-Type takes one of INITIAL_REQUEST (1), UPDATE_REQUEST (2)'],
    [['CCR', 'CC-Request-Type=1'], 2, 'CCR is a request of several applications. Say which with --application: gy, gx.'],
    [['ECT', IMEI], 2, '"ECT" is no request. Did you mean '],
    [['ECR', IMEI, '--timeout', '0'], 2, '--timeout takes seconds, such as 10 or 0.5, not "0".'],
    [['ECR', IMEI, '--json', '--realm', 'a', '--realm', 'b'], 2, '--realm is given 2 times. Say it once.'],
    [['ECR', IMEI, '--realm', 'a b'], 2, '--realm takes a name such as example.net, not "a b".'],
    [['ECR', IMEI, '--local', '127.0.0'], 2, '--local takes IP addresses with commas between, such as 127.0.0.1 or ::1, not "127.0.0".'],
    [['ECR', IMEI, '--local', '192.0.2.1'], 2, '--local 192.0.2.1: '],
    [['ECR', IMEI, '--transport', 'tls'], 2, 'TLS needs --ca, --certificate and --key, each a PEM file; --ca is missing.'],
    [['ECR', IMEI, '--avps', 'none.yaml'], 2, '--avps none.yaml cannot be read; name a file of JSON or YAML.'],
    [
      ['ECR', IMEI, '--destination-realm', 'no.where'],
      1,
      'ECR: nobody to send it to: the peer serves the realm example.net, and --destination-realm says no.where.',
    ],
    [['SLR', 'SL-Request-Type=0'], 1, 'capabilities refused by the peer: 5010 DIAMETER_NO_COMMON_APPLICATION.'],
  ])(
    'tells what is wrong with %j, and ends with %d',
    async (words, status, message) => {
      const end = await send(...words)
      expect([end.status, end.output]).toEqual([status, ''])
      expect(end.errors).toContain(message)
      expect(end.errors).toMatch(/^sigbed: [^\n]*\n$/)
    },
    30_000,
  )

  it('says that nobody is there', async () => {
    const { status, errors } = await scene.send(9, 'ECR', IMEI, '--transport', 'tcp').end
    expect(status).toBe(1)
    expect(errors).toMatch(
      /^sigbed: no connection to .* over tcp: not connected: .*ECONNREFUSED.* "sigbed diameter server" starts one\.\n$/,
    )
  }, 30_000)

  it.each(['tls', 'tls-sctp'])(
    'sends over %s, to whom the authority knows',
    async (transport) => {
      const file = (name: string) => join(CERTIFICATES, name)
      const port = scene.port + 1
      const secured = (name: string) => [
        '--ca',
        file('test-authority.pem'),
        '--certificate',
        file(`${name}.pem`),
        '--key',
        file(`${name}.key`),
      ]
      const configuration = scene.write(
        `${transport}.yaml`,
        `listen: [{ transport: ${transport}, port: ${port} }]\nlocal: { addresses: [${scene.address(2)}], udp-port: ${scene.udpPort} }`,
      )
      const server = await scene.ready(['server', '--config', configuration, '--applications', 's13', ...secured('server.example.net')])
      const words = ['send', 'ECR', IMEI, '--to', scene.address(2), '--port', port, '--udp-port', scene.udpPort, '--transport', transport]
      const good = await scene.start([...words, ...secured('client.example.net')]).end
      expect([good.status, good.errors]).toEqual([0, ''])
      expect(good.output).toContain('BLACKLISTED')
      const refused = await scene.start([...words, ...secured('client.example.net').slice(2), '--ca', file('other-authority.pem')]).end
      expect([refused.status, refused.output]).toEqual([1, ''])
      server.child.kill('SIGTERM')
      expect((await server.end).status).toBe(0)
    },
    30_000,
  )
})
