import { readU32, writeU32 } from '@sigbed/octets'
import type { DataFormat } from './data-format.js'

/** Single precision. RFC 6733 §4.2. A number that has no exact 32-bit form is refused rather than rounded; NaN is accepted. */
export const Float32: DataFormat<number> = {
  minimumLength: 4,
  maximumLength: 4,
  read(octets, at) {
    SCRATCH.setUint32(0, readU32(octets, at))
    return SCRATCH.getFloat32(0)
  },
  accepts: (value) => Object.is(Math.fround(value), value),
  lengthOf: () => 4,
  write(octets, at, value) {
    SCRATCH.setFloat32(0, value)
    writeU32(octets, at, SCRATCH.getUint32(0))
  },
}

const SCRATCH = new DataView(new ArrayBuffer(4))
