import type { DataFormat } from './data-format.js'
import { LONGEST_VALUE } from './data-format.js'
import { isDiameterIdentity } from './diameter-identity.js'
import { readUtf8, writeUtf8 } from './utf8-string.js'

/** The parts of a DiameterURI, defaults filled in. */
export interface DiameterUri {
  readonly secure: boolean
  readonly host: string
  readonly port: number
  readonly transport: 'tcp' | 'sctp' | 'udp'
  readonly protocol: 'diameter' | 'radius' | 'tacacs+'
}

/** `aaa://host[:port][;transport=…][;protocol=…]`, as text. RFC 6733 §4.3.1. */
export const DiameterURI: DataFormat<string> = {
  minimumLength: 0,
  maximumLength: LONGEST_VALUE,
  read(octets, at, length) {
    const text = readUtf8(octets, at, length)
    return text !== null && parseDiameterUri(text) !== null ? text : null
  },
  accepts: (value) => parseDiameterUri(value) !== null,
  lengthOf: (value) => value.length,
  write: (octets, at, value) => void writeUtf8(octets, at, value),
}

/** The parts of a URI in text, or null when it does not follow the grammar. */
export function parseDiameterUri(text: string): DiameterUri | null {
  const parts = URI.exec(text)
  if (parts === null) return null
  const secure = parts[1]!.toLowerCase() === 'aaas'
  const host = parts[2]!
  const port = parts[3] === undefined ? defaultDiameterPort(secure) : Number(parts[3])
  const transport = (parts[4] ?? 'tcp').toLowerCase() as DiameterUri['transport']
  const protocol = (parts[5] ?? 'diameter').toLowerCase() as DiameterUri['protocol']
  if (!isDiameterIdentity(host) || port > 0xffff) return null
  // RFC 6733 §4.3.1: "UDP MUST NOT be used when the aaa-protocol field is set to diameter."
  if (transport === 'udp' && protocol === 'diameter') return null
  return { secure, host, port, transport, protocol }
}

/** The text of a URI; parts that equal their default are left out. */
export function formatDiameterUri(uri: DiameterUri): string {
  const port = uri.port === defaultDiameterPort(uri.secure) ? '' : `:${uri.port}`
  const transport = uri.transport === 'tcp' ? '' : `;transport=${uri.transport}`
  const protocol = uri.protocol === 'diameter' ? '' : `;protocol=${uri.protocol}`
  return `${uri.secure ? 'aaas' : 'aaa'}://${uri.host}${port}${transport}${protocol}`
}

/** RFC 6733 §4.3.1 gives 3868, and 5658 with transport security. (IANA registered 5868; a URI means what the RFC says.) */
function defaultDiameterPort(secure: boolean): number {
  return secure ? 5658 : 3868
}

const URI = /^(aaas?):\/\/([^:;]+)(?::(\d{1,5}))?(?:;transport=(tcp|sctp|udp))?(?:;protocol=(diameter|radius|tacacs\+))?$/i
