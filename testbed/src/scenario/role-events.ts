import type { RoleContext } from './role-kind.js'

/** Tells the observer of a run what a role has to tell; what may come with every message, once a second and no more. */
export class RoleEvents<Kind extends string> {
  private readonly quietUntil = new Map<Kind, number>()

  constructor(
    private readonly context: Pick<RoleContext, 'observer' | 'surroundings'>,
    private readonly withEveryMessage: ReadonlySet<Kind>,
  ) {}

  tell(kind: Kind, detail: string): void {
    const { observer, surroundings } = this.context
    if (this.withEveryMessage.has(kind)) {
      const now = surroundings.now()
      if (now < (this.quietUntil.get(kind) ?? 0)) return
      this.quietUntil.set(kind, now + QUIET_MS)
    }
    observer.onEvent(kind, detail)
  }
}

const QUIET_MS = 1000
