import { type DecodeFault, fault, isFault } from '../decode-fault.js'
import { TypeLengthValueCursor, tlvListLength } from '../type-length-value.js'
import * as addressConfiguration from './address-configuration-cause.js'
import * as bare from './bare-cause.js'
import * as causeCode from './error-cause-code.js'
import * as invalidStreamIdentifier from './invalid-stream-identifier-cause.js'
import * as missingMandatoryParameter from './missing-mandatory-parameter-cause.js'
import * as noUserData from './no-user-data-cause.js'
import * as protocolViolation from './protocol-violation-cause.js'
import * as restartWithNewAddresses from './restart-with-new-addresses-cause.js'
import * as staleCookie from './stale-cookie-cause.js'
import * as unknown from './unknown-cause.js'
import * as unrecognizedChunkType from './unrecognized-chunk-type-cause.js'
import * as unrecognizedParameters from './unrecognized-parameters-cause.js'
import * as unresolvableAddress from './unresolvable-address-cause.js'
import * as unsupportedHmacIdentifier from './unsupported-hmac-identifier-cause.js'
import * as userInitiatedAbort from './user-initiated-abort-cause.js'

/** Why a chunk or an association was refused: an entry of an ABORT or ERROR chunk. RFC 9260 §3.3.10. Branch on `kind`. */
export type ErrorCause =
  | bare.BareCause
  | invalidStreamIdentifier.InvalidStreamIdentifierCause
  | missingMandatoryParameter.MissingMandatoryParameterCause
  | staleCookie.StaleCookieCause
  | unresolvableAddress.UnresolvableAddressCause
  | unrecognizedChunkType.UnrecognizedChunkTypeCause
  | unrecognizedParameters.UnrecognizedParametersCause
  | noUserData.NoUserDataCause
  | restartWithNewAddresses.RestartWithNewAddressesCause
  | userInitiatedAbort.UserInitiatedAbortCause
  | protocolViolation.ProtocolViolationCause
  | addressConfiguration.AddressConfigurationCause
  | unsupportedHmacIdentifier.UnsupportedHmacIdentifierCause
  | unknown.UnknownCause

/** Beyond so many the chunk is refused: each entry costs an object, and nobody has that many reasons. */
export const MOST_CAUSES = 512

/**
 * Reads the causes from `at` to `end` (exclusive; with or without the padding of the last one), in their order. A known
 * cause of a wrong length is a fault that names it; an unknown one is kept. All octets are copies.
 */
export function readCauses(octets: Uint8Array, at: number, end: number): ErrorCause[] | DecodeFault {
  const cursor = new TypeLengthValueCursor(octets, at, end)
  const causes: ErrorCause[] = []
  while (cursor.next()) {
    if (causes.length === MOST_CAUSES) return TOO_MANY
    const cause = readCause(cursor.type, octets, cursor.at, cursor.length)
    if (isFault(cause)) return cause
    causes.push(cause)
  }
  return cursor.fault ?? causes
}

/** Octets of the list as the Chunk Length counts them: every cause padded but the last (RFC 9260 §3.2). */
export function causesLength(causes: readonly ErrorCause[]): number {
  return tlvListLength(causes.map(causeLength))
}

/** Writes the list, each cause padded, and returns the offset after the last one's padding. `at` is on a four-octet boundary of the chunk. */
export function writeCauses(octets: Uint8Array, at: number, causes: readonly ErrorCause[]): number {
  for (const cause of causes) at = writeCause(octets, at, cause)
  return at
}

function readCause(code: number, octets: Uint8Array, at: number, length: number): ErrorCause | DecodeFault {
  switch (code) {
    case causeCode.INVALID_STREAM_IDENTIFIER:
      return invalidStreamIdentifier.readInvalidStreamIdentifierCause(octets, at, length)
    case causeCode.MISSING_MANDATORY_PARAMETER:
      return missingMandatoryParameter.readMissingMandatoryParameterCause(octets, at, length)
    case causeCode.STALE_COOKIE:
      return staleCookie.readStaleCookieCause(octets, at, length)
    case causeCode.UNRESOLVABLE_ADDRESS:
      return unresolvableAddress.readUnresolvableAddressCause(octets, at, length)
    case causeCode.UNRECOGNIZED_CHUNK_TYPE:
      return unrecognizedChunkType.readUnrecognizedChunkTypeCause(octets, at, length)
    case causeCode.UNRECOGNIZED_PARAMETERS:
      return unrecognizedParameters.readUnrecognizedParametersCause(octets, at, length)
    case causeCode.NO_USER_DATA:
      return noUserData.readNoUserDataCause(octets, at, length)
    case causeCode.RESTART_WITH_NEW_ADDRESSES:
      return restartWithNewAddresses.readRestartWithNewAddressesCause(octets, at, length)
    case causeCode.USER_INITIATED_ABORT:
      return userInitiatedAbort.readUserInitiatedAbortCause(octets, at, length)
    case causeCode.PROTOCOL_VIOLATION:
      return protocolViolation.readProtocolViolationCause(octets, at, length)
    case causeCode.REQUEST_TO_DELETE_LAST_ADDRESS:
    case causeCode.RESOURCE_SHORTAGE:
    case causeCode.REQUEST_TO_DELETE_SOURCE_ADDRESS:
    case causeCode.ILLEGAL_ASCONF_ACK:
    case causeCode.REQUEST_REFUSED_NO_AUTHORIZATION:
      return addressConfiguration.readAddressConfigurationCause(code, octets, at, length)
    case causeCode.UNSUPPORTED_HMAC_IDENTIFIER:
      return unsupportedHmacIdentifier.readUnsupportedHmacIdentifierCause(octets, at, length)
    case causeCode.OUT_OF_RESOURCE:
      return bare.readBareCause(bare.outOfResourceCause(), length)
    case causeCode.INVALID_MANDATORY_PARAMETER:
      return bare.readBareCause(bare.invalidMandatoryParameterCause(), length)
    case causeCode.COOKIE_RECEIVED_WHILE_SHUTTING_DOWN:
      return bare.readBareCause(bare.cookieReceivedWhileShuttingDownCause(), length)
    default:
      return unknown.readUnknownCause(code, octets, at, length)
  }
}

function causeLength(cause: ErrorCause): number {
  switch (cause.kind) {
    case 'invalid-stream-identifier':
      return invalidStreamIdentifier.invalidStreamIdentifierCauseLength()
    case 'missing-mandatory-parameter':
      return missingMandatoryParameter.missingMandatoryParameterCauseLength(cause)
    case 'stale-cookie':
      return staleCookie.staleCookieCauseLength()
    case 'unresolvable-address':
      return unresolvableAddress.unresolvableAddressCauseLength(cause)
    case 'unrecognized-chunk-type':
      return unrecognizedChunkType.unrecognizedChunkTypeCauseLength(cause)
    case 'unrecognized-parameters':
      return unrecognizedParameters.unrecognizedParametersCauseLength(cause)
    case 'no-user-data':
      return noUserData.noUserDataCauseLength()
    case 'restart-with-new-addresses':
      return restartWithNewAddresses.restartWithNewAddressesCauseLength(cause)
    case 'user-initiated-abort':
      return userInitiatedAbort.userInitiatedAbortCauseLength(cause)
    case 'protocol-violation':
      return protocolViolation.protocolViolationCauseLength(cause)
    case 'address-configuration':
      return addressConfiguration.addressConfigurationCauseLength(cause)
    case 'unsupported-hmac-identifier':
      return unsupportedHmacIdentifier.unsupportedHmacIdentifierCauseLength()
    case 'out-of-resource':
    case 'invalid-mandatory-parameter':
    case 'cookie-received-while-shutting-down':
      return bare.bareCauseLength()
    case 'unknown':
      return unknown.unknownCauseLength(cause)
    default:
      return cause satisfies never
  }
}

function writeCause(octets: Uint8Array, at: number, cause: ErrorCause): number {
  switch (cause.kind) {
    case 'invalid-stream-identifier':
      return invalidStreamIdentifier.writeInvalidStreamIdentifierCause(octets, at, cause)
    case 'missing-mandatory-parameter':
      return missingMandatoryParameter.writeMissingMandatoryParameterCause(octets, at, cause)
    case 'stale-cookie':
      return staleCookie.writeStaleCookieCause(octets, at, cause)
    case 'unresolvable-address':
      return unresolvableAddress.writeUnresolvableAddressCause(octets, at, cause)
    case 'unrecognized-chunk-type':
      return unrecognizedChunkType.writeUnrecognizedChunkTypeCause(octets, at, cause)
    case 'unrecognized-parameters':
      return unrecognizedParameters.writeUnrecognizedParametersCause(octets, at, cause)
    case 'no-user-data':
      return noUserData.writeNoUserDataCause(octets, at, cause)
    case 'restart-with-new-addresses':
      return restartWithNewAddresses.writeRestartWithNewAddressesCause(octets, at, cause)
    case 'user-initiated-abort':
      return userInitiatedAbort.writeUserInitiatedAbortCause(octets, at, cause)
    case 'protocol-violation':
      return protocolViolation.writeProtocolViolationCause(octets, at, cause)
    case 'address-configuration':
      return addressConfiguration.writeAddressConfigurationCause(octets, at, cause)
    case 'unsupported-hmac-identifier':
      return unsupportedHmacIdentifier.writeUnsupportedHmacIdentifierCause(octets, at, cause)
    case 'out-of-resource':
    case 'invalid-mandatory-parameter':
    case 'cookie-received-while-shutting-down':
      return bare.writeBareCause(octets, at, cause)
    case 'unknown':
      return unknown.writeUnknownCause(octets, at, cause)
    default:
      return cause satisfies never
  }
}

const TOO_MANY = fault('too-many', 'error causes')
