import type { AvpOf, AvpValue, GX } from 'diameter-codec'

type GxAvps = typeof GX.avpRows
export type GxAvp = AvpOf<GxAvps>

/** Packets a rule picks out. */
export interface Flow {
  /** In the notation of IPFilterRule; "assigned" is the user's own address. */
  readonly description: string
  readonly direction: AvpValue<GxAvps, 'Flow-Direction'>
}

/** What a bearer that carries the rule's packets must be. Bits per second. */
export interface RuleQuality {
  readonly classIdentifier: number
  readonly priorityLevel: number
  readonly maxBitrateUplink?: number | undefined
  readonly maxBitrateDownlink?: number | undefined
  readonly guaranteedBitrateUplink?: number | undefined
  readonly guaranteedBitrateDownlink?: number | undefined
}

/** A charging rule the PCRF defines (TS 29.212 §4.5.2: dynamic). */
export interface ChargingRule {
  readonly name: string
  /** The lower, the earlier it is looked at. */
  readonly precedence: number
  readonly flows: readonly Flow[]
  readonly flowStatus: AvpValue<GxAvps, 'Flow-Status'>
  readonly ratingGroup: number | null
  readonly online: boolean
  readonly offline: boolean
  readonly quality: RuleQuality | null
  /** The charging identifier of the application that asked for it. */
  readonly applicationChargingId: Uint8Array | null
}

/** TS 29.212 §5.3.2: rules to install, or to replace where one of that name is there. */
export function chargingRuleInstall(rules: readonly ChargingRule[]): readonly GxAvp[] {
  if (rules.length === 0) return []
  return [
    { name: 'Charging-Rule-Install', value: rules.map((rule): GxAvp => ({ name: 'Charging-Rule-Definition', value: definition(rule) })) },
  ]
}

/** TS 29.212 §5.3.3. */
export function chargingRuleRemove(names: readonly string[]): readonly GxAvp[] {
  if (names.length === 0) return []
  return [
    { name: 'Charging-Rule-Remove', value: names.map((name): GxAvp => ({ name: 'Charging-Rule-Name', value: ruleNameOctets(name) })) },
  ]
}

/** Rule names are octets on the wire; here they are text. */
export function ruleNameOctets(name: string): Uint8Array {
  return new TextEncoder().encode(name)
}

export function ruleNameOf(octets: Uint8Array): string {
  return new TextDecoder().decode(octets)
}

/** TS 29.212 §5.3.4. */
function definition(rule: ChargingRule): readonly GxAvp[] {
  return [
    { name: 'Charging-Rule-Name', value: ruleNameOctets(rule.name) },
    ...(rule.ratingGroup === null ? [] : [{ name: 'Rating-Group', value: rule.ratingGroup } as const]),
    ...rule.flows.map(
      ({ description, direction }): GxAvp => ({
        name: 'Flow-Information',
        value: [
          { name: 'Flow-Description', value: description },
          { name: 'Flow-Direction', value: direction },
        ],
      }),
    ),
    { name: 'Flow-Status', value: rule.flowStatus },
    ...(rule.quality === null ? [] : [qosInformation(rule.quality)]),
    { name: 'Online', value: rule.online ? 'ENABLE_ONLINE' : 'DISABLE_ONLINE' },
    { name: 'Offline', value: rule.offline ? 'ENABLE_OFFLINE' : 'DISABLE_OFFLINE' },
    { name: 'Precedence', value: rule.precedence },
    ...(rule.applicationChargingId === null ? [] : [{ name: 'AF-Charging-Identifier', value: rule.applicationChargingId } as const]),
  ]
}

function qosInformation(quality: RuleQuality): GxAvp {
  const bitrate = (name: BitrateName, value: number | undefined): GxAvp[] => (value === undefined ? [] : [{ name, value }])
  return {
    name: 'QoS-Information',
    value: [
      { name: 'QoS-Class-Identifier', value: quality.classIdentifier },
      ...bitrate('Max-Requested-Bandwidth-UL', quality.maxBitrateUplink),
      ...bitrate('Max-Requested-Bandwidth-DL', quality.maxBitrateDownlink),
      ...bitrate('Guaranteed-Bitrate-UL', quality.guaranteedBitrateUplink),
      ...bitrate('Guaranteed-Bitrate-DL', quality.guaranteedBitrateDownlink),
      { name: 'Allocation-Retention-Priority', value: [{ name: 'Priority-Level', value: quality.priorityLevel }] },
    ],
  }
}

type BitrateName = 'Max-Requested-Bandwidth-UL' | 'Max-Requested-Bandwidth-DL' | 'Guaranteed-Bitrate-UL' | 'Guaranteed-Bitrate-DL'
