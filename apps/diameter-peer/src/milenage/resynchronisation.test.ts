import { describe, expect, it } from 'vitest'
import { authenticationVector } from './authentication-vector.js'
import { Milenage } from './milenage.js'
import { AUTS_LENGTH, resynchronisationToken, resynchronise } from './resynchronisation.js'
import { INDEXES, SequenceNumberGenerator } from './sequence-number.js'
import { Usim } from './usim.js'

const octets = (text: string) => new Uint8Array(Buffer.from(text, 'hex'))
const K = octets('465b5ce8b199b49faa5f0a2ee238a6bc')
const OPC = octets('cd63cb71954a9f4e48a5994e37a02baf')
const RAND = octets('23553cbe9637a89d218ae64dae47bf35')
const AMF = octets('8000')
const MILENAGE = new Milenage(K, OPC)

const info = (rand: Uint8Array, auts: Uint8Array) => Uint8Array.of(...rand, ...auts)

describe('resynchronisation', () => {
  it('brings a home network that fell behind to where the card is', () => {
    const usim = new Usim(K, OPC)
    const ahead = new SequenceNumberGenerator(100 * INDEXES)
    const vector = authenticationVector(MILENAGE, RAND, ahead.next()!, AMF)
    expect(usim.answer(vector.rand, vector.autn)).toMatchObject({ kind: 'response', res: vector.xres })

    const behind = new SequenceNumberGenerator(2 * INDEXES)
    const stale = authenticationVector(MILENAGE, RAND, behind.next()!, AMF)
    // Index 1 has seen SEQ 101, so SEQ 3 at index 1 is stale.
    const refused = usim.answer(stale.rand, stale.autn)
    expect(refused.kind).toBe('synchronisation failure')
    if (refused.kind !== 'synchronisation failure') return
    expect(refused.auts.length).toBe(AUTS_LENGTH)
    expect(resynchronise(MILENAGE, behind, info(stale.rand, refused.auts))).toBe('reset')
    expect(behind.current).toBe(ahead.current)
    const fresh = authenticationVector(MILENAGE, RAND, behind.next()!, AMF)
    expect(usim.answer(fresh.rand, fresh.autn).kind).toBe('response')
  })

  it('changes nothing when the next vector would do anyway', () => {
    const generator = new SequenceNumberGenerator(10 * INDEXES)
    expect(resynchronise(MILENAGE, generator, info(RAND, resynchronisationToken(MILENAGE, RAND, 5 * INDEXES)))).toBe('in range')
    expect(generator.current).toBe(10 * INDEXES)
  })

  it('takes no token that the card did not make', () => {
    const generator = new SequenceNumberGenerator(0)
    const auts = resynchronisationToken(MILENAGE, RAND, 50 * INDEXES)
    auts[AUTS_LENGTH - 1]! ^= 1
    expect(resynchronise(MILENAGE, generator, info(RAND, auts))).toBe('forged')
    expect(generator.current).toBe(0)
  })

  it('lets a card refuse who does not know K before it looks at the sequence number', () => {
    const stranger = new Milenage(OPC, K)
    const { rand, autn } = authenticationVector(stranger, RAND, INDEXES, AMF)
    expect(new Usim(K, OPC).answer(rand, autn)).toEqual({ kind: 'mac failure' })
  })
})
