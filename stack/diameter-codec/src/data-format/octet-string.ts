import { copyOctets } from '@sigbed/octets'
import { type DataFormat, LONGEST_VALUE } from './data-format.js'

/** Arbitrary octets. RFC 6733 §4.2. What is read is a copy. */
export const OctetString: DataFormat<Uint8Array> = {
  minimumLength: 0,
  maximumLength: LONGEST_VALUE,
  read: (octets, at, length) => octets.slice(at, at + length),
  accepts: (value) => value.length <= LONGEST_VALUE,
  lengthOf: (value) => value.length,
  write: (octets, at, value) => copyOctets(value, 0, value.length, octets, at),
}
