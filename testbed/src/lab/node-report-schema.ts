import { z } from 'zod'
import type { NodeReport } from './node-protocol.js'

/**
 * What a line has to be to be taken for a report: a node's process may be of another build, or broken, and what it says is counted and
 * stored. Whether flows and nodes are those of the run is for whoever knows the run.
 */

/** JSON has neither NaN nor Infinity. */
const ms = z.number()
const amount = ms.nonnegative()
const count = z.int().nonnegative()
const name = z.string().min(1)
const pathState = z.enum(['unconfirmed', 'active', 'potentially-failed', 'inactive'])
/** A histogram's octets in base64. */
const octets = z.string().nullable()
const arrivedRequests = z.strictObject({ numbers: z.string(), arrivals: count })
const path = { atMs: ms, node: name, association: name, localAddress: name, remoteAddress: name, state: pathState, rtoMs: ms }

/** One for each kind of report. */
const SCHEMAS: { readonly [Kind in NodeReport['kind']]: z.ZodType<Extract<NodeReport, { kind: Kind }>> } = {
  opened: report('opened', { addresses: z.array(name) }),
  ready: report('ready', {}),
  failed: report('failed', { reason: z.string() }),
  'path-event': report('path-event', { event: z.strictObject({ ...path, reason: z.string() }) }),
  event: report('event', { event: z.strictObject({ atMs: ms, node: name, kind: name, detail: z.string() }) }),
  paths: report('paths', {
    samples: z.array(
      z.strictObject({
        ...path,
        carriesData: z.boolean(),
        smoothedRoundTripMs: ms.nullable(),
        congestionWindow: amount,
        outstandingOctets: amount,
      }),
    ),
  }),
  sampled: report('sampled', {}),
  offered: report('offered', {
    flow: name,
    toMs: ms,
    first: count,
    offered: count,
    refused: count,
    failed: count,
    lateSends: count,
    waiting: count,
  }),
  delivered: report('delivered', {
    flow: name,
    toMs: ms,
    delivered: count,
    numbers: z.string(),
    duplicated: count,
    reordered: count,
    corrupted: count,
    backlogMs: ms.nullable(),
    latencies: z.strictObject({ before: octets, during: octets, after: octets }),
  }),
  requested: report('requested', {
    flow: name,
    toMs: ms,
    unmarked: arrivedRequests,
    marked: arrivedRequests,
    repeated: count,
    backlogMs: ms.nullable(),
  }),
  'arrives-from': report('arrives-from', { flow: name, atMs: ms, address: z.string() }),
  'held-up': report('held-up', { holdUps: z.array(z.strictObject({ fromMs: ms, toMs: ms })) }),
  stopped: report('stopped', {}),
  generator: report('generator', {
    judgement: z.enum(['sound', 'strained', 'saturated']),
    reasons: z.array(z.string()),
    processorTime: z.strictObject({ node: name, userMs: amount, systemMs: amount }).nullable(),
  }),
  ended: report('ended', {}),
}

/** null for no kind of report. */
export function nodeReportSchema(kind: unknown): z.ZodType<NodeReport> | null {
  return typeof kind === 'string' && Object.hasOwn(SCHEMAS, kind) ? SCHEMAS[kind as NodeReport['kind']] : null
}

function report<const Kind extends string, Shape extends z.core.$ZodLooseShape>(kind: Kind, fields: Shape) {
  return z.strictObject({ kind: z.literal(kind), ...fields })
}
