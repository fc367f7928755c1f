import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { complaintAboutNode, SUPPORTED_LINES } from './node-version.js'

describe('complaintAboutNode', () => {
  it.each(['20.19.0', '20.20.2', '22.12.0', '22.23.3', '24.0.0', '24.21.0', '25.1.0', '26.0.0'])('has none about %s', (version) => {
    expect(complaintAboutNode(version)).toBeNull()
  })

  it.each(['12.22.12', '18.20.4', '20.18.3', '21.7.3', '22.11.0', '23.9.0'])('refuses %s and names it in the sentence', (version) => {
    expect(complaintAboutNode(version)).toContain(`this is Node.js ${version}.`)
  })

  it('names every line that would do', () => {
    expect(complaintAboutNode('18.0.0')).toContain('Node.js 20.19 (of 20), 22.12 (of 22), 24 or newer')
  })
})

describe('SUPPORTED_LINES', () => {
  it('agrees with "engines" in the root package.json', () => {
    const root: { engines: { node: string } } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
    const asRange = SUPPORTED_LINES.map(({ major, minor }, at) => {
      const newest = at === SUPPORTED_LINES.length - 1
      return `${newest ? '>=' : '^'}${major}.${minor}.0`
    })
    expect(root.engines.node).toBe(asRange.join(' || '))
  })
})
