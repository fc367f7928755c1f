import { avpValue, avpValues } from 'diameter-codec'
import type { GyAvp, Tariff } from './tariff.js'

/** What a CCR says of one service: in a Multiple-Services-Credit-Control AVP, or in the message itself where it has none. */
export interface ServiceRequest {
  readonly ratingGroup: number | null
  readonly serviceIdentifiers: readonly number[]
  /** The members of Requested-Service-Unit; null when no quota is asked for. */
  readonly requested: readonly GyAvp[] | null
  /** The members of each Used-Service-Unit. */
  readonly used: readonly (readonly GyAvp[])[]
}

/** The prices of services and of rating groups, by their numbers. */
export interface TariffBook {
  readonly services: ReadonlyMap<number, Tariff>
  readonly ratingGroups: ReadonlyMap<number, Tariff>
}

/** The services of a CCR, and whether it speaks of them in Multiple-Services-Credit-Control AVPs, as its answer must then. */
export function serviceRequestsOf(avps: readonly GyAvp[]): { readonly multiple: boolean; readonly services: readonly ServiceRequest[] } {
  const groups = avpValues(avps, 'Multiple-Services-Credit-Control')
  const multiple = groups.length > 0 || avpValue(avps, 'Multiple-Services-Indicator') === 'MULTIPLE_SERVICES_SUPPORTED'
  return { multiple, services: multiple ? together(groups.map(serviceRequestOf)) : [serviceRequestOf(avps)] }
}

/** Services of the same key draw from the same quota. */
export function serviceKey({ ratingGroup, serviceIdentifiers }: ServiceRequest): string {
  return `${ratingGroup ?? ''}/${[...serviceIdentifiers].sort((a, b) => a - b).join(',')}`
}

/**
 * RFC 8506 §8.16: where both are given, the units are those of the services, else those of the rating group. Null when nobody has set
 * a price.
 */
export function tariffOf(book: TariffBook, { ratingGroup, serviceIdentifiers }: ServiceRequest): Tariff | null {
  for (const service of serviceIdentifiers) {
    const tariff = book.services.get(service)
    if (tariff !== undefined) return tariff
  }
  return ratingGroup === null ? null : (book.ratingGroups.get(ratingGroup) ?? null)
}

/** What several AVPs of a message say of the same service counts as one: all that was used, and the last that is asked for. */
function together(requests: readonly ServiceRequest[]): readonly ServiceRequest[] {
  const byKey = new Map<string, ServiceRequest>()
  for (const request of requests) {
    const key = serviceKey(request)
    const before = byKey.get(key)
    const requested = request.requested ?? before?.requested ?? null
    byKey.set(key, before === undefined ? request : { ...request, requested, used: [...before.used, ...request.used] })
  }
  return [...byKey.values()]
}

function serviceRequestOf(avps: readonly GyAvp[]): ServiceRequest {
  return {
    ratingGroup: avpValue(avps, 'Rating-Group'),
    serviceIdentifiers: avpValues(avps, 'Service-Identifier'),
    requested: avpValue(avps, 'Requested-Service-Unit'),
    used: avpValues(avps, 'Used-Service-Unit'),
  }
}
