import { type DataMessage, ERROR_CODE, type M3uaMessage } from '@sigbed/m3ua-codec'
import { M3uaConfigurationError } from './configuration-error.js'

/** Stands for "no Routing Context": an association that carries one AS needs none (RFC 4666 §1.4.2.1). */
export const NO_ROUTING_CONTEXT = -1
/** Stands for "no Network Appearance". */
export const NO_NETWORK_APPEARANCE = -1

/** One AS as DATA messages name it. */
export interface RoutedTraffic {
  readonly routingContext: number
  readonly networkAppearance: number
}

/**
 * The AS among `served` that a received DATA message belongs to, or the Error Code that answers the message. Allocates nothing.
 * RFC 4666 §3.3.1, §3.8.1.
 */
export function trafficOfData<T extends RoutedTraffic>(
  served: readonly T[],
  message: DataMessage,
  acceptsAnyNetworkAppearance = false,
): T | number {
  const traffic = message.hasRoutingContext ? findTraffic(served, message.routingContext) : served.length === 1 ? served[0]! : null
  // RFC 4666 §3.3.1: where several Routing Contexts share the association, DATA MUST carry one.
  if (traffic === null) return message.hasRoutingContext ? ERROR_CODE.INVALID_ROUTING_CONTEXT : ERROR_CODE.NO_CONFIGURED_AS_FOR_ASP
  const { networkAppearance } = traffic
  if (acceptsAnyNetworkAppearance) return traffic
  if (message.hasNetworkAppearance && networkAppearance !== NO_NETWORK_APPEARANCE && message.networkAppearance !== networkAppearance) {
    return ERROR_CODE.INVALID_NETWORK_APPEARANCE
  }
  return traffic
}

export function findTraffic<T extends RoutedTraffic>(served: readonly T[], routingContext: number): T | null {
  for (let i = 0; i < served.length; i++) if (served[i]!.routingContext === routingContext) return served[i]!
  return null
}

/** The Routing Contexts of `traffic` for a message: left out where there is none. */
export function routingContextsOf(traffic: readonly RoutedTraffic[]): readonly number[] {
  return traffic.map(({ routingContext }) => routingContext).filter((routingContext) => routingContext >= 0)
}

/** The Routing Contexts a received message names. RFC 4666 §3.8.1: those of an unexpected one SHOULD be in the ERR, invalid ones MUST. */
export function routingContextsNamed(message: M3uaMessage): readonly number[] {
  return 'routingContexts' in message ? message.routingContexts : NONE
}

/** Null where there is none, or none yet: for events, which people read. */
export function routingContextOrNull(routingContext: number): number | null {
  return routingContext < 0 ? null : routingContext
}

/** Null for NO_NETWORK_APPEARANCE: for messages, which then leave it out. */
export function networkAppearanceOrNull(networkAppearance: number): number | null {
  return networkAppearance === NO_NETWORK_APPEARANCE ? null : networkAppearance
}

/** @throws M3uaConfigurationError when there is none, when two are the same, or when one of several has no Routing Context. */
export function checkRoutingContexts(routingContexts: readonly number[]): void {
  if (routingContexts.length === 0) throw new M3uaConfigurationError('no Application Server configured')
  if (new Set(routingContexts).size !== routingContexts.length)
    throw new M3uaConfigurationError('two Application Servers with one Routing Context')
  if (routingContexts.length > 1 && routingContexts.includes(NO_ROUTING_CONTEXT)) {
    throw new M3uaConfigurationError('several Application Servers, and one without a Routing Context')
  }
}

const NONE: readonly number[] = []
