import { performance } from 'node:perf_hooks'

/** Milliseconds since the start of the program, with fractions; never runs backwards, whatever is done to the wall clock. */
export function monotonicNow(): number {
  return performance.now()
}

/**
 * Milliseconds to add to `monotonicNow` for a clock that all processes of this machine share, those in other network namespaces and
 * containers included: CLOCK_MONOTONIC where there is one. Its zero is the machine's affair. The same for as long as a process runs.
 */
export function machineClockOffsetMs(): number {
  // A process that loses the processor between the two readings gets too small a difference: the largest of a few is right.
  return Math.max(...Array.from({ length: READINGS }, () => Number(process.hrtime.bigint()) / 1e6 - performance.now()))
}

/**
 * Nanoseconds since 1970 (UTC) at the instant zero of `monotonicNow`, for those who write wall-clock times (a capture, a record of
 * a run). Read from the wall clock as it is now: take it once, and times written with it stay as even as the monotonic clock.
 */
export function epochNanosecondsAtZero(): bigint {
  return BigInt(Date.now()) * NANOSECONDS_PER_MS - BigInt(Math.round(monotonicNow() * 1e6))
}

const READINGS = 5
const NANOSECONDS_PER_MS = 1_000_000n
