import { readU24, writeU16, writeU24 } from '@sigbed/octets'
import { type DecodeFault, fault } from './decode-fault.js'
import { ERROR_CODE } from './error-code.js'
import { PARAMETER_HEADER_LENGTH, type PARAMETER_TAG, parameterLength } from './parameter.js'
import { formatPointCode, type PointCodeForm, parsePointCode } from './point-code.js'

/**
 * A point code with its lowest `mask` bits left open. RFC 4666 §3.4.1. Affected Point Code, Destination Point Code and the entries of an
 * Originating Point Code List are all laid out so.
 *
 * |     Mask      |                  Point Code                   |
 */
export interface AffectedPointCode {
  /** As many bits as the network's point codes have, or more, stand for the whole network. */
  readonly mask: number
  /** 24 bits. */
  readonly pointCode: number
}

/** The first and the last point code that `affected` stands for. They number up to 2^24: do not walk them unasked. */
export function pointCodeRange({ mask, pointCode }: AffectedPointCode): { readonly first: number; readonly last: number } {
  const open = 2 ** Math.min(mask, POINT_CODE_BITS) - 1
  return { first: (pointCode & ~open) >>> 0, last: (pointCode | open) >>> 0 }
}

export function coversPointCode(affected: AffectedPointCode, pointCode: number): boolean {
  const { first, last } = pointCodeRange(affected)
  return first <= pointCode && pointCode <= last
}

/** The point codes of the range in order, but no more than `limit`: a peer's mask of 24 is sixteen million of them. */
export function* pointCodesWithin(affected: AffectedPointCode, limit: number): Generator<number, void, undefined> {
  const { first, last } = pointCodeRange(affected)
  const end = Math.min(last, first + limit - 1)
  for (let pointCode = first; pointCode <= end; pointCode++) yield pointCode
}

/** `2-100-3`, or `2-100-0/3` for a range with its three lowest bits open; null for anything else. */
export function parseAffectedPointCode(text: string, form: PointCodeForm): AffectedPointCode | null {
  const [, written, open = '0'] = /^([^/]+?)(?:\/(\d{1,2}))?$/.exec(text) ?? []
  const pointCode = written === undefined ? null : parsePointCode(written, form)
  const mask = Number(open)
  return pointCode === null || mask > POINT_CODE_BITS ? null : { mask, pointCode }
}

export function formatAffectedPointCode({ mask, pointCode }: AffectedPointCode, form: PointCodeForm): string {
  const text = formatPointCode(pointCode, form)
  return mask === 0 ? text : `${text}/${mask}`
}

/** The value of a parameter of one entry or more. */
export function readAffectedPointCodes(octets: Uint8Array, at: number, length: number): readonly AffectedPointCode[] | DecodeFault {
  if (length === 0 || length % ENTRY_LENGTH !== 0) return WRONG_LENGTH
  const affectedPointCodes: AffectedPointCode[] = []
  for (let i = 0; i < length; i += ENTRY_LENGTH) affectedPointCodes.push(readAffectedPointCode(octets, at + i))
  return affectedPointCodes
}

/** The four octets at `at`. */
export function readAffectedPointCode(octets: Uint8Array, at: number): AffectedPointCode {
  return { mask: octets[at]!, pointCode: readU24(octets, at + 1) }
}

/** Octets of the whole parameter; none for an empty list, which stands for a parameter left out. */
export function affectedPointCodesLength(affectedPointCodes: readonly AffectedPointCode[]): number {
  return affectedPointCodes.length === 0 ? 0 : parameterLength(ENTRY_LENGTH * affectedPointCodes.length)
}

/** Writes the whole parameter under `tag`, or nothing for an empty list; returns the offset after it. */
export function writeAffectedPointCodes(
  octets: Uint8Array,
  at: number,
  tag: PointCodeTag,
  affectedPointCodes: readonly AffectedPointCode[],
): number {
  if (affectedPointCodes.length === 0) return at
  writeU16(octets, at, tag)
  writeU16(octets, at + 2, PARAMETER_HEADER_LENGTH + ENTRY_LENGTH * affectedPointCodes.length)
  let to = at + PARAMETER_HEADER_LENGTH
  for (const { mask, pointCode } of affectedPointCodes) {
    octets[to] = mask
    writeU24(octets, to + 1, pointCode)
    to += ENTRY_LENGTH
  }
  return to
}

type PointCodeTag =
  | typeof PARAMETER_TAG.AFFECTED_POINT_CODE
  | typeof PARAMETER_TAG.DESTINATION_POINT_CODE
  | typeof PARAMETER_TAG.ORIGINATING_POINT_CODE_LIST

const POINT_CODE_BITS = 24
const ENTRY_LENGTH = 4
const WRONG_LENGTH = fault(ERROR_CODE.PARAMETER_FIELD_ERROR, 'point codes, length')
