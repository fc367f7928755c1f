export { CHECKSUM_ABSENT, CHECKSUM_BAD, CHECKSUM_GOOD, PacketBatch } from './endpoint/packet-batch.js'
export { type TransportAddress, TransportAddressTable } from './endpoint/transport-address-table.js'
