import { ipAddresses as addresses, duration, portNumber as port, unsigned32 as u32 } from '@sigbed/testbed'
import { z } from 'zod'

/**
 * The configuration of an M3UA node as people write it: the shape of the YAML file, of the flags that stand in for it, and of the
 * JSON Schema. What hangs together (point codes and their form, roles and what they need) is looked at in resolve-configuration.ts.
 */

export const ROLES = ['sg', 'asp', 'ipsp'] as const
export const TRANSPORTS = ['udp', 'ip'] as const
export const TRAFFIC_MODES = ['override', 'loadshare', 'broadcast'] as const
/** RFC 4666 §4.3.4.3: not configured; the first ASPAC says which. */
export const ANY_TRAFFIC_MODE = 'any'
export const POINT_CODE_FORMS = ['3-8-3', '8-8-8', '7-4-5', 'decimal'] as const
export const DESTINATION_STATES = ['available', 'restricted', 'unavailable'] as const
export const DATA_USES = ['discard', 'echo', 'relay'] as const
export const EXCHANGES = ['single', 'double'] as const
/** Names for what RFC 4666 §3.4.5 and ITU-T Q.704 §14.2.1 number. */
export const SERVICE_INDICATORS = { testing: 8, sccp: 3, tup: 4, isup: 5, 'b-isup': 9, 's-isup': 10, aal2: 12, bicc: 13, gcp: 14 } as const

const pointCode = z.union([z.number().int().min(0), z.string()]).describe('in the point-code-format, or in decimal')
const serviceIndicator = z.union([
  z.number().int().min(0).max(15),
  z.enum(Object.keys(SERVICE_INDICATORS) as (keyof typeof SERVICE_INDICATORS)[]),
])
const listOf = <Item extends z.ZodType>(item: Item) => z.union([item, z.array(item).min(1)])

const applicationServer = z.strictObject({
  name: z.string().optional(),
  'routing-context': u32.optional().describe('left out only where it is the only Application Server'),
  'network-appearance': u32.optional(),
  'traffic-mode': z
    .enum([...TRAFFIC_MODES, ANY_TRAFFIC_MODE])
    .optional()
    .describe('any: that of the first ASPAC; an asp then asks for none'),
  'active-asps': z.number().int().min(1).max(255).optional().describe('n of n+k: how many ASPs the AS needs active'),
  'routing-key': z
    .strictObject({
      dpc: listOf(pointCode),
      si: listOf(serviceIndicator).optional(),
      opc: listOf(pointCode).optional(),
    })
    .optional()
    .describe('which traffic the AS is for; without one nothing is relayed to it'),
  asps: addresses.optional().describe('sg: addresses of the ASPs that may serve it; all may when left out'),
  'register-routing-key': z.boolean().optional().describe('asp, and ipsp with a double exchange: ask for the routing key by REG REQ'),
})

export const CONFIGURATION_DOCUMENT = z.strictObject({
  role: z.enum(ROLES).optional(),
  name: z
    .string()
    .regex(/^[\w.-]{1,40}$/, 'up to 40 letters, digits, dots, dashes')
    .optional()
    .describe('by which sigbed m3ua status knows the node'),
  local: z
    .strictObject({
      addresses: addresses.optional(),
      'sctp-port': port.optional(),
      transport: z.enum(TRANSPORTS).optional().describe('udp: SCTP in UDP (RFC 6951); ip: SCTP on IP itself'),
      'udp-port': z.number().int().min(0).max(65_535).optional().describe('0 for any that is free'),
    })
    .optional(),
  remotes: z
    .array(
      z.strictObject({
        name: z.string().optional(),
        'signalling-gateway': z.string().optional().describe('asp: several of one gateway share its name'),
        addresses,
        'sctp-port': port.optional(),
        'udp-port': port.optional(),
      }),
    )
    .optional()
    .describe('asp: the signalling gateways; ipsp: the peers it sets up associations with'),
  registration: z
    .strictObject({
      'maximum-application-servers': z
        .number()
        .int()
        .min(0)
        .max(65_535)
        .optional()
        .describe('made by registration; 0: only configured keys'),
      'first-routing-context': u32.optional(),
      'allows-change': z.boolean().optional().describe('an ASP alone in its AS may change the key'),
    })
    .optional()
    .describe('sg, and ipsp with a double exchange: ASPs may register routing keys; REG REQ is refused when left out'),
  'point-code-format': z.enum(POINT_CODE_FORMS).optional(),
  'asp-identifier': u32.optional(),
  'application-servers': z.array(applicationServer).optional(),
  'peer-application-servers': z.array(applicationServer).optional().describe('ipsp with a double exchange: those of the peer'),
  exchange: z.enum(EXCHANGES).optional().describe('ipsp: who sends ASPUP and ASPAC, one end or each'),
  destinations: z
    .array(
      z.strictObject({
        'point-code': pointCode,
        'network-appearance': u32.optional().describe('that of the first AS unless told'),
        state: z.enum(DESTINATION_STATES).optional(),
        congestion: z.number().int().min(0).max(3).optional(),
      }),
    )
    .optional()
    .describe('sg: what is reached through it, and how it stands'),
  timers: z
    .strictObject({
      't-ack': duration.optional(),
      't-r': duration.optional(),
      't-beat': duration.optional(),
      'request-attempts': z.number().int().min(1).max(1000).optional(),
      reconnect: duration.optional(),
    })
    .optional(),
  'sctp-profile': z.string().optional().describe('one of sigbed profiles'),
  traffic: z
    .strictObject({
      'on-data': z.enum(DATA_USES).optional(),
      opc: pointCode.optional(),
      dpc: pointCode.optional(),
      si: serviceIndicator.optional(),
      'network-indicator': z.number().int().min(0).max(3).optional(),
    })
    .optional()
    .describe('what becomes of received DATA, and what send-data sends'),
  interop: z
    .strictObject({
      'asp-identifier-required': z.boolean().optional().describe('sg: refuse ASPUP without ASP Identifier'),
      'send-traffic-mode': z.boolean().optional().describe('asp: put the Traffic Mode Type into ASPAC'),
      'accepts-data-on-stream-zero': z.boolean().optional().describe('take DATA on stream 0'),
      'accepts-any-network-appearance': z.boolean().optional().describe('take DATA and SSNM of any Network Appearance'),
      'ssnm-without-routing-context-concerns-all': z.boolean().optional().describe('asp: SSNM without Routing Context concerns every AS'),
      'sends-no-notify': z.boolean().optional().describe('sg: send no NTFY'),
      'requires-routing-context': z.boolean().optional().describe('sg: refuse ASPAC, ASPIA and DATA without Routing Context'),
      'ssnm-to-inactive-asps': z.boolean().optional().describe('sg: tell ASPs in ASP-INACTIVE of destinations, too'),
      'reports-no-destinations-on-activation': z.boolean().optional().describe('sg: tell a newly active ASP of no destination'),
      'unknown-destinations-are-available': z.boolean().optional().describe('sg: answer DAUD about an unknown destination by DAVA'),
      'refuses-audit-of-unknown-destinations': z.boolean().optional().describe('sg: answer such a DAUD by ERR'),
      'accepts-any-traffic-mode': z.boolean().optional().describe('asp: take ASPAC ACK with another traffic mode'),
    })
    .optional(),
})

export type ConfigurationDocument = z.input<typeof CONFIGURATION_DOCUMENT>
export type ApplicationServerDocument = z.input<typeof applicationServer>
