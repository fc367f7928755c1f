import { type AvpCursor, type AvpWriter, type DiameterUri, parseDiameterUri, RFC6733, readUtf8 } from 'diameter-codec'
import { unsigned32 } from './result-of-answer.js'
import { REDIRECT_HOST_USAGES, type RedirectHostUsage, type RouteEntry } from './routing-table.js'

/** What a redirect agent says: whom to ask, and of which other requests that holds. RFC 6733 §6.12 to §6.14. */
export interface RedirectIndication {
  readonly hosts: readonly DiameterUri[]
  readonly usage: RedirectHostUsage
  readonly maxCacheTimeSeconds: number
}

/** Reads it from an answer with 3006. URIs that are none are left out. */
export function readRedirectIndication(avps: AvpCursor): RedirectIndication {
  const hosts: DiameterUri[] = []
  let usage: RedirectHostUsage = 'DONT_CACHE'
  let maxCacheTimeSeconds = 0
  avps.rewind()
  while (avps.next()) {
    if (avps.vendorId !== 0) continue
    switch (avps.code) {
      case REDIRECT_HOST.code: {
        const uri = parseDiameterUri(readUtf8(avps.octets, avps.valueAt, avps.valueLength) ?? '')
        if (uri?.protocol === 'diameter') hosts.push(uri)
        break
      }
      case REDIRECT_HOST_USAGE.code:
        usage = USAGES.get(unsigned32(avps)) ?? 'DONT_CACHE'
        break
      case REDIRECT_MAX_CACHE_TIME.code:
        maxCacheTimeSeconds = unsigned32(avps)
        break
    }
  }
  return { hosts, usage, maxCacheTimeSeconds }
}

/** Writes the AVPs of a redirect agent's answer, behind its Result-Code 3006. */
export function writeRedirectIndication(entry: RouteEntry & { readonly action: 'REDIRECT' }, into: AvpWriter): void {
  // RFC 6733 §6.1.8: "Each of the servers associated with the routing entry are added in a separate Redirect-Host AVP."
  for (const host of entry.redirectHosts) into.writeUtf8String(REDIRECT_HOST, host)
  if (entry.usage === 'DONT_CACHE') return
  into.writeUnsigned32(REDIRECT_HOST_USAGE, REDIRECT_HOST_USAGES[entry.usage])
  // RFC 6733 §6.14: the AVP MUST be present when the usage has "a non-zero value".
  into.writeUnsigned32(REDIRECT_MAX_CACHE_TIME, entry.maxCacheTimeSeconds)
}

const REDIRECT_HOST = RFC6733.avp('Redirect-Host')
const REDIRECT_HOST_USAGE = RFC6733.avp('Redirect-Host-Usage')
const REDIRECT_MAX_CACHE_TIME = RFC6733.avp('Redirect-Max-Cache-Time')
const USAGES: ReadonlyMap<number, RedirectHostUsage> = new Map(
  Object.entries(REDIRECT_HOST_USAGES).map(([name, value]) => [value, name as RedirectHostUsage] as const),
)
