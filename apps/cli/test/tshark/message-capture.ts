import { parseIpAddress } from '@sigbed/octets'
import { DATA_BEGINNING, DATA_ENDING, fillChecksum, writeCommonHeader, writeDataChunk } from '@sigbed/sctp-codec'
import { CaptureFile } from '@sigbed/sctp-transport'

export const M3UA_OVER_SCTP = { payloadProtocolId: 3, port: 2905 } as const
export const DIAMETER_OVER_SCTP = { payloadProtocolId: 46, port: 3868 } as const

/** Writes a capture (pcapng) in which each message is one DATA chunk and each DATA chunk one packet, in their order. */
export function captureMessages(
  path: string,
  { payloadProtocolId, port }: { readonly payloadProtocolId: number; readonly port: number },
  messages: readonly Uint8Array[],
): void {
  const file = CaptureFile.open({ path, startedAtEpochNs: 1_767_794_602_480_000_000n })
  const interfaceId = file.addInterface('written', '')
  messages.forEach((message, index) => {
    const octets = new Uint8Array(PACKET_OVERHEAD + message.length)
    const chunkAt = writeCommonHeader(octets, 0, port, port, VERIFICATION_TAG)
    const flags = DATA_BEGINNING | DATA_ENDING
    const length = writeDataChunk(octets, chunkAt, flags, index + 1, 1, index, payloadProtocolId, message, 0, message.length)
    fillChecksum(octets, 0, length)
    file.writePacket({ ...PACKET, interfaceId, atMs: index, octets, length })
  })
  file.close()
}

const PACKET = {
  direction: 'outbound',
  source: parseIpAddress('127.0.1.1')!,
  destination: parseIpAddress('127.0.1.2')!,
  offset: 0,
  withoutChecksum: false,
  comment: '',
} as const
/** Common header, header of the DATA chunk, padding. */
const PACKET_OVERHEAD = 12 + 16 + 3
const VERIFICATION_TAG = 0x1234
