import { describe, expect, it } from 'vitest'
import { RecordedOutput, recordingSurroundings, sigbed } from '../../test/recording-surroundings.js'
import { ENDPOINT_FLAGS } from '../endpoint/endpoint-flags.js'

describe('sigbed endpoint', () => {
  it('tells each flag and service in its help', async () => {
    const { output } = await sigbed(
      'endpoint --help',
      recordingSurroundings('/lab', undefined, { output: new RecordedOutput({ columns: 80 }) }),
    )
    for (const flag of Object.keys(ENDPOINT_FLAGS)) expect(output).toContain(` --${flag} `)
    for (const service of ['echo        (port 7)', 'daytime     (port 13)', 'discard     (port 9)', 'send-first  (port 7)'])
      expect(output).toContain(service)
    expect(output).toMatch(/SIGBED_RTO_MIN\nfor --rto-min/)
  })

  it('runs until it is interrupted, says READY and nothing else', async () => {
    const surroundings = recordingSurroundings('/lab')
    const running = sigbed('endpoint --udp-port 0', surroundings)
    while (surroundings.output.text === '') await new Promise((resolve) => setImmediate(resolve))
    surroundings.interrupt()
    expect(await running).toEqual({ status: 0, output: 'READY\n', errors: '' })
  })

  it('tells with --verbose what it is', async () => {
    const surroundings = recordingSurroundings('/lab', undefined, { environment: { SIGBED_UDP_PORT: '0' } })
    const running = sigbed('endpoint --service discard --verbose', surroundings)
    while (surroundings.errors.text === '') await new Promise((resolve) => setImmediate(resolve))
    surroundings.interrupt()
    expect((await running).errors).toMatch(/^sigbed: server of discard on 127\.0\.0\.1, SCTP port 9 over UDP port \d+\n$/)
  })

  it('refuses what makes no sense', async () => {
    expect(await sigbed('endpoint --role client', recordingSurroundings('/lab'))).toEqual({
      status: 2,
      output: '',
      errors: "sigbed: A client needs --remote: give the peer's IP addresses, such as --remote 127.0.0.1.\n",
    })
  })
})
