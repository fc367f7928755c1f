import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeMessage, encodeMessage, isDecodeFault, messageTree, RFC6733, S13 } from 'diameter-codec'
import { describe, expect, it } from 'vitest'
import { ROOMS, room } from '../examples/own-dictionary.js'
import { passedOn } from '../examples/pass-on.js'
import { answer } from '../examples/per-message.js'
import { askedImei, equipmentCheck } from '../examples/read-and-write.js'

const PACKAGE = join(import.meta.dirname, '..')
const README = readFileSync(join(PACKAGE, 'README.md'), 'utf8')

describe('the examples', () => {
  it.each(['read-and-write', 'own-dictionary', 'pass-on', 'per-message'])('%s stands in the README as it is tested here', (name) => {
    expect(README).toContain(`\`\`\`ts\n${readFileSync(join(PACKAGE, 'examples', `${name}.ts`), 'utf8')}\`\`\``)
  })

  it('read and write', () => {
    const octets = equipmentCheck('35391808078706')
    expect(askedImei(octets)).toBe('35391808078706')
    octets[0] = 2
    expect(askedImei(octets)).toBe(5011)
  })

  it('have a dictionary of their own', () => {
    const message = {
      command: 'Room-Report-Request',
      applicationId: 16777999,
      proxiable: true,
      error: false,
      retransmitted: false,
      hopByHopId: 1,
      endToEndId: 1,
      avps: [
        { name: 'Session-Id', value: 's' },
        { name: 'Origin-Host', value: 'a.example' },
        { name: 'Origin-Realm', value: 'example' },
        room,
      ],
    } as const
    const octets = encodeMessage(message, ROOMS)
    expect(decodeMessage(octets, 0, octets.length, ROOMS, { mode: 'strict' })).toEqual(message)
  })

  it('pass on what they do not understand', () => {
    const base = encodeMessage(
      {
        command: 'Device-Watchdog-Request',
        applicationId: 0,
        proxiable: false,
        error: false,
        retransmitted: false,
        hopByHopId: 1,
        endToEndId: 2,
        avps: [
          { name: 'Origin-Host', value: 'a' },
          { name: 'Origin-Realm', value: 'b' },
          { name: 'AVP', code: 99_999, vendorId: 0, flags: 0x40, value: Uint8Array.of(1, 2, 3) },
        ],
      },
      RFC6733,
    )
    const passed = passedOn(base)
    if (isDecodeFault(passed)) throw new Error(passed.where)
    expect(passed.octets).toEqual(base)
    expect(passed.faults.map(({ resultCode }) => resultCode)).toEqual([5001])
  })

  it('answer per message', () => {
    const octets = answer(equipmentCheck('1'))!
    const cut = decodeMessage(octets, 0, octets.length, S13)
    // An ECA asks for Auth-Session-State, too: the writer leaves that to whoever uses it.
    expect(cut).toMatchObject({ kind: 'decode-fault', resultCode: 5005, where: 'Auth-Session-State' })
    expect(messageTree(octets, 0, octets.length).inside.map(({ name }) => name)).toEqual([
      'Session-Id',
      'Result-Code',
      'Origin-Host',
      'Origin-Realm',
    ])
  })
})
