import { describe, expect, it } from 'vitest'
import { associationHappening } from './association-text.js'

describe('what is told of an association', () => {
  it.each([
    ['setup-refused', 'no cause given', 'no association, refused by the peer: no cause given'],
    ['aborted-by-peer', 'User-Initiated Abort', 'association lost, aborted by the peer: User-Initiated Abort'],
  ] as const)('says how it ended: %s', (reason, detail, text) => {
    expect(associationHappening('PEER', { kind: 'communication-lost', reason, detail, unacknowledgedMessages: 3 })).toEqual({
      kind: 'association',
      peer: 'PEER',
      text,
      details: { what: 'communication-lost', reason, detail, unacknowledgedMessages: 3 },
    })
  })

  it('is nothing where only programs care', () => {
    expect(associationHappening('PEER', { kind: 'partial-delivery-aborted', stream: 1, streamSequenceNumber: 0 })).toBeNull()
  })
})
