// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is what templates are made of
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { columnsOf, isConstant, parseTemplateText, type TextPart } from './template-text.js'

describe('a text with variables', () => {
  it('is taken apart', () => {
    expect(parseTemplateText('00101${subscriber:10}@${realm}')).toEqual([
      { kind: 'literal', text: '00101' },
      { kind: 'number', number: 'subscriber', width: 10 },
      { kind: 'literal', text: '@' },
      { kind: 'column', column: 'realm' },
    ])
    expect(parseTemplateText('${session}${session:rx}${origin-host}${ipv4:10.0.0.1}${time}')).toEqual([
      { kind: 'session', name: '' },
      { kind: 'session', name: 'rx' },
      { kind: 'identity', identity: 'origin-host' },
      { kind: 'address', first: 0x0a000001 },
      { kind: 'number', number: 'time', width: 0 },
    ])
  })

  it('may have none', () => {
    const parts = parseTemplateText('32251@3gpp.org') as readonly TextPart[]
    expect([isConstant(parts), isConstant([]), columnsOf(parts)]).toEqual([true, true, []])
    expect(parseTemplateText('')).toEqual([])
    expect(columnsOf(parseTemplateText('${a}-${sequence}-${b}') as readonly TextPart[])).toEqual(['a', 'b'])
  })

  it.each([
    ['${', 'without its'],
    ['a${b', 'without its'],
    ['${}', 'without a name'],
    ['${sequence:ten}', 'a width from 1 to 15'],
    ['${sequence:99}', 'a width from 1 to 15'],
    ['${ipv4}', 'the first address'],
    ['${ipv4:10.0.0.256}', 'the first address'],
    ['${session:a b}', 'letters and digits'],
    ['${imsi:5}', 'after a colon'],
  ])('refuses %j', (text, why) => {
    expect(parseTemplateText(text)).toContain(why)
  })

  it('keeps every literal octet, and throws for nothing', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string().filter((text) => !/[${}]/.test(text)),
          { minLength: 1, maxLength: 5 },
        ),
        (texts) => {
          const parts = parseTemplateText(texts.join('${x}'))
          expect((parts as readonly TextPart[]).map((part) => (part.kind === 'literal' ? part.text : '${x}')).join('')).toBe(
            texts.join('${x}'),
          )
        },
      ),
    )
    fc.assert(fc.property(fc.string(), (text) => void parseTemplateText(text)))
  })
})
