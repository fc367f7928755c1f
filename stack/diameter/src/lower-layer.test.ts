import { describe, expect, it } from 'vitest'
import { acceptsPayloadProtocolId, DIAMETER_DTLS_PAYLOAD_PROTOCOL_ID, DIAMETER_PAYLOAD_PROTOCOL_ID } from './lower-layer.js'

describe('payload protocol identifiers', () => {
  it('takes clear text and the unspecified one, and refuses DTLS', () => {
    expect([DIAMETER_PAYLOAD_PROTOCOL_ID, 0, DIAMETER_DTLS_PAYLOAD_PROTOCOL_ID, 3].map(acceptsPayloadProtocolId)).toEqual([
      true,
      true,
      false,
      false,
    ])
  })
})
