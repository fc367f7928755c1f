import { describe, expect, it } from 'vitest'
import { ALL_APPLICATIONS, findApplication } from './all-applications.js'

describe('all applications', () => {
  it('has each number once, and finds each by it', () => {
    expect(new Set(ALL_APPLICATIONS.map(({ applicationId }) => applicationId)).size).toBe(ALL_APPLICATIONS.length)
    for (const application of ALL_APPLICATIONS) expect(findApplication(application.applicationId)).toBe(application)
    expect(findApplication(0x7fff_ffff)).toBeNull()
  })

  it('has the commands of an application in its dictionary, and the base protocol in every one', () => {
    for (const { applicationId, name, dictionary } of ALL_APPLICATIONS) {
      const own = dictionary.commands().filter((command) => command.applicationId === applicationId || command.applicationId === 'any')
      expect(own.length, name).toBeGreaterThan(0)
      expect(dictionary.findCommand(257, true, 0)?.abbreviation, name).toBe('CER')
    }
  })
})
