import { AvpWriter, RFC6733 } from 'diameter-codec'
import type { Capabilities } from './capabilities-exchange.js'

/** The AVPs every message of this node carries, written once and copied into each (RFC 6733 §6.3, §6.4, §8.16). */
export interface LocalIdentity {
  /** Origin-Host and Origin-Realm. */
  readonly originAvps: Uint8Array
  /** Origin-State-Id; empty when the node has none. */
  readonly originStateAvps: Uint8Array
}

export function localIdentity(local: Capabilities): LocalIdentity {
  const writer = new AvpWriter()
  writer.beginAvps()
  writer.writeUtf8String(RFC6733.avp('Origin-Host'), local.originHost)
  writer.writeUtf8String(RFC6733.avp('Origin-Realm'), local.originRealm)
  const originAvps = writer.copy()
  writer.beginAvps()
  if (local.originStateId !== 0) writer.writeUnsigned32(RFC6733.avp('Origin-State-Id'), local.originStateId)
  return { originAvps, originStateAvps: writer.copy() }
}
