#include "crc32c.h"

#include <pthread.h>
#include <string.h>

/* Advances the register over octets; the complement at either end is the callers' affair. */
typedef uint32_t advance_function(uint32_t crc, const uint8_t *octets, size_t count);

static advance_function advance_by_table;
static advance_function *advance = advance_by_table;
static const char *kind = "table";
static void choose(void);
static pthread_once_t chosen = PTHREAD_ONCE_INIT;

enum { CHECKSUM_AT = 8, COMMON_HEADER = 12 };

void crc32c_choose(void) {
  pthread_once(&chosen, choose);
}

const char *crc32c_kind(void) {
  return kind;
}

uint32_t crc32c(const uint8_t *octets, size_t count) {
  return ~advance(0xffffffff, octets, count);
}

uint32_t crc32c_by_table(const uint8_t *octets, size_t count) {
  return ~advance_by_table(0xffffffff, octets, count);
}

uint32_t crc32c_of_packet(const uint8_t *packet, size_t length) {
  /* RFC 9260 §6.8: calculated with the checksum field zero. Ports and tag together with it are twelve octets. */
  uint8_t header[COMMON_HEADER];
  memcpy(header, packet, CHECKSUM_AT);
  memset(header + CHECKSUM_AT, 0, COMMON_HEADER - CHECKSUM_AT);
  uint32_t crc = advance(0xffffffff, header, COMMON_HEADER);
  return ~advance(crc, packet + COMMON_HEADER, length - COMMON_HEADER);
}

uint32_t crc32c_read(const uint8_t *packet) {
  const uint8_t *field = packet + CHECKSUM_AT;
  return field[0] | (uint32_t)field[1] << 8 | (uint32_t)field[2] << 16 | (uint32_t)field[3] << 24;
}

void crc32c_write(uint8_t field[4], uint32_t checksum) {
  for (int i = 0; i < 4; i++) field[i] = (uint8_t)(checksum >> (8 * i));
}

/* 0x1EDC6F41 with its bits in reverse order. */
static const uint32_t REFLECTED_POLYNOMIAL = 0x82f63b78;

/* tables[k] advances the register over one octet followed by k octets of zero (slicing-by-8). */
static uint32_t tables[8][256];

static void build_tables(void) {
  for (uint32_t octet = 0; octet < 256; octet++) {
    uint32_t crc = octet;
    for (int bit = 0; bit < 8; bit++) crc = (crc & 1) ? (crc >> 1) ^ REFLECTED_POLYNOMIAL : crc >> 1;
    tables[0][octet] = crc;
  }
  for (int k = 1; k < 8; k++) {
    for (int octet = 0; octet < 256; octet++) {
      uint32_t before = tables[k - 1][octet];
      tables[k][octet] = tables[0][before & 0xff] ^ (before >> 8);
    }
  }
}

static uint32_t advance_by_table(uint32_t crc, const uint8_t *octets, size_t count) {
  for (; count >= 8; octets += 8, count -= 8) {
    uint32_t first = crc ^ (octets[0] | (uint32_t)octets[1] << 8 | (uint32_t)octets[2] << 16 | (uint32_t)octets[3] << 24);
    crc = tables[7][first & 0xff] ^ tables[6][(first >> 8) & 0xff] ^ tables[5][(first >> 16) & 0xff] ^ tables[4][first >> 24] ^
          tables[3][octets[4]] ^ tables[2][octets[5]] ^ tables[1][octets[6]] ^ tables[0][octets[7]];
  }
  for (; count > 0; octets++, count--) crc = tables[0][(crc ^ *octets) & 0xff] ^ (crc >> 8);
  return crc;
}

#if defined(__x86_64__)

#include <nmmintrin.h>

__attribute__((target("sse4.2"))) static uint32_t advance_by_sse42(uint32_t crc, const uint8_t *octets, size_t count) {
  uint64_t wide = crc;
  for (; count >= 8; octets += 8, count -= 8) {
    uint64_t word;
    memcpy(&word, octets, sizeof word);
    wide = _mm_crc32_u64(wide, word);
  }
  crc = (uint32_t)wide;
  for (; count > 0; octets++, count--) crc = _mm_crc32_u8(crc, *octets);
  return crc;
}

static void choose(void) {
  build_tables();
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("sse4.2")) return;
  advance = advance_by_sse42;
  kind = "sse4.2";
}

#elif defined(__aarch64__) && defined(__AARCH64EL__)

#include <sys/auxv.h>

#ifndef HWCAP_CRC32
#define HWCAP_CRC32 (1 << 7)
#endif

/* The instructions by name, and not arm_acle.h: its functions are only there when the whole file is compiled for them. */
static uint32_t advance_by_armv8(uint32_t crc, const uint8_t *octets, size_t count) {
  for (; count >= 8; octets += 8, count -= 8) {
    uint64_t word;
    memcpy(&word, octets, sizeof word);
    __asm__(".arch_extension crc\n\tcrc32cx %w0, %w0, %x1" : "+r"(crc) : "r"(word));
  }
  for (; count > 0; octets++, count--) {
    uint32_t octet = *octets;
    __asm__(".arch_extension crc\n\tcrc32cb %w0, %w0, %w1" : "+r"(crc) : "r"(octet));
  }
  return crc;
}

static void choose(void) {
  build_tables();
  if ((getauxval(AT_HWCAP) & HWCAP_CRC32) == 0) return;
  advance = advance_by_armv8;
  kind = "armv8";
}

#else

static void choose(void) {
  build_tables();
}

#endif
