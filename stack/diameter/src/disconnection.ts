import { type AvpWriter, DISCONNECT_PEER, type MessageHeader, REQUEST_FLAG, RFC6733, RFC6733_AVPS } from 'diameter-codec'
import type { LocalIdentity } from './local-identity.js'

/** Why a node takes its leave. RFC 6733 §5.4.3. */
export type DisconnectCause = keyof (typeof RFC6733_AVPS)['Disconnect-Cause']['values']

/** Whether the one who is told may connect again: only a reboot allows it (RFC 6733 §5.4.3, SHOULD NOT for the other two). */
export function mayReconnectAfter(cause: DisconnectCause): boolean {
  return cause === 'REBOOTING'
}

/** Writes a DPR. RFC 6733 §5.4.1: "MUST include this AVP … to inform the peer of the reason". */
export function writeDisconnectPeerRequest(
  local: LocalIdentity,
  cause: DisconnectCause,
  hopByHopId: number,
  endToEndId: number,
  header: MessageHeader,
  into: AvpWriter,
): void {
  into.beginMessage()
  into.writeAvps(local.originAvps)
  into.writeUnsigned32(DISCONNECT_CAUSE, RFC6733_AVPS['Disconnect-Cause'].values[cause])
  header.flags = REQUEST_FLAG
  header.commandCode = DISCONNECT_PEER
  header.applicationId = 0
  header.hopByHopId = hopByHopId
  header.endToEndId = endToEndId
  into.endMessage(header)
}

const DISCONNECT_CAUSE = RFC6733.avp('Disconnect-Cause')
