import { NETWORK_KINDS, RUN_PHASES } from '@sigbed/measurement'
import { z } from 'zod'

/** Version 1 of the document that `sigbed export` writes. Names are only ever added under one version, and unknown ones are passed over. */

const ms = z.number()
const msOrNull = z.number().nullable()
const count = z.int().min(0)
const text = z.string()
const octetsInBase64 = z.base64()
const pathState = z.enum(['unconfirmed', 'active', 'potentially-failed', 'inactive'])
const path = { node: text, association: text, localAddress: text, remoteAddress: text }

const description = z.object({
  scenario: text,
  scenarioText: text.nullable(),
  profile: text,
  network: z.enum(NETWORK_KINDS),
  seed: z.number(),
  plannedDurationMs: ms.min(0),
  cutAtMs: msOrNull,
  restoreAtMs: msOrNull,
  startedAtUtc: text,
  flows: z.array(z.object({ name: text, offeredPerSecond: z.number().min(0) })),
  parameters: z.record(z.string(), z.unknown()),
  captureFile: text.nullable(),
  tags: z.array(z.string().regex(/^[A-Za-z0-9][\w.-]{0,63}$/)),
})

const environment = z.object({
  cpuModel: text,
  cores: count,
  memoryMiB: z.number(),
  kernel: text,
  nodeVersion: text,
  platform: text,
  architecture: text,
  gitCommit: text.nullable(),
  gitDirty: z.boolean(),
  sigbedVersion: text,
})

const failover = z.object({
  flow: text,
  node: text,
  association: text,
  cutAtMs: ms,
  firstDeliveryOnAlternateMs: msOrNull,
  potentiallyFailedMs: msOrNull,
  inactiveMs: msOrNull,
  activeAgainMs: msOrNull,
  drainedMs: msOrNull,
  rtoAtCutMs: ms,
  computedFirstDeliveryMs: ms,
  // JSON has no Infinity: null is where a path never gets into that state.
  computedPotentiallyFailedMs: z.union([ms, z.null().transform(() => Number.POSITIVE_INFINITY)]),
  computedInactiveMs: msOrNull,
  toleranceMs: ms,
  verdict: z.enum(['pass', 'fail', 'not-measured']),
})

const interval = z
  .object({
    flow: text,
    fromMs: ms,
    toMs: ms,
    offered: count,
    delivered: count,
    p50Us: z.number(),
    p99Us: z.number(),
    maximumUs: z.number(),
    lateSends: count,
    histogram: octetsInBase64.nullable(),
  })
  .refine(({ fromMs, toMs }) => toMs > fromMs, 'an interval ends after it begins')

const run = z
  .object({
    runId: count,
    identity: z.string().min(1).max(1000),
    description,
    environment,
    status: z.enum(['running', 'completed', 'interrupted', 'failed']),
    concluded: z.boolean(),
    verdict: z.enum(['pass', 'fail']).nullable(),
    reasons: z.array(text),
    lastWrittenAtUtc: text,
    finishedAtUtc: text.nullable(),
    samples: z.array(interval),
    pathEvents: z.array(z.object({ atMs: ms, ...path, state: pathState, reason: text, rtoMs: ms })),
    pathSamples: z.array(
      z.object({
        atMs: ms,
        ...path,
        state: pathState,
        carriesData: z.boolean(),
        rtoMs: ms,
        smoothedRoundTripMs: msOrNull,
        congestionWindow: count,
        outstandingOctets: count,
      }),
    ),
    events: z.array(z.object({ atMs: ms, node: text, kind: text, detail: text })),
    faults: z.array(z.object({ atMs: ms, text, effect: z.enum(['breaks', 'mends']) })),
    latencies: z.array(z.object({ flow: text, phase: z.enum(RUN_PHASES as ['before', 'during', 'after']), histogram: octetsInBase64 })),
    audits: z.array(
      z.object({
        flow: text,
        offered: count,
        delivered: count,
        lost: count,
        duplicated: count,
        reordered: count,
        corrupted: count,
        refused: count,
      }),
    ),
    // Absent in documents of before it was counted.
    requestAudits: z
      .array(
        z.object({
          flow: text,
          arrived: count,
          marked: count,
          arrivedAgain: count,
          arrivedAgainUnmarked: count,
          carriedOutAgain: count,
        }),
      )
      .default([]),
    failovers: z.array(failover),
    expectations: z.array(z.object({ text, met: z.boolean().nullable(), seen: text })),
    processorTimes: z.array(z.object({ node: text, userMs: ms, systemMs: ms })),
  })
  .refine(({ concluded, status }) => !concluded || status !== 'running', 'a run that is finished is not running')
  .refine(({ concluded, finishedAtUtc }) => concluded === (finishedAtUtc !== null), 'a run has an end exactly when it is finished')

export const runDocumentSchema = z.object({
  format: z.literal('sigbed-runs'),
  version: z.literal(1),
  exportedAtUtc: text,
  runs: z.array(run),
})

export type RunDocument = z.infer<typeof runDocumentSchema>
