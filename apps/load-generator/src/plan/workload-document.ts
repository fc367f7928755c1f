import { ipAddresses, portNumber, timeWithUnit, unsigned32 } from '@sigbed/testbed'
import { z } from 'zod'
import { ROW_ORDERS } from '../template/data-columns.js'
import { LOAD_TRANSPORTS, SPACINGS } from './load-plan.js'

/**
 * A load as people write it: the shape of the YAML file, and of the flags that stand in for it. What hangs together is looked at in
 * resolve-workload.ts.
 */

/** No single machine does more. */
const MOST_PER_SECOND = 1_000_000
const rate = z.number().min(0).max(MOST_PER_SECOND)
const listOrText = z.union([z.string(), z.array(z.string())])
const numbers = z.union([z.number().int().min(0), z.string()])
const identity = z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,253}[A-Za-z0-9])?$/, 'a name such as load.example.net')

export const WORKLOAD_DOCUMENT = z.strictObject({
  protocol: z.enum(['m3ua', 'diameter']).optional(),
  target: z
    .strictObject({
      addresses: ipAddresses.optional().describe('of one node; the first is the primary path'),
      port: portNumber.optional().describe('2905 for M3UA, 3868 for Diameter, 5868 with TLS'),
      transport: z.enum(LOAD_TRANSPORTS).optional().describe('diameter: sctp, tcp or tls'),
      carrier: z.enum(['udp', 'ip']).optional().describe('of SCTP: in UDP (RFC 6951), or on IP itself'),
      'udp-port': portNumber.optional().describe('9899'),
    })
    .optional(),
  local: z.strictObject({ addresses: ipAddresses.optional() }).optional(),
  'sctp-profile': z.string().optional(),
  connections: z.number().int().min(1).max(10_000).optional(),
  workers: z.number().int().min(1).max(64).optional(),
  arrivals: z
    .strictObject({
      rate: rate.optional().describe('procedures a second'),
      ramp: z.string().optional().describe('from a rate to another over a time, such as 100..5000 in 30s'),
      steps: listOrText.optional().describe('rates from an instant on, such as 1000@0s, 5000@10s'),
      replay: z.string().optional().describe('a file of instants'),
      spacing: z.enum(SPACINGS).optional().describe('even, or as independent subscribers come'),
      closed: z.number().int().min(1).max(100_000).optional().describe('under way at a time on each connection'),
      think: timeWithUnit.optional().describe('closed: from the end of one to the next'),
    })
    .optional(),
  seed: unsigned32.optional(),
  'warm-up': timeWithUnit.optional(),
  duration: timeWithUnit.optional().describe('10s; after the warm-up'),
  count: z.number().int().min(1).max(0xffff_ffff).optional().describe('procedures in all, after the warm-up'),
  timeout: timeWithUnit.optional().describe('5s: until a message without an answer is lost'),
  'stop-if': listOrText.optional(),
  'fail-if': listOrText.optional(),
  templates: z
    .union([
      z.string(),
      z.array(z.union([z.string(), z.strictObject({ template: z.string(), weight: z.number().min(0).max(1_000_000).optional() })])).min(1),
    ])
    .optional()
    .describe('diameter: names of shipped templates, or files'),
  population: z.number().int().min(1).max(0xffff_ffff).optional().describe("instead of the templates' own"),
  data: z
    .union([z.string(), z.strictObject({ file: z.string(), order: z.enum(ROW_ORDERS).optional() })])
    .optional()
    .describe('diameter: a CSV file whose columns templates use'),
  identity: z
    .strictObject({
      host: identity.optional(),
      realm: identity.optional(),
      'destination-realm': identity.optional(),
      'destination-host': identity.optional().describe('peer: whatever name the peer has'),
    })
    .optional(),
  security: z.strictObject({ authorities: z.string(), certificate: z.string(), 'private-key': z.string() }).partial().optional(),
  m3ua: z
    .strictObject({
      role: z.enum(['asp', 'ipsp']).optional(),
      'routing-context': unsigned32.optional(),
      'traffic-mode': z.enum(['override', 'loadshare', 'broadcast', 'any']).optional(),
      'asp-identifier': unsigned32.optional(),
      opc: z.union([z.number().int().min(0), z.string()]).optional(),
      dpc: z.union([z.number().int().min(0), z.string()]).optional(),
      'point-code-format': z.enum(['3-8-3', '8-8-8', '7-4-5', 'decimal']).optional(),
      si: z.number().int().min(0).max(15).optional(),
      'network-indicator': z.number().int().min(0).max(3).optional(),
      priority: z.number().int().min(0).max(3).optional(),
      size: numbers.optional().describe('octets: 100, 50..200, or 60:3,200:1 by weight'),
      sls: numbers.optional().describe('0..15, or as size'),
      echo: z.boolean().optional().describe('the target sends every DATA back'),
    })
    .optional(),
})

export type WorkloadDocument = z.input<typeof WORKLOAD_DOCUMENT>
