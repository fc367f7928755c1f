import { duration, ipAddress, ipAddresses, portNumber, unsigned32 } from '@sigbed/testbed'
import { z } from 'zod'
import { SAMPLE_APPLICATIONS } from '../sample-applications.js'

/**
 * The configuration of a Diameter node as people write it: the shape of the YAML file, of the flags that stand in for it, and of the
 * JSON Schema. What hangs together is looked at in resolve-configuration.ts.
 */

export const TRANSPORTS = ['sctp', 'tcp', 'tls', 'tls-sctp'] as const
export const CARRIERS = ['udp', 'ip'] as const
export const ROUTE_ACTIONS = ['local', 'relay', 'proxy', 'redirect'] as const
export const STREAM_USES = ['streams', 'unordered'] as const

const identity = z
  .string()
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,253}[A-Za-z0-9])?$/, 'a name such as hss.example.net')
  .describe('a DiameterIdentity (RFC 6733 §4.3.1)')
const atLeastSixSeconds = duration.describe('6 s or more (RFC 3539 §3.4.1)')

const route = z.strictObject({
  realm: z.union([identity, z.literal('default')]).describe('default: what no other route matches'),
  application: z
    .union([z.string(), z.number().int().min(0)])
    .optional()
    .describe('a word such as s6a, or a number; any when left out'),
  action: z.enum(ROUTE_ACTIONS),
  servers: z
    .array(
      z.strictObject({
        identity,
        priority: z.number().int().min(0).max(65_535).optional().describe('the lowest is asked first'),
        weight: z.number().int().min(1).max(65_535).optional().describe('its share among those of one priority'),
      }),
    )
    .optional(),
  'redirect-hosts': z.array(z.string()).optional().describe('DiameterURIs: aaa://hss.example.net:3868;transport=sctp'),
  usage: z
    .enum(['DONT_CACHE', 'ALL_SESSION', 'ALL_REALM', 'REALM_AND_APPLICATION', 'ALL_APPLICATION', 'ALL_HOST', 'ALL_USER'])
    .optional()
    .describe('Redirect-Host-Usage (RFC 6733 §6.13)'),
  'max-cache-time': duration.optional(),
})

/** Each sample application with settings of its own. */
const applications = z.strictObject(
  Object.fromEntries(SAMPLE_APPLICATIONS.map(({ word, settings, describe }) => [word, settings.optional().describe(describe)])),
)

export const CONFIGURATION_DOCUMENT = z.strictObject({
  identity: identity.optional().describe('Origin-Host'),
  realm: identity.optional().describe('Origin-Realm'),
  'product-name': z.string().max(100).optional(),
  local: z
    .strictObject({
      addresses: ipAddresses.optional(),
      transport: z.enum(CARRIERS).optional().describe('udp: SCTP in UDP (RFC 6951); ip: SCTP on IP itself'),
      'udp-port': z.number().int().min(0).max(65_535).optional().describe('0 for any that is free'),
    })
    .optional(),
  listen: z
    .array(z.strictObject({ transport: z.enum(TRANSPORTS), address: ipAddress.optional(), port: portNumber.optional() }))
    .optional()
    .describe('where connections are accepted'),
  peers: z
    .array(
      z.strictObject({
        identity: identity.optional().describe('its Origin-Host, where it is known'),
        transport: z.enum(TRANSPORTS).optional(),
        addresses: ipAddresses,
        port: portNumber.optional(),
        'udp-port': portNumber.optional(),
        'local-address': ipAddress.optional().describe('of TCP: where to connect from'),
      }),
    )
    .optional()
    .describe('connected to, and connected to again'),
  'known-peers': z.array(identity).optional().describe('whose CER is accepted; anybody when left out'),
  routes: z.array(route).optional(),
  applications: applications.optional().describe('what is served'),
  overload: z
    .strictObject({
      react: z.boolean().optional().describe('send less to who reports overload'),
      'react-for-others': z.boolean().optional().describe('relay: for clients that do not react themselves'),
      report: z
        .array(
          z.strictObject({
            application: z.union([z.string(), z.number().int().min(0)]),
            type: z.enum(['host', 'realm']).optional(),
            reduction: z.number().min(0).max(100).describe('percent of the requests not to be sent'),
          }),
        )
        .optional()
        .describe('what this node asks others for'),
    })
    .optional()
    .describe('overload control (RFC 7683)'),
  timers: z
    .strictObject({
      watchdog: atLeastSixSeconds.optional(),
      reconnect: duration.optional(),
      request: duration.optional().describe('how long an answer is waited for'),
      setup: duration.optional(),
      disconnect: duration.optional(),
    })
    .optional(),
  'sctp-profile': z.string().optional().describe('one of sigbed profiles'),
  'stream-use': z.enum(STREAM_USES).optional().describe('the two ways of RFC 6733 §2.1.1'),
  security: z
    .strictObject({
      authorities: z.string(),
      certificate: z.string(),
      'private-key': z.string(),
      'check-origin-host': z.boolean().optional(),
    })
    .optional()
    .describe('PEM files for TLS'),
  interop: z
    .strictObject({
      'resend-after-failover': z.boolean().optional().describe('RFC 6733 §5.5.4; off: who asked is told'),
      'try-elsewhere-on': z.array(unsigned32).optional().describe('Result-Codes after which another server is asked'),
    })
    .optional(),
})

export type ConfigurationDocument = z.input<typeof CONFIGURATION_DOCUMENT>
