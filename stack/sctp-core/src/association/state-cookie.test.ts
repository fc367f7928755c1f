import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type StateCookie, StateCookieMint } from './state-cookie.js'

function mintOf(secretLifeMs = 120_000, seed = 1): StateCookieMint {
  let random = seed
  return new StateCookieMint(
    {
      randomUint32: () => (random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0),
      hmacSha256: (key, octets) => new Uint8Array(createHmac('sha256', key).update(octets).digest()),
      hmacSha1: (key, octets) => new Uint8Array(createHmac('sha1', key).update(octets).digest()),
    },
    secretLifeMs,
  )
}

const uint32 = fc.integer({ min: 0, max: 0xffff_ffff })
const uint16 = fc.integer({ min: 0, max: 0xffff })

const cookies: fc.Arbitrary<StateCookie> = fc.record({
  createdAt: fc.integer({ min: 0, max: 2 ** 50 }).map((microseconds) => microseconds / 1000),
  lifeMs: fc.integer({ min: 0, max: 120_000 }),
  localTag: uint32,
  peerTag: uint32,
  localTieTag: uint32,
  peerTieTag: uint32,
  localInitialTsn: uint32,
  peerInitialTsn: uint32,
  peerReceiverWindow: uint32,
  outboundStreams: uint16,
  inboundStreams: uint16,
  localPort: uint16,
  peerPort: uint16,
  capabilityBits: uint32,
  peerAddresses: fc.array(
    fc.record({
      octets: fc.constantFrom(4, 16).chain((length) => fc.uint8Array({ minLength: length, maxLength: length })),
      encapsulationPort: uint16,
    }),
    { minLength: 1, maxLength: 16 },
  ),
  authentication: fc.option(
    fc.record({
      localRandom: fc.uint8Array({ minLength: 32, maxLength: 32 }),
      peer: fc.record({
        random: fc.uint8Array({ minLength: 32, maxLength: 32 }),
        chunkTypes: fc.option(fc.array(fc.nat(255), { maxLength: 256 })),
        hmacIdentifiers: fc.array(uint16, { maxLength: 16 }),
      }),
    }),
  ),
})

const sample: StateCookie = {
  createdAt: 1000,
  lifeMs: 60_000,
  localTag: 1,
  peerTag: 2,
  localTieTag: 0,
  peerTieTag: 0,
  localInitialTsn: 3,
  peerInitialTsn: 4,
  peerReceiverWindow: 5,
  outboundStreams: 6,
  inboundStreams: 7,
  localPort: 8,
  peerPort: 9,
  capabilityBits: 5,
  peerAddresses: [{ octets: Uint8Array.of(10, 0, 1, 1), encapsulationPort: 9899 }],
  authentication: null,
}

describe('a State Cookie', () => {
  it('comes back as it was made', () => {
    fc.assert(
      fc.property(cookies, (cookie) => {
        const mint = mintOf()
        const opened = mint.open(mint.seal(cookie), cookie.createdAt)
        expect(opened.verdict).toBe('valid')
        if (opened.verdict === 'forged') return
        expect(opened.cookie).toEqual({ ...cookie, createdAt: opened.cookie.createdAt })
        // Counted in microseconds.
        expect(Math.abs(opened.cookie.createdAt - cookie.createdAt)).toBeLessThan(0.001)
      }),
    )
  })
  it('is good for its life time to the microsecond, and then stale by so much', () => {
    const mint = mintOf()
    const sealed = mint.seal(sample)
    expect(mint.open(sealed, 61_000).verdict).toBe('valid')
    expect(mint.open(sealed, 61_000.002)).toMatchObject({ verdict: 'stale' })
    const opened = mint.open(sealed, 61_500.25)
    expect(opened.verdict === 'forged' ? Number.NaN : opened.stalenessMs).toBeCloseTo(500.25, 9)
  })
  it('is forged when a single bit of it was changed, anywhere', () => {
    const mint = mintOf()
    const sealed = mint.seal(sample)
    for (let bit = 0; bit < 8 * sealed.length; bit++) {
      const changed = sealed.slice()
      changed[bit >> 3]! ^= 1 << (bit & 7)
      expect(mint.open(changed, 2000).verdict).toBe('forged')
    }
  })
  it('is forged when octets are missing, added or made up, and opening never throws', () => {
    const mint = mintOf()
    const sealed = mint.seal(sample)
    for (let length = 0; length < sealed.length; length++) expect(mint.open(sealed.slice(0, length), 2000).verdict).toBe('forged')
    expect(mint.open(Uint8Array.of(...sealed, 0), 2000).verdict).toBe('forged')
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), (octets) => {
        expect(mint.open(octets, 2000).verdict).toBe('forged')
      }),
    )
  })
  it('of another endpoint is forged', () => {
    expect(mintOf(120_000, 2).open(mintOf(120_000, 1).seal(sample), 2000).verdict).toBe('forged')
  })
  it('outlives one change of the secret, not two', () => {
    const mint = mintOf(1000)
    const brief = { ...sample, lifeMs: 500 }
    const sealed = mint.seal({ ...brief, createdAt: 0 })
    const late = mint.seal({ ...brief, createdAt: 999 })
    mint.seal({ ...brief, createdAt: 1000 })
    expect(mint.open(sealed, 1400).verdict).toBe('stale')
    expect(mint.open(late, 1400).verdict).toBe('valid')
    mint.seal({ ...brief, createdAt: 2000 })
    expect(mint.open(sealed, 2000).verdict).toBe('forged')
  })
  it('keeps the secrets as long as any cookie lives, and as long again', () => {
    const mint = mintOf(1000)
    const sealed = mint.seal({ ...sample, lifeMs: 600_000, createdAt: 0 })
    for (let at = 1000; at <= 1_200_000; at += 1000) mint.seal({ ...sample, lifeMs: 500, createdAt: at })
    expect(mint.open(sealed, 600_000).verdict).toBe('valid')
    expect(mint.open(sealed, 1_200_000).verdict).toBe('stale')
  })
  it('stays good over 256 changes and more of a secret nobody used', () => {
    const mint = mintOf(1000)
    const brief = { ...sample, lifeMs: 500 }
    for (let i = 0; i < 300; i++) mint.seal({ ...brief, createdAt: 1000 * i })
    const sealed = mint.seal({ ...brief, createdAt: 300_000 })
    expect(mint.open(sealed, 300_001).verdict).toBe('valid')
    expect(Reflect.get(mint, 'generation')).toBe(301)
  })
})
