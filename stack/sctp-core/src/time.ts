/** A point on the endpoint's own time line, in milliseconds with fractions; only differences mean anything. */
export type Instant = number

/** Milliseconds, with fractions. */
export type Duration = number

/** The deadline of a timer that is not running. */
export const NEVER: Instant = Number.POSITIVE_INFINITY

/** The deadline of what is due already, whatever the time. */
export const AT_ONCE: Instant = Number.NEGATIVE_INFINITY
