import { readU64, writeU64 } from '@sigbed/octets'
import type { DataFormat } from './data-format.js'

/** Signed, 64 bits, as a bigint. RFC 6733 §4.2. */
export const Integer64: DataFormat<bigint> = {
  minimumLength: 8,
  maximumLength: 8,
  read: (octets, at) => BigInt.asIntN(64, readU64(octets, at)),
  accepts: (value) => BigInt.asIntN(64, value) === value,
  lengthOf: () => 8,
  write: (octets, at, value) => writeU64(octets, at, BigInt.asUintN(64, value)),
}
