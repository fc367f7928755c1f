import { readU32, writePadding, writeU32 } from '@sigbed/octets'
import { type DecodeFault, fault, isFault } from '../decode-fault.js'
import { causesLength, type ErrorCause, readCauses, writeCauses } from '../error-cause/error-cause.js'
import { TLV_HEADER_LENGTH, TypeLengthValueCursor, tlvListLength, writeTlvHeader } from '../type-length-value.js'
import { MOST_CONFIGURATION_REQUESTS } from './configuration-request.js'
import { ERROR_CAUSE_INDICATION, SUCCESS_INDICATION } from './parameter-type.js'

/**
 * What an ASCONF-ACK says of one request: Error Cause Indication or Success Indication. RFC 5061 §4.2.3, §4.2.5.
 *
 *      0                   1                   2                   3
 *     |     Type = 0xC003, 0xC005     |            Length             |
 *     |                ASCONF-Response Correlation ID                 |
 *     /                 Error Cause(s), in 0xC003 only                /
 */
export interface ConfigurationResponse {
  readonly correlationId: number
  /** None for a success. */
  readonly causes: readonly ErrorCause[]
  readonly success: boolean
}

export function configurationResponsesLength(responses: readonly ConfigurationResponse[]): number {
  return tlvListLength(responses.map(responseLength))
}

/** Parameters of other types are passed over. */
export function readConfigurationResponses(octets: Uint8Array, at: number, end: number): ConfigurationResponse[] | DecodeFault {
  const cursor = new TypeLengthValueCursor(octets, at, end)
  const responses: ConfigurationResponse[] = []
  while (cursor.next()) {
    if (cursor.type !== ERROR_CAUSE_INDICATION && cursor.type !== SUCCESS_INDICATION) continue
    if (responses.length === MOST_CONFIGURATION_REQUESTS) return TOO_MANY
    if (cursor.length < RESPONSE_HEADER_LENGTH) return TRUNCATED
    const success = cursor.type === SUCCESS_INDICATION
    const causes = success ? [] : readCauses(octets, cursor.at + RESPONSE_HEADER_LENGTH, cursor.at + cursor.length)
    if (isFault(causes)) return causes
    responses.push({ correlationId: readU32(octets, cursor.at + TLV_HEADER_LENGTH), causes, success })
  }
  return cursor.fault ?? responses
}

export function writeConfigurationResponses(octets: Uint8Array, at: number, responses: readonly ConfigurationResponse[]): number {
  for (const response of responses) {
    const type = response.success ? SUCCESS_INDICATION : ERROR_CAUSE_INDICATION
    const to = writeTlvHeader(octets, at, type, responseLength(response))
    writeU32(octets, to, response.correlationId)
    at = writePadding(octets, at, writeCauses(octets, to + 4, response.causes))
  }
  return at
}

function responseLength({ causes }: ConfigurationResponse): number {
  return RESPONSE_HEADER_LENGTH + causesLength(causes)
}

/** Parameter header and Correlation ID. */
const RESPONSE_HEADER_LENGTH = 8
const TOO_MANY = fault('too-many', 'ASCONF Parameter Responses')
const TRUNCATED = fault('truncated', 'ASCONF Parameter Response')
