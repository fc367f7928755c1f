import { describe, expect, it } from 'vitest'
import { applicationWord, chooseApplication, chooseCommand } from './command-choice.js'

describe('the request a name means', () => {
  it.each([
    ['ECR', null, 'ME-Identity-Check-Request', 'S13'],
    ['ecr', null, 'ME-Identity-Check-Request', 'S13'],
    ['Update-Location', null, 'Update-Location-Request', 'S6a/S6d'],
    ['authentication-information-request', null, 'Authentication-Information-Request', 'S6a/S6d'],
    ['CCR', 'gx', 'CC-Request', 'Gx'],
    ['CCR', '4', 'Credit-Control-Request', 'Gy'],
    ['AAR', 'Rx', 'AA-Request', 'Rx'],
    ['UAR', 'cx/dx', 'User-Authorization-Request', 'Cx/Dx'],
    ['ASR', 'rx', 'Abort-Session-Request', 'Rx'],
  ])('%s with --application %s', (name, application, command, of) => {
    const choice = chooseCommand(name, application)
    expect([choice.command.name, choice.application.name]).toEqual([command, of])
  })

  it.each([
    ['CCR', null, 'CCR is a request of several applications. Say which with --application: gy, gx.'],
    ['ECQ', null, '"ECQ" is no request. Did you mean '],
    ['Update-Locaton-Request', null, 'Did you mean Update-Location-Request?'],
    ['something else', 's13', '"something else" is no request of s13. There are '],
    ['ECR', 's6b', 'there is no application "s6b". Did you mean s6a?'],
    ['ECR', '999', 'there is no application "999". There are '],
    ['DWR', null, '"DWR" is no request.'],
  ])('is not told by %s with --application %s', (name, application, message) => {
    expect(() => chooseCommand(name, application)).toThrow(message)
  })

  it('has an application by a word of its own', () => {
    expect(applicationWord(chooseApplication('S6a/S6d'))).toBe('s6a')
    expect(applicationWord(chooseApplication('3'))).toBe('accounting')
  })
})
