/**
 * Where a latency stands in the histogram: log-linear slots in whole microseconds.
 *
 * Up to 2,047 µs each microsecond has a slot of its own. Above, every doubling is cut into 1,024 equal slots, so that a
 * slot is never wider than 1/1,024 of the latencies in it: three significant digits everywhere. These are the slots of an
 * HDR histogram with 2,048 sub-buckets, number for number.
 */

/** The longest latency kept as it is; what is longer stands in the topmost slot and is counted as clamped. */
export const LONGEST_LATENCY_US = 120_000_000

/** log2 of the number of linear slots below the first doubling. */
export const LINEAR_SLOT_BITS = 11

/** The slot of a whole number of microseconds in 0 … LONGEST_LATENCY_US. */
export function slotOf(latencyUs: number): number {
  // Leading zeros say how often the latency must be halved to fit the linear part; each halving passes 1,024 slots.
  const halvings = BITS_ABOVE_LINEAR - Math.clz32(latencyUs)
  return halvings <= 0 ? latencyUs : (halvings << (LINEAR_SLOT_BITS - 1)) + (latencyUs >>> halvings)
}

/** The shortest latency a slot stands for, µs. */
export function shortestInSlot(slot: number): number {
  const halvings = halvingsOfSlot(slot)
  return (slot - (halvings << (LINEAR_SLOT_BITS - 1))) << halvings
}

/** The longest latency a slot stands for, µs; the topmost slot ends where its width ends, a little above LONGEST_LATENCY_US. */
export function longestInSlot(slot: number): number {
  return shortestInSlot(slot) + (1 << halvingsOfSlot(slot)) - 1
}

function halvingsOfSlot(slot: number): number {
  return Math.max(0, (slot >>> (LINEAR_SLOT_BITS - 1)) - 1)
}

const BITS_ABOVE_LINEAR = 32 - LINEAR_SLOT_BITS

/** How many slots there are: 18,216 counters of four octets, about 71 KiB. */
export const SLOT_COUNT = slotOf(LONGEST_LATENCY_US) + 1
