import { type AvpValue, avpValue, type GX } from 'diameter-codec'
import type { ChargingRule, GxAvp } from './charging-rule.js'
import { type PolicyProfile, rulesFor, type SessionFacts } from './policy.js'

type GxAvps = typeof GX.avpRows

/** An address a user was given, as a key: IPv4, or an IPv6 prefix. */
export type UserAddress = string

/** The addresses a request names: of a Gx session those it was given, of an Rx session the one it is about. */
export function userAddresses(avps: readonly GxAvp[]): readonly UserAddress[] {
  const hexadecimal = (octets: Uint8Array) => Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join('')
  const address = avpValue(avps, 'Framed-IP-Address')
  const prefix = avpValue(avps, 'Framed-IPv6-Prefix')
  return [...(address === null ? [] : [`4:${hexadecimal(address)}`]), ...(prefix === null ? [] : [`6:${hexadecimal(prefix)}`])]
}

/** Who has a rule installed: the profile, or an Rx session by its Session-Id. */
export type RuleOwner = 'profile' | `rx ${string}`

/** What has to be installed and removed for the rules to be as they should. */
export interface RuleChanges {
  readonly install: readonly ChargingRule[]
  readonly remove: readonly string[]
}

/** An IP-CAN session as the PCRF keeps it: what is known of it and which rules the gateway has. */
export class GxSession {
  private readonly installed = new Map<string, { readonly rule: ChargingRule; readonly owner: RuleOwner }>()
  private facts: SessionFacts

  constructor(
    readonly sessionId: string,
    readonly gatewayHost: string,
    readonly gatewayRealm: string,
    readonly addresses: readonly UserAddress[],
    readonly profile: PolicyProfile,
    readonly ipCanType: AvpValue<GxAvps, 'IP-CAN-Type'> | null,
    facts: SessionFacts,
  ) {
    this.facts = facts
  }

  get ratType(): SessionFacts['ratType'] {
    return this.facts.ratType
  }

  ruleNames(owner: RuleOwner): readonly string[] {
    return [...this.installed].filter(([, one]) => one.owner === owner).map(([name]) => name)
  }

  ownerOf(ruleName: string): RuleOwner | null {
    return this.installed.get(ruleName)?.owner ?? null
  }

  /** Takes what an update request says has changed. */
  learn(avps: readonly GxAvp[]): void {
    this.facts = { ...this.facts, ratType: avpValue(avps, 'RAT-Type') ?? this.facts.ratType }
  }

  /** Decides anew what the profile gives this session. */
  applyProfile(): RuleChanges {
    return this.replace('profile', rulesFor(this.profile, this.facts))
  }

  /** Makes these the rules of an owner; what it had besides is to be removed. A rule that has not changed is left alone. */
  replace(owner: RuleOwner, rules: readonly ChargingRule[]): RuleChanges {
    const wanted = new Map(rules.map((rule) => [rule.name, rule]))
    const remove = this.ruleNames(owner).filter((name) => !wanted.has(name))
    const install = rules.filter((rule) => JSON.stringify(this.installed.get(rule.name)?.rule) !== JSON.stringify(rule))
    for (const name of remove) this.installed.delete(name)
    for (const rule of install) this.installed.set(rule.name, { rule, owner })
    return { install, remove }
  }

  /** The gateway says that it has a rule no more. */
  lose(ruleName: string): void {
    this.installed.delete(ruleName)
  }
}
