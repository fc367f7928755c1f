import { checkedRows } from '../table/checked-rows.js'
import { TableError } from '../table/table-error.js'
import type { TableRows } from '../table/table-rows.js'
import type { Subscriber } from './subscriber.js'
import { SECRET_COLUMNS, SUBSCRIBER_COLUMNS, SUBSCRIBER_ROW } from './subscriber-columns.js'

/** All subscribers of a home network, found by what requests call them. */
export class SubscriberDirectory {
  private readonly byImsi = new Map<string, Subscriber>()
  private readonly byPublicIdentity = new Map<string, Subscriber>()

  constructor(subscribers: readonly Subscriber[]) {
    for (const subscriber of subscribers) this.enter(subscriber)
  }

  get size(): number {
    return this.byImsi.size
  }

  find(imsi: string): Subscriber | null {
    return this.byImsi.get(imsi) ?? null
  }

  /** @param identity a SIP or tel URI */
  findByPublicIdentity(identity: string): Subscriber | null {
    return this.byPublicIdentity.get(identity) ?? null
  }

  /** Takes a subscriber in, or what has changed about him. */
  enter(subscriber: Subscriber): void {
    this.remove(subscriber.imsi)
    this.byImsi.set(subscriber.imsi, subscriber)
    for (const identity of subscriber.publicIdentities) this.byPublicIdentity.set(identity, subscriber)
  }

  remove(imsi: string): void {
    for (const identity of this.byImsi.get(imsi)?.publicIdentities ?? []) this.byPublicIdentity.delete(identity)
    this.byImsi.delete(imsi)
  }

  all(): Iterable<Subscriber> {
    return this.byImsi.values()
  }
}

/** Reads subscribers from a table. @throws TableError for the first that is wrong, or that bears another's identity */
export function readSubscribers(table: TableRows): SubscriberDirectory {
  const checked = checkedRows(table, SUBSCRIBER_COLUMNS, SUBSCRIBER_ROW, SECRET_COLUMNS)
  const places = new Map<string, string>()
  const claim = (identity: string, place: string, column: string): void => {
    const other = places.get(identity)
    if (other !== undefined)
      throw new TableError(
        `${table.name}, ${place}, column "${column}"`,
        `${identity} stands in ${other} already`,
        'Give each subscriber his own.',
      )
    places.set(identity, place)
  }
  for (const { place, row } of checked) {
    claim(row.imsi, place, 'imsi')
    for (const identity of row.publicIdentities) claim(identity, place, 'public_identities')
  }
  return new SubscriberDirectory(checked.map(({ row }) => row))
}
