import { readU64, writeU64 } from '@sigbed/octets'
import type { DataFormat } from './data-format.js'

/** 0 to 2^64-1, as a bigint. RFC 6733 §4.2. */
export const Unsigned64: DataFormat<bigint> = {
  minimumLength: 8,
  maximumLength: 8,
  read: readU64,
  accepts: (value) => BigInt.asUintN(64, value) === value,
  lengthOf: () => 8,
  write: writeU64,
}
