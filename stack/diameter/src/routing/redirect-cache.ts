import type { NextHop } from './next-hop.js'
import type { RoutingAvps } from './routing-avps.js'
import type { RedirectHostUsage } from './routing-table.js'

/**
 * Routes learnt from redirect agents. RFC 6733 §6.1.8, §6.13, §6.14. Bounded: the oldest makes room. While nothing is cached it costs
 * nothing; a look-up builds its keys as text, for redirection is not what a node lives on.
 */
export class RedirectCache {
  private readonly entries = new Map<string, { readonly nextHop: NextHop; readonly expiresAt: number }>()

  constructor(private readonly maximum: number) {}

  isEmpty(): boolean {
    return this.entries.size === 0
  }

  /**
   * @param avps of the request that was redirected
   * @param redirectedBy who said so
   */
  add(
    usage: RedirectHostUsage,
    applicationId: number,
    avps: RoutingAvps,
    redirectedBy: NextHop,
    nextHop: NextHop,
    expiresAt: number,
  ): void {
    const key = usage === 'ALL_HOST' ? hostKey(redirectedBy) : keyOf(usage, applicationId, avps)
    if (key === null || this.maximum === 0) return
    this.entries.delete(key)
    for (const oldest of this.entries.keys()) {
      if (this.entries.size < this.maximum) break
      this.entries.delete(oldest)
    }
    this.entries.set(key, { nextHop, expiresAt })
  }

  /** The cached route for a request, by the precedence of RFC 6733 §6.13; null when there is none. ALL_HOST, the last, is `instead`. */
  find(applicationId: number, avps: RoutingAvps, now: number): NextHop | null {
    for (const usage of PRECEDENCE) {
      const key = keyOf(usage, applicationId, avps)
      const found = key === null ? null : this.valid(key, now)
      if (found !== null) return found
    }
    return null
  }

  /** Who takes all messages that would be sent to this host; itself when nobody else does. */
  instead(nextHop: NextHop, now: number): NextHop {
    return this.valid(hostKey(nextHop), now) ?? nextHop
  }

  /** RFC 6733 §6.14: "once a host is no longer reachable, any associated cache … entries MUST be deleted". */
  forget(nextHop: NextHop): void {
    for (const [key, entry] of this.entries) if (entry.nextHop === nextHop) this.entries.delete(key)
  }

  private valid(key: string, now: number): NextHop | null {
    const entry = this.entries.get(key)
    if (entry === undefined) return null
    if (now < entry.expiresAt) return entry.nextHop
    this.entries.delete(key)
    return null
  }
}

/** What a usage has in common with the request that was redirected; null when the request lacks it, or nothing is to be cached. */
function keyOf(usage: RedirectHostUsage, applicationId: number, avps: RoutingAvps): string | null {
  switch (usage) {
    case 'ALL_SESSION':
      return avps.sessionIdLength === 0 ? null : `${usage} ${text(avps.octets, avps.sessionIdAt, avps.sessionIdLength)}`
    case 'ALL_USER':
      return avps.userNameLength === 0 ? null : `${usage} ${text(avps.octets, avps.userNameAt, avps.userNameLength)}`
    case 'REALM_AND_APPLICATION':
      return avps.destinationRealmLength === 0 ? null : `${usage} ${applicationId} ${realm(avps)}`
    case 'ALL_REALM':
      return avps.destinationRealmLength === 0 ? null : `${usage} ${realm(avps)}`
    case 'ALL_APPLICATION':
      return `${usage} ${applicationId}`
    default:
      return null
  }
}

function hostKey(nextHop: NextHop): string {
  return `ALL_HOST ${nextHop.originHost.toLowerCase()}`
}

function realm(avps: RoutingAvps): string {
  return text(avps.octets, avps.destinationRealmAt, avps.destinationRealmLength).toLowerCase()
}

/** One character an octet: a key, not for people. */
function text(octets: Uint8Array, at: number, length: number): string {
  let characters = ''
  for (let i = at; i < at + length; i++) characters += String.fromCharCode(octets[i]!)
  return characters
}

/** RFC 6733 §6.13, up to ALL_HOST. */
const PRECEDENCE: readonly RedirectHostUsage[] = ['ALL_SESSION', 'ALL_USER', 'REALM_AND_APPLICATION', 'ALL_REALM', 'ALL_APPLICATION']
