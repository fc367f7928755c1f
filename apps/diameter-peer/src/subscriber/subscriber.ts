/** A subscriber as the home network keeps him: who he is, how he proves it, and what he may do. */
export interface Subscriber {
  /** International mobile subscriber identity: 6 to 15 digits, of which the first three are the country. */
  readonly imsi: string
  /** Telephone number, country code first, digits only; null for a subscriber without one. */
  readonly msisdn: string | null
  /** K, 16 octets. */
  readonly key: Uint8Array
  /** OPc, 16 octets. */
  readonly operatorVariant: Uint8Array
  /** AMF, 2 octets. */
  readonly managementField: Uint8Array
  /** SQN: the sequence number used last. */
  readonly sequenceNumber: number
  /** What he may reach over EPS, the default first; empty for a subscriber without EPS. */
  readonly accessPoints: readonly AccessPoint[]
  /** Of all his access points together. */
  readonly aggregateBitRate: BitRate
  /** Networks in which he may roam, as "262-02"; null for everywhere. */
  readonly networks: readonly string[] | null
  readonly barredRadio: readonly BarrableRadio[]
  /** SIP and tel URIs he is known by in IMS, the default first; empty for a subscriber without IMS. */
  readonly publicIdentities: readonly string[]
}

export interface AccessPoint {
  /** Tells it from the subscriber's others, and stays what it is when they go: 1 for the first. */
  readonly contextIdentifier: number
  /** Access point name: "internet". */
  readonly name: string
  readonly pdnType: PdnType
  /** QoS class identifier, 1 to 9 or an operator's own. */
  readonly qosClass: number
  /** Allocation and retention priority, 1 the highest to 15. */
  readonly priorityLevel: number
}

/** Bits per second. */
export interface BitRate {
  readonly uplink: number
  readonly downlink: number
}

/** Values of PDN-Type (TS 29.272 §7.3.62). */
export const PDN_TYPES = ['IPv4', 'IPv6', 'IPv4v6', 'IPv4_OR_IPv6'] as const
export type PdnType = (typeof PDN_TYPES)[number]

/** Radio that may be barred, by its name in RAT-Type, with its bit in Access-Restriction-Data (TS 29.272 §7.3.31). */
export const BARRABLE_RADIO = { UTRAN: 0, GERAN: 1, GAN: 2, HSPA_EVOLUTION: 3, EUTRAN: 4, 'EUTRAN-NB-IoT': 6, 'LTE-M': 12 } as const
export type BarrableRadio = keyof typeof BARRABLE_RADIO
