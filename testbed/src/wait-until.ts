import type { Surroundings } from '@sigbed/sctp-sockets'

/**
 * Waits for a condition on the lab's own time.
 *
 * @param otherwise what has not come; asked at the end of the wait where it may have changed
 * @throws Error (rejects) with `otherwise` when the condition does not come true in time
 */
export function waitUntil(
  surroundings: Surroundings,
  holds: () => boolean,
  otherwise: string | (() => string),
  patienceMs = PATIENCE_MS,
): Promise<void> {
  const deadline = surroundings.now() + patienceMs
  return new Promise((resolve, reject) => {
    const look = () => {
      if (holds()) resolve()
      else if (surroundings.now() >= deadline) {
        const lacking = typeof otherwise === 'string' ? otherwise : otherwise()
        reject(new Error(`${lacking} (within ${patienceMs} ms)`))
      } else surroundings.startTimer(LOOK_EVERY_MS, look)
    }
    look()
  })
}

const PATIENCE_MS = 10_000
const LOOK_EVERY_MS = 5
