import { describe, expect, it } from 'vitest'
import { type ConfigurationFlag, ConfigurationFlags, configurationOption } from './configuration-flags.js'

function flag(takes: ConfigurationFlag['takes'], place: ConfigurationFlag['place'], otherwise: string | null = null): ConfigurationFlag {
  return { group: 'Group:', describe: 'what', otherwise, takes, place }
}

const TABLE = {
  name: flag('text', ['name']),
  to: flag('list', ['peers', 0, 'addresses']),
  port: flag('number', ['peers', 0, 'port'], '3868'),
  quick: flag('switch', ['quick']),
  json: flag('switch', null),
}

describe('flags that stand for members of a configuration', () => {
  it('are put where they belong, lists and maps made on the way', () => {
    const flags = new ConfigurationFlags(TABLE, { name: 'a', to: '127.0.0.1, ::1', port: '70', quick: true, json: true, other: 'x' })
    expect(flags.changes).toEqual({ name: 'a', peers: [{ addresses: ['127.0.0.1', '::1'], port: 70 }], quick: true })
    expect(new ConfigurationFlags(TABLE, {}).changes).toEqual({})
  })

  it('leave what is no number as it was typed', () => {
    expect(new ConfigurationFlags(TABLE, { port: '0x10' }).changes).toEqual({ peers: [{ port: '0x10' }] })
  })

  it('are found by the place they changed, and by a key above it', () => {
    const flags = new ConfigurationFlags(TABLE, { port: '70', json: true })
    expect(flags.flagFor(['peers', 0, 'port'])).toBe('--port')
    expect(flags.flagFor(['peers', 0, 'addresses'])).toBeNull()
    expect([flags.touches('peers'), flags.touches('name')]).toEqual([true, false])
    flags.set('to', ['::1'])
    expect(flags.changes).toEqual({ peers: [{ port: 70, addresses: ['::1'] }] })
  })

  it('need a value', () => {
    expect(() => new ConfigurationFlags(TABLE, { name: '' })).toThrow('--name needs a value.')
  })

  it('are told to yargs with what holds otherwise', () => {
    expect(configurationOption(TABLE.port)).toEqual({ group: 'Group:', describe: 'what', requiresArg: true, defaultDescription: '3868' })
    expect(configurationOption(TABLE.quick)).toEqual({ group: 'Group:', describe: 'what', type: 'boolean' })
  })
})
