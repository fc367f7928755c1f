import { writeU16 } from '@sigbed/octets'
import { M3UA_HEADER_LENGTH, writeM3uaHeader } from './common-header.js'
import { type DecodeFault, fault } from './decode-fault.js'
import { ERROR_CODE } from './error-code.js'
import { MESSAGE_CODE } from './message-class.js'
import {
  PARAMETER_HEADER_LENGTH,
  PARAMETER_TAG,
  ParameterCursor,
  type ParameterTag,
  parameterSet,
  U32_PARAMETER_LENGTH,
  WRONG_LENGTH,
  writeU32Parameter,
} from './parameter.js'
import { readRoutingContexts, routingContextsLength, writeRoutingContexts } from './routing-context.js'
import { type RoutingKey, readRoutingKey, routingKeyLength, writeRoutingKey } from './routing-key.js'

/** Routing key management (RKM). RFC 4666 §3.6.1, §3.6.2, §3.6.3 and §3.6.4, one a message. Every list has one entry at least: a message without is refused when read. */
export type RoutingKeyManagementMessage =
  | { readonly kind: 'REG REQ'; readonly routingKeys: readonly RoutingKey[] }
  | { readonly kind: 'REG RSP'; readonly registrationResults: readonly RegistrationResult[] }
  | { readonly kind: 'DEREG REQ'; readonly routingContexts: readonly number[] }
  | { readonly kind: 'DEREG RSP'; readonly deregistrationResults: readonly DeregistrationResult[] }

/** RFC 4666 §3.6.2. */
export interface RegistrationResult {
  readonly localRoutingKeyIdentifier: number
  /** One of REGISTRATION_STATUS; others are passed on as they came. */
  readonly status: number
  /** 0 when the registration failed. */
  readonly routingContext: number
}

/** RFC 4666 §3.6.4. */
export interface DeregistrationResult {
  readonly routingContext: number
  /** One of DEREGISTRATION_STATUS; others are passed on as they came. */
  readonly status: number
}

/** Reads the parameters from `at` to `end`, those after the header of a message of class 9. */
export function readRoutingKeyManagementMessage(
  kind: RoutingKeyManagementMessage['kind'],
  octets: Uint8Array,
  at: number,
  end: number,
  cursor: ParameterCursor,
): RoutingKeyManagementMessage | DecodeFault {
  const routingKeys: RoutingKey[] = []
  const registrationResults: RegistrationResult[] = []
  const deregistrationResults: DeregistrationResult[] = []
  let routingContexts: readonly number[] = []
  const { tag, expected, repeatable, missing } = CONTENT[kind]
  cursor.start(octets, at, end, expected, repeatable)
  while (cursor.next()) {
    const { valueAt, valueLength } = cursor
    switch (cursor.tag) {
      case PARAMETER_TAG.ROUTING_KEY: {
        const read = readRoutingKey(octets, valueAt, valueLength)
        if ('kind' in read) return read
        routingKeys.push(read)
        break
      }
      case PARAMETER_TAG.REGISTRATION_RESULT: {
        const read = readRegistrationResult(octets, valueAt, valueLength)
        if ('kind' in read) return read
        registrationResults.push(read)
        break
      }
      case PARAMETER_TAG.DEREGISTRATION_RESULT: {
        const read = readDeregistrationResult(octets, valueAt, valueLength)
        if ('kind' in read) return read
        deregistrationResults.push(read)
        break
      }
      case PARAMETER_TAG.ROUTING_CONTEXT: {
        const read = readRoutingContexts(octets, valueAt, valueLength)
        if ('kind' in read) return read
        routingContexts = read
        break
      }
    }
  }
  if (cursor.fault !== null) return cursor.fault
  if (!cursor.has(tag)) return missing
  switch (kind) {
    case 'REG REQ':
      return { kind, routingKeys }
    case 'REG RSP':
      return { kind, registrationResults }
    case 'DEREG REQ':
      return { kind, routingContexts }
    case 'DEREG RSP':
      return { kind, deregistrationResults }
    default:
      return kind satisfies never
  }
}

export function routingKeyManagementMessageLength(message: RoutingKeyManagementMessage): number {
  switch (message.kind) {
    case 'REG REQ':
      return message.routingKeys.reduce((length, routingKey) => length + routingKeyLength(routingKey), M3UA_HEADER_LENGTH)
    case 'REG RSP':
      return M3UA_HEADER_LENGTH + REGISTRATION_RESULT_LENGTH * message.registrationResults.length
    case 'DEREG REQ':
      return M3UA_HEADER_LENGTH + routingContextsLength(message.routingContexts)
    case 'DEREG RSP':
      return M3UA_HEADER_LENGTH + DEREGISTRATION_RESULT_LENGTH * message.deregistrationResults.length
    default:
      return message satisfies never
  }
}

/** Writes the message at `at` and returns the offset after it. The caller has checked the room. */
export function writeRoutingKeyManagementMessage(octets: Uint8Array, at: number, message: RoutingKeyManagementMessage): number {
  let to = writeM3uaHeader(octets, at, MESSAGE_CODE[message.kind], routingKeyManagementMessageLength(message))
  switch (message.kind) {
    case 'REG REQ':
      for (const routingKey of message.routingKeys) to = writeRoutingKey(octets, to, routingKey)
      return to
    case 'REG RSP':
      for (const { localRoutingKeyIdentifier, status, routingContext } of message.registrationResults) {
        to = writeResultHeader(octets, to, PARAMETER_TAG.REGISTRATION_RESULT, REGISTRATION_RESULT_LENGTH)
        to = writeU32Parameter(octets, to, PARAMETER_TAG.LOCAL_ROUTING_KEY_IDENTIFIER, localRoutingKeyIdentifier)
        to = writeU32Parameter(octets, to, PARAMETER_TAG.REGISTRATION_STATUS, status)
        to = writeU32Parameter(octets, to, PARAMETER_TAG.ROUTING_CONTEXT, routingContext)
      }
      return to
    case 'DEREG REQ':
      return writeRoutingContexts(octets, to, message.routingContexts)
    case 'DEREG RSP':
      for (const { routingContext, status } of message.deregistrationResults) {
        to = writeResultHeader(octets, to, PARAMETER_TAG.DEREGISTRATION_RESULT, DEREGISTRATION_RESULT_LENGTH)
        to = writeU32Parameter(octets, to, PARAMETER_TAG.ROUTING_CONTEXT, routingContext)
        to = writeU32Parameter(octets, to, PARAMETER_TAG.DEREGISTRATION_STATUS, status)
      }
      return to
    default:
      return message satisfies never
  }
}

function readRegistrationResult(octets: Uint8Array, at: number, length: number): RegistrationResult | DecodeFault {
  let localRoutingKeyIdentifier = 0
  let status = 0
  let routingContext = 0
  nested.start(octets, at, at + length, REGISTRATION_PARAMETERS)
  while (nested.next()) {
    if (!nested.isU32()) return WRONG_LENGTH
    const value = nested.u32()
    if (nested.tag === PARAMETER_TAG.LOCAL_ROUTING_KEY_IDENTIFIER) localRoutingKeyIdentifier = value
    else if (nested.tag === PARAMETER_TAG.REGISTRATION_STATUS) status = value
    else routingContext = value
  }
  if (nested.fault !== null) return nested.fault
  const whole =
    nested.has(PARAMETER_TAG.LOCAL_ROUTING_KEY_IDENTIFIER) &&
    nested.has(PARAMETER_TAG.REGISTRATION_STATUS) &&
    nested.has(PARAMETER_TAG.ROUTING_CONTEXT)
  return whole ? { localRoutingKeyIdentifier, status, routingContext } : PARTIAL_REGISTRATION_RESULT
}

function readDeregistrationResult(octets: Uint8Array, at: number, length: number): DeregistrationResult | DecodeFault {
  let routingContext = 0
  let status = 0
  nested.start(octets, at, at + length, DEREGISTRATION_PARAMETERS)
  while (nested.next()) {
    if (!nested.isU32()) return WRONG_LENGTH
    if (nested.tag === PARAMETER_TAG.ROUTING_CONTEXT) routingContext = nested.u32()
    else status = nested.u32()
  }
  if (nested.fault !== null) return nested.fault
  const whole = nested.has(PARAMETER_TAG.ROUTING_CONTEXT) && nested.has(PARAMETER_TAG.DEREGISTRATION_STATUS)
  return whole ? { routingContext, status } : PARTIAL_DEREGISTRATION_RESULT
}

/** RFC 4666 §3.6: each message has one mandatory parameter and no other; all may repeat but the Routing Context, a list in itself. */
function content(tag: ParameterTag, where: string) {
  const expected = parameterSet(tag)
  const repeatable = tag === PARAMETER_TAG.ROUTING_CONTEXT ? parameterSet() : expected
  return { tag, expected, repeatable, missing: fault(ERROR_CODE.MISSING_PARAMETER, where) } as const
}

function writeResultHeader(octets: Uint8Array, at: number, tag: ParameterTag, length: number): number {
  writeU16(octets, at, tag)
  writeU16(octets, at + 2, length)
  return at + PARAMETER_HEADER_LENGTH
}

// Besides the cursor of the message, which stands on the result meanwhile.
const nested = new ParameterCursor()

const REGISTRATION_RESULT_LENGTH = PARAMETER_HEADER_LENGTH + 3 * U32_PARAMETER_LENGTH
const DEREGISTRATION_RESULT_LENGTH = PARAMETER_HEADER_LENGTH + 2 * U32_PARAMETER_LENGTH

const REGISTRATION_PARAMETERS = parameterSet(
  PARAMETER_TAG.LOCAL_ROUTING_KEY_IDENTIFIER,
  PARAMETER_TAG.REGISTRATION_STATUS,
  PARAMETER_TAG.ROUTING_CONTEXT,
)
const DEREGISTRATION_PARAMETERS = parameterSet(PARAMETER_TAG.ROUTING_CONTEXT, PARAMETER_TAG.DEREGISTRATION_STATUS)
const PARTIAL_REGISTRATION_RESULT = fault(ERROR_CODE.MISSING_PARAMETER, 'REG RSP, part of a Registration Result')
const PARTIAL_DEREGISTRATION_RESULT = fault(ERROR_CODE.MISSING_PARAMETER, 'DEREG RSP, part of a Deregistration Result')
const CONTENT = {
  'REG REQ': content(PARAMETER_TAG.ROUTING_KEY, 'REG REQ, Routing Key'),
  'REG RSP': content(PARAMETER_TAG.REGISTRATION_RESULT, 'REG RSP, Registration Result'),
  'DEREG REQ': content(PARAMETER_TAG.ROUTING_CONTEXT, 'DEREG REQ, Routing Context'),
  'DEREG RSP': content(PARAMETER_TAG.DEREGISTRATION_RESULT, 'DEREG RSP, Deregistration Result'),
} as const
