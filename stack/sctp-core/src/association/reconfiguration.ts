import { type Instant, NEVER } from '../time.js'
import type { Association } from './association.js'
import { type ProtocolParameters, protocolParameters } from './protocol-parameters.js'

/** What may change while an association lasts: timers and limits, and nothing that was agreed with the peer. */
export const CHANGEABLE_PARAMETERS = [
  'rtoInitialMs',
  'rtoMinMs',
  'rtoMaxMs',
  'associationMaxRetrans',
  'validCookieLifeMs',
  'primarySwitchoverMaxRetrans',
  'autocloseMs',
  'sackDelayMs',
  'maxBurst',
  'streamScheduler',
] as const satisfies readonly (keyof ProtocolParameters)[]

export type ChangeableParameters = Pick<ProtocolParameters, (typeof CHANGEABLE_PARAMETERS)[number]>

/**
 * "Set Protocol Parameters" (RFC 9260 §11.1.13) on one association. Timers that run keep their instants; the next start goes by the
 * new values, and each path's RTO is brought within the new bounds at once.
 *
 * @throws RangeError when they make no sense together; nothing is changed then
 */
export function reconfigure(association: Association, change: Partial<ChangeableParameters>, now: Instant): void {
  // A copy: the listening endpoint and its other associations share the object.
  const parameters = protocolParameters({ ...association.parameters, ...change })
  association.parameters = parameters
  association.t1.longestDelay = parameters.rtoMaxMs
  association.t2.longestDelay = parameters.rtoMaxMs
  for (const path of association.paths.paths) path.roundTrip.keepWithin(parameters.rtoMinMs, parameters.rtoMaxMs)
  if (association.inbound !== null) association.inbound.schedule.delayMs = parameters.sackDelayMs
  if (change.streamScheduler !== undefined) association.outbound.queue.schedule(parameters.streamScheduler)
  // Before, the end of setup starts it (RFC 6458 §8.1.8).
  if (change.autocloseMs !== undefined && association.state === 'ESTABLISHED')
    association.autocloseAt = parameters.autocloseMs > 0 ? now + parameters.autocloseMs : NEVER
  association.host.touch(association)
}

/**
 * Gives one outbound stream its priority or weight, whatever the scheduler, for as long as the association lasts (RFC 8260 §4.3.3). The
 * caller has seen to it that the stream is there.
 *
 * @param value 0 to 65535. Priority: lower goes first (§4.3.2). Weighted fair queueing: its weight, with 0 for 1.
 */
export function setStreamValue(association: Association, streamId: number, value: number): void {
  association.streamValues.set(streamId, value)
  association.outbound.queue.setValue(streamId, value)
}
