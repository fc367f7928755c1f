import {
  ASCONF,
  ASCONF_ACK,
  AUTH,
  FORWARD_TSN,
  forwardTsnSupportedParameter,
  I_DATA,
  type Parameter,
  supportedExtensionsParameter,
} from '@sigbed/sctp-codec'
import { authenticationOffer } from '../authentication/authentication-offer.js'

/** Extensions of SCTP that two ends use with one another only when both have offered them. */
export interface Capabilities {
  /** FORWARD-TSN: messages may be given up (RFC 3758 §3.3). */
  readonly partialReliability: boolean
  /** AUTH: chunks are taken for the peer's only under a MAC (RFC 4895). */
  readonly authentication: boolean
  /** ASCONF: addresses come and go while an association lasts (RFC 5061). Only with `authentication`. */
  readonly dynamicAddresses: boolean
  /** I-DATA: chunks of messages of different streams take turns (RFC 8260 §2.2.1). */
  readonly interleaving: boolean
}

export type Capability = keyof Capabilities

/** One line an extension. Their order is that of the bits in a State Cookie. */
const OFFERS: readonly {
  readonly capability: Capability
  /** Chunk types that are listed in Supported Extensions (RFC 5061 §4.2.7); the peer has it when it lists them all. */
  readonly chunkTypes: readonly number[]
  /** Another parameter that says so; the peer has it when it sends one. */
  readonly parameter?: Parameter
  /** What decides instead that the peer has it. */
  readonly saidBy?: (said: readonly Parameter[]) => boolean
}[] = [
  { capability: 'partialReliability', chunkTypes: [FORWARD_TSN], parameter: forwardTsnSupportedParameter() },
  // RFC 4895 §6.1: its own parameters, different in each association, say so.
  { capability: 'authentication', chunkTypes: [AUTH], saidBy: (said) => authenticationOffer(said) !== null },
  { capability: 'dynamicAddresses', chunkTypes: [ASCONF, ASCONF_ACK], saidBy: saysDynamicAddresses },
  // RFC 8260 §2.2.1: by listing I-DATA; only for a user who has asked for it.
  { capability: 'interleaving', chunkTypes: [I_DATA] },
]

export const NO_CAPABILITIES: Capabilities = {
  partialReliability: false,
  authentication: false,
  dynamicAddresses: false,
  interleaving: false,
}

/** What INIT and INIT ACK say of extensions: the same in both, as each side offers without regard to the other. */
export function offerParameters(wanted: Capabilities): Parameter[] {
  const offers = OFFERS.filter(({ capability }) => wanted[capability])
  const chunkTypes = [...new Set(offers.flatMap((offer) => offer.chunkTypes))]
  const listed = chunkTypes.length === 0 ? [] : [supportedExtensionsParameter(chunkTypes)]
  return [...listed, ...offers.flatMap(({ parameter }) => parameter ?? [])]
}

/** What both sides have offered. @param said the parameters of the peer's INIT or INIT ACK */
export function agreedCapabilities(wanted: Capabilities, said: readonly Parameter[]): Capabilities {
  const listed = new Set(said.flatMap((parameter) => (parameter.kind === 'supported-extensions' ? parameter.chunkTypes : [])))
  const agreed = OFFERS.filter(({ capability, chunkTypes, parameter, saidBy }) => {
    if (!wanted[capability]) return false
    if (saidBy !== undefined) return saidBy(said)
    const lists = chunkTypes.length > 0 && chunkTypes.every((type) => listed.has(type))
    return lists || (parameter !== undefined && said.some(({ type }) => type === parameter.type))
  })
  const capabilities = withThese(agreed.map(({ capability }) => capability))
  // RFC 8260 §2.3.1: FORWARD TSN MUST NOT be used with I-DATA, and I-FORWARD-TSN is not offered here.
  return capabilities.interleaving ? { ...capabilities, partialReliability: false } : capabilities
}

/** RFC 5061 §4.1.1, §4.1.2, §4.2.7: it lists both chunks among its extensions, and takes both only behind AUTH. */
function saysDynamicAddresses(said: readonly Parameter[]): boolean {
  const listed = said.flatMap((parameter) => (parameter.kind === 'supported-extensions' ? parameter.chunkTypes : []))
  const authenticated = authenticationOffer(said)?.chunkTypes ?? []
  return [ASCONF, ASCONF_ACK].every((type) => listed.includes(type) && authenticated.includes(type))
}

/** For a State Cookie: a bit each, in 32. */
export function capabilityBits(capabilities: Capabilities): number {
  return OFFERS.reduce((bits, { capability }, i) => (capabilities[capability] ? bits | (1 << i) : bits), 0) >>> 0
}

export function capabilitiesOfBits(bits: number): Capabilities {
  return withThese(OFFERS.filter((_, i) => (bits & (1 << i)) !== 0).map(({ capability }) => capability))
}

function withThese(present: readonly Capability[]): Capabilities {
  return { ...NO_CAPABILITIES, ...Object.fromEntries(present.map((capability) => [capability, true])) }
}
