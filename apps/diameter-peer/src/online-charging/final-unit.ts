import type { GyAvp } from './tariff.js'

/** What becomes of a subscriber whose account cannot pay any more (RFC 8506 §5.6). */
export type FinalUnitPolicy =
  | { readonly action: 'TERMINATE' }
  | {
      readonly action: 'REDIRECT'
      readonly addressType: 'IPv4 Address' | 'IPv6 Address' | 'URL' | 'SIP URI'
      readonly address: string
      /** What stays reachable besides the server: filters in the notation of IPFilterRule. */
      readonly filterRules: readonly string[]
      /** How long the subscriber may stay there before the client asks again. */
      readonly graceTimeS: number
    }
  | {
      readonly action: 'RESTRICT_ACCESS'
      readonly filterRules: readonly string[]
      readonly filterIds: readonly string[]
      readonly graceTimeS: number
    }

/** The Final-Unit-Indication that says it. RFC 8506 §8.34. */
export function finalUnitIndication(policy: FinalUnitPolicy): GyAvp {
  const action: GyAvp = { name: 'Final-Unit-Action', value: policy.action }
  switch (policy.action) {
    case 'TERMINATE':
      // RFC 8506 §8.34: with TERMINATE the group "MUST NOT contain any other AVPs".
      return { name: 'Final-Unit-Indication', value: [action] }
    case 'REDIRECT':
      return {
        name: 'Final-Unit-Indication',
        value: [
          action,
          ...policy.filterRules.map((value): GyAvp => ({ name: 'Restriction-Filter-Rule', value })),
          // RFC 8506 §8.34: with REDIRECT the address of the server "MUST be present".
          {
            name: 'Redirect-Server',
            value: [
              { name: 'Redirect-Address-Type', value: policy.addressType },
              { name: 'Redirect-Server-Address', value: policy.address },
            ],
          },
        ],
      }
    case 'RESTRICT_ACCESS':
      return {
        name: 'Final-Unit-Indication',
        value: [
          action,
          ...policy.filterRules.map((value): GyAvp => ({ name: 'Restriction-Filter-Rule', value })),
          ...policy.filterIds.map((value): GyAvp => ({ name: 'Filter-Id', value })),
        ],
      }
    default:
      return policy satisfies never
  }
}
