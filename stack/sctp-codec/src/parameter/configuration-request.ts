import { readU32, writeU32 } from '@sigbed/octets'
import { type DecodeFault, fault, isFault } from '../decode-fault.js'
import { copyTlvValue, TLV_HEADER_LENGTH, TypeLengthValueCursor, tlvListLength, writeTlv, writeTlvHeader } from '../type-length-value.js'
import { ADD_IP_ADDRESS, DELETE_IP_ADDRESS, IPV4_ADDRESS, IPV6_ADDRESS, SET_PRIMARY_ADDRESS } from './parameter-type.js'

/**
 * What an ASCONF asks for: Add IP Address, Delete IP Address, Set Primary IP Address. RFC 5061 §4.2.1, §4.2.2, §4.2.4, which share
 * one format.
 *
 *      0                   1                   2                   3
 *     |  Type = 0xC001, 0xC002, 0xC004|            Length             |
 *     |                ASCONF-Request Correlation ID                  |
 *     /                       Address Parameter                       /
 */
export type ConfigurationRequest = AddressRequest | UnknownRequest

export interface AddressRequest {
  readonly kind: 'add-ip-address' | 'delete-ip-address' | 'set-primary-address'
  readonly correlationId: number
  readonly address: AddressParameter
}

/** A request of a type that is not known, or whose address is none: it is answered, and the others are done. */
export interface UnknownRequest {
  readonly kind: 'unknown'
  readonly correlationId: number
  /** The whole parameter, padding excluded; a copy. */
  readonly octets: Uint8Array
}

/** IPv4 or IPv6 Address (RFC 9260 §3.3.2.1): 4 or 16 octets; all zeroes stand for the source of the packet. */
export interface AddressParameter {
  readonly octets: Uint8Array
}

/** Beyond so many the chunk is refused: more than ever fit a packet of ours, and each costs an answer. */
export const MOST_CONFIGURATION_REQUESTS = 64

export function configurationRequestsLength(requests: readonly ConfigurationRequest[]): number {
  return tlvListLength(requests.map(requestLength))
}

/** One request by itself, padding excluded: what an error cause shows of it (RFC 5061 §4.3). */
export function configurationRequestOctets(request: ConfigurationRequest): Uint8Array {
  if (request.kind === 'unknown') return request.octets
  const octets = new Uint8Array(requestLength(request))
  writeRequest(octets, 0, request)
  return octets
}

export function readConfigurationRequests(octets: Uint8Array, at: number, end: number): ConfigurationRequest[] | DecodeFault {
  const cursor = new TypeLengthValueCursor(octets, at, end)
  const requests: ConfigurationRequest[] = []
  while (cursor.next()) {
    if (requests.length === MOST_CONFIGURATION_REQUESTS) return TOO_MANY
    // Without its Correlation ID nobody could be told of it.
    if (cursor.length < REQUEST_HEADER_LENGTH) return TRUNCATED
    requests.push(readRequest(cursor.type, octets, cursor.at, cursor.length))
  }
  return cursor.fault ?? requests
}

export function writeConfigurationRequests(octets: Uint8Array, at: number, requests: readonly ConfigurationRequest[]): number {
  for (const request of requests) at = writeRequest(octets, at, request)
  return at
}

/** The address parameter at `at`, which ends at `end` at the latest. */
export function readAddressParameter(octets: Uint8Array, at: number, end: number): AddressParameter | DecodeFault {
  const cursor = new TypeLengthValueCursor(octets, at, end)
  if (!cursor.next()) return cursor.fault ?? ADDRESS_MISSING
  const length = ADDRESS_OCTETS.get(cursor.type)
  if (length === undefined || cursor.length !== TLV_HEADER_LENGTH + length) return ADDRESS_MISSING
  return { octets: copyTlvValue(octets, cursor.at, cursor.length) }
}

export function addressParameterLength({ octets }: AddressParameter): number {
  return TLV_HEADER_LENGTH + octets.length
}

export function writeAddressParameter(octets: Uint8Array, at: number, { octets: address }: AddressParameter): number {
  return writeTlv(octets, at, address.length === 4 ? IPV4_ADDRESS : IPV6_ADDRESS, address)
}

function readRequest(type: number, octets: Uint8Array, at: number, length: number): ConfigurationRequest {
  const correlationId = readU32(octets, at + TLV_HEADER_LENGTH)
  const kind = KINDS.get(type)
  const address = kind === undefined ? ADDRESS_MISSING : readAddressParameter(octets, at + REQUEST_HEADER_LENGTH, at + length)
  if (kind === undefined || isFault(address)) return { kind: 'unknown', correlationId, octets: octets.slice(at, at + length) }
  return { kind, correlationId, address }
}

function requestLength(request: ConfigurationRequest): number {
  return request.kind === 'unknown' ? request.octets.length : REQUEST_HEADER_LENGTH + addressParameterLength(request.address)
}

function writeRequest(octets: Uint8Array, at: number, request: ConfigurationRequest): number {
  if (request.kind === 'unknown') {
    octets.set(request.octets, at)
    const end = at + request.octets.length
    octets.fill(0, end, at + ((request.octets.length + 3) & ~3))
    return at + ((request.octets.length + 3) & ~3)
  }
  const to = writeTlvHeader(octets, at, TYPES[request.kind], requestLength(request))
  writeU32(octets, to, request.correlationId)
  return writeAddressParameter(octets, to + 4, request.address)
}

const TYPES = {
  'add-ip-address': ADD_IP_ADDRESS,
  'delete-ip-address': DELETE_IP_ADDRESS,
  'set-primary-address': SET_PRIMARY_ADDRESS,
} as const
const KINDS: ReadonlyMap<number, AddressRequest['kind']> = new Map([
  [ADD_IP_ADDRESS, 'add-ip-address'],
  [DELETE_IP_ADDRESS, 'delete-ip-address'],
  [SET_PRIMARY_ADDRESS, 'set-primary-address'],
])
const ADDRESS_OCTETS: ReadonlyMap<number, number> = new Map([
  [IPV4_ADDRESS, 4],
  [IPV6_ADDRESS, 16],
])
/** Parameter header and Correlation ID. */
const REQUEST_HEADER_LENGTH = 8
const TOO_MANY = fault('too-many', 'ASCONF Parameters')
const TRUNCATED = fault('truncated', 'ASCONF Parameter')
const ADDRESS_MISSING = fault('bad-value', 'Address Parameter')
