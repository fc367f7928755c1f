import { describe, expect, it } from 'vitest'
import { authenticationVector, deriveKasme, sequenceNumberOctets, sequenceNumberOf, withSeparationBit } from './authentication-vector.js'
import { Milenage } from './milenage.js'

const octets = (text: string) => new Uint8Array(Buffer.from(text, 'hex'))
const hex = (value: Uint8Array) => Buffer.from(value).toString('hex')

// Test set 1 of TS 35.208.
const MILENAGE = new Milenage(octets('465b5ce8b199b49faa5f0a2ee238a6bc'), octets('cd63cb71954a9f4e48a5994e37a02baf'))
const RAND = octets('23553cbe9637a89d218ae64dae47bf35')
const VECTOR = authenticationVector(MILENAGE, RAND, 0xff9bb4d0b607, octets('b9b9'))

describe('an authentication vector', () => {
  it('carries the hidden sequence number, the management field and the proof in AUTN', () => {
    expect(hex(VECTOR.autn)).toBe(`55f328b43577${'b9b9'}${'4a9ffac354dfafb3'}`)
    expect(hex(VECTOR.xres)).toBe('a54211d5e3ba50bf')
    expect(hex(VECTOR.hiddenSequenceNumber)).toBe('55f328b43577')
  })

  // CK, IK and AK of test set 1 with two sequence numbers and three networks, as other implementations of TS 33.401 Annex A.2 derive it.
  it.each([
    ['024830', 0xfd8eef40df7d, '238e457e0f758badbca8d34bb2612c10428d426757cb5553b2b184fa64bfc549'],
    ['02f843', 0xfd8eef40df7d, 'bd7a0903a7d0f68767ee2f5c90cb7d7d835998d940afdbf73173e63567c5b894'],
    ['21f354', 0xfd8eef40df7d, '546a79bc6d1613a72a4d631ee0351d66036b2a0c44a3831be6d365e24f023013'],
    ['024830', 0xff9bb4d0b607, '564cb4d2007e4f293b67d9b29392a64add4c776b133d895af6499aa6882aab62'],
    ['02f843', 0xff9bb4d0b607, '34865eb0dc9a6d788a905c0514529bf588485da817ffbe92e9a9b4d033b8cc6f'],
    ['21f354', 0xff9bb4d0b607, '9ea141da4b24cdebc8f5fb3f61a0511216681f121199b23ebcfacc75b358be43'],
  ])('gives KASME for network %s and SQN %i', (network, sequenceNumber, kasme) => {
    expect(hex(deriveKasme(authenticationVector(MILENAGE, RAND, sequenceNumber, octets('b9b9')), octets(network)))).toBe(kasme)
  })

  it('refuses a network that is no PLMN', () => {
    expect(() => deriveKasme(VECTOR, octets('00f1'))).toThrow('3 octets')
  })

  it('tells E-UTRAN from UTRAN by the first bit of the management field', () => {
    expect(hex(withSeparationBit(octets('39b9'), true))).toBe('b9b9')
    expect(hex(withSeparationBit(octets('b9b9'), false))).toBe('39b9')
  })

  it.each([0, 1, 255, 256, 0xff9bb4d0b607, 2 ** 48 - 1])('writes SQN %i in six octets and reads it back', (sequenceNumber) => {
    expect(sequenceNumberOctets(sequenceNumber).length).toBe(6)
    expect(sequenceNumberOf(sequenceNumberOctets(sequenceNumber))).toBe(sequenceNumber)
  })
})
