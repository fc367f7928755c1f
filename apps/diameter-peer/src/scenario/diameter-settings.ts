import { DEFAULT_PEER_TIMERS, SHORTEST_WATCHDOG_MS } from '@sigbed/diameter'
import { duration, millisecondsOf, type ScenarioNode } from '@sigbed/testbed'
import { z } from 'zod'
import { STREAM_USES } from '../configuration/configuration-document.js'

/**
 * What a scenario says of its Diameter nodes, under the words of `sigbed diameter` wherever that has the same thing. What hangs together is
 * looked at in diameter-contradictions.ts.
 */

export const DIAMETER_SERVER_WORD = 'diameter-server'
export const DIAMETER_CLIENT_WORD = 'diameter-client'
export const DIAMETER_RELAY_WORD = 'diameter-relay'

const milliseconds = duration.transform(millisecondsOf)
const TIMER_DEFAULTS = {
  watchdog: SHORTEST_WATCHDOG_MS,
  reconnect: 1000,
  // Longer than the watchdog takes to find out a server that is silent: Tw twice, each with its jitter.
  request: 20_000,
  setup: DEFAULT_PEER_TIMERS.setupTimeoutMs,
  disconnect: DEFAULT_PEER_TIMERS.disconnectTimeoutMs,
}
const timers = z
  .strictObject({
    watchdog: milliseconds
      .refine((ms) => ms >= SHORTEST_WATCHDOG_MS, 'a time of 6 s or more (RFC 3539 §3.4.1)')
      .default(TIMER_DEFAULTS.watchdog)
      .describe('Tw, two seconds more or less'),
    reconnect: milliseconds.default(TIMER_DEFAULTS.reconnect).describe('Tc: between attempts to connect'),
    request: milliseconds.default(TIMER_DEFAULTS.request).describe('how long an answer is waited for'),
    setup: milliseconds.default(TIMER_DEFAULTS.setup).describe('for connection and capabilities exchange together'),
    disconnect: milliseconds.default(TIMER_DEFAULTS.disconnect).describe('for the answer to a DPR'),
  })
  .default(TIMER_DEFAULTS)
const streamUse = z.enum(STREAM_USES).default('streams').describe('the two ways of RFC 6733 §2.1.1')

/** Of whoever sends requests on to servers. */
const asking = {
  servers: z
    .array(z.string())
    .min(1, 'name one server at least')
    .describe('nodes that are servers or relays; the first is asked, the others are its alternates'),
  transport: z.enum(['sctp', 'tcp']).default('sctp').describe('tcp runs in real time only, and only real cuts cut it'),
  'load-sharing': z.boolean().default(false).describe('ask all servers in turn instead of the first'),
  'resend-after-failover': z.boolean().default(true).describe('RFC 6733 §5.5.4; off: requests of a lost connection have failed'),
  'stream-use': streamUse,
  timers,
}

export const DIAMETER_SERVER_SETTINGS = z.strictObject({ 'stream-use': streamUse, timers })
export const DIAMETER_CLIENT_SETTINGS = z.strictObject(asking)
export const DIAMETER_RELAY_SETTINGS = z.strictObject(asking)

export type DiameterServerSettings = z.output<typeof DIAMETER_SERVER_SETTINGS>
/** Clients and relays alike. */
export type AskingSettings = z.output<typeof DIAMETER_CLIENT_SETTINGS>

/** What a node is told when it sends requests on to servers; null for any other. */
export function askingSettings(node: ScenarioNode | undefined): AskingSettings | null {
  return node?.role === DIAMETER_CLIENT_WORD || node?.role === DIAMETER_RELAY_WORD ? (node.settings as AskingSettings) : null
}

/** The Origin-Host of a node. */
export function hostOf(node: string): string {
  return `${node}.${REALM}`
}

/** The node of an Origin-Host, for people. */
export function nodeOfHost(originHost: string): string {
  return originHost.endsWith(`.${REALM}`) ? originHost.slice(0, -REALM.length - 1) : originHost || 'a peer'
}

/** All nodes of a scenario are in one realm. */
export const REALM = 'sigbed.test'
