import { type AssociationEvent, TransportAddressTable } from '@sigbed/sctp-core'
import { describe, expect, it } from 'vitest'
import { notificationKind, toNotification } from './notification.js'
import { NOTIFICATION_KINDS, NotificationSubscription } from './notification-subscription.js'

const addresses = new TransportAddressTable()
const [local, remote] = [addresses.intern(Uint8Array.of(10, 0, 0, 1), 0), addresses.intern(Uint8Array.of(10, 0, 0, 2), 0)]
const path = { localAddress: local, remoteAddress: remote }
const EVENTS: readonly AssociationEvent[] = [
  { kind: 'communication-up', outboundStreams: 1, inboundStreams: 2 },
  { kind: 'communication-lost', reason: 'aborted-by-peer', detail: '', unacknowledgedMessages: 0 },
  { kind: 'communication-lost', reason: 'setup-refused', detail: '', unacknowledgedMessages: 0 },
  { kind: 'restart', outboundStreams: 1, inboundStreams: 2 },
  { kind: 'network-status-change', ...path, status: 'inactive', reason: 'timeout', rtoMs: 1, errorCount: 6 },
  { kind: 'data-path-change', ...path },
  { kind: 'communication-error', causes: '' },
  { kind: 'peer-shutdown' },
  { kind: 'shutdown-complete' },
  { kind: 'partial-delivery-aborted', streamId: 3, streamSequenceNumber: 4 },
  { kind: 'sender-dry' },
  { kind: 'send-buffer-available' },
]

describe('notifications', () => {
  it('are made of every event of the core, under the kind that is subscribed to', () => {
    for (const event of EVENTS) {
      const { kind } = toNotification(event, addresses)
      expect(kind).toBe(notificationKind(event))
      expect(NOTIFICATION_KINDS).toContain(kind)
    }
  })

  it('have addresses in text', () => {
    expect(EVENTS.map((event) => toNotification(event, addresses)).filter((made) => 'localAddress' in made)).toEqual([
      expect.objectContaining({ kind: 'path-change', localAddress: '10.0.0.1', remoteAddress: '10.0.0.2', state: 'inactive', rtoMs: 1 }),
      { kind: 'data-path-change', localAddress: '10.0.0.1', remoteAddress: '10.0.0.2' },
    ])
  })
})

describe('NotificationSubscription', () => {
  it('begins with all but the two that cost something per message', () => {
    const subscription = new NotificationSubscription()
    expect(NOTIFICATION_KINDS.filter((kind) => !subscription.has(kind))).toEqual(['sender-dry', 'send-failed'])
  })

  it('changes one kind at a time, and a copy leaves the original alone', () => {
    const original = new NotificationSubscription()
    const copy = new NotificationSubscription(original.list)
    copy.set('sender-dry', true)
    copy.set('restart', false)
    expect([copy.has('sender-dry'), copy.has('restart')]).toEqual([true, false])
    expect([original.has('sender-dry'), original.has('restart')]).toEqual([false, true])
  })
})
