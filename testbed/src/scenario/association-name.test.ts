import { describe, expect, it } from 'vitest'
import { associationEnds, associationName, isAssociationBetween, peerIn } from './association-name.js'

describe('the name of an association', () => {
  it('tells who has set it up and who has accepted it', () => {
    const name = associationName('asp-1', 'sg')
    expect([name, associationEnds(name)]).toEqual(['asp-1 - sg', { initiator: 'asp-1', acceptor: 'sg' }])
    expect([peerIn(name, 'asp-1'), peerIn(name, 'sg')]).toEqual(['sg', 'asp-1'])
    expect([isAssociationBetween(name, 'sg', 'asp-1'), isAssociationBetween(name, 'asp-1', 'asp-1')]).toEqual([true, false])
  })
})
