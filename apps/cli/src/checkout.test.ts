import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { defaultResultsFolder, repositoryRoot, shownPath, sigbedVersion, typedCommand } from './checkout.js'

describe('the checkout', () => {
  it('is found from the program, wherever the user stands', () => {
    const root = repositoryRoot()!
    expect(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))).toMatchObject({ name: 'sigbed' })
    expect(defaultResultsFolder('/somewhere/else')).toBe(join(root, 'results', 'data'))
  })

  it('knows the version of the command', () => {
    expect(sigbedVersion()).toMatch(/^\d+\.\d+\.\d+/)
  })

  it.each([
    ['/a/b/c.sqlite', '/a', join('b', 'c.sqlite')],
    ['/a/c.sqlite', '/a/b', '/a/c.sqlite'],
    ['/a', '/a', '/a'],
    ['/x/..y/c', '/x', '/x/..y/c'],
  ])('shows %s to somebody in %s as %s', (path, folder, shown) => {
    expect(shownPath(path, folder)).toBe(shown)
  })

  it('says what can be typed under npm', () => {
    expect(typedCommand('report 1', {})).toBe('sigbed report 1')
    expect(typedCommand('report 1', { npm_config_user_agent: 'npm/10' })).toBe('npx sigbed report 1')
  })
})
