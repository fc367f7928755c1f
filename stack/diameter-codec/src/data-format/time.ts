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

/** As ISO 8601 writes it: "2014-04-17T18:50:50Z". */
export function formatTime(seconds: number): string {
  const days = Math.floor(seconds / SECONDS_A_DAY)
  const ofDay = seconds - days * SECONDS_A_DAY
  const clock = [ofDay / 3600, (ofDay / 60) % 60, ofDay % 60].map((part) => String(Math.floor(part)).padStart(2, '0'))
  return `${formatDay(days)}T${clock.join(':')}Z`
}

/** The Gregorian date of a day counted from 1 January 1970, for 1968 to 2104. */
function formatDay(days: number): string {
  // Counted from 1 March 1968, a leap year's, February is the last month and its 29th the last day of four years.
  const fromMarch = days + DAYS_FROM_MARCH_1968
  // 2100 is no leap year: from its 1 March on, one day is counted that never was.
  const counted = fromMarch >= MARCH_2100 ? fromMarch + 1 : fromMarch
  const fourYears = Math.floor(counted / DAYS_IN_FOUR_YEARS)
  const inFourYears = counted - fourYears * DAYS_IN_FOUR_YEARS
  const yearFromMarch = Math.min(3, Math.floor(inFourYears / 365))
  const dayOfYear = inFourYears - yearFromMarch * 365
  // Months from March alternate between 31 and 30 days as (153 m + 2) / 5 rises.
  const month = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * month + 2) / 5) + 1
  const year = 1968 + 4 * fourYears + yearFromMarch + (month >= 10 ? 1 : 0)
  const monthOfYear = month >= 10 ? month - 9 : month + 3
  return `${year}-${String(monthOfYear).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

const SECONDS_A_DAY = 86_400
const DAYS_FROM_MARCH_1968 = 671
const DAYS_IN_FOUR_YEARS = 1461
const MARCH_2100 = 48_212
const UNIX_EPOCH_IN_NTP = 2_208_988_800
const ERA = 2 ** 32
const HALF_AN_ERA = 2 ** 31
export const EARLIEST_TIME = HALF_AN_ERA - UNIX_EPOCH_IN_NTP
export const LATEST_TIME = ERA + HALF_AN_ERA - 1 - UNIX_EPOCH_IN_NTP
