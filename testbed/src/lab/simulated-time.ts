import type { VirtualClock } from '@sigbed/simulated-network'

/** Passes virtual time while somebody waits for something, and as fast as the work in it allows. */
export class SimulatedTime {
  /** Works that are waited for. */
  private waiting = 0
  private passing = false

  constructor(private readonly clock: VirtualClock) {}

  /**
   * Lets time pass until the work is done. Work waited for from within other work takes part in the passing of its time.
   *
   * @throws (rejects) what the work rejects with; Error when nothing is left that could happen and the work is not done
   */
  async run<T>(work: Promise<T>): Promise<T> {
    this.waiting++
    const done = () => {
      this.waiting--
    }
    work.then(done, done)
    if (this.passing) return work
    this.passing = true
    try {
      const reached = await this.clock.runAsync(() => this.waiting === 0, LONGEST_RUN_MS, letPromisesRun)
      if (!reached) throw new Error('the simulated lab came to rest before its work was done')
    } finally {
      this.passing = false
    }
    return work
  }

  /** Resolves when so much time has passed, or it is told to stop. */
  sleep(ms: number, stop: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (stop.aborted) return resolve()
      const wake = () => {
        this.clock.stopTimer(timer)
        stop.removeEventListener('abort', wake)
        resolve()
      }
      const timer = this.clock.startTimer(ms, wake)
      stop.addEventListener('abort', wake)
    })
  }
}

function letPromisesRun(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

const LONGEST_RUN_MS = 24 * 3_600_000
