import { readU32, writeU32 } from '@sigbed/octets'
import type { DataFormat } from './data-format.js'

/** Signed, 32 bits. RFC 6733 §4.2. */
export const Integer32: DataFormat<number> = {
  minimumLength: 4,
  maximumLength: 4,
  read: (octets, at) => readU32(octets, at) | 0,
  accepts: (value) => (value | 0) === value,
  lengthOf: () => 4,
  write: writeU32,
}
