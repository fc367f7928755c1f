import { duration, millisecondsOf, unsigned32 } from '@sigbed/testbed'
import { z } from 'zod'
import { TRAFFIC_MODES } from '../configuration/configuration-document.js'

/**
 * What a scenario says of its signalling gateways and application server processes, under the words of `sigbed m3ua` wherever that has the
 * same thing. What hangs together is looked at in m3ua-contradictions.ts.
 */

export const SIGNALLING_GATEWAY_WORD = 'signalling-gateway'
export const APPLICATION_SERVER_PROCESS_WORD = 'application-server-process'

const milliseconds = duration.transform(millisecondsOf)
const routingContext = unsigned32.default(100)
const redistributeUnacknowledged = z
  .boolean()
  .default(false)
  .describe('what had left when an association was lost goes to another: nothing is lost, and what had arrived arrives twice')

const applicationServer = z.strictObject({
  name: z.string().min(1).optional().describe('for people; AS and its routing context when left out'),
  'routing-context': routingContext,
  'traffic-mode': z.enum(TRAFFIC_MODES).default('override'),
  'active-asps': z.number().int().min(1).max(255).default(1).describe('n of n+k: how many ASPs the AS needs active; override needs 1'),
  'pending-messages': z.number().int().min(0).max(1_000_000).default(16_384).describe('how many DATA wait while no ASP is active'),
})

export const SIGNALLING_GATEWAY_SETTINGS = z.strictObject({
  'application-servers': z
    .array(applicationServer)
    .min(1, 'give one Application Server at least')
    .default(() => [applicationServer.parse({})]),
  timers: z
    .strictObject({
      't-r': milliseconds.default(2000).describe('T(r): how long DATA wait for an active ASP'),
      't-beat': milliseconds.default(0).describe('T(beat): between BEATs of M3UA; off when left out'),
    })
    .default({ 't-r': 2000, 't-beat': 0 }),
  'redistribute-unacknowledged': redistributeUnacknowledged,
})

export const APPLICATION_SERVER_PROCESS_SETTINGS = z.strictObject({
  gateways: z.array(z.string()).min(1, 'name one signalling gateway at least').describe('nodes that are signalling gateways'),
  'routing-context': routingContext.describe('of the Application Server it serves'),
  'traffic-mode': z.enum(TRAFFIC_MODES).optional().describe('sent in ASPAC; that of the AS at the gateway when left out'),
  standby: z
    .boolean()
    .optional()
    .describe('stays inactive until the gateway says that the AS needs it; in override all but the first are when left out'),
  'asp-identifier': unsigned32.optional(),
  timers: z
    .strictObject({
      't-ack': milliseconds.default(2000).describe('T(ack): until a request is repeated'),
      't-beat': milliseconds.default(0).describe('T(beat): between BEATs of M3UA; off when left out'),
      reconnect: milliseconds.default(1000).describe('the longest wait until a lost association is set up again; a fourth of it at first'),
    })
    .default({ 't-ack': 2000, 't-beat': 0, reconnect: 1000 }),
  'redistribute-unacknowledged': redistributeUnacknowledged,
})

export type ApplicationServerSettings = z.output<typeof applicationServer>
export type SignallingGatewaySettings = z.output<typeof SIGNALLING_GATEWAY_SETTINGS>
export type ApplicationServerProcessSettings = z.output<typeof APPLICATION_SERVER_PROCESS_SETTINGS>

/** For people. */
export function nameOf(applicationServer: ApplicationServerSettings): string {
  return applicationServer.name ?? `AS ${applicationServer['routing-context']}`
}
