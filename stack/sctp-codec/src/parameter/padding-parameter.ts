import { padded } from '@sigbed/octets'
import { TLV_HEADER_LENGTH, writeTlvHeader } from '../type-length-value.js'
import { PADDING } from './parameter-type.js'

/**
 * Padding, in an INIT: makes the packet as large as the path is to be probed for. RFC 4820 §4.
 *
 *      0                   1                   2                   3
 *     |     Parameter Type = 0x8005   |       Parameter Length        |
 *     /                          Padding Data                         /
 *
 * The receiver MUST discard it, so only its size is kept, never its octets.
 */
export interface PaddingParameter {
  readonly kind: 'padding'
  readonly type: typeof PADDING
  /** Octets of Padding Data. */
  readonly paddingLength: number
}

/** @param paddingLength octets of Padding Data, 0 to 65531; the RFC's steps are multiples of four. */
export function paddingParameter(paddingLength: number): PaddingParameter {
  return { kind: 'padding', type: PADDING, paddingLength }
}

/** Octets on the wire, padding to four octets excluded. */
export function paddingParameterLength(parameter: PaddingParameter): number {
  return TLV_HEADER_LENGTH + parameter.paddingLength
}

export function readPaddingParameter(length: number): PaddingParameter {
  return paddingParameter(length - TLV_HEADER_LENGTH)
}

/** The Padding Data is all zeroes. */
export function writePaddingParameter(octets: Uint8Array, at: number, parameter: PaddingParameter): number {
  const length = paddingParameterLength(parameter)
  const valueAt = writeTlvHeader(octets, at, PADDING, length)
  const end = at + padded(length)
  octets.fill(0, valueAt, end)
  return end
}
