import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { buildProgram } from './built-program.js'
import { DiameterScene } from './diameter-scene.js'

describe('the example configurations of sigbed diameter', () => {
  let scene: DiameterScene

  beforeAll(buildProgram, 60_000)
  beforeEach(async () => {
    scene = new DiameterScene()
    scene.copyExamples()
  })
  afterEach(() => scene.clear())

  it('let an MME ask three servers by way of a relay', async () => {
    for (const name of ['hss', 'pcrf', 'ocs']) await scene.ready(['server', '--config', `${name}.yaml`])
    const relay = await scene.ready(['relay', '--config', 'relay.yaml'])
    for (const name of ['hss', 'pcrf', 'ocs']) await relay.hasWritten(`${name}.example.net  open`)
    const { status, output } = await scene.start(['client', '--config', 'mme.yaml', '--count', 3, '--json']).end
    expect(JSON.parse(output).procedures.map(({ procedure, ok, failed }: Record<string, unknown>) => [procedure, ok, failed])).toEqual(
      ['attach', 'check-equipment', 'register-ims', 'bearer', 'charge', 'media'].map((word) => [word, 3, 0]),
    )
    expect(status).toBe(0)
  }, 60_000)

  it('let a redirect agent say where to go', async () => {
    await scene.ready(['relay', '--config', 'redirect.yaml'])
    const words = ['ECR', 'Terminal-Information.IMEI=00100001000002', '--local', scene.address(9), '--to', scene.address(5)]
    const { status, output } = await scene.start(['send', ...words]).end
    expect(status).toBe(1)
    expect(output).toMatch(/^ECR answered by redirect\.example\.net in .* 3006 DIAMETER_REDIRECT_INDICATION\n/)
    expect(output).toMatch(/^ {2}Redirect-Host .* aaa:\/\/hss\.example\.net:3868;transport=sctp$/m)
    expect(output).toMatch(/^ {2}Redirect-Host-Usage .* REALM_AND_APPLICATION$/m)
  }, 60_000)
})
