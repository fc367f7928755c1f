import type { Surroundings } from '@sigbed/sctp-sockets'

/** Waits for a condition on the lab's own time. @throws Error (rejects) with `otherwise` when it does not come true in time. */
export function waitUntil(surroundings: Surroundings, holds: () => boolean, otherwise: string, patienceMs = PATIENCE_MS): Promise<void> {
  const deadline = surroundings.now() + patienceMs
  return new Promise((resolve, reject) => {
    const look = () => {
      if (holds()) resolve()
      else if (surroundings.now() >= deadline) reject(new Error(`${otherwise} (within ${patienceMs} ms)`))
      else surroundings.startTimer(LOOK_EVERY_MS, look)
    }
    look()
  })
}

const PATIENCE_MS = 10_000
const LOOK_EVERY_MS = 5
