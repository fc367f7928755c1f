import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readSourceText } from './source-text.js'

describe('readSourceText', () => {
  it('blanks comments, and leaves strings that look like one', () => {
    expect(readSourceText(`a // b\n'// c' /* d\n*/ e`).code).toBe(`a     \n'// c'     \n   e`)
  })

  it('collects strings with their places, escapes as written', () => {
    expect(readSourceText(`f('a', "b\\"c", \`d\`)`).strings).toEqual([
      { at: 2, value: 'a' },
      { at: 7, value: 'b\\"c' },
      { at: 15, value: 'd' },
    ])
  })

  it('reads code within the substitutions of templates, one within another', () => {
    const text = `\`a \${b({ c: \`d \${'e'} //\` })} '\` + 'f' // g`
    expect(readSourceText(text).strings.map(({ value }) => value)).toEqual(['e', 'f'])
    expect(readSourceText(text).code.trimEnd()).toBe(text.slice(0, -'// g'.length).trimEnd())
  })

  it('tells a regular expression from a division', () => {
    expect(readSourceText(`x.replace(/['"/]\\//g, '') / 2 // half`).strings).toEqual([{ at: 22, value: '' }])
    expect(readSourceText(`const half = (a + b) / 2 // 'not' /`).strings).toEqual([])
    expect(readSourceText(`return /'/.test(a)`).strings).toEqual([])
  })

  it('keeps every line and column, whatever the text', () => {
    const pieces = fc.constantFrom('/', '*', '`', "'", '"', '${', '{', '}', '\\', '\n', 'a', ' ', '[', ']', '(', ')')
    fc.assert(
      fc.property(fc.array(pieces), (parts) => {
        const text = parts.join('')
        const { code, outline } = readSourceText(text)
        const lengths = (of: string): number[] => of.split('\n').map((line) => line.length)
        expect(lengths(code)).toEqual(lengths(text))
        expect(lengths(outline)).toEqual(lengths(text))
      }),
    )
  })
})
