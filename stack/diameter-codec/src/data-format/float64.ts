import { readU32, writeU32 } from '@sigbed/octets'
import type { DataFormat } from './data-format.js'

/** Double precision. RFC 6733 §4.2. */
export const Float64: DataFormat<number> = {
  minimumLength: 8,
  maximumLength: 8,
  read(octets, at) {
    SCRATCH.setUint32(0, readU32(octets, at))
    SCRATCH.setUint32(4, readU32(octets, at + 4))
    return SCRATCH.getFloat64(0)
  },
  accepts: () => true,
  lengthOf: () => 8,
  write(octets, at, value) {
    SCRATCH.setFloat64(0, value)
    writeU32(octets, at, SCRATCH.getUint32(0))
    writeU32(octets, at + 4, SCRATCH.getUint32(4))
  },
}

const SCRATCH = new DataView(new ArrayBuffer(8))
