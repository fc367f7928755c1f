/*
 * CRC32c as SCTP uses it (RFC 9260 §6.8 and Appendix A): by the instruction of the processor where it has one, which is asked at run
 * time, by tables elsewhere. Nothing but octets and numbers here: neither Node nor the network.
 */
#ifndef SIGBED_CRC32C_H
#define SIGBED_CRC32C_H

#include <stddef.h>
#include <stdint.h>

/* To be called once before the others; harmless any number of times and from any thread. */
void crc32c_choose(void);

/* What was chosen: "sse4.2", "armv8" or "table". */
const char *crc32c_kind(void);

uint32_t crc32c(const uint8_t *octets, size_t count);

/* The same by tables, whatever the processor has: what the others are held against. */
uint32_t crc32c_by_table(const uint8_t *octets, size_t count);

/* Of an SCTP packet of at least 12 octets, its checksum field counted as zero whatever it holds. */
uint32_t crc32c_of_packet(const uint8_t *packet, size_t length);

/* The checksum field of a packet, its low octet first (RFC 9260 Appendix A). */
uint32_t crc32c_read(const uint8_t *packet);
void crc32c_write(uint8_t field[4], uint32_t checksum);

#endif
