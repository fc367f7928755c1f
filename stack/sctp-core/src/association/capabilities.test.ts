import { FORWARD_TSN, forwardTsnSupportedParameter, supportedExtensionsParameter } from '@sigbed/sctp-codec'
import { describe, expect, it } from 'vitest'
import { ownOfferParameters } from '../authentication/association-authentication.js'
import { agreedCapabilities, capabilitiesOfBits, capabilityBits, NO_CAPABILITIES, offerParameters } from './capabilities.js'
import { protocolParameters } from './protocol-parameters.js'

const ALL = Object.fromEntries(Object.keys(NO_CAPABILITIES).map((name) => [name, true])) as unknown as typeof NO_CAPABILITIES

/** All that an INIT says of extensions: authentication has parameters of its own. */
const said = (wanted: typeof NO_CAPABILITIES) =>
  ownOfferParameters(protocolParameters(wanted), wanted.authentication ? new Uint8Array(32) : null)

describe('extensions', () => {
  it('are agreed when both ends offer them, and only then', () => {
    expect(agreedCapabilities(ALL, said(ALL))).toEqual({ ...ALL, partialReliability: false })
    const withoutInterleaving = { ...ALL, interleaving: false }
    expect(agreedCapabilities(ALL, said(withoutInterleaving))).toEqual(withoutInterleaving)
    expect(agreedCapabilities(NO_CAPABILITIES, said(ALL))).toEqual(NO_CAPABILITIES)
    expect(agreedCapabilities(ALL, offerParameters(NO_CAPABILITIES))).toEqual(NO_CAPABILITIES)
    expect(offerParameters(NO_CAPABILITIES)).toEqual([])
  })

  it('are told one by one', () => {
    for (const name of Object.keys(NO_CAPABILITIES)) {
      // RFC 5061 §4.2.7: never without authentication.
      const one = { ...NO_CAPABILITIES, ...(name === 'dynamicAddresses' ? { authentication: true } : {}), [name]: true }
      expect(agreedCapabilities(ALL, said(one))).toEqual(one)
    }
  })

  it('are known by the chunk types a peer lists or by a parameter of their own', () => {
    for (const words of [supportedExtensionsParameter([FORWARD_TSN, 99]), forwardTsnSupportedParameter()])
      expect(agreedCapabilities(ALL, [words]).partialReliability).toBe(true)
    expect(agreedCapabilities(ALL, [supportedExtensionsParameter([99])])).toEqual(NO_CAPABILITIES)
  })

  it('come back from the bits of a cookie', () => {
    for (const some of [ALL, NO_CAPABILITIES]) expect(capabilitiesOfBits(capabilityBits(some))).toEqual(some)
    expect(capabilitiesOfBits(0xffff_ffff)).toEqual(ALL)
  })
})
