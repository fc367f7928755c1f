import { readU32, writeU32 } from '@sigbed/octets'
import type { DataFormat } from './data-format.js'

/** 0 to 2^32-1. RFC 6733 §4.2. */
export const Unsigned32: DataFormat<number> = {
  minimumLength: 4,
  maximumLength: 4,
  read: readU32,
  accepts: (value) => value >>> 0 === value,
  lengthOf: () => 4,
  write: writeU32,
}
