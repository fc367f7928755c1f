import { padded } from '@sigbed/octets'
import { type DecodeFault, fault, isFault } from '../decode-fault.js'
import { TypeLengthValueCursor, tlvListLength } from '../type-length-value.js'
import { mustStopAtUnknownParameter } from '../unknown-type-action.js'
import * as chunkList from './chunk-list-parameter.js'
import * as cookiePreservative from './cookie-preservative-parameter.js'
import * as ecnCapable from './ecn-capable-parameter.js'
import * as forwardTsnSupported from './forward-tsn-supported-parameter.js'
import * as hostNameAddress from './host-name-address-parameter.js'
import * as ipv4Address from './ipv4-address-parameter.js'
import * as ipv6Address from './ipv6-address-parameter.js'
import * as padding from './padding-parameter.js'
import * as parameterType from './parameter-type.js'
import * as random from './random-parameter.js'
import * as requestedHmacAlgorithm from './requested-hmac-algorithm-parameter.js'
import * as stateCookie from './state-cookie-parameter.js'
import * as supportedAddressTypes from './supported-address-types-parameter.js'
import * as supportedExtensions from './supported-extensions-parameter.js'
import * as unknown from './unknown-parameter.js'
import * as unrecognized from './unrecognized-parameter.js'

/** A variable-length parameter of an INIT or INIT ACK. RFC 9260 §3.2.1. Branch on `kind`. */
export type Parameter =
  | ipv4Address.Ipv4AddressParameter
  | ipv6Address.Ipv6AddressParameter
  | stateCookie.StateCookieParameter
  | unrecognized.UnrecognizedParameter
  | cookiePreservative.CookiePreservativeParameter
  | hostNameAddress.HostNameAddressParameter
  | supportedAddressTypes.SupportedAddressTypesParameter
  | forwardTsnSupported.ForwardTsnSupportedParameter
  | supportedExtensions.SupportedExtensionsParameter
  | ecnCapable.EcnCapableParameter
  | random.RandomParameter
  | chunkList.ChunkListParameter
  | requestedHmacAlgorithm.RequestedHmacAlgorithmParameter
  | padding.PaddingParameter
  | unknown.UnknownParameter

/** Beyond so many the chunk is refused: no association has that many addresses, and each entry costs an object. */
export const MOST_PARAMETERS = 512

/**
 * Reads the parameters from `at` to `end` (exclusive; with or without the padding of the last one), in their order and
 * with every repetition. A known parameter of a wrong length is a fault that names it. Where an unknown parameter tells
 * its receiver to stop, it is the last of the list; whether to report it is the caller's to do.
 * All octets are copies: the packet may be let go.
 */
export function readParameters(octets: Uint8Array, at: number, end: number): Parameter[] | DecodeFault {
  const cursor = new TypeLengthValueCursor(octets, at, end)
  const parameters: Parameter[] = []
  while (cursor.next()) {
    if (parameters.length === MOST_PARAMETERS) return TOO_MANY
    const parameter = readParameter(cursor.type, octets, cursor.at, cursor.length)
    if (isFault(parameter)) return parameter
    parameters.push(parameter)
    // RFC 9260 §3.2.1, types 00 and 01: no further parameters of this chunk are processed, so not even judged.
    if (parameter.kind === 'unknown' && mustStopAtUnknownParameter(parameter.type)) return parameters
  }
  return cursor.fault ?? parameters
}

/** Octets of the list as the Chunk Length counts them: every parameter padded but the last (RFC 9260 §3.2). */
export function parametersLength(parameters: readonly Parameter[]): number {
  return tlvListLength(parameters.map(parameterLength))
}

/** Writes the list, each parameter padded, and returns the offset after the last one's padding. `at` is on a four-octet boundary of the chunk. */
export function writeParameters(octets: Uint8Array, at: number, parameters: readonly Parameter[]): number {
  for (const parameter of parameters) at = writeParameter(octets, at, parameter)
  return at
}

/** The octets of a list by itself, without padding after the last: what error causes report parameters with (RFC 9260 §3.3.10.5, .8, .11). */
export function parameterOctets(parameters: readonly Parameter[]): Uint8Array {
  const length = parametersLength(parameters)
  const octets = new Uint8Array(padded(length))
  writeParameters(octets, 0, parameters)
  return octets.subarray(0, length)
}

function readParameter(type: number, octets: Uint8Array, at: number, length: number): Parameter | DecodeFault {
  switch (type) {
    case parameterType.IPV4_ADDRESS:
      return ipv4Address.readIpv4AddressParameter(octets, at, length)
    case parameterType.IPV6_ADDRESS:
      return ipv6Address.readIpv6AddressParameter(octets, at, length)
    case parameterType.STATE_COOKIE:
      return stateCookie.readStateCookieParameter(octets, at, length)
    case parameterType.UNRECOGNIZED_PARAMETER:
      return unrecognized.readUnrecognizedParameter(octets, at, length)
    case parameterType.COOKIE_PRESERVATIVE:
      return cookiePreservative.readCookiePreservativeParameter(octets, at, length)
    case parameterType.HOST_NAME_ADDRESS:
      return hostNameAddress.readHostNameAddressParameter(octets, at, length)
    case parameterType.SUPPORTED_ADDRESS_TYPES:
      return supportedAddressTypes.readSupportedAddressTypesParameter(octets, at, length)
    case parameterType.FORWARD_TSN_SUPPORTED:
      return forwardTsnSupported.readForwardTsnSupportedParameter(length)
    case parameterType.SUPPORTED_EXTENSIONS:
      return supportedExtensions.readSupportedExtensionsParameter(octets, at, length)
    case parameterType.ECN_CAPABLE:
      return ecnCapable.readEcnCapableParameter(length)
    case parameterType.RANDOM:
      return random.readRandomParameter(octets, at, length)
    case parameterType.CHUNK_LIST:
      return chunkList.readChunkListParameter(octets, at, length)
    case parameterType.REQUESTED_HMAC_ALGORITHM:
      return requestedHmacAlgorithm.readRequestedHmacAlgorithmParameter(octets, at, length)
    case parameterType.PADDING:
      return padding.readPaddingParameter(length)
    default:
      return unknown.readUnknownParameter(octets, at, length)
  }
}

function parameterLength(parameter: Parameter): number {
  switch (parameter.kind) {
    case 'ipv4-address':
      return ipv4Address.ipv4AddressParameterLength(parameter)
    case 'ipv6-address':
      return ipv6Address.ipv6AddressParameterLength(parameter)
    case 'state-cookie':
      return stateCookie.stateCookieParameterLength(parameter)
    case 'unrecognized-parameter':
      return unrecognized.unrecognizedParameterLength(parameter)
    case 'cookie-preservative':
      return cookiePreservative.cookiePreservativeParameterLength()
    case 'host-name-address':
      return hostNameAddress.hostNameAddressParameterLength(parameter)
    case 'supported-address-types':
      return supportedAddressTypes.supportedAddressTypesParameterLength(parameter)
    case 'forward-tsn-supported':
      return forwardTsnSupported.forwardTsnSupportedParameterLength()
    case 'supported-extensions':
      return supportedExtensions.supportedExtensionsParameterLength(parameter)
    case 'ecn-capable':
      return ecnCapable.ecnCapableParameterLength()
    case 'random':
      return random.randomParameterLength(parameter)
    case 'chunk-list':
      return chunkList.chunkListParameterLength(parameter)
    case 'requested-hmac-algorithm':
      return requestedHmacAlgorithm.requestedHmacAlgorithmParameterLength(parameter)
    case 'padding':
      return padding.paddingParameterLength(parameter)
    case 'unknown':
      return unknown.unknownParameterLength(parameter)
    default:
      return parameter satisfies never
  }
}

function writeParameter(octets: Uint8Array, at: number, parameter: Parameter): number {
  switch (parameter.kind) {
    case 'ipv4-address':
      return ipv4Address.writeIpv4AddressParameter(octets, at, parameter)
    case 'ipv6-address':
      return ipv6Address.writeIpv6AddressParameter(octets, at, parameter)
    case 'state-cookie':
      return stateCookie.writeStateCookieParameter(octets, at, parameter)
    case 'unrecognized-parameter':
      return unrecognized.writeUnrecognizedParameter(octets, at, parameter)
    case 'cookie-preservative':
      return cookiePreservative.writeCookiePreservativeParameter(octets, at, parameter)
    case 'host-name-address':
      return hostNameAddress.writeHostNameAddressParameter(octets, at, parameter)
    case 'supported-address-types':
      return supportedAddressTypes.writeSupportedAddressTypesParameter(octets, at, parameter)
    case 'forward-tsn-supported':
      return forwardTsnSupported.writeForwardTsnSupportedParameter(octets, at)
    case 'supported-extensions':
      return supportedExtensions.writeSupportedExtensionsParameter(octets, at, parameter)
    case 'ecn-capable':
      return ecnCapable.writeEcnCapableParameter(octets, at)
    case 'random':
      return random.writeRandomParameter(octets, at, parameter)
    case 'chunk-list':
      return chunkList.writeChunkListParameter(octets, at, parameter)
    case 'requested-hmac-algorithm':
      return requestedHmacAlgorithm.writeRequestedHmacAlgorithmParameter(octets, at, parameter)
    case 'padding':
      return padding.writePaddingParameter(octets, at, parameter)
    case 'unknown':
      return unknown.writeUnknownParameter(octets, at, parameter)
    default:
      return parameter satisfies never
  }
}

const TOO_MANY = fault('too-many', 'parameters')
