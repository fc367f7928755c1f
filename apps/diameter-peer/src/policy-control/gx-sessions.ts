import type { Surroundings } from '@sigbed/sctp-sockets'
import { type SessionAddition, SessionTable } from '../session-table.js'
import type { GxSession, UserAddress } from './gx-session.js'

/** The IP-CAN sessions of a PCRF, by Session-Id and by the addresses of their users. */
export class GxSessions {
  private readonly table: SessionTable<GxSession>
  private readonly byAddress = new Map<UserAddress, GxSession>()

  /** @param lifetimeMs how long a session stays of which nothing is heard */
  constructor(
    limit: number,
    private readonly lifetimeMs: number,
    surroundings: Surroundings,
    onExpired: (session: GxSession) => void,
  ) {
    this.table = new SessionTable(limit, surroundings, (_sessionId, session) => {
      this.unbind(session)
      onExpired(session)
    })
  }

  get size(): number {
    return this.table.size
  }

  /** A session whose user has the address of an older one takes it over: the gateway gives each address once at a time. */
  add(session: GxSession): SessionAddition {
    const addition = this.table.add(session.sessionId, session, this.lifetimeMs)
    if (addition === 'added') for (const address of session.addresses) this.byAddress.set(address, session)
    return addition
  }

  /** The session of this id, which is heard of herewith. */
  hearOf(sessionId: string): GxSession | null {
    this.table.renew(sessionId, this.lifetimeMs)
    return this.table.get(sessionId)
  }

  get(sessionId: string): GxSession | null {
    return this.table.get(sessionId)
  }

  /** TS 29.213 §5.2: session binding, by the address of the user. */
  bind(addresses: readonly UserAddress[]): GxSession | null {
    for (const address of addresses) {
      const session = this.byAddress.get(address)
      if (session !== undefined) return session
    }
    return null
  }

  remove(sessionId: string): GxSession | null {
    const session = this.table.remove(sessionId)
    if (session !== null) this.unbind(session)
    return session
  }

  all(): readonly GxSession[] {
    return [...this.table].map(([, session]) => session)
  }

  private unbind(session: GxSession): void {
    for (const address of session.addresses) if (this.byAddress.get(address) === session) this.byAddress.delete(address)
  }
}
