import type { Happening } from '@sigbed/m3ua-peer'
import { describe, expect, it } from 'vitest'
import { RecordedOutput } from '../test/recording-surroundings.js'
import { HappeningLog } from './happening-log.js'

const MESSAGE: Happening = { kind: 'message', peer: '127.0.0.1:2905', text: '< ASPUP', details: { message: 'ASPUP' } }
const STEP: Happening = { kind: 'step', peer: null, text: 'ok beat: BEAT ACK', details: { good: true } }

function logOf(json: boolean, output = new RecordedOutput(), environment: Readonly<Record<string, string>> = {}) {
  let now = Date.parse('2026-01-07T14:03:22.480Z')
  const log = new HappeningLog({ json, output, environment, now: () => new Date(now) })
  return {
    log,
    output,
    pass: (ms: number) => {
      now += ms
    },
  }
}

describe('the log of a node', () => {
  it('says READY, then a line with the time for whatever happens', () => {
    const { log, output } = logOf(false)
    log.ready({ role: 'sg' }, 'sg on 127.0.0.1')
    log.tell(MESSAGE)
    expect(output.lines).toEqual(['READY', '14:03:22.480  sg on 127.0.0.1', '14:03:22.480  127.0.0.1:2905  < ASPUP'])
  })

  it('writes an object a line for programs', () => {
    const { log, output } = logOf(true)
    log.ready({ role: 'sg' }, 'sg on 127.0.0.1')
    log.tell(MESSAGE)
    expect(output.lines.map((line) => JSON.parse(line))).toEqual([
      { time: '2026-01-07T14:03:22.480Z', event: 'ready', role: 'sg' },
      expect.objectContaining({ event: 'node', text: 'sg on 127.0.0.1' }),
      { time: '2026-01-07T14:03:22.480Z', event: 'message', peer: '127.0.0.1:2905', text: '< ASPUP', message: 'ASPUP' },
    ])
  })

  it('is not flooded by a peer: beyond 200 lines a second it counts, but for steps', () => {
    const { log, output, pass } = logOf(false)
    for (let i = 0; i < 1000; i++) log.tell(MESSAGE)
    log.tell(STEP)
    expect(output.lines).toHaveLength(201)
    pass(1000)
    log.tell(MESSAGE)
    expect(output.lines.slice(201)).toEqual([
      '14:03:23.480  800 happenings more than 200 a second were left out',
      '14:03:23.480  127.0.0.1:2905  < ASPUP',
    ])
  })

  it('is coloured on a terminal only', () => {
    const terminal = logOf(false, new RecordedOutput({ isTTY: true }))
    terminal.log.tell(STEP)
    expect(terminal.output.text).toContain('\u001b[32mok beat')
    const plain = logOf(false, new RecordedOutput({ isTTY: true }), { NO_COLOR: '1' })
    plain.log.tell(STEP)
    expect(plain.output.text).not.toContain('\u001b')
  })
})
