import { AvpCursor, AvpWriter, RFC6733 } from 'diameter-codec'
import { describe, expect, it } from 'vitest'
import { NextHop } from './next-hop.js'
import { RedirectCache } from './redirect-cache.js'
import { RoutingAvps } from './routing-avps.js'
import type { RedirectHostUsage } from './routing-table.js'

function avps(session: string, user: string, realm: string): RoutingAvps {
  const writer = new AvpWriter()
  writer.beginAvps()
  if (session !== '') writer.writeUtf8String(RFC6733.avp('Session-Id'), session)
  if (user !== '') writer.writeUtf8String(RFC6733.avp('User-Name'), user)
  if (realm !== '') writer.writeUtf8String(RFC6733.avp('Destination-Realm'), realm)
  const cursor = new AvpCursor()
  cursor.enter(writer.copy(), 0, writer.length)
  const read = new RoutingAvps()
  read.read(cursor)
  return read
}

const BY = new NextHop('redirect.example.net', true)
/** In the order of RFC 6733 §6.13. */
const USAGES: readonly RedirectHostUsage[] = [
  'ALL_SESSION',
  'ALL_USER',
  'REALM_AND_APPLICATION',
  'ALL_REALM',
  'ALL_APPLICATION',
  'ALL_HOST',
]

describe('redirect cache', () => {
  it('goes by the precedence of the usages, whatever the order they came in (RFC 6733 §6.13)', () => {
    const request = avps('s;1', 'u@home.test', 'home.test')
    for (let from = 0; from < USAGES.length; from++) {
      const cache = new RedirectCache(10)
      const hops = new Map(USAGES.map((usage) => [usage, new NextHop(`${usage}.example.net`, false)]))
      for (const usage of [...USAGES.slice(from)].reverse()) cache.add(usage, 4, request, BY, hops.get(usage)!, 1000)
      const found = cache.find(4, request, 0) ?? cache.instead(BY, 0)
      expect(found).toBe(hops.get(USAGES[from]!))
    }
  })

  it('tells requests apart by what their usage is about', () => {
    const cache = new RedirectCache(10)
    const hop = new NextHop('z.example.net', false)
    cache.add('REALM_AND_APPLICATION', 4, avps('', '', 'Home.test'), BY, hop, 1000)
    expect(cache.find(4, avps('', '', 'home.TEST'), 0)).toBe(hop)
    expect(cache.find(5, avps('', '', 'home.test'), 0)).toBeNull()
    expect(cache.find(4, avps('', '', 'other.test'), 0)).toBeNull()
    cache.add('ALL_SESSION', 4, avps('S;1', '', ''), BY, hop, 1000)
    expect(cache.find(9, avps('s;1', '', ''), 0)).toBeNull()
    expect(cache.find(9, avps('S;1', '', ''), 0)).toBe(hop)
  })

  it('caches nothing with DONT_CACHE, nor for a request that lacks what the usage is about', () => {
    const cache = new RedirectCache(10)
    cache.add('DONT_CACHE', 4, avps('s', 'u', 'r'), BY, BY, 1000)
    cache.add('ALL_SESSION', 4, avps('', 'u', 'r'), BY, BY, 1000)
    cache.add('ALL_USER', 4, avps('s', '', 'r'), BY, BY, 1000)
    expect(cache.isEmpty()).toBe(true)
  })

  it('forgets what has expired, what is unreachable, and the oldest when it is full', () => {
    const cache = new RedirectCache(2)
    const [x, y, z] = ['x', 'y', 'z'].map((name) => new NextHop(name, false))
    cache.add('ALL_REALM', 4, avps('', '', 'a'), BY, x!, 10)
    expect([cache.find(4, avps('', '', 'a'), 9), cache.find(4, avps('', '', 'a'), 10), cache.isEmpty()]).toEqual([x, null, true])
    for (const [realm, hop] of [
      ['a', x!],
      ['b', y!],
      ['c', z!],
    ] as const)
      cache.add('ALL_REALM', 4, avps('', '', realm), BY, hop, 1000)
    expect(['a', 'b', 'c'].map((realm) => cache.find(4, avps('', '', realm), 0))).toEqual([null, y, z])
    cache.forget(y!)
    expect(['b', 'c'].map((realm) => cache.find(4, avps('', '', realm), 0))).toEqual([null, z])
  })
})
