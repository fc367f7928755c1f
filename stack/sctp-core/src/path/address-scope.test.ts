import { parseIpAddress } from '@sigbed/octets'
import { describe, expect, it } from 'vitest'
import { addressScope, GLOBAL_SCOPE, HOST_SCOPE, LINK_SCOPE, reachesAsFarAs } from './address-scope.js'

const octets = (text: string) => parseIpAddress(text)!

describe('address scope', () => {
  const cases = [
    ['127.0.0.1', HOST_SCOPE],
    ['127.255.255.254', HOST_SCOPE],
    ['::1', HOST_SCOPE],
    ['169.254.0.1', LINK_SCOPE],
    ['fe80::1', LINK_SCOPE],
    ['febf::1', LINK_SCOPE],
    ['169.253.0.1', GLOBAL_SCOPE],
    ['10.0.1.1', GLOBAL_SCOPE],
    ['192.0.2.1', GLOBAL_SCOPE],
    ['::2', GLOBAL_SCOPE],
    ['1::1', GLOBAL_SCOPE],
    ['fec0::1', GLOBAL_SCOPE],
    ['2001:db8::1', GLOBAL_SCOPE],
  ] as const
  for (const [text, scope] of cases) it(`of ${text} is ${scope}`, () => expect(addressScope(octets(text))).toBe(scope))

  it('lets an address go along with those that reach no farther', () => {
    expect(reachesAsFarAs(octets('192.0.2.1'), octets('127.0.0.1'))).toBe(true)
    expect(reachesAsFarAs(octets('127.0.0.1'), octets('::1'))).toBe(true)
    expect(reachesAsFarAs(octets('127.0.0.1'), octets('fe80::1'))).toBe(false)
    expect(reachesAsFarAs(octets('fe80::1'), octets('192.0.2.1'))).toBe(false)
  })
})
