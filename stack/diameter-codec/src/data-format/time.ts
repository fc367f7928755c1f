import { readU32, writeU32 } from '@sigbed/octets'
import type { DataFormat } from './data-format.js'

/**
 * Whole seconds since 1970 (UTC), leap seconds not counted. On the wire: the upper half of an NTP timestamp, seconds since 1900.
 * RFC 6733 §4.3.1. The field overflows on 7 February 2036; the SNTP rule, which every node must support, reads a value whose
 * top bit is clear as one of the era that begins there, so that 1968 to 2104 can be written.
 */
export const Time: DataFormat<number> = {
  minimumLength: 4,
  maximumLength: 4,
  read(octets, at) {
    const seconds = readU32(octets, at)
    return (seconds >= HALF_AN_ERA ? seconds : seconds + ERA) - UNIX_EPOCH_IN_NTP
  },
  accepts: (value) => Number.isInteger(value) && value >= EARLIEST_TIME && value <= LATEST_TIME,
  lengthOf: () => 4,
  write: (octets, at, value) => writeU32(octets, at, (value + UNIX_EPOCH_IN_NTP) % ERA),
}

const UNIX_EPOCH_IN_NTP = 2_208_988_800
const ERA = 2 ** 32
const HALF_AN_ERA = 2 ** 31
export const EARLIEST_TIME = HALF_AN_ERA - UNIX_EPOCH_IN_NTP
export const LATEST_TIME = ERA + HALF_AN_ERA - 1 - UNIX_EPOCH_IN_NTP
