import { readU32, writeU16, writeU32 } from '@sigbed/octets'
import { type DecodeFault, fault } from './decode-fault.js'
import { ERROR_CODE } from './error-code.js'
import { PARAMETER_HEADER_LENGTH, PARAMETER_TAG, parameterLength } from './parameter.js'

/** The value of a Routing Context parameter: one number or more. RFC 4666 §3.7.1. An empty list stands for "left out". */
export function readRoutingContexts(octets: Uint8Array, at: number, length: number): readonly number[] | DecodeFault {
  if (length === 0 || length % 4 !== 0) return WRONG_LENGTH
  const routingContexts: number[] = []
  for (let i = 0; i < length; i += 4) routingContexts.push(readU32(octets, at + i))
  return routingContexts
}

export function routingContextsLength(routingContexts: readonly number[]): number {
  return routingContexts.length === 0 ? 0 : parameterLength(4 * routingContexts.length)
}

/** Writes the whole parameter, or nothing for an empty list; returns the offset after it. */
export function writeRoutingContexts(octets: Uint8Array, at: number, routingContexts: readonly number[]): number {
  if (routingContexts.length === 0) return at
  writeU16(octets, at, PARAMETER_TAG.ROUTING_CONTEXT)
  writeU16(octets, at + 2, PARAMETER_HEADER_LENGTH + 4 * routingContexts.length)
  let to = at + PARAMETER_HEADER_LENGTH
  for (const routingContext of routingContexts) {
    writeU32(octets, to, routingContext)
    to += 4
  }
  return to
}

const WRONG_LENGTH = fault(ERROR_CODE.PARAMETER_FIELD_ERROR, 'Routing Context, length')
