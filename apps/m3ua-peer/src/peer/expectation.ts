import type { Surroundings, TimerHandle } from '@sigbed/sctp-sockets'

/** Lets somebody wait for what the callbacks of a node bring about. */
export class Expectation {
  private readonly looks = new Set<() => void>()

  constructor(private readonly surroundings: Surroundings) {}

  /** Resolves with the first result that is not null, looked for now and after every change; null when it takes too long or is given up. */
  until<Result>(find: () => Result | null, patienceMs: number, givenUp: AbortSignal): Promise<Result | null> {
    return new Promise((resolve) => {
      let timer: TimerHandle | null = null
      const end = (result: Result | null): void => {
        if (timer !== null) this.surroundings.stopTimer(timer)
        givenUp.removeEventListener('abort', giveUp)
        this.looks.delete(look)
        resolve(result)
      }
      const look = (): void => {
        const result = find()
        if (result !== null) end(result)
      }
      const giveUp = (): void => end(null)
      if (givenUp.aborted) {
        resolve(null)
        return
      }
      timer = this.surroundings.startTimer(patienceMs, giveUp)
      givenUp.addEventListener('abort', giveUp, { once: true })
      this.looks.add(look)
      look()
    })
  }

  /** Something may have become true. */
  changed(): void {
    for (const look of [...this.looks]) look()
  }
}
