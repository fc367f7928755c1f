import type { RoutingKey } from '@sigbed/m3ua-codec'

/** A part of the traffic of an AS: what goes to one destination, perhaps only for some users of it, or only from some origins. */
export interface RoutedDestination {
  /** 24 bits. */
  readonly destinationPointCode: number
  /** 0 to 15 each; every user of the destination when left out or empty. */
  readonly serviceIndicators?: readonly number[]
  /** Every origin when left out or empty. */
  readonly originatingPointCodes?: readonly number[]
}

/** The same, made for matching. */
export interface KeyDestination {
  readonly destinationPointCode: number
  /** Bit i stands for Service Indicator i. */
  readonly services: number
  /** Null for every origin. */
  readonly origins: ReadonlySet<number> | null
}

/** What tells the traffic of one AS from that of the others. RFC 4666 §1.4.2.1. */
export interface KeyOfAs {
  /** NO_NETWORK_APPEARANCE where there is none. */
  readonly networkAppearance: number
  readonly destinations: readonly KeyDestination[]
}

export function keyOfAs(networkAppearance: number, destinations: readonly RoutedDestination[]): KeyOfAs {
  return {
    networkAppearance,
    destinations: destinations.map(({ destinationPointCode, serviceIndicators = [], originatingPointCodes = [] }) => ({
      destinationPointCode,
      services: serviceIndicators.length === 0 ? EVERY_SERVICE : serviceIndicators.reduce((bits, each) => bits | (1 << each), 0),
      origins: originatingPointCodes.length === 0 ? null : new Set(originatingPointCodes),
    })),
  }
}

/** A Routing Key as received, which the caller has found to hold no masks. */
export function keyOfMessage(networkAppearance: number, routingKey: RoutingKey): KeyOfAs {
  return keyOfAs(
    networkAppearance,
    routingKey.destinations.map(({ destinationPointCode, serviceIndicators, originatingPointCodes }) => ({
      destinationPointCode: destinationPointCode.pointCode,
      serviceIndicators,
      originatingPointCodes: originatingPointCodes.map(({ pointCode }) => pointCode),
    })),
  )
}

/** Equal for keys that mean the same, in whatever order they say it. */
export function canonicalKey({ networkAppearance, destinations }: KeyOfAs): string {
  const parts = destinations.map(({ destinationPointCode, services, origins }) => {
    const from = origins === null ? '*' : [...origins].sort((a, b) => a - b).join(' ')
    return `${destinationPointCode}/${services}/${from}`
  })
  return `${networkAppearance}: ${[...new Set(parts)].sort().join(', ')}`
}

/** Whether a message may fit both. */
export function overlap(one: KeyDestination, other: KeyDestination): boolean {
  if (one.destinationPointCode !== other.destinationPointCode || (one.services & other.services) === 0) return false
  if (one.origins === null || other.origins === null) return true
  for (const origin of one.origins) if (other.origins.has(origin)) return true
  return false
}

/** How much a part says of the messages it is for: 0 names a destination only, and naming origins says more than naming users. */
export function specificity({ services, origins }: KeyDestination): number {
  return (origins === null ? 0 : 2) + (services === EVERY_SERVICE ? 0 : 1)
}

export const LARGEST_SERVICE_INDICATOR = 15
const EVERY_SERVICE = 0xffff
